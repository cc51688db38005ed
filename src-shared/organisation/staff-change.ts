import { z } from 'zod';
import type { Stamp } from '../clock/evidence.ts';
import { type Decider, events, type Facts, type Refusal, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { canonicalJson } from '../sync/canonical.ts';
import { paragraphSchema } from '../text.ts';
import { isUnder } from './organisation.ts';
import { type StaffPosting, staffPostingSchema } from './staff.ts';
import { conflicts, contradictions } from './staff-rules.ts';

const reasonSchema = paragraphSchema(500).refine((value) => value.trim() !== '', '请写明理由');

/** The commands of a change in the staff register (人员调整). */
export const staffChangeCommands = {
  /** The posting as it is to be: a new one, or one that is held under that id with other dates or facts. */
  proposePosting: z.strictObject({ posting: staffPostingSchema, reason: reasonSchema }),
  reviewPosting: z.strictObject({ outcome: z.enum(['approved', 'returned']), reason: reasonSchema }),
} as const;

/**
 * A change of somebody's posting, made by the two lines of 双重管理. The unit that sends them, or whoever keeps the
 * register, proposes and the centre that they work at reviews; a person whom the centre sends back (退回) is proposed
 * by the centre and reviewed by the unit. In force once it has been reviewed.
 */
export interface StaffChange {
  id: string;
  revision: number;
  status: 'proposed' | 'approved' | 'returned';
  /** Whose line proposed it: the other one reviews. */
  line: 'unit' | 'centre';
  posting: StaffPosting;
  /** The posting as it stood when this was proposed; null for a new one. */
  before: StaffPosting | null;
  reason: string;
  proposed: { by: string; at: Stamp };
  review: { by: string; at: Stamp; outcome: 'approved' | 'returned'; reason: string } | null;
}

export type StaffChangeEvent =
  | { type: 'PostingProposed'; change: StaffChange }
  | { type: 'PostingReviewed'; review: NonNullable<StaffChange['review']> };

type Name = keyof typeof staffChangeCommands;
type StaffChangeCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];

/** The rules of a change in the staff register. */
export const staffChangeDecider: Decider<StaffChange, StaffChangeCommand, StaffChangeEvent> = {
  decide(state, command, facts) {
    const { actor, stamp } = facts;
    if (command.name === 'proposePosting') {
      const { posting, reason } = command.args;
      if (state !== null) return refuse('alreadyProposed', '这次人员调整已经提交过了，请在列表中查看。');
      const line = actor.role === 'hallManager' ? 'centre' : 'unit';
      const stopped = line === 'centre' ? notTheirsToEnd(posting, facts) : notTheirsToPropose(posting, facts);
      if (stopped !== null) return { kind: 'refusal', refusal: stopped };
      const [contradiction] = contradictions(posting, facts);
      if (contradiction !== undefined) return refuse(contradiction.code, contradiction.message);
      return events({
        type: 'PostingProposed',
        change: {
          id: command.id,
          revision: 1,
          status: 'proposed',
          line,
          posting,
          before: heldAs(posting, facts),
          reason,
          proposed: { by: actor.actorId, at: stamp },
          review: null,
        },
      });
    }
    if (state === null) return refuse('changeUnknown', '没有找到这次人员调整，请刷新后再试。');
    if (state.status !== 'proposed')
      return refuse('alreadyReviewed', '这次人员调整已经审核过了，请刷新后查看。');
    const stopped = notTheirsToReview(state, facts);
    if (stopped !== null) return { kind: 'refusal', refusal: stopped };
    if (command.args.outcome === 'approved') {
      // The register may have changed since it was proposed.
      const held = heldAs(state.posting, facts);
      if (held === null ? state.before !== null : state.before === null || !isSame(held, state.before))
        return refuse('changedMeanwhile', '提出之后这段任职又有变动，请退回，按现在的任职重新提出。');
      const [found] = [...contradictions(state.posting, facts), ...conflicts(state.posting, facts)];
      if (found !== undefined) return refuse(found.code, found.message);
    }
    return events({ type: 'PostingReviewed', review: { ...command.args, by: actor.actorId, at: stamp } });
  },

  evolve(state, event) {
    if (event.type === 'PostingProposed') return event.change;
    if (state === null) throw new Error(`${event.type} before PostingProposed`);
    return { ...state, revision: state.revision + 1, status: event.review.outcome, review: event.review };
  },
};

type Known = Pick<Facts, 'actor' | 'postings' | 'organisations'>;
const refusal = (code: string, message: string): Refusal => ({ code, message });

/** Why this person may not review the change; null where they may. The pages ask it before they offer the button. */
export function notTheirsToReview(
  change: StaffChange,
  { actor, organisations }: Omit<Known, 'postings'>,
): Refusal | null {
  const { line, posting, proposed } = change;
  if (proposed.by === actor.actorId || posting.personId === actor.actorId)
    return refusal('ownChange', '提出人和本人不能审核自己的调整，请由另一位负责人审核。');
  if (line === 'unit') {
    if (actor.role === 'hallManager' && isUnder(posting.organisationId, actor.organisationId, organisations))
      return null;
    return refusal('otherCentre', '人员调整由其所在中心或上级中心的负责人审核，请转给该负责人。');
  }
  const ofUnit = actor.role === 'chiefRepresentative' && posting.unitId === actor.organisationId;
  return ofUnit || actor.role === 'systemAdmin'
    ? null
    : refusal('otherUnit', '中心退回人员由其派出单位的首席代表或系统管理员审核，请转给他们。');
}

const heldAs = ({ postingId }: StaffPosting, { postings }: Pick<Known, 'postings'>): StaffPosting | null =>
  postings.find((each) => each.postingId === postingId) ?? null;

/** Why this person may not propose it, for whoever fills in many at once; null where they may. */
export function notTheirsToPropose(
  { unitId, organisationId }: StaffPosting,
  { actor }: Pick<Known, 'actor'>,
): Refusal | null {
  return actor.role === 'systemAdmin' || actor.organisationId === (unitId ?? organisationId)
    ? null
    : refusal('otherUnit', '人员调整由其派出单位提出，您不属于该单位。');
}

/** A centre may send somebody back, and change nothing else about them. */
function notTheirsToEnd(posting: StaffPosting, { actor, postings, organisations }: Known): Refusal | null {
  const held = heldAs(posting, { postings });
  const { to, ...rest } = posting;
  if (
    held === null ||
    to === null ||
    (held.to !== null && held.to <= to) ||
    !isSame({ ...rest, to: held.to }, held)
  )
    return refusal('onlyReturn', '中心负责人只能提出退回，即结束在本中心的任职；其他调整请由派出单位提出。');
  return isUnder(held.organisationId, actor.organisationId, organisations)
    ? null
    : refusal('otherCentre', '这个人不在本中心任职，请由其所在中心提出退回。');
}

/** Whether two postings say the same. */
export const isSame = (a: StaffPosting, b: StaffPosting): boolean => factsOf(a) === factsOf(b);
const factsOf = (posting: StaffPosting): string =>
  JSON.stringify([
    posting.postingId,
    posting.personId,
    posting.staffNumber,
    posting.name,
    posting.role,
    posting.organisationId,
    posting.unitId,
    posting.certificate?.number ?? null,
    posting.certificate?.validUntil ?? null,
    posting.experiencedSince,
    // PostgreSQL keeps the fields of an object in an order of its own.
    canonicalJson(posting.grants ?? []),
    posting.from,
    posting.to,
  ]);
