import { z } from 'zod';
import { type BeijingDate, beijingDateOf, formatDate } from '../clock/beijing.ts';
import { momentOf, type Stamp } from '../clock/evidence.ts';
import { type Decider, events, type Facts, type Refusal, refuse } from '../decider.ts';
import {
  type ListKeeper,
  listKeeperNames,
  listKeeperSchema,
  type OrganisationTree,
} from '../organisation/organisation.ts';
import type { CommandArgs } from '../subjects.ts';
import { paragraphSchema } from '../text.ts';
import { circleText, circularRequirements } from './circular.ts';
import { type Matter, matterSchema, publishFaults } from './matter.ts';
import { newestVersions } from './versions.ts';

const reasonSchema = paragraphSchema(500).refine((value) => value.trim() !== '', '请写明理由');

/** So many versions go through the hands of the list's keepers as one. */
export const mostMatters = 50;
/** And together they are no longer than this, as JSON: a change travels as one command. */
export const mostCharacters = 400_000;

/** The commands of a change in the list of matters (清单动态调整). */
export const matterChangeCommands = {
  proposeMatters: z.strictObject({
    matters: z.array(matterSchema).min(1).max(mostMatters),
    reason: reasonSchema,
  }),
  reviewMatters: z.strictObject({ outcome: z.enum(['approved', 'returned']), reason: reasonSchema }),
} as const;

/** What an office that keeps the lists says to a change. */
export interface ListOpinion {
  keeper: ListKeeper;
  by: string;
  at: Stamp;
  outcome: 'approved' | 'returned';
  reason: string;
}

/**
 * A change in the list of matters (M37): new versions, proposed by the department that decides them or by whoever runs
 * the list, and published once the three offices that keep the lists (法制、编办、财政) have each approved. One that any of
 * them returns is proposed anew.
 */
export interface MatterChange {
  id: string;
  revision: number;
  status: 'proposed' | 'approved' | 'returned';
  matters: readonly Matter[];
  reason: string;
  proposed: { by: string; at: Stamp };
  opinions: readonly ListOpinion[];
}

export type MatterChangeEvent =
  | { type: 'MattersProposed'; change: MatterChange }
  | { type: 'MattersReviewed'; opinion: ListOpinion };

type Name = keyof typeof matterChangeCommands;
type MatterChangeCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];

/** The rules of a change in the list of matters. */
export const matterChangeDecider: Decider<MatterChange, MatterChangeCommand, MatterChangeEvent> = {
  decide(state, command, facts) {
    const { actor, stamp } = facts;
    if (command.name === 'proposeMatters') {
      const { matters, reason } = command.args;
      if (state !== null) return refuse('alreadyProposed', '这次清单调整已经提交过了，请在列表中查看。');
      const stopped = notTheirsToPropose(matters, facts);
      if (stopped !== null) return { kind: 'refusal', refusal: stopped };
      const faults = proposalFaults(matters, facts);
      if (faults.length > 0) return refuse('mattersFaulty', allOf(faults));
      return events({
        type: 'MattersProposed',
        change: {
          id: command.id,
          revision: 1,
          status: 'proposed',
          matters,
          reason,
          proposed: { by: actor.actorId, at: stamp },
          opinions: [],
        },
      });
    }
    if (state === null) return refuse('changeUnknown', '没有找到这次清单调整，请刷新后再试。');
    if (state.status !== 'proposed')
      return refuse('alreadyReviewed', '这次清单调整已经审核完了，请刷新后查看。');
    const { keeper, refusal } = reviewingAs(state, facts);
    if (keeper === null) return { kind: 'refusal', refusal };
    const opinion = { ...command.args, keeper, by: actor.actorId, at: stamp };
    if (opinion.outcome === 'approved' && isLast(state)) {
      // The list and the calendar have moved on since it was proposed.
      const faults = proposalFaults(state.matters, facts);
      if (faults.length > 0)
        return refuse('changedMeanwhile', `提出之后情况有变，请退回后重新提出：${allOf(faults)}`);
    }
    return events({ type: 'MattersReviewed', opinion });
  },

  evolve(state, event) {
    if (event.type === 'MattersProposed') return event.change;
    if (state === null) throw new Error(`${event.type} before MattersProposed`);
    const { opinion } = event;
    const status =
      opinion.outcome === 'returned' ? 'returned' : isLast(state) ? 'approved' : ('proposed' as const);
    return {
      ...state,
      revision: state.revision + 1,
      status,
      opinions: [...state.opinions, opinion],
    };
  },
};

type Known = Pick<Facts, 'actor' | 'organisations' | 'publishedMatters' | 'stamp'>;
const refusal = (code: string, message: string): Refusal => ({ code, message });

/** Why this person may not propose these matters; null where they may. */
export function notTheirsToPropose(
  matters: readonly Pick<Matter, 'department' | 'name'>[],
  { actor }: Pick<Known, 'actor'>,
): Refusal | null {
  if (actor.role === 'systemAdmin') return null;
  const other = matters.find(({ department }) => department.organisationId !== actor.organisationId);
  return other === undefined
    ? null
    : refusal('otherDepartment', `“${other.name}”由${other.department.name}提出调整，您不属于该部门。`);
}

/**
 * As which keeper of the lists this person reviews the change.
 * @returns no keeper and why, where they may not
 */
