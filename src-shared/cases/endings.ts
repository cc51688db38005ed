import { z } from 'zod';
import { beijingDateOf } from '../clock/beijing.ts';
import { momentOf } from '../clock/evidence.ts';
import { type Decision, events, type Facts, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { subjectIdSchema } from '../sync/command.ts';
import { personalSchema, reveal } from '../sync/personal.ts';
import { lineSchema, paragraphSchema } from '../text.ts';
import { isAccepted } from './case-clock.ts';
import type { CaseEvent } from './case-events.ts';
import { type CaseFile, type Ending, isConcluded } from './case-file.ts';
import { standsAt } from './wording.ts';

const words = (max: number) => paragraphSchema(max).refine((text) => text.trim() !== '', '不能为空');

/** Why a case is ended without a decision (终止办理), each as it stands on paper. */
export const terminationGrounds = {
  notSupplemented: '申请人逾期未补正材料',
  died: '申请人死亡，且没有依法可以承受其权利义务的人',
  dissolved: '申请单位已经终止',
  noLongerPossible: '申请事项已无法办理',
} as const;
export type TerminationGround = keyof typeof terminationGrounds;

/** The ways in which a case ends without being decided. Its number stays used. */
export const endingCommands = {
  /** 撤回: the applicant's own wish, signed by them on the slip that prints, or in a paper that they brought. */
  withdrawCase: z.strictObject({
    wish: personalSchema(
      z.strictObject({
        name: lineSchema(120).refine((name) => name.trim() !== '', '不能为空'),
        relation: z.enum(['self', 'agent']),
      }),
    ),
    signed: z.enum(['slip', 'document']),
    reason: words(500),
  }),
  terminateCase: z.strictObject({
    ground: z.enum(Object.keys(terminationGrounds) as [TerminationGround, ...TerminationGround[]]),
    reason: words(500),
    /** The article that it rests on. */
    basis: words(300),
  }),
  /** 并案: what was received twice goes on under the other number. */
  mergeCases: z.strictObject({ into: subjectIdSchema, reason: words(500) }),
  /** 作废: asked for by one person, confirmed by another. */
  requestVoid: z.strictObject({ reason: words(500) }),
  /** Names the reason that is confirmed, so that the signature stands below it. */
  confirmVoid: z.strictObject({ reason: words(500) }),
  rejectVoid: z.strictObject({ reason: words(500) }),
} as const;

/** Why nothing ends a case by this any more; null while it is undecided. */
function ended(state: CaseFile, what: string): Decision<never> | null {
  if (isConcluded(state.status))
    return refuse('concluded', `这个办件${standsAt[state.status]}，不能再${what}；请在办件详情中查看经过。`);
  if (state.decision !== null)
    return refuse(
      'decided',
      `${state.matter.departmentName}已经签批，不能${what}；请按签批结果发证、送达，决定有错的请联系该部门。`,
    );
  return null;
}

const elsewhere = (what: string) =>
  refuse('otherOrganisation', `${what}由收件的中心（站）办理，请联系原收件窗口。`);

const endsAs = (
  kind: Ending['kind'],
  ending: Pick<Ending, 'reason'> & Partial<Ending>,
  { actor, stamp }: Facts,
): Decision<CaseEvent> =>
  events({
    type: 'CaseEnded',
    ending: {
      ...{ kind, into: null, confirmedBy: null, ground: null, basis: null, wish: null, signed: null },
      ...{ by: actor.actorId, at: stamp },
      ...ending,
    },
  });

export function withdraw(state: CaseFile, args: CommandArgs<'withdrawCase'>, facts: Facts) {
  const over = ended(state, '撤回');
  if (over !== null) return over;
  if (state.receivingOrganisationId !== facts.place.organisationId) return elsewhere('撤回申请');
  return endsAs('withdrawn', args, facts);
}

/** Before the acceptance the office that received ends it; after that the department that has to decide. */
export function terminate(state: CaseFile, args: CommandArgs<'terminateCase'>, facts: Facts) {
  const over = ended(state, '终止办理');
  if (over !== null) return over;
  if (args.ground === 'notSupplemented' && state.status !== 'supplementing')
    return refuse(
      'notSupplementing',
      '这个办件没有等待补正的材料，不能以逾期未补正终止；请先一次性告知，或选择其他情形。',
    );
  const { actor, calendar, place, stamp } = facts;
  if (isAccepted(state, calendar, beijingDateOf(momentOf(stamp)))) {
    const decides =
      actor.role === 'chiefRepresentative' &&
      actor.organisationId === state.decidingDepartmentId &&
      place.organisationId === actor.organisationId;
    if (!decides)
      return refuse(
        'otherDepartment',
        `已受理的办件由${state.matter.departmentName}终止办理，请联系该部门的首席代表；申请人自己不办了的，请办撤回。`,
      );
  } else if (state.receivingOrganisationId !== place.organisationId)
    return refuse('otherOrganisation', '尚未受理的办件由收件的中心（站）终止办理，请联系原收件窗口。');
  return endsAs('terminated', args, facts);
}

/** Two receipts of one wish: same applicant, same matter, the other one still open. */
export function merge(state: CaseFile, args: CommandArgs<'mergeCases'>, facts: Facts) {
  const over = ended(state, '并案');
  if (over !== null) return over;
  if (state.receivingOrganisationId !== facts.place.organisationId) return elsewhere('并案');
  if (args.into === state.id)
    return refuse('sameCase', '不能并入自己，请选择同一申请人、同一事项的另一个办件。');
  const into = facts.caseFile(args.into);
  if (into === null) return refuse('intoUnknown', '没有找到要并入的办件，请刷新后重新选择。');
  if (isConcluded(into.status))
    return refuse(
      'intoConcluded',
      `要并入的办件${standsAt[into.status]}，请选择仍在办的办件，或改为申请作废。`,
    );
  const [mine, theirs] = [reveal(state.applicant), reveal(into.applicant)];
  const alike =
    mine !== null &&
    mine.kind === theirs?.kind &&
    mine.idNumber === theirs.idNumber &&
    state.matter.code === into.matter.code;
  if (!alike)
    return refuse('notAlike', '两个办件的申请人或事项不同，不能并案；请核对办件编号，信息录错的请先更正。');
  return endsAs('merged', { reason: args.reason, into: into.caseNumber }, facts);
}

/** Voiding takes two: whoever noticed asks, and somebody else confirms it with their own signature. */
export function voiding(
  state: CaseFile,
  command:
    | { name: 'requestVoid'; args: CommandArgs<'requestVoid'> }
    | { name: 'confirmVoid'; args: CommandArgs<'confirmVoid'> }
    | { name: 'rejectVoid'; args: CommandArgs<'rejectVoid'> },
  facts: Facts,
): Decision<CaseEvent> {
  const { actor, place, stamp } = facts;
  const { voidRequested } = state;
  const { reason } = command.args;
  const over = ended(state, '作废');
  if (over !== null) return over;
  if (state.receivingOrganisationId !== place.organisationId) return elsewhere('作废');
  if (command.name === 'requestVoid')
    return voidRequested === null
      ? events({ type: 'VoidRequested', request: { reason, by: actor.actorId, at: stamp } })
      : refuse('voidRequested', '这个办件已经申请作废，请由另一位同事复核，不用重复申请。');
  if (voidRequested === null) return refuse('notRequested', '这个办件没有待复核的作废申请，请刷新后查看。');
  if (command.name === 'rejectVoid')
    return events({ type: 'VoidRejected', rejected: { reason, by: actor.actorId, at: stamp } });
  if (voidRequested.by === actor.actorId)
    return refuse('samePerson', '作废要由另一位同事复核，申请人本人不能复核；请同事或大厅负责人确认。');
  if (voidRequested.reason !== reason)
    return refuse('requestChanged', '作废理由刚刚有变动，请重新查看后再确认。');
  // An acceptance went out over the office's seal: that is more than a slip of the finger at one counter.
  if (state.status === 'accepted' && actor.role !== 'hallManager')
    return refuse('managerNeeded', '已受理的办件要由大厅负责人复核作废，请大厅负责人确认。');
  return endsAs('voided', { reason, by: voidRequested.by, confirmedBy: actor.actorId }, facts);
}
