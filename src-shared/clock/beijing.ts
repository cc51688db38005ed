/**
 * Beijing time: the one place where an instant becomes a date of the office.
 *
 * Every limit of the law counts days of the Beijing calendar, whatever zone a PC is set to. China has kept
 * UTC+8 without summer time since 1992, so the conversion is plain arithmetic. Nothing here reads a clock.
 */
import { z } from 'zod';

/** A moment as ISO 8601 in UTC with milliseconds, e.g. `2026-09-21T17:40:00.000Z`. Sorts as text. */
export const instantSchema = z.iso
  .datetime({ precision: 3, error: '时间格式不正确，应为带毫秒的UTC时间' })
  .brand<'Instant'>();
export type Instant = z.infer<typeof instantSchema>;

/** A day of the Beijing calendar, `YYYY-MM-DD`. Sorts as text. */
export const beijingDateSchema = z.iso.date({ error: '日期格式不正确，应为年-月-日' }).brand<'BeijingDate'>();
export type BeijingDate = z.infer<typeof beijingDateSchema>;

const millisecondsPerHour = 3_600_000;
const millisecondsPerDay = 24 * millisecondsPerHour;
const beijingOffset = 8 * millisecondsPerHour;

/** The instant at so many milliseconds after 1970-01-01T00:00Z; throws a RangeError for what is no time. */
export function instantOfEpoch(milliseconds: number): Instant {
  return new Date(milliseconds).toISOString() as Instant;
}

/** Milliseconds from 1970-01-01T00:00Z to the instant. */
export function epochOf(instant: Instant): number {
  return Date.parse(instant);
}

/** The Beijing day that an instant belongs to: 2026-09-21T17:40Z is already 2026-09-22. */
export function beijingDateOf(instant: Instant): BeijingDate {
  return wallClock(instant).slice(0, 10) as BeijingDate;
}

/** An instant as the hall writes it: `2026年9月22日 09:05`. */
export function formatBeijing(instant: Instant): string {
  return `${formatDate(beijingDateOf(instant))} ${wallClock(instant).slice(11, 16)}`;
}

/** A date as the hall writes it: `2026年9月22日`. */
export function formatDate(date: BeijingDate): string {
  return `${Number(date.slice(0, 4))}年${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
}

/** The date so many calendar days later (earlier when negative). `days` is a whole number. */
export function addCalendarDays(date: BeijingDate, days: number): BeijingDate {
  if (days === 1) return nextDay(date);
  return new Date(midnight(date) + days * millisecondsPerDay).toISOString().slice(0, 10) as BeijingDate;
}

/** Limits are walked day by day, and lists walk the same years again and again: each step is worked out once. */
const following = new Map<BeijingDate, BeijingDate>();
const mostFollowing = 40_000;

function nextDay(date: BeijingDate): BeijingDate {
  const known = following.get(date);
  if (known !== undefined) return known;
  const next = new Date(midnight(date) + millisecondsPerDay).toISOString().slice(0, 10) as BeijingDate;
  if (following.size >= mostFollowing) following.clear();
  following.set(date, next);
  return next;
}

/** Calendar days from one date to another; negative when `to` is the earlier. */
export function calendarDaysBetween(from: BeijingDate, to: BeijingDate): number {
  return (midnight(to) - midnight(from)) / millisecondsPerDay;
}

/** Day of the week as ISO 8601 counts it. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** 1 for Monday to 7 for Sunday. */
export function weekday(date: BeijingDate): Weekday {
  return (new Date(midnight(date)).getUTCDay() || 7) as Weekday;
}

/** The date without separators, as numbers of cases and files carry it: `20260922`. */
export function compactDate(date: BeijingDate): string {
  return date.replaceAll('-', '');
}

function wallClock(instant: Instant): string {
  return new Date(epochOf(instant) + beijingOffset).toISOString();
}

function midnight(date: BeijingDate): number {
  return Date.parse(`${date}T00:00:00.000Z`);
}
