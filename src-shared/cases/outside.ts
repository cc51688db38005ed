/**
 * The one exception to the counter (M10: 严禁不经窗口直接签批、加盖印章): an urgent case whose papers were taken in outside the
 * hall. It is entered at a counter all the same and has that counter's number; nothing is decided on it or handed out
 * before the department's head and the centre have both approved it, two persons, each with reason and document number.
 */
import { z } from 'zod';
import type { Stamp } from '../clock/evidence.ts';
import { type Decision, events, type Facts, type Refusal, refuse } from '../decider.ts';
import { isUnder, lineage, type OrganisationId } from '../organisation/organisation.ts';
import type { CommandArgs } from '../subjects.ts';
import { lineSchema } from '../text.ts';
import type { CaseEvent } from './case-events.ts';
import { type CaseFile, isConcluded } from './case-file.ts';
import { atDecidingDepartment } from './may-sign.ts';
import { standsAt } from './wording.ts';

const written = (max: number) => lineSchema(max).refine((text) => text.trim() !== '', '不能为空');

export const outsideCommands = {
  /** Says of a case that its papers did not come in over a counter, and why. */
  declareOutside: z.strictObject({ reason: written(300) }),
  /** 批准: which side approves follows from who does. */
  approveOutside: z.strictObject({ reason: written(300), document: written(60) }),
} as const;

type Name = keyof typeof outsideCommands;
export type OutsideCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];
export const isOutsideCommand = <Command extends { name: string }>(
  command: Command,
): command is Extract<Command, OutsideCommand> => Object.hasOwn(outsideCommands, command.name);

/** The two sides, in the words of the page and of the volume. */
export const approvingSides = { department: '部门负责人批准', centre: '中心批准' } as const;
export type ApprovingSide = keyof typeof approvingSides;
const sides = Object.keys(approvingSides) as ApprovingSide[];

/** One side's approval. */
export interface OutsideApproval {
  reason: string;
  /** The number of the paper that it was given on. */
  document: string;
  by: string;
  at: Stamp;
}

/** A receipt outside the hall, with the approvals so far. */
export interface Outside {
  reason: string;
  by: string;
  at: Stamp;
  /** The offices above the one that received it: whoever leads one of them may approve for the centre. */
  centres?: readonly string[];
  approvals: Readonly<Partial<Record<ApprovingSide, OutsideApproval>>>;
}
export type OutsideEvent =
  | { type: 'OutsideDeclared'; declared: Omit<Outside, 'approvals'> }
  | { type: 'OutsideApproved'; side: ApprovingSide; approval: OutsideApproval };

/** The sides that have not approved yet; none where the case came in over a counter. */
export const lackingApprovals = ({ outside }: Pick<CaseFile, 'outside'>): readonly ApprovingSide[] =>
  outside === null ? [] : sides.filter((side) => outside.approvals[side] === undefined);

/** Why nothing may be decided on a case or handed out; null where nothing stands against it. */
export function outsideFault(state: CaseFile, what: string): { kind: 'refusal'; refusal: Refusal } | null {
  const lacking = lackingApprovals(state);
  if (lacking.length === 0) return null;
  const message = `这个办件是厅外收件，还缺${lacking.map((side) => approvingSides[side]).join('、')}，两方批准都登记后才能${what}。`;
  return { kind: 'refusal', refusal: { code: 'outsideNotApproved', message } };
}

/** The rules of the exception. */
export function decideOutside(state: CaseFile, command: OutsideCommand, facts: Facts): Decision<CaseEvent> {
  const { actor, place, stamp } = facts;
  const entered = { by: actor.actorId, at: stamp };
  if (isConcluded(state.status) || state.decision !== null)
    return refuse('wrongStep', `这个办件${standsAt[state.status]}，不用再登记厅外收件；请刷新后查看。`);
  if (command.name === 'declareOutside') {
    if (place.organisationId !== state.receivingOrganisationId || place.counterId === null)
      return refuse('otherOrganisation', '厅外收件由收件的中心（站）登记，请联系原收件窗口。');
    if (state.outside !== null) return refuse('declared', '已经登记为厅外收件，请等两方批准，不用重复登记。');
    const [, ...above] = lineage(facts.organisations, state.receivingOrganisationId as OrganisationId);
    const centres = above.map(({ id }) => String(id));
    return events<OutsideEvent>({
      type: 'OutsideDeclared',
      declared: { ...command.args, ...entered, centres },
    });
  }
  if (state.outside === null) return refuse('notOutside', '这个办件是在窗口收的，不用批准；请刷新后查看。');
  const side = sideOf(state, facts);
  if (side === null)
    return refuse(
      'notYours',
      `厅外收件由${state.matter.departmentName}的首席代表和收件中心的负责人分别批准，请联系他们。`,
    );
  const { approvals, by } = state.outside;
  if (approvals[side] !== undefined)
    return refuse('approved', `${approvingSides[side]}已经登记，不用重复办理。`);
  const others = [by, ...sides.map((each) => approvals[each]?.by)];
  if (others.includes(actor.actorId))
    return refuse('samePerson', '厅外收件的登记和两方批准应由不同的人办理，请换一位有权批准的同事。');
  return events<OutsideEvent>({ type: 'OutsideApproved', side, approval: { ...command.args, ...entered } });
}

/** For whom somebody approves: the department that decides, or the centre that received and those above it. */
function sideOf(state: CaseFile, facts: Facts): ApprovingSide | null {
  const { actor, organisations } = facts;
  if (actor.role === 'chiefRepresentative' && atDecidingDepartment(state, facts)) return 'department';
  const isCentre =
    actor.role === 'hallManager' &&
    isUnder(state.receivingOrganisationId, actor.organisationId, organisations);
  return isCentre ? 'centre' : null;
}

export const isOutsideEvent = (event: CaseEvent): event is OutsideEvent =>
  event.type === 'OutsideDeclared' || event.type === 'OutsideApproved';

/** The case after such an event. @param next the state with its revision raised */
export function evolveOutside(next: CaseFile, event: OutsideEvent): CaseFile {
  if (event.type === 'OutsideDeclared') return { ...next, outside: { ...event.declared, approvals: {} } };
  const { outside } = next;
  if (outside === null) return next;
  return {
    ...next,
    outside: { ...outside, approvals: { ...outside.approvals, [event.side]: event.approval } },
  };
}
