/**
 * Special procedures (特别程序): what the deciding department does to the clock of a case, beside the extensions of
 * `extensions.ts`. Each is told to the applicant in writing; only the kinds of 行政许可法 Art 45 stop the clock.
 */
import { z } from 'zod';
import { beijingDateOf, beijingDateSchema, calendarDaysBetween, formatDate } from '../clock/beijing.ts';
import { momentOf } from '../clock/evidence.ts';
import { type SpecialProcedureKind, specialProcedureKinds, specialProcedures } from '../clock/suspension.ts';
import { type Decision, events, type Facts, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { lineSchema, paragraphSchema } from '../text.ts';
import { isAccepted } from './case-clock.ts';
import type { ProcedureEvent } from './case-events.ts';
import { type CaseFile, type ProcedureOnCase, procedureAdvices } from './case-file.ts';
import { decideExtension, evolveExtension, extensionCommands } from './extensions.ts';
import { atDecidingDepartment } from './may-sign.ts';

const filled = (schema: z.ZodString) => schema.refine((value) => value.trim() !== '', '不能为空');
const said = filled(paragraphSchema(2000));

export const procedureCommands = {
  /** Begins a special procedure and tells the applicant (特别程序告知书). Days of Beijing, both part of it. */
  startProcedure: z.strictObject({
    procedureId: z.uuidv7(),
    kind: z.enum(specialProcedureKinds as [SpecialProcedureKind, ...SpecialProcedureKind[]]),
    first: beijingDateSchema,
    last: beijingDateSchema,
    /** The article that asks for it. */
    basis: filled(lineSchema(200)),
    reason: said,
  }),
  /** Ends it with its opinion; `last` is the day on which it was really over. */
  endProcedure: z.strictObject({
    procedureId: z.uuidv7(),
    last: beijingDateSchema,
    advice: z.enum(procedureAdvices),
    opinion: said,
  }),
  /** It was told and did not take place. */
  dropProcedure: z.strictObject({ procedureId: z.uuidv7(), reason: said }),
  ...extensionCommands,
} as const;

type Name = keyof typeof procedureCommands;
export type ProcedureCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];

export const isProcedureCommand = <Command extends { name: string }>(
  command: Command,
): command is Extract<Command, ProcedureCommand> => Object.hasOwn(procedureCommands, command.name);

/** The longest special procedure that is taken for meant, in days. */
const longestProcedure = 366;

/** The procedures whose opinion is still outstanding: sign-off waits for them (M23). */
export const openProcedures = ({ procedures }: Pick<CaseFile, 'procedures'>): readonly ProcedureOnCase[] =>
  procedures.filter(({ opinion, notHeld }) => opinion === null && !notHeld);

/** The procedures whose opinion a decision departs from. */
export const departures = (
  { procedures }: Pick<CaseFile, 'procedures'>,
  outcome: 'approved' | 'rejected',
): readonly ProcedureOnCase[] =>
  procedures.filter(({ opinion }) => opinion?.advice === (outcome === 'approved' ? 'reject' : 'approve'));

/** The rules of special procedures and extensions. */
export function decideProcedure(
  state: CaseFile,
  command: ProcedureCommand,
  facts: Facts,
): Decision<ProcedureEvent> {
  const { stamp, actor } = facts;
  const today = beijingDateOf(momentOf(stamp));
  const entered = { by: actor.actorId, at: stamp };
  if (!atDecidingDepartment(state, facts))
    return refuse(
      'otherDepartment',
      `特别程序和延期由${state.matter.departmentName}在本部门的电脑上办理，请联系该部门。`,
    );
  if (!isAccepted(state, facts.calendar, today))
    return refuse('wrongStep', '特别程序和延期只用于已受理、尚未签批的办件；请刷新后查看它的状态。');
  switch (command.name) {
    case 'startProcedure': {
      const { procedureId, kind, first, last, basis, reason } = command.args;
      if (state.procedures.some((each) => each.procedureId === procedureId))
        return refuse('procedureKnown', '这个特别程序已经启动，请刷新后查看。');
      if (openProcedures(state).some((each) => each.kind === kind))
        return refuse('procedureOpen', `${specialProcedures[kind].name}正在进行，登记意见后才能再次启动。`);
      if (last < first) return refuse('datesReversed', '结束日期早于开始日期，请改正。');
      if (first < today)
        return refuse('notToldYet', '开始日期不能早于今天：书面告知之前的日子不能扣除，请改为今天或以后。');
      if (calendarDaysBetween(first, last) >= longestProcedure)
        return refuse('tooLong', `特别程序最长${longestProcedure}天，请核对结束日期。`);
      return events<ProcedureEvent>({
        type: 'ProcedureStarted',
        procedure: { procedureId, kind, first, last, basis, reason, ...entered, opinion: null },
      });
    }
    case 'endProcedure': {
      const { procedureId, last, advice, opinion: text } = command.args;
      const procedure = openProcedures(state).find((each) => each.procedureId === procedureId);
      if (procedure === undefined) return noProcedure;
      if (last < procedure.first || last > today)
        return refuse(
          'endOutside',
          `实际结束日期应在${formatDate(procedure.first)}和今天之间；没有进行的，请选“未进行”。`,
        );
      if (last > procedure.last)
        return refuse(
          'longerThanTold',
          `告知申请人的期限到${formatDate(procedure.last)}为止，超出的日子不能扣除；请按该日结束，需要继续的另行启动并告知。`,
        );
      return events<ProcedureEvent>({
        type: 'ProcedureEnded',
        procedureId,
        last,
        opinion: { text, advice, ...entered },
      });
    }
    case 'dropProcedure': {
      const { procedureId, reason } = command.args;
      if (!openProcedures(state).some((each) => each.procedureId === procedureId)) return noProcedure;
      return events<ProcedureEvent>({
        type: 'ProcedureNotHeld',
        procedureId,
        notHeld: { reason, ...entered },
      });
    }
    default:
      return decideExtension(state, command, facts);
  }
}

const noProcedure = refuse('procedureUnknown', '没有找到正在进行的这个特别程序，请刷新后查看。');

/** The case after such an event. @param next the state with its revision raised */
export function evolveProcedure(next: CaseFile, event: ProcedureEvent): CaseFile {
  const change = (id: string, changes: Partial<ProcedureOnCase>): CaseFile => ({
    ...next,
    procedures: next.procedures.map((each) => (each.procedureId === id ? { ...each, ...changes } : each)),
  });
  switch (event.type) {
    case 'ProcedureStarted':
      return { ...next, procedures: [...next.procedures, event.procedure] };
    case 'ProcedureEnded':
      return change(event.procedureId, { last: event.last, opinion: event.opinion });
    case 'ProcedureNotHeld':
      return change(event.procedureId, { notHeld: event.notHeld });
    default:
      return evolveExtension(next, event);
  }
}
