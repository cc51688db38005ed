import { v7 as uuidv7 } from 'uuid';
import type { CaseFile } from '#shared/cases/case-file.ts';
import { type CaseExplanation, explanationOf } from '#shared/cases/explanation.ts';
import { openRequest } from '#shared/cases/extensions.ts';
import { beijingDateOf } from '#shared/clock/beijing.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { CaseExplanationView, ClockStep } from '#shared/contracts/case-clock.ts';
import type { CaseRow } from '#shared/contracts/case-views.ts';
import type { Acting, Intent } from '../store/commands.ts';
import type { Store } from '../store/store.ts';
import { caseRow } from './case-views.ts';

/** The clock of a case at a desk: why it is due when it is, and what a department does to it. */
export type CaseClockDesk = ReturnType<typeof caseClockDesk>;

const caseUnknown = refused('caseUnknown', '没有找到这个办件，请刷新后再试。');

export function caseClockDesk(store: Store) {
  const explain = (state: CaseFile): CaseExplanationView =>
    asView(explanationOf(state, store.knowledge.calendar(), beijingDateOf(store.now())));

  function intentOf(id: string, step: ClockStep): Intent {
    const subject = { kind: 'caseFile' as const, id };
    switch (step.name) {
      case 'startProcedure': {
        const { name, ...args } = step;
        return { name, subject, args: { procedureId: uuidv7(), ...args } };
      }
      case 'endProcedure': {
        const { name, ...args } = step;
        return { name, subject, args };
      }
      case 'dropProcedure': {
        const { name, ...args } = step;
        return { name, subject, args };
      }
      case 'requestExtension': {
        const { name, ...args } = step;
        return { name, subject, args };
      }
      case 'extendCase': {
        const { name, ...args } = step;
        return { name, subject, args };
      }
      case 'rejectExtension': {
        const { name, ...args } = step;
        return { name, subject, args };
      }
    }
  }

  return {
    /** Every due date of a case with its steps; null where the case is not here. */
    explain(id: string): CaseExplanationView | null {
      const subject = store.cases.get(id);
      return subject === null ? null : explain(subject.state);
    },

    /** What a step would do to the due dates, without doing it. */
    foresee(
      acting: Acting,
      id: string,
      step: ClockStep,
    ): { kind: 'done'; before: CaseExplanationView; after: CaseExplanationView } | Refused {
      const subject = store.cases.get(id);
      if (subject === null) return caseUnknown;
      const outcome = store.foresee(acting, intentOf(id, step));
      if (outcome.kind === 'unreadable') throw new TypeError(outcome.reason);
      if (outcome.kind === 'refused') return outcome;
      const state = outcome.state as CaseFile;
      return { kind: 'done', before: explain(subject.state), after: explain(asGranted(state)) };
    },

    /** Takes a step, by whoever says so. */
    take(acting: Acting, id: string, step: ClockStep): { kind: 'done'; case: CaseRow } | Refused {
      const performed = store.perform(acting, [intentOf(id, step)]);
      if (performed.kind === 'refused') return performed;
      const subject = store.cases.get(id);
      return subject === null ? caseUnknown : { kind: 'done', case: caseRow(store, subject) };
    },
  };
}

/** A case as it will be if the extension that is asked for is approved. */
const asGranted = (state: CaseFile): CaseFile => {
  const request = openRequest(state);
  return request === null ? state : { ...state, extensions: [...state.extensions, request] };
};

const asView = ({ today, limits, notes }: CaseExplanation): CaseExplanationView => ({
  today,
  notes: [...notes],
  limits: limits.map(({ steps, days, ...limit }) => ({ ...limit, steps: [...steps], days: [...days] })),
});
