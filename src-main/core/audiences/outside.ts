import { implement } from '@orpc/server';
import { refused } from '#shared/contracts/answer.ts';
import { outsideContract } from '#shared/contracts/outside.ts';
import type { Store } from '../store/store.ts';
import type { Gated } from './gate.ts';

const os = implement(outsideContract).$context<Gated>();

/** One side's approval of a receipt outside the hall, at a department's desk as at a centre's. */
export const outsideApproval = (store: Store) => ({
  approve: os.approve.handler(({ context, input: { caseId: id, ...args } }) =>
    args.reason === '' || args.document === ''
      ? refused('reasonMissing', '批准要写明理由和文号，请填写后再提交。')
      : store.perform(context.acting(), [
          { name: 'approveOutside', subject: { kind: 'caseFile', id }, args },
        ]),
  ),
});

/** The exception to the receipt at a counter, as the clerk's desk declares it and the centre approves it. */
export const outsideHandlers = (store: Store) => ({
  ...outsideApproval(store),
  declare: os.declare.handler(({ context, input: { caseId: id, ...args } }) =>
    args.reason === ''
      ? refused('reasonMissing', '请写明为什么没有在窗口收件。')
      : store.perform(context.acting(), [
          { name: 'declareOutside', subject: { kind: 'caseFile', id }, args },
        ]),
  ),
});
