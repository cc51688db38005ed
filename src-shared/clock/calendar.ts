/**
 * The working-day calendar (行政许可法 Art 82: working days, without statutory holidays).
 *
 * Which days are off and which weekends are worked is announced each year by the State Council. That is data the
 * district publishes, never code: for a year without data the answer is the plain week, marked as not known.
 */
import { z } from 'zod';
import { addCalendarDays, type BeijingDate, beijingDateSchema, weekday } from './beijing.ts';

const calendarYearSchema = z.object({
  /** Days off, weekends inside a holiday included. */
  off: z.array(beijingDateSchema).readonly(),
  /** Saturdays and Sundays that are worked. */
  worked: z.array(beijingDateSchema).readonly(),
});

/** What is wrong with the days of a year, one sentence each. */
export function yearFaults(
  year: string,
  { off, worked }: { readonly off: readonly BeijingDate[]; readonly worked: readonly BeijingDate[] },
): readonly string[] {
  const faults: string[] = [];
  for (const date of [...off, ...worked])
    if (!belongsToNotice(date, year)) faults.push(`${date}不属于${year}年的放假安排`);
  for (const date of worked) {
    if (off.includes(date)) faults.push(`${date}既列为放假又列为上班`);
    if (weekday(date) < 6) faults.push(`${date}本是工作日，不必列为调休上班`);
  }
  return faults;
}

/** The published calendar: a version and, for each covered year, the days that differ from the plain week. */
export const calendarSchema = z
  .object({
    version: z.string().min(1),
    years: z.record(z.string().regex(/^\d{4}$/), calendarYearSchema),
  })
  .superRefine(({ years }, context) => {
    for (const [year, days] of Object.entries(years))
      for (const message of yearFaults(year, days))
        context.addIssue({ code: 'custom', path: ['years', year], message });
  });
export type Calendar = z.infer<typeof calendarSchema>;

/** Whether a day is worked; `known` is false where the calendar has no data for its year. */
export interface DayAnswer {
  readonly working: boolean;
  readonly known: boolean;
}

/** A date reached by counting; `provisional` when a year without data was touched on the way. */
export interface CountedDate {
  readonly date: BeijingDate;
  readonly provisional: boolean;
}

/** Is the office at work on that day? */
export function isWorkingDay(calendar: Calendar, date: BeijingDate): DayAnswer {
  const days = answered.get(calendar) ?? new Map<BeijingDate, DayAnswer>();
  answered.set(calendar, days);
  const answer = days.get(date) ?? lookUp(calendar, date);
  days.set(date, answer);
  return answer;
}

/** Whether a notice gives that day off, a Saturday or Sunday within a holiday included. */
export const isHoliday = (calendar: Calendar, date: BeijingDate): boolean =>
  noticesFor(calendar, date).some((notice) => notice?.off.includes(date) === true);

/** The notice for a year may dispose of the last days of December before it. */
const noticesFor = ({ years }: Calendar, date: BeijingDate) => {
  const year = date.slice(0, 4);
  return [years[year], years[String(Number(year) + 1)]];
};

/** A list of cases asks for the same days thousands of times. */
const answered = new WeakMap<Calendar, Map<BeijingDate, DayAnswer>>();

function lookUp(calendar: Calendar, date: BeijingDate): DayAnswer {
  const known = calendar.years[date.slice(0, 4)] !== undefined;
  for (const notice of noticesFor(calendar, date)) {
    if (notice?.worked.includes(date)) return { working: true, known };
    if (notice?.off.includes(date)) return { working: false, known };
  }
  return { working: weekday(date) < 6, known };
}

/**
 * The n-th working day after `start`; the starting day is not counted. Zero gives `start` itself, worked or not.
 * Throws a RangeError unless `days` is a whole number of at least 0.
 */
export function addWorkingDays(calendar: Calendar, start: BeijingDate, days: number): CountedDate {
  if (!Number.isInteger(days) || days < 0)
    throw new RangeError(`working days must be 0 or more, got ${days}`);
  let date = start;
  let provisional = false;
  for (let left = days; left > 0; ) {
    date = addCalendarDays(date, 1);
    const day = isWorkingDay(calendar, date);
    if (day.working) left -= 1;
    if (!day.known) provisional = true;
  }
  return { date, provisional };
}

/**
 * Working days after `from` up to and including `to`; the inverse of {@link addWorkingDays}. Negative when `to` is
 * the earlier. `provisional` when a counted day lies in a year without data.
 */
export function workingDaysBetween(
  calendar: Calendar,
  from: BeijingDate,
  to: BeijingDate,
): { readonly days: number; readonly provisional: boolean } {
  const [first, last] = from <= to ? [from, to] : [to, from];
  let days = 0;
  let provisional = false;
  for (let date = first; date < last; ) {
    date = addCalendarDays(date, 1);
    const day = isWorkingDay(calendar, date);
    if (day.working) days += 1;
    if (!day.known) provisional = true;
  }
  return { days: from <= to || days === 0 ? days : -days, provisional };
}

/** From this month on people are given due dates that lie in the next year. */
const monthOfNotice = 10;

/**
 * What a desk says while days are counted by a calendar that is not there: this year's at any time, the next year's
 * from October on, when the State Council announces it; null where nothing is missing.
 */
export function calendarWarning(calendar: Calendar, today: BeijingDate): string | null {
  const year = Number(today.slice(0, 4));
  const isMissing = (wanted: number) => calendar.years[String(wanted)] === undefined;
  const missing = isMissing(year)
    ? year
    : Number(today.slice(5, 7)) >= monthOfNotice && isMissing(year + 1)
      ? year + 1
      : null;
  return missing === null
    ? null
    : `${missing}年的放假安排尚未发布到本机，跨入该年的期限都是暂定的；区级平台发布后自动重算，请提醒区级管理员。`;
}

function belongsToNotice(date: BeijingDate, year: string): boolean {
  return date.startsWith(year) || date.startsWith(`${Number(year) - 1}-12`);
}
