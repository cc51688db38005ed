import { implement } from '@orpc/server';
import { documentsContract } from '#shared/contracts/documents.ts';
import type { DocumentDesk } from '../cases/document-desk.ts';
import type { Gated } from './gate.ts';

/** The A4 papers of cases: the handlers that a desk's router has below `documents`. */
export function documentHandlers(documents: DocumentDesk) {
  const os = implement(documentsContract).$context<Gated>();
  return {
    list: os.list.handler(({ input }) => documents.list(input.caseId)),
    preview: os.preview.handler(({ context, input }) =>
      documents.preview(context.acting(), input.caseId, input.number),
    ),
    print: os.print.handler(({ context, input }) =>
      documents.print(context.acting(), input.caseId, input.number),
    ),
    settle: os.settle.handler(({ context, input }) =>
      documents.settle(context.acting(), input.caseId, input),
    ),
    printed: os.printed.handler(({ context, input }) =>
      documents.printed(context.acting(), input.caseId, input.printId),
    ),
    scan: os.scan.handler(({ input }) => documents.scan(input.caseId, input.hash)),
  };
}
