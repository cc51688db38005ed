import type { CaseFile } from '#shared/cases/case-file.ts';
import { followPath } from '#shared/cases/follow-token.ts';
import type { SlipPlace } from '#shared/cases/slips.ts';
import type { Refused } from '#shared/contracts/answer.ts';
import type { CaseRow } from '#shared/contracts/case-views.ts';
import type { Slip } from '#shared/devices/slip.ts';
import type { DeviceDesk } from '../devices/device-desk.ts';
import { ratingCodeOf } from '../ratings/rating-desk.ts';
import type { Acting, Intent } from '../store/commands.ts';
import type { Store } from '../store/store.ts';
import type { StoredSubject } from '../store/subjects.ts';
import { caseRow } from './case-views.ts';

/** What a step on a case answers. */
export type Taken = { kind: 'done'; case: CaseRow } | Refused;
export type SlipOf = (file: CaseFile, place: SlipPlace) => Slip;

/** Steps on cases with their slips, as every desk of cases takes them. */
export type CaseActs = ReturnType<typeof caseActs>;

/** @param districtUrl where applicants follow their cases */
export function caseActs(store: Store, devices: DeviceDesk, districtUrl: string) {
  function slipPlace(acting: Acting, copy: boolean, file: CaseFile): SlipPlace {
    const { counterId, organisationId } = store.knowledge.place();
    return {
      organisationName: store.knowledge.organisation(organisationId)?.name ?? '',
      counterName: store.knowledge.counter(counterId)?.name ?? '',
      staffName:
        store.knowledge.staff().find((posting) => posting.personId === acting.actor.actorId)?.name ?? '',
      calendar: store.knowledge.calendar(),
      ...(file.token !== null && { followUrl: new URL(followPath(file.token), districtUrl).href }),
      ratingCode: ratingCodeOf(store, file),
      copy,
    };
  }

  function stored(id: string): StoredSubject<CaseFile> {
    const subject = store.cases.get(id);
    if (subject === null) throw new Error('a case that was just written is not in the store');
    return subject;
  }

  const enter = (file: CaseFile, slip: Slip) =>
    devices.enter('counter', { title: `${slip.title} ${file.matter.name}`, subjectId: file.id, slip });

  return {
    /** Takes steps of one case as one act, with the slips that its new state calls for; they print afterwards. */
    perform(
      acting: Acting,
      caseId: string,
      intents: readonly Intent[],
      slips: readonly SlipOf[],
      also?: () => void,
    ): Taken {
      let prints: (() => void)[] = [];
      const performed = store.perform(acting, intents, () => {
        also?.();
        const { state } = stored(caseId);
        prints = slips.map((slipOf) => enter(state, slipOf(state, slipPlace(acting, false, state))));
      });
      if (performed.kind === 'refused') return performed;
      for (const print of prints) print();
      return { kind: 'done', case: caseRow(store, stored(caseId)) };
    },

    /** Prints a slip that goes with no step. */
    print(acting: Acting, file: CaseFile, slipOf: SlipOf): void {
      enter(file, slipOf(file, slipPlace(acting, false, file)))();
    },

    /** Prints a slip of a case once more, marked 重打. */
    printAgain(acting: Acting, file: CaseFile, slipOf: SlipOf): void {
      enter(file, slipOf(file, slipPlace(acting, true, file)))();
    },
  };
}
