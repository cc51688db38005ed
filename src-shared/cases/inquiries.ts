/**
 * Questions to other departments (部门信息征询机制, M27): what one department knows another does not ask the applicant
 * for. Each has a day by which it is wanted, and its answer stands on the case.
 */
import { z } from 'zod';
import { type BeijingDate, beijingDateOf, beijingDateSchema, formatDate } from '../clock/beijing.ts';
import { momentOf } from '../clock/evidence.ts';
import { type Decision, events, type Facts, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { paragraphSchema } from '../text.ts';
import { isAccepted } from './case-clock.ts';
import type { CaseEvent, InquiryEvent } from './case-events.ts';
import type { CaseFile, Inquiry } from './case-file.ts';
import { atDecidingDepartment } from './may-sign.ts';
import { standsAt } from './wording.ts';

const said = paragraphSchema(2000).refine((value) => value.trim() !== '', '不能为空');

export const inquiryCommands = {
  askDepartment: z.strictObject({
    inquiryId: z.uuidv7(),
    departmentId: z.string().min(1).max(64),
    question: said,
    /** The last day for the answer. */
    due: beijingDateSchema,
  }),
  answerInquiry: z.strictObject({ inquiryId: z.uuidv7(), answer: said }),
} as const;

type Name = keyof typeof inquiryCommands;
export type InquiryCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];
export const isInquiryCommand = <Command extends { name: string }>(
  command: Command,
): command is Extract<Command, InquiryCommand> => Object.hasOwn(inquiryCommands, command.name);

/** Questions that nobody has answered yet. */
export const openInquiries = ({ inquiries }: Pick<CaseFile, 'inquiries'>): readonly Inquiry[] =>
  inquiries.filter(({ answer }) => answer === null);

/** Whether an answer came after its day, or has not come although that is over. */
export const isLate = ({ due, answer }: Inquiry, today: BeijingDate): boolean =>
  (answer === null ? today : beijingDateOf(momentOf(answer.at))) > due;

/** The rules of questions and answers. */
export function decideInquiry(state: CaseFile, command: InquiryCommand, facts: Facts): Decision<CaseEvent> {
  const { actor, stamp, place, calendar, organisations } = facts;
  const today = beijingDateOf(momentOf(stamp));
  const entered = { by: actor.actorId, at: stamp };
  if (command.name === 'answerInquiry') {
    const { inquiryId, answer } = command.args;
    const inquiry = state.inquiries.find((each) => each.inquiryId === inquiryId);
    if (inquiry === undefined) return refuse('inquiryUnknown', '没有找到这条征询，请刷新后查看。');
    if (inquiry.departmentId !== actor.organisationId || place.organisationId !== actor.organisationId)
      return refuse('otherDepartment', `这条征询由${inquiry.departmentName}在本部门的电脑上答复。`);
    if (inquiry.answer !== null) return refuse('answered', '这条征询已经答复，请刷新后查看。');
    if (state.decision !== null || !isAccepted(state, calendar, today))
      return refuse('wrongStep', `这个办件${standsAt[state.status]}，不用再答复。`);
    return events<InquiryEvent>({
      type: 'InquiryAnswered',
      inquiryId,
      answer: { text: answer, ...entered },
    });
  }
  const { inquiryId, departmentId, question, due } = command.args;
  if (!atDecidingDepartment(state, facts))
    return refuse('otherDepartment', `征询由${state.matter.departmentName}提出，请联系该部门。`);
  if (!isAccepted(state, calendar, today))
    return refuse('wrongStep', `这个办件${standsAt[state.status]}，受理后、签批前才能征询。`);
  if (state.inquiries.some((each) => each.inquiryId === inquiryId))
    return refuse('asked', '这条征询已经发出，请刷新后查看。');
  const asked = organisations.find(({ id, level }) => String(id) === departmentId && level === 'department');
  if (asked === undefined || departmentId === state.decidingDepartmentId)
    return refuse('notADepartment', '请选择要征询的其他部门。');
  if (due < today) return refuse('dueInThePast', `答复期限不能早于今天（${formatDate(today)}），请改正。`);
  return events<InquiryEvent>({
    type: 'DepartmentAsked',
    inquiry: {
      ...{ inquiryId, departmentId, departmentName: asked.name, question, due },
      ...entered,
      answer: null,
    },
  });
}

const inquiryEvents = ['DepartmentAsked', 'InquiryAnswered'] as const;
export const isInquiryEvent = (event: CaseEvent): event is InquiryEvent =>
  inquiryEvents.some((type) => type === event.type);

/** The case after such an event. @param next the state with its revision raised */
export function evolveInquiry(next: CaseFile, event: InquiryEvent): CaseFile {
  switch (event.type) {
    case 'DepartmentAsked':
      return { ...next, inquiries: [...next.inquiries, event.inquiry] };
    case 'InquiryAnswered':
      return {
        ...next,
        inquiries: next.inquiries.map((each) =>
          each.inquiryId === event.inquiryId ? { ...each, answer: event.answer } : each,
        ),
      };
  }
}
