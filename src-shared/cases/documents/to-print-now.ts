import type { CaseFile, CaseStatus } from '../case-file.ts';
import { type CaseDocument, type DocumentKind, documentCodes } from './document.ts';

/** Whether a document of that kind was printed from the system; what never left the program does not count. */
export const isPrinted = (
  { prints, caseNumber }: Pick<CaseFile, 'prints' | 'caseNumber'>,
  kind: DocumentKind,
) =>
  prints.some(
    ({ number, settled }) =>
      number.slice(caseNumber.length + 1).split('-')[0] === documentCodes[kind] &&
      settled !== null &&
      settled.outcome !== 'failed',
  );

/** What a case is printed for where it stands, in the order in which it is handed out. */
const wantedAt: Partial<Record<CaseStatus, readonly DocumentKind[]>> = {
  decided: ['approval', 'rejection'],
  issued: ['approval', 'rejection', 'certificate'],
  delivered: ['collection', 'deliveryReceipt'],
};

/**
 * The number of the document that somebody who opens the papers of a case has come to print: once it is decided, the
 * first that is handed out now and was not printed yet, or the last of them.
 * @returns null where nothing comes before the others
 */
export function toPrintNow(file: CaseFile, documents: readonly CaseDocument[]): string | null {
  const wanted = (wantedAt[file.status] ?? []).flatMap((kind) =>
    documents.filter((each) => each.kind === kind),
  );
  return (wanted.find(({ kind }) => !isPrinted(file, kind)) ?? wanted.at(-1))?.number ?? null;
}
