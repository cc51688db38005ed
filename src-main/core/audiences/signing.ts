import { implement } from '@orpc/server';
import { signingContract } from '#shared/contracts/signing.ts';
import type { SigningDesk } from '../cases/signing-desk.ts';
import type { SigningSession } from '../identity/signing-session.ts';
import type { Gated } from './gate.ts';

const os = implement(signingContract).$context<Gated>();

/** The signature, as every desk at which something is signed has it. */
export const signingHandlers = (signing: SigningDesk, session: SigningSession) => ({
  confirm: os.confirm.handler(({ input }) => session.confirm(input.by, input.secret)),
  of: os.of.handler(({ context, input }) => signing.of(context.acting(), input.caseId)),
  sign: os.sign.handler(({ context, input: { caseId, ...args } }) =>
    signing.sign(context.acting(), caseId, args),
  ),
  exportProof: os.exportProof.handler(({ input }) => signing.exportProof(input.caseId)),
});
