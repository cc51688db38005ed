import { type BeijingDate, beijingDateOf } from '#shared/clock/beijing.ts';
import { timeLimitText } from '#shared/clock/deadline.ts';
import { momentOf, stampOf } from '#shared/clock/evidence.ts';
import type { MatterMaterial } from '#shared/contracts/matter-views.ts';
import type { MatterChangeRow, MatterListRow } from '#shared/contracts/office-matters.ts';
import type { Facts } from '#shared/decider.ts';
import type { Actor } from '#shared/identity/authority.ts';
import { matterDifferences } from '#shared/matters/differences.ts';
import { type Matter, materialFormNames } from '#shared/matters/matter.ts';
import {
  keepersAwaited,
  type MatterChange,
  proposalFaults,
  reviewingAs,
} from '#shared/matters/matter-change.ts';
import { levelWords, type SheetNames } from '#shared/matters/sheet.ts';
import { standingOf, type VersionStanding } from '#shared/matters/versions.ts';
import { listKeeperNames } from '#shared/organisation/organisation.ts';
import type { Store } from '../store/store.ts';
import type { StoredSubject } from '../store/subjects.ts';

export const standingNames: Readonly<Record<VersionStanding, string>> = {
  upcoming: '待生效',
  inForce: '现行',
  superseded: '已被替代',
  ended: '已停办',
};
const statusNames: Readonly<Record<MatterChange['status'], string>> = {
  proposed: '待审核',
  approved: '已发布',
  returned: '已退回',
};

/** What the views of one answer have in common: the list as it is held, the day, and who asks. */
export interface MatterReading {
  readonly facts: Pick<Facts, 'actor' | 'organisations' | 'publishedMatters' | 'stamp'>;
  readonly names: SheetNames;
  readonly today: BeijingDate;
  /** The published versions of each matter, oldest first. */
  readonly versions: ReadonlyMap<string, readonly Matter[]>;
  /** The change that waits for review, by matter. */
  readonly waiting: ReadonlyMap<string, string>;
  nameOf(personId: string): string;
}

export function matterReading(store: Store, actor: Actor): MatterReading {
  const { knowledge } = store;
  const { organisations, publishedMatters, postings } = knowledge.facts();
  const people = new Map(postings.map(({ personId, name }) => [String(personId), name]));
  const versions = new Map<string, Matter[]>();
  for (const matter of publishedMatters()) {
    const list = versions.get(matter.code);
    if (list === undefined) versions.set(matter.code, [matter]);
    else list.push(matter);
  }
  for (const list of versions.values()) list.sort((a, b) => a.version - b.version);
  return {
    facts: { actor, organisations, publishedMatters, stamp: stampOf(store.evidence(), null) },
    names: { organisations, categories: knowledge.categories() },
    today: beijingDateOf(store.now()),
    versions,
    waiting: new Map(
      store.matterChanges
        .where(`status = 'proposed'`)
        .flatMap(({ id, state }) => state.matters.map(({ code }): [string, string] => [code, id])),
    ),
    nameOf: (personId) => people.get(personId) ?? personId,
  };
}

/** The version that the list shows of a matter: the newest that has come into force, else the first that will. */
export const shownVersion = (versions: readonly Matter[], today: BeijingDate): Matter | undefined =>
  versions.findLast(({ effectiveFrom }) => effectiveFrom <= today) ?? versions[0];

export function matterListRow(matter: Matter, { versions, today, waiting }: MatterReading): MatterListRow {
  const all = versions.get(matter.code) ?? [];
  const standing = standingOf(matter, all, today);
  return {
    code: matter.code,
    name: matter.name,
    departmentName: matter.department.name,
    version: matter.version,
    effectiveFrom: matter.effectiveFrom,
    standing,
    standingName: standingNames[standing],
    levelsText: matter.levels.map((level) => levelWords[level]).join('、'),
    sunk: matter.sunk,
    promisedText: timeLimitText(matter.promised),
    statutoryText: timeLimitText(matter.statutory) || '法律没有规定',
    tags: [...matter.tags],
    upcomingFrom:
      all.find(({ effectiveFrom, version }) => version > matter.version && effectiveFrom > today)
        ?.effectiveFrom ?? null,
    pendingChangeId: waiting.get(matter.code) ?? null,
  };
}

/** A material as screens and paper show it. */
export function materialView(material: Matter['materials'][number], { situations }: Matter): MatterMaterial {
  return {
    id: material.id,
    name: material.name,
    issuer: material.issuer,
    basis: material.basis,
    form: material.form,
    formName: materialFormNames[material.form],
    copies: material.copies,
    required: material.required,
    situations: situations.filter(({ id }) => material.situations.includes(id)).map(({ name }) => name),
    fromRegister: material.fromRegister,
    mayFollowWithin: material.mayFollowWithin,
  };
}

export function matterChangeRow(
  { id, state, base, attention }: StoredSubject<MatterChange>,
  { facts, names, nameOf }: MatterReading,
): MatterChangeRow {
  const waits = state.status === 'proposed';
  const { refusal } = waits ? reviewingAs(state, facts) : { refusal: null };
  // Against the version before, as it was published; what has been published since has its own number.
  const before = (matter: Matter) =>
    facts
      .publishedMatters()
      .find(({ code, version }) => code === matter.code && version === matter.version - 1);
  return {
    id,
    status: state.status,
    statusName: statusNames[state.status],
    matters: state.matters.map((matter) => {
      const held = before(matter);
      const ends = matter.effectiveTo !== null && held?.effectiveTo === null;
      return {
        code: matter.code,
        name: matter.name,
        version: matter.version,
        departmentName: matter.department.name,
        kindName: held === undefined ? '新增事项' : ends ? '停办' : '调整',
        effectiveFrom: matter.effectiveFrom,
        differences: held === undefined ? [] : [...matterDifferences(held, matter, names)],
      };
    }),
    proposed: { name: nameOf(state.proposed.by), at: momentOf(state.proposed.at), reason: state.reason },
    opinions: state.opinions.map(({ keeper, by, at, outcome, reason }) => ({
      keeperName: listKeeperNames[keeper],
      name: nameOf(by),
      at: momentOf(at),
      outcomeName: outcome === 'approved' ? '同意' : '退回',
      reason,
    })),
    awaited: waits ? keepersAwaited(state).map((keeper) => listKeeperNames[keeper]) : [],
    mayReview: waits && refusal === null,
    reviewSentence: refusal?.message ?? '',
    faults: waits ? [...proposalFaults(state.matters, facts)] : [],
    pending: base?.revision !== state.revision,
    attention: attention?.message ?? null,
  };
}
