import type { CaseFile } from '#shared/cases/case-file.ts';
import { stillOwed } from '#shared/cases/intake.ts';
import { owedPapers } from '#shared/cases/owed.ts';
import { beijingDateOf } from '#shared/clock/beijing.ts';
import { addWorkingDays } from '#shared/clock/calendar.ts';
import { momentOf } from '#shared/clock/evidence.ts';
import type { Askable, CaseDetail, CaseRow } from '#shared/contracts/case-views.ts';
import { maskAgent } from '#shared/identity/masking.ts';
import { type Matter, materialsIn, type SituationId } from '#shared/matters/matter.ts';
import { reveal } from '#shared/sync/personal.ts';
import type { Store } from '../store/store.ts';
import type { Draft } from './drafts.ts';

/** What the applicant still has to bring, as a list says it; null where it is nothing. */
export function owingOf(store: Store, state: CaseFile): CaseRow['owing'] {
  if (state.status === 'supplementing') {
    const count = state.missing.length;
    return { count, due: null, overdue: false, text: `待补${count}项` };
  }
  if (!['accepted', 'decided', 'issued'].includes(state.status) || stillOwed(state).length === 0) return null;
  const papers = owedPapers(state, store.knowledge.calendar(), beijingDateOf(store.now())).filter(
    ({ supplied }) => supplied === null,
  );
  const first = papers.toSorted((a, b) => (a.due < b.due ? -1 : 1))[0];
  if (first === undefined) return null;
  const { due, overdue } = first;
  const [, month, day] = due.split('-').map(Number);
  const when = `${month}月${day}日`;
  const count = papers.length;
  return {
    ...{ count, due, overdue },
    text: overdue ? `容缺${count}项已逾期（${when}）` : `容缺${count}项，${when}前`,
  };
}

/** Every paper that a matter asks for in these situations, and which of them are missing. */
const askableOf = (
  store: Store,
  matter: Matter,
  situations: readonly string[],
  isMissing: (materialId: string, required: boolean) => boolean,
  isTold: (materialId: string) => boolean = () => false,
): Askable[] =>
  materialsIn(matter, situations as SituationId[]).map(({ id, name, required, mayFollowWithin }) => ({
    ...{ materialId: id, name, required, mayFollowWithin },
    followBy:
      mayFollowWithin === null
        ? null
        : addWorkingDays(store.knowledge.calendar(), beijingDateOf(store.now()), mayFollowWithin).date,
    missing: isMissing(id, required),
    told: isTold(id),
  }));

/** The same for what is being entered. */
export function askableOfDraft(
  store: Store,
  matter: Matter,
  { situations, tickedMaterialIds }: Draft,
): Askable[] {
  const ticked = new Set(tickedMaterialIds);
  return askableOf(store, matter, situations, (id, required) => required && !ticked.has(id));
}

type IntakeDetail = Pick<
  CaseDetail,
  'firstReceiver' | 'agent' | 'askable' | 'missing' | 'owed' | 'notices' | 'nonAcceptance'
>;

/** How a case came in, and what is still to come. */
export function intakeDetail(
  store: Store,
  state: CaseFile,
  nameOf: (personId: string) => string,
): IntakeDetail {
  const calendar = store.knowledge.calendar();
  const matter = store.knowledge.facts().matter(state.matter.code, state.matter.version);
  const visit = store.visits.get(state.visitId);
  const agent = state.agent && reveal(state.agent);
  const missing = new Set(state.missing.map(({ materialId }) => materialId));
  const told = new Set(state.notices.flatMap((notice) => notice.missing.map(({ materialId }) => materialId)));
  const { nonAcceptance } = state;
  return {
    firstReceiver: visit === null ? null : nameOf(visit.state.firstReceiver),
    agent:
      agent &&
      (({ name, idNumber, phone, relation }) => ({ name, idNumber, phone, relation }))(maskAgent(agent)),
    askable:
      matter !== undefined && (state.status === 'received' || state.status === 'supplementing')
        ? askableOf(
            store,
            matter,
            state.situations,
            (id) => missing.has(id),
            (id) => told.has(id),
          )
        : [],
    missing: state.missing.map(({ materialId, name }) => ({ materialId, name })),
    owed: owedPapers(state, calendar, beijingDateOf(store.now())).map(({ supplied, ...paper }) => ({
      ...paper,
      suppliedAt: supplied === null ? null : momentOf(supplied),
    })),
    notices: state.notices.map((notice) => ({
      missing: notice.missing.map(({ name, why }) => ({ name, why })),
      papersKept: notice.papersKept,
      newFacts: notice.newFacts,
      by: nameOf(notice.by),
      at: momentOf(notice.at),
      supplementedAt: notice.supplemented === null ? null : momentOf(notice.supplemented.at),
    })),
    nonAcceptance: nonAcceptance && {
      ground: nonAcceptance.ground,
      reason: nonAcceptance.reason,
      basis: nonAcceptance.basis,
      authority: nonAcceptance.authority,
      by: nameOf(nonAcceptance.by),
      at: momentOf(nonAcceptance.at),
    },
  };
}
