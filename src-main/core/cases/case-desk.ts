import { currentSlip } from '#shared/cases/current-slip.ts';
import { progressSlip } from '#shared/cases/progress-slip.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { Acting, Intent } from '../store/commands.ts';
import type { Store } from '../store/store.ts';
import type { CaseActs, SlipOf, Taken } from './case-acts.ts';

/** Slips of cases that go with no step. */
export type CaseDesk = ReturnType<typeof caseDesk>;

export function caseDesk(store: Store, acts: CaseActs) {
  const step = (acting: Acting, intent: Intent, slip: SlipOf, also?: () => void): Taken =>
    acts.perform(acting, intent.subject.id, [intent], [slip], also);

  return {
    /** For what else is done with cases at this desk. */
    step,

    /** What has happened so far, in plain words. */
    printProgress(acting: Acting, id: string): { kind: 'done' } | Refused {
      const subject = store.cases.get(id);
      if (subject === null) return refused('caseUnknown', '没有找到这个办件，请刷新后再试。');
      acts.print(acting, subject.state, progressSlip);
      return { kind: 'done' };
    },

    /** Prints the slip of the case's present step again, marked 重打. */
    reprint(acting: Acting, id: string): { kind: 'done' } | Refused {
      const subject = store.cases.get(id);
      if (subject === null) return refused('caseUnknown', '没有找到这个办件，请刷新后再试。');
      acts.printAgain(acting, subject.state, currentSlip);
      return { kind: 'done' };
    },
  };
}
