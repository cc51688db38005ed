import { implement } from '@orpc/server';
import { refused } from '#shared/contracts/answer.ts';
import { mistakesContract } from '#shared/contracts/mistakes.ts';
import { mayGive } from '#shared/identity/may-give.ts';
import type { Gated } from './gate.ts';
import { asStaffNumber } from './identity.ts';
import type { Parts } from './parts.ts';

/** Putting right what went wrong: the handlers that the clerk's router has below `mistakes`. */
export function mistakesHandlers({ mistakes, signedIn }: Pick<Parts, 'mistakes' | 'signedIn'>) {
  const os = implement(mistakesContract).$context<Gated>();
  return {
    correct: os.correct.handler(({ context, input }) =>
      mistakes.correct(context.acting(), input.caseId, input.corrected, input.reason),
    ),
    withdraw: os.withdraw.handler(({ context, input: { caseId, name, relation, signed, reason } }) =>
      mistakes.withdraw(context.acting(), caseId, { name, relation }, { signed, reason }),
    ),
    terminate: os.terminate.handler(({ context, input: { caseId, ...args } }) =>
      mistakes.terminate(context.acting(), caseId, args),
    ),
    mergeChoices: os.mergeChoices.handler(({ input }) => mistakes.mergeChoices(input.caseId)),
    merge: os.merge.handler(({ context, input: { caseId, ...args } }) =>
      mistakes.merge(context.acting(), caseId, args),
    ),
    requestVoid: os.requestVoid.handler(({ context, input }) =>
      mistakes.requestVoid(context.acting(), input.caseId, input.reason),
    ),
    confirmVoid: os.confirmVoid.handler(async ({ context, input: { caseId, reason, second } }) => {
      if (second === null) {
        const acting = context.acting();
        return mayGive(acting.actor.role, 'confirmVoid')
          ? mistakes.confirmVoid(acting, caseId, reason)
          : refused('secondNeeded', '您的岗位不能复核作废，请有权限的同事在这里输入自己的工号和密码。');
      }
      const witness = await signedIn.vouch({ ...second, staffNumber: asStaffNumber(second.staffNumber) });
      return 'kind' in witness ? witness : mistakes.confirmVoid(witness, caseId, reason);
    }),
    rejectVoid: os.rejectVoid.handler(({ context, input }) =>
      mistakes.rejectVoid(context.acting(), input.caseId, input.reason),
    ),
    undo: os.undo.handler(({ context, input }) => mistakes.undo(context.acting(), input.caseId, input.step)),
  };
}
