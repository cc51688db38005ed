/**
 * When a case is due: promised (承诺时限) and statutory (法定时限), and the light that it shows.
 *
 * One function, `dueAfter`, turns a start and a limit into a date. Whatever moves a date later (a stop of the clock
 * under 行政许可法 Art 45, an extension under Art 42, a restart after a supplement) changes its start or its length.
 */
import { z } from 'zod';
import { addCalendarDays, type BeijingDate, beijingDateOf, type Instant } from './beijing.ts';
import { addWorkingDays, type Calendar, type CountedDate, workingDaysBetween } from './calendar.ts';

const daysSchema = z.number().int().min(1).max(3650);

/** How long a matter may take. Working days are those of 行政许可法 Art 82. */
export const timeLimitSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('onTheSpot') }),
  z.object({ kind: z.literal('workingDays'), days: daysSchema }),
  z.object({ kind: z.literal('calendarDays'), days: daysSchema }),
  z.object({ kind: z.literal('none') }),
]);
export type TimeLimit = z.infer<typeof timeLimitSchema>;

/** The event whose Beijing day is day 0 of a limit. */
export type DeadlineStart = 'receipt' | 'upload' | 'acceptance';

/**
 * A due date, or why there is none yet.
 * `due`: on time through the end of that Beijing day. `pendingUpload`: sunk, and the district has not stamped it.
 * `notYet`: not accepted yet. `none`: no such limit exists.
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
  | { readonly kind: 'notYet' }
  | { readonly kind: 'none' };

/** What the promised limit depends on. */
export interface PromisedClock {
  /** The matter's receiving port was moved to a lower level (下沉). */
  readonly sunk: boolean;
  readonly receivedAt: Instant;
  /** The district server's stamp; null while the case waits in the outbox. */
  readonly uploadedAt: Instant | null;
  readonly limit: TimeLimit;
}

/** What the statutory limit depends on. */
export interface StatutoryClock {
  /** Acceptance; for a case deemed accepted (行政许可法 Art 32) the receipt; null before either. */
  readonly acceptedAt: Instant | null;
  readonly limit: TimeLimit;
}

/**
 * The promised due date (管政〔2016〕20号, item 10). A sunk matter runs from the server's upload stamp, since 上传时间
 * counts as the upper department's receipt; every other runs from the receipt at the counter.
 */
export function promisedDeadline(clock: PromisedClock, calendar: Calendar): Deadline {
  if (clock.limit.kind === 'none') return { kind: 'none' };
  if (!clock.sunk) return due(clock.receivedAt, 'receipt', clock.limit, calendar);
  if (clock.uploadedAt === null) return { kind: 'pendingUpload' };
  return due(clock.uploadedAt, 'upload', clock.limit, calendar);
}

/** The statutory due date, counted from acceptance (行政许可法 Art 42, 82; the matter names its own limit). */
export function statutoryDeadline(clock: StatutoryClock, calendar: Calendar): Deadline {
  if (clock.limit.kind === 'none') return { kind: 'none' };
  if (clock.acceptedAt === null) return { kind: 'notYet' };
  return due(clock.acceptedAt, 'acceptance', clock.limit, calendar);
}

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

function due(start: Instant, from: DeadlineStart, limit: RunningLimit, calendar: Calendar): Deadline {
  return { kind: 'due', ...dueAfter(beijingDateOf(start), limit, calendar), from };
}

function dueAfter(start: BeijingDate, limit: RunningLimit, calendar: Calendar): CountedDate {
  switch (limit.kind) {
    case 'onTheSpot':
      return { date: start, provisional: false };
    case 'workingDays':
      return addWorkingDays(calendar, start, limit.days);
    case 'calendarDays':
      // The last day is not moved past a holiday: the limit binds the office, and doubt favours the applicant.
      return { date: addCalendarDays(start, limit.days), provisional: false };
  }
}
