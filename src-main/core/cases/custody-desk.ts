import type { CaseFile, CustodyEntry } from '#shared/cases/case-file.ts';
import { papersNow } from '#shared/cases/custody.ts';
import { custodySlip } from '#shared/cases/custody-slip.ts';
import { momentOf } from '#shared/clock/evidence.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { CustodyView } from '#shared/contracts/papers.ts';
import type { Acting, Intent } from '../store/commands.ts';
import type { Store } from '../store/store.ts';
import type { CaseActs } from './case-acts.ts';

type Done = { kind: 'done' } | Refused;
type CustodyName =
  | 'handOverPapers'
  | 'takeOverPapers'
  | 'cancelHandOver'
  | 'takeOutPapers'
  | 'bringBackPapers';
type Step = { [Name in CustodyName]: Pick<Extract<Intent, { name: Name }>, 'name' | 'args'> }[CustodyName];

/** So many cases stand on the list of papers: what moved last is on top. */
const shown = 200;

/** The papers themselves: where they are, and handing them on (物料转移单). */
export type CustodyDesk = ReturnType<typeof custodyDesk>;

/** @param acts of a counter, whose slip printer prints the 物料转移单 of each hand-over */
export function custodyDesk(store: Store, acts: CaseActs) {
  const here = (): string => {
    const { counterId, organisationId } = store.knowledge.place();
    return counterId ?? organisationId;
  };
  const placeName = (id: string): string =>
    store.knowledge.counter(id)?.name ?? store.knowledge.organisation(id)?.name ?? id;
  const personName = (id: string): string =>
    store.knowledge.staff().find(({ personId }) => personId === id)?.name ?? '—';

  function view(state: CaseFile): CustodyView {
    const now = papersNow(state);
    return {
      caseId: state.id,
      caseNumber: state.caseNumber,
      matterName: state.matter.name,
      sentence: sentenceOf(now),
      volumes: now.volumes,
      next: placeName(
        now.holder === state.receivingCounterId ? state.decidingDepartmentId : state.receivingCounterId,
      ),
      can: canHere(now),
      entries: state.custody.map((entry) => ({
        ...{ step: entry.step, volumes: entry.volumes, reason: entry.reason },
        from: placeName(entry.from),
        to: placeName(entry.to),
        by: personName(entry.by),
        at: momentOf(entry.at),
        takenBy: entry.taken && personName(entry.taken.by),
        takenAt: entry.taken && momentOf(entry.taken.at),
      })),
    };
  }

  function sentenceOf({ holder, volumes, onTheWay, out }: ReturnType<typeof papersNow>): string {
    const count = (n: number | null) => (n === null ? '' : `${n}卷`);
    if (out !== null) return `${count(out.volumes)}已由${out.to}取出（${out.reason ?? ''}），尚未归还。`;
    if (onTheWay !== null)
      return `${placeName(onTheWay.from)}已交出${count(onTheWay.volumes)}，等${placeName(onTheWay.to)}签收。`;
    return `卷宗${count(volumes)}在${placeName(holder)}。`;
  }

  function canHere({ holder, onTheWay, out }: ReturnType<typeof papersNow>): CustodyView['can'] {
    if (out !== null) return holder === here() ? ['bringBack'] : [];
    if (onTheWay !== null) {
      if (onTheWay.to === here()) return ['takeOver', 'cancel'];
      return onTheWay.from === here() ? ['cancel'] : [];
    }
    return holder === here() ? ['handOver', 'takeOut'] : [];
  }

  const concernsHere = ({ holder, onTheWay }: ReturnType<typeof papersNow>): boolean =>
    [holder, onTheWay?.from, onTheWay?.to].includes(here());
  const lastMoved = (entries: readonly CustodyEntry[]): string => {
    const at = entries.at(-1)?.at;
    return at === undefined ? '' : momentOf(at);
  };

  return {
    of(caseId: string): CustodyView | null {
      const state = store.cases.get(caseId)?.state;
      return state === undefined ? null : view(state);
    },

    /** Papers that lie here, or are on their way from or to here. Of cases that have ended only what has moved once. */
    here: (): CustodyView[] =>
      store.cases
        .where(
          `(json_array_length(state, '$.custody') > 0 OR status NOT IN ('delivered', 'notAccepted', 'withdrawn', 'terminated', 'merged', 'voided'))
           ORDER BY case_number DESC LIMIT 1000`,
        )
        .map(({ state }) => state)
        .filter((state) => concernsHere(papersNow(state)))
        .sort((one, other) => (lastMoved(one.custody) < lastMoved(other.custody) ? 1 : -1))
        .slice(0, shown)
        .map(view),

    perform(acting: Acting, caseId: string, step: Step): Done {
      if (store.cases.get(caseId) === null) return refused('caseUnknown', '没有找到这个办件，请刷新后再试。');
      const intent = { ...step, subject: { kind: 'caseFile', id: caseId } } as Intent;
      const isAtCounter = store.knowledge.place().counterId !== null;
      if (!isAtCounter || step.name === 'cancelHandOver') return store.perform(acting, [intent]);
      const performed = acts.perform(
        acting,
        caseId,
        [intent],
        [(file, place) => custodySlip(file, place, { placeName, personName })],
      );
      return performed.kind === 'refused' ? performed : { kind: 'done' };
    },
  };
}
