import { type BeijingDate, beijingDateOf, formatBeijing, formatDate } from '../clock/beijing.ts';
import type { Calendar } from '../clock/calendar.ts';
import {
  answerDueOn,
  deliveryLimit,
  type ExplainedDeadline,
  explainDelivery,
  type TimeLimit,
  timeLimitText,
} from '../clock/deadline.ts';
import { momentOf, type Stamp } from '../clock/evidence.ts';
import { explainedDeadlines, standingOf } from './case-clock.ts';
import type { CaseFile } from './case-file.ts';
import { deadlineText } from './wording.ts';

/** One limit of a case with everything that leads to its due date. */
export interface ExplainedLimit {
  readonly name: '承诺时限' | '法定时限' | '送达期限';
  readonly limitText: string;
  readonly dueText: string;
  /** The last day, or null where there is none yet. */
  readonly due: BeijingDate | null;
  readonly provisional: boolean;
  readonly steps: ExplainedDeadline['steps'];
  readonly days: ExplainedDeadline['days'];
}

/** Why a case is due when it is due: its limits side by side, and what else there is to know. */
export interface CaseExplanation {
  readonly today: BeijingDate;
  readonly limits: readonly ExplainedLimit[];
  /** Sentences: what counts as accepted, what is still open, which clock was not believed. */
  readonly notes: readonly string[];
}

/** The explanation of every due date of a case, as it stands on that Beijing day. */
export function explanationOf(
  caseFile: CaseFile,
  calendar: Calendar,
  today: BeijingDate,
  longestDays = 400,
): CaseExplanation {
  const { promised, statutory } = explainedDeadlines(caseFile, calendar, today);
  const { matter, decision } = caseFile;
  const limit = (
    name: ExplainedLimit['name'],
    deadline: ExplainedDeadline,
    length: TimeLimit,
  ): ExplainedLimit => ({
    name,
    limitText: timeLimitText(length) || '无',
    dueText: deadlineText(deadline, length),
    due: deadline.kind === 'due' ? deadline.date : null,
    provisional: deadline.kind === 'due' && deadline.provisional,
    steps: deadline.steps,
    days: deadline.days.slice(-longestDays),
  });
  return {
    today,
    limits: [
      limit('承诺时限', promised, matter.promised),
      limit('法定时限', statutory, matter.statutory),
      ...(decision === null
        ? []
        : [limit('送达期限', explainDelivery(momentOf(decision.decided), calendar), deliveryLimit)]),
    ],
    notes: notesOf(caseFile, calendar, today),
  };
}

function notesOf(caseFile: CaseFile, calendar: Calendar, today: BeijingDate): string[] {
  const { received, accepted, status } = caseFile;
  const { since, deemed, supplementing } = standingOf(caseFile, calendar, today);
  const lastDay = formatDate(answerDueOn(since, calendar));
  const notes: string[] = [];
  if (deemed)
    notes.push(
      `${lastDay}前没有受理、不予受理或一次性告知，依照《行政许可法》第三十二条，自${formatDate(beijingDateOf(since))}起即为受理。`,
    );
  else if (status === 'received')
    notes.push(`最迟${lastDay}受理、不予受理或一次性告知；逾期不告知的，自收到材料之日起即为受理。`);
  if (supplementing) notes.push('已一次性告知，等待申请人补正；补正齐全之日起重新起算。');
  const stamps: readonly (readonly [string, Stamp | null])[] = [
    ['收件', received],
    ['受理', accepted],
  ];
  for (const [name, stamp] of stamps) {
    if (stamp === null || momentOf(stamp) === stamp.capturedAt) continue;
    notes.push(
      `${name}时本机时钟是${formatBeijing(stamp.capturedAt)}，与区级平台的时间对不上；有疑问的从申请人利益出发，按${formatBeijing(momentOf(stamp))}计算。`,
    );
  }
  return notes;
}
