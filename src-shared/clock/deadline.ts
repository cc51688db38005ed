/**
 * When a case is due: promised (承诺时限) and statutory (法定时限), and the light that it shows.
 *
 * A limit has a start, which a completed supplement (补正) moves, and a length, which is counted out day by day
 * (`count.ts`): days of a lawful special procedure are left out (行政许可法 Art 45), an approved extension is added
 * (Art 42). Both limits are pure functions of the case's events and the calendar, and both can explain themselves.
 */
import { z } from 'zod';
import { type BeijingDate, beijingDateOf, formatDate, type Instant } from './beijing.ts';
import { addWorkingDays, type Calendar, workingDaysBetween } from './calendar.ts';
import { countOut, type ExplainedDate, type Moves } from './count.ts';

const daysSchema = z.number().int().min(1).max(3650);

/** How long a matter may take. Working days are those of 行政许可法 Art 82. */
export const timeLimitSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('onTheSpot') }),
  z.object({ kind: z.literal('workingDays'), days: daysSchema }),
  z.object({ kind: z.literal('calendarDays'), days: daysSchema }),
  z.object({ kind: z.literal('none') }),
]);
export type TimeLimit = z.infer<typeof timeLimitSchema>;

/** The event whose Beijing day is day 0 of a limit; `deemed`: the receipt of a case that counts as accepted. */
export type DeadlineStart = 'receipt' | 'upload' | 'acceptance' | 'deemed' | 'supplement' | 'decision';

/**
 * A due date, or why there is none yet.
 * `due`: on time through the end of that Beijing day. `pendingUpload`: sunk, and the district has not stamped it.
 * `pendingSupplement`: what is missing was told, and the clock starts when it comes in. `notYet`: not accepted yet.
 * `none`: no such limit exists.
 */
export type Deadline =
  | {
      readonly kind: 'due';
      readonly date: BeijingDate;
      /** The date reaches into a year whose calendar is not published: say so, and compute again later. */
      readonly provisional: boolean;
      readonly from: DeadlineStart;
    }
  | { readonly kind: 'pendingUpload' }
  | { readonly kind: 'pendingSupplement' }
  | { readonly kind: 'notYet' }
  | { readonly kind: 'none' };

/** What the promised limit depends on. */
export interface PromisedClock extends Moves {
  /** The matter's receiving port was moved to a lower level (下沉). */
  readonly sunk: boolean;
  readonly receivedAt: Instant;
  /** The district server's stamp; null while the case waits in the outbox. */
  readonly uploadedAt: Instant | null;
  /** When what was missing came in at last; null where nothing had to be supplemented. */
  readonly supplementedAt?: Instant | null;
  /** The complete list of what is missing was told in time, and the applicant has not brought it yet. */
  readonly supplementing?: boolean;
  readonly limit: TimeLimit;
}

/** What the statutory limit depends on. */
export interface StatutoryClock extends Moves {
  /** Acceptance; for a case deemed accepted (行政许可法 Art 32) the receipt; null before either. */
  readonly acceptedAt: Instant | null;
  /** Nobody said anything in time: `acceptedAt` is the receipt. */
  readonly deemed?: boolean;
  readonly supplementedAt?: Instant | null;
  readonly limit: TimeLimit;
}

/**
 * The promised due date (管政〔2016〕20号, item 10). A sunk matter runs from the server's upload stamp, since 上传时间
 * counts as the upper department's receipt; every other runs from the receipt at the counter.
 */
export const promisedDeadline = (clock: PromisedClock, calendar: Calendar): Deadline =>
  plain(explainPromised(clock, calendar));

/** The promised due date with its steps. */
export function explainPromised(clock: PromisedClock, calendar: Calendar): ExplainedDeadline {
  const { sunk, receivedAt, uploadedAt, supplementedAt, supplementing, limit } = clock;
  if (limit.kind === 'none') return { kind: 'none', ...unexplained };
  if (supplementing) return { kind: 'pendingSupplement', ...unexplained };
  if (sunk && uploadedAt === null) return { kind: 'pendingUpload', ...unexplained };
  if (supplementedAt) return explain(supplementedAt, 'supplement', '承诺', limit, clock, calendar);
  return sunk && uploadedAt !== null
    ? explain(uploadedAt, 'upload', '承诺', limit, clock, calendar)
    : explain(receivedAt, 'receipt', '承诺', limit, clock, calendar);
}

/** The statutory due date, counted from acceptance (行政许可法 Art 42, 82; the matter names its own limit). */
export const statutoryDeadline = (clock: StatutoryClock, calendar: Calendar): Deadline =>
  plain(explainStatutory(clock, calendar));

/** The statutory due date with its steps. */
export function explainStatutory(clock: StatutoryClock, calendar: Calendar): ExplainedDeadline {
  const { acceptedAt, supplementedAt, deemed, limit } = clock;
  if (limit.kind === 'none') return { kind: 'none', ...unexplained };
  if (acceptedAt === null) return { kind: 'notYet', ...unexplained };
  return supplementedAt
    ? explain(supplementedAt, 'supplement', '法定', limit, clock, calendar)
    : explain(acceptedAt, deemed ? 'deemed' : 'acceptance', '法定', limit, clock, calendar);
}

