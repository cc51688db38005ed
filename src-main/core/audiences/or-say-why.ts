import { os } from '@orpc/server';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import { NotSaved } from '../store/commands.ts';
import { isNotWritten } from '../store/database.ts';

/**
 * Around every procedure: where the disk did not take an act, the answer is a sentence for the clerk; anything else
 * unexpected is a bug, and goes on as an error.
 */
export const orSayWhy = os.middleware(async ({ next }, _input, output) => {
  try {
    return await next();
  } catch (error) {
    const notSaved = isNotWritten(error) ? new NotSaved() : error;
    if (!(notSaved instanceof NotSaved)) throw error;
    return output(refused('notSaved', notSaved.sentence) satisfies Refused);
  }
});
