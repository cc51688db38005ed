/**
 * The review in the deciding department: who works on a case, the draft of its decision, and its way back for another
 * review. Sign-off stands at the end of it, in `sign-off.ts`.
 */
import { z } from 'zod';
import { beijingDateOf, formatDate } from '../clock/beijing.ts';
import { answerDueOn } from '../clock/deadline.ts';
import { momentOf } from '../clock/evidence.ts';
import { type Decision, events, type Facts, refuse } from '../decider.ts';
import { isActivePosting } from '../organisation/staff.ts';
import type { CommandArgs } from '../subjects.ts';
import { paragraphSchema } from '../text.ts';
import { isAccepted } from './case-clock.ts';
import type { CaseEvent, ReviewEvent } from './case-events.ts';
import { type CaseFile, isConcluded, type Review } from './case-file.ts';
import { noticeGiven } from './intake.ts';
import { atDecidingDepartment } from './may-sign.ts';
import { missingItemSchema } from './missing-item.ts';
import { standsAt } from './wording.ts';

const said = (max: number) => paragraphSchema(max).refine((value) => value.trim() !== '', '不能为空');

export const reviewCommands = {
  /** Gives a case to a reviewer, or takes it oneself; null gives it back. Whoever has it alone drafts its decision. */
  assignCase: z.strictObject({ personId: z.string().min(1).max(64).nullable() }),
  draftDecision: z.strictObject({ outcome: z.enum(['approved', 'rejected']), opinion: said(2000) }),
  /** The draft goes back to whoever made it. */
  returnForReview: z.strictObject({ reason: said(500) }),
  /** What the applicant is asked to put right, found by the department within the five working days (Art 32). */
  requestCorrection: z.strictObject({ missing: z.array(missingItemSchema).min(1).max(100) }),
} as const;

type Name = keyof typeof reviewCommands;
export type ReviewCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];
export const isReviewCommand = <Command extends { name: string }>(
  command: Command,
): command is Extract<Command, ReviewCommand> => Object.hasOwn(reviewCommands, command.name);

/** Nobody has it, nothing is drafted. */
const untouched: Review = { assignee: null, draft: null, returned: null };

/** Whoever may decide for the whole department: who has the case is theirs to say. */
const leads = ({ actor }: Facts): boolean => actor.role === 'chiefRepresentative';

/** The rules of the review. */
export function decideReview(state: CaseFile, command: ReviewCommand, facts: Facts): Decision<CaseEvent> {
  const { actor, stamp, calendar, postings } = facts;
  const today = beijingDateOf(momentOf(stamp));
  const entered = { by: actor.actorId, at: stamp };
  if (!atDecidingDepartment(state, facts))
    return refuse('otherDepartment', `这个办件由${state.matter.departmentName}审核，请联系该部门。`);
  if (isConcluded(state.status) || state.decision !== null)
    return refuse('wrongStep', `这个办件${standsAt[state.status]}，不用再审核；请刷新后查看。`);
  if (command.name === 'requestCorrection') return askForCorrection(state, command.args, facts);
  if (!isAccepted(state, calendar, today))
    return refuse('wrongStep', `这个办件${standsAt[state.status]}，受理后才能审核；请刷新后查看。`);
  const { assignee, draft, returned } = state.review ?? untouched;
  const nameOf = (personId: string) => postings.find((each) => each.personId === personId)?.name ?? '同事';
  switch (command.name) {
    case 'assignCase': {
      const { personId } = command.args;
      if ((assignee?.personId ?? null) === personId)
        return refuse('assignedSo', '这个办件已经是这样分派的，不用重复分派。');
      if (!leads(facts)) {
        if (assignee !== null && assignee.personId !== actor.actorId)
          return refuse(
            'taken',
            `这个办件由${nameOf(assignee.personId)}审核，要换人的请首席代表重新分派，或先办其他办件。`,
          );
        if (personId !== null && personId !== actor.actorId)
          return refuse('onlyChief', '分派给别人由首席代表办理，您可以自己领办。');
      }
      const posted = postings.some(
        (each) =>
          each.personId === personId &&
          String(each.organisationId) === state.decidingDepartmentId &&
          ['reviewer', 'chiefRepresentative'].includes(each.role) &&
          isActivePosting(each, today),
      );
      if (personId !== null && !posted)
        return refuse('notPosted', '这个人今天不是本部门的审核人员，请从名单中选择。');
      return events<ReviewEvent>({ type: 'CaseAssigned', personId, ...entered });
    }
    case 'draftDecision':
      if (assignee !== null && assignee.personId !== actor.actorId && !leads(facts))
        return refuse(
          'taken',
          `这个办件由${nameOf(assignee.personId)}审核，拟办意见由其填写；要换人的请首席代表重新分派。`,
        );
      return events<ReviewEvent>({ type: 'DecisionDrafted', draft: { ...command.args, ...entered } });
    case 'returnForReview':
      if (!leads(facts)) return refuse('onlyChief', '退回重审由首席代表办理。');
      if (draft === null || returned !== null)
        return refuse('noDraft', '没有等待签批的拟办意见，不用退回；可以改为分派给审核人员。');
      return events<ReviewEvent>({
        type: 'ReturnedForReview',
        returned: { reason: command.args.reason, ...entered },
      });
  }
}

/** After the five working days nothing more may be asked for: the case counts as accepted without a fault. */
function askForCorrection(state: CaseFile, args: CommandArgs<'requestCorrection'>, facts: Facts) {
  const { calendar, stamp } = facts;
  const last = answerDueOn(momentOf(state.received), calendar);
  if (state.notices.length > 0)
    return refuse('toldOnce', '已经一次性告知过要补正的内容，不能再次要求补正；请按现有材料审核。');
  if (beijingDateOf(momentOf(stamp)) > last)
    return refuse(
      'tooLate',
      `补正应在收件后5个工作日内（${formatDate(last)}前）一次告知，现已超期，请按现有材料审核。`,
    );
  return noticeGiven(state, { ...args, papersKept: true, newFacts: null }, facts);
}

const reviewEvents = ['CaseAssigned', 'DecisionDrafted', 'ReturnedForReview'] as const;
export const isReviewEvent = (event: CaseEvent): event is ReviewEvent =>
  reviewEvents.some((type) => type === event.type);

/** The case after such an event. @param next the state with its revision raised */
export function evolveReview(next: CaseFile, event: ReviewEvent): CaseFile {
  const review = next.review ?? untouched;
  return { ...next, review: reviewAfter(review, event), reviewed: [...reviewSteps(next), event] };
}

/**
 * Every assignment, draft and return in order. A case that was reviewed before they were kept has the last of each.
 */
export function reviewSteps({
  review,
  reviewed,
}: Pick<CaseFile, 'review' | 'reviewed'>): readonly ReviewEvent[] {
  if (reviewed.length > 0 || review === null) return reviewed;
  const { assignee, draft, returned } = review;
  return [
    ...(assignee === null ? [] : [{ type: 'CaseAssigned' as const, ...assignee }]),
    ...(draft === null ? [] : [{ type: 'DecisionDrafted' as const, draft }]),
    ...(returned === null ? [] : [{ type: 'ReturnedForReview' as const, returned }]),
  ];
}

function reviewAfter(review: Review, event: ReviewEvent): Review {
  switch (event.type) {
    case 'CaseAssigned': {
      const { personId, by, at } = event;
      return { ...review, assignee: personId === null ? null : { personId, by, at } };
    }
    case 'DecisionDrafted':
      return { ...review, draft: event.draft, returned: null };
    case 'ReturnedForReview':
      return { ...review, returned: event.returned };
  }
}