export function reviewingAs(
  { proposed, opinions }: Pick<MatterChange, 'proposed' | 'opinions'>,
  { actor, organisations }: Pick<Known, 'actor' | 'organisations'>,
): { keeper: ListKeeper; refusal: null } | { keeper: null; refusal: Refusal } {
  const no = (code: string, message: string) => ({ keeper: null, refusal: refusal(code, message) });
  const keeper = organisations.find(({ id }) => String(id) === actor.organisationId)?.keeps;
  if (keeper === undefined)
    return no('notKeeper', `清单调整由${keepersText}审核，您的单位不管理清单，请等它们审核。`);
  if (proposed.by === actor.actorId)
    return no('ownChange', '提出人不能审核自己的调整，请由本单位另一位负责人审核。');
  if (opinions.some((each) => each.keeper === keeper))
    return no('alreadyGiven', '您的单位已经审核过这次调整，正在等其他清单管理单位审核。');
  return { keeper, refusal: null };
}

/** The keepers of the lists whose opinion a change still waits for. */
export const keepersAwaited = ({ opinions }: Pick<MatterChange, 'opinions'>): readonly ListKeeper[] =>
  listKeeperSchema.options.filter((keeper) => opinions.every((each) => each.keeper !== keeper));

const isLast = (change: MatterChange): boolean => keepersAwaited(change).length === 1;
const keepersText = Object.values(listKeeperNames).join('、');

/**
 * Everything that stands against publishing these versions, at once, one Chinese sentence each: a matter that is
 * incomplete or contradicts itself or the tree of offices, a version out of turn, and circles across matters (M26).
 */
export function proposalFaults(matters: readonly Matter[], known: Omit<Known, 'actor'>): readonly string[] {
  const today = beijingDateOf(momentOf(known.stamp));
  const newest = new Map(
    newestVersions(known.publishedMatters()).map((each): [string, Matter] => [each.code, each]),
  );
  const { organisations } = known;
  const faults: string[] = [];
  if (JSON.stringify(matters).length > mostCharacters) faults.push('这次调整的内容过多，请分成几次提出。');
  const seen = new Set<string>();
  for (const matter of matters) {
    const about = (fault: string) => void faults.push(`“${matter.name.trim() || matter.code}”：${fault}`);
    if (seen.has(matter.code)) about('在这次调整中出现了两次，请只留一项。');
    seen.add(matter.code);
    for (const fault of faultsOfMatter(matter, { held: newest.get(matter.code), today, organisations }))
      about(fault);
  }
  return [...faults, ...listFaults(matters, known)];
}

/** What stands against one version by itself, where `held` is the newest one before it. */
export const faultsOfMatter = (
  matter: Matter,
  {
    held,
    today,
    organisations,
  }: { held: Matter | undefined; today: BeijingDate; organisations: OrganisationTree },
): readonly string[] => [
  ...versionFaults(matter, held, today),
  ...placeFaults(matter, organisations),
  ...publishFaults(matter),
];

/** What stands against versions taken together: nobody to review them, and circles across matters. */
export function listFaults(
  matters: readonly Matter[],
  { organisations, publishedMatters }: Pick<Known, 'organisations' | 'publishedMatters'>,
): readonly string[] {
  const faults: string[] = [];
  for (const keeper of listKeeperSchema.options) {
    if (!organisations.some(({ keeps }) => keeps === keeper))
      faults.push(
        `机构名录里没有指定${listKeeperNames[keeper]}，清单调整无人审核，请先在区级机构名录中指定。`,
      );
  }
  return [...faults, ...circlesWith(matters, publishedMatters).map(circleText)];
}

/** The circles that these matters stand in, once they have taken the place of what is published. */
function circlesWith(matters: readonly Matter[], publishedMatters: () => readonly Matter[]) {
  // Every matter of a circle results in a paper: most lists need no search at all.
  if (matters.every(({ yields }) => yields === null)) return [];
  const codes = new Set<string>(matters.map(({ code }) => code));
  const all = [...newestVersions(publishedMatters()).filter(({ code }) => !codes.has(code)), ...matters];
  return circularRequirements(all).filter((circle) => circle.some(({ matter }) => codes.has(matter.code)));
}

function versionFaults(matter: Matter, before: Matter | undefined, today: BeijingDate): string[] {
  const faults: string[] = [];
  const next = (before?.version ?? 0) + 1;
  if (matter.version !== next)
    faults.push(`版本应为第${next}版，现为第${matter.version}版，请按最新版本修改。`);
  if (matter.effectiveFrom < today)
    faults.push(`生效日期${formatDate(matter.effectiveFrom)}已过，清单不能溯及以往，请改为今天或以后。`);
  if (before !== undefined && matter.effectiveFrom < before.effectiveFrom)
    faults.push(`生效日期早于上一版（${formatDate(before.effectiveFrom)}），请核对。`);
  return faults;
}

function placeFaults({ department, takenAt, levels }: Matter, organisations: OrganisationTree): string[] {
  const faults: string[] = [];
  const found = organisations.find(({ id }) => id === department.organisationId);
  if (found === undefined) faults.push('实施主体不在机构名录中，请核对。');
  else if (found.name !== department.name) faults.push(`实施主体名称应与机构名录一致，写作“${found.name}”。`);
  for (const id of takenAt) {
    const office = organisations.find((each) => each.id === id);
    if (office === undefined) faults.push(`下沉单位“${id}”不在机构名录中，请核对。`);
    else if (!levels.some((level) => level === office.level))
      faults.push(`下沉单位“${office.name}”的层级不在收件层级中，请核对。`);
  }
  return faults;
}

/** Faults in one sentence each, numbered where there are several. */
const allOf = (faults: readonly string[]): string =>
  faults.length === 1
    ? `${faults[0]}`
    : `共${faults.length}处需要更正：${faults.map((fault, index) => `${index + 1}. ${fault}`).join('')}`;
