import { ORPCError, os } from '@orpc/server';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import { NotSaved } from '../store/commands.ts';
import { isDamage, isNotWritten } from '../store/database.ts';
import { damagedSentence } from '../store/recovery.ts';
import type { Store } from '../store/store.ts';
import { answersRefused } from './gate.ts';

/**
 * Around every procedure: where the disk did not take an act, or gives back what nobody wrote, the answer is a sentence
 * for the clerk; anything else unexpected is a bug, and goes on as an error.
 */
export const orSayWhy = (store: Pick<Store, 'damaged'>) =>
  os.middleware(async ({ next, procedure }, _input, output) => {
    try {
      return await next();
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === null) throw error;
      if (refusal.refusal.code === 'storeDamaged') store.damaged();
      // A question has no refusal to answer with: its page is given the sentence as an error.
      if (!answersRefused(procedure))
        throw new ORPCError('INTERNAL_SERVER_ERROR', { message: refusal.refusal.message });
      return output(refusal as never) as never;
    }
  });

function refusalOf(error: unknown): Refused | null {
  if (isDamage(error) || (error instanceof NotSaved && isDamage(error.cause)))
    return refused('storeDamaged', damagedSentence);
  if (isNotWritten(error)) return refused('notSaved', new NotSaved().sentence);
  return error instanceof NotSaved ? refused('notSaved', error.sentence) : null;
}