/** A deadline with the steps that lead to it, and every day on the way. */
export type ExplainedDeadline = Deadline & Pick<ExplainedDate, 'steps' | 'days'>;

const unexplained = { steps: [], days: [] } as const;

/** Working days in which what is missing must be told, all at once (行政许可法 Art 32). */
const noticeDays = 5;

/** The last day on which what is missing can be told, all at once (行政许可法 Art 32). */
export const answerDueOn = (receivedAt: Instant, calendar: Calendar): BeijingDate =>
  addWorkingDays(calendar, beijingDateOf(receivedAt), noticeDays).date;

/**
 * The receipt of a case that counts as accepted, since nothing was said within five working days (行政许可法 Art 32);
 * null while the office still has time, or where it has spoken.
 * @param spokenAt when acceptance, refusal or the complete list of what is missing was given; null if none was
 */
export function deemedAcceptance(
  { receivedAt, spokenAt }: { receivedAt: Instant; spokenAt: Instant | null },
  today: BeijingDate,
  calendar: Calendar,
): Instant | null {
  const lastDay = answerDueOn(receivedAt, calendar);
  const spoken = spokenAt === null ? today : beijingDateOf(spokenAt);
  return spoken > lastDay ? receivedAt : null;
}

/** A decision is to be delivered within ten working days (行政许可法 Art 44). */
export const deliveryLimit = { kind: 'workingDays', days: 10 } as const satisfies TimeLimit;

/** By when a decision is to be delivered, with its steps. */
export const explainDelivery = (decidedAt: Instant, calendar: Calendar): ExplainedDeadline =>
  explain(decidedAt, 'decision', '送达', deliveryLimit, {}, calendar);

/** The two deadlines of one case. */
export interface Deadlines {
  readonly promised: Deadline;
  readonly statutory: Deadline;
}

/** normal; prompt: due soon; yellow: past the promise; red: past the law. */
export type Light = 'normal' | 'prompt' | 'yellow' | 'red';

/** When a light changes. The district sets these; the rules for cards were not found in writing. */
export interface LightThresholds {
  /** Show `prompt` when so many working days or fewer are left. */
  readonly promptWithinWorkingDays: number;
}
export const defaultLightThresholds: LightThresholds = { promptWithinWorkingDays: 1 };

/** The light of an open case on a Beijing day. A case is late from the day after its due date. */
export function light(
  deadlines: Deadlines,
  today: BeijingDate,
  calendar: Calendar,
  thresholds: LightThresholds = defaultLightThresholds,
): Light {
  const { promised, statutory } = deadlines;
  if (statutory.kind === 'due' && today > statutory.date) return 'red';
  if (promised.kind === 'due' && today > promised.date) return 'yellow';
  for (const deadline of [promised, statutory]) {
    if (deadline.kind !== 'due') continue;
    const left = workingDaysBetween(calendar, today, deadline.date).days;
    if (left <= thresholds.promptWithinWorkingDays) return 'prompt';
  }
  return 'normal';
}

/** A limit in the words of the hall: `当场办结`, `5个工作日`, `60日（自然日）`; empty where there is none. */
export function timeLimitText(limit: TimeLimit): string {
  switch (limit.kind) {
    case 'onTheSpot':
      return '当场办结';
    case 'workingDays':
      return `${limit.days}个工作日`;
    case 'calendarDays':
      return `${limit.days}日（自然日）`;
    case 'none':
      return '';
  }
}

type RunningLimit = Exclude<TimeLimit, { kind: 'none' }>;

const startTexts: Readonly<Record<DeadlineStart, { text: string; basis: string }>> = {
  receipt: { text: '窗口收件', basis: '管政〔2016〕20号第十项' },
  upload: { text: '上传到区级平台，视为上级部门接件', basis: '管政〔2016〕20号第十项' },
  acceptance: { text: '受理', basis: '《行政许可法》第四十二条' },
  deemed: {
    text: '收到申请材料，五个工作日内未作答复，自收到之日起即为受理',
    basis: '《行政许可法》第三十二条',
  },
  decision: { text: '作出决定', basis: '《行政许可法》第四十四条' },
  supplement: { text: '补正材料收齐，重新起算', basis: '《行政许可法》第三十二条' },
};

function explain(
  start: Instant,
  from: DeadlineStart,
  name: '承诺' | '法定' | '送达',
  limit: RunningLimit,
  moves: Moves,
  calendar: Calendar,
): ExplainedDeadline {
  const day = beijingDateOf(start);
  const { date, provisional, steps, days } = countOut(day, limit, moves, calendar);
  const { text, basis } = startTexts[from];
  const begins = limit.kind === 'onTheSpot' ? '当日办结。' : '当日不计，次日起算。';
  return {
    kind: 'due',
    date,
    provisional,
    from,
    steps: [
      { date: day, text: `${formatDate(day)}${text}，${begins}`, basis },
      ...steps,
      { date, text: `${name}时限${timeLimitText(limit)}，${formatDate(date)}届满。`, basis: null },
    ],
    days,
  };
}

function plain({ steps: _, days: __, ...deadline }: ExplainedDeadline): Deadline {
  return deadline;
}
