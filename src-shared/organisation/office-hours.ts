import { z } from 'zod';
import { type BeijingDate, weekday } from '../clock/beijing.ts';
import { type Calendar, isHoliday, isWorkingDay } from '../clock/calendar.ts';

/** A time of day, Beijing time, e.g. `09:00`. */
export const timeOfDaySchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间应为两位小时和两位分钟，如 09:00');

/** When a hall is at work on a working day: its stretches in their order, e.g. morning and afternoon. */
export const officeHoursSchema = z
  .array(z.object({ from: timeOfDaySchema, to: timeOfDaySchema }))
  .min(1)
  .max(4)
  .readonly()
  .refine(
    (list) => list.every(({ from, to }, index) => from < to && (list[index - 1]?.to ?? '') <= from),
    '办公时间应按先后写，各段不能重叠，如 09:00–12:00、13:30–17:00',
  );
export type OfficeHours = z.infer<typeof officeHoursSchema>;

/** The hours of a hall that has not said its own. */
const usualHours: OfficeHours = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:00' },
];

/** The hours of a working day. */
export const hoursOf = (hall: { readonly hours?: OfficeHours | undefined } | undefined): OfficeHours =>
  hall?.hours ?? usualHours;

/** What a hall says of when it is open. */
export interface OpenHall {
  readonly hours?: OfficeHours | undefined;
  readonly saturdayHours?: OfficeHours | undefined;
}

/**
 * When a hall is at work on a day, by what it says itself and by the calendar; nothing where it is closed. A Saturday on which
 * everybody works has the hours of a working day, any other those that the hall has for it, and one within a holiday none.
 */
export function hoursOn(day: BeijingDate, hall: OpenHall | undefined, calendar: Calendar): OfficeHours {
  if (isWorkingDay(calendar, day).working) return hoursOf(hall);
  return weekday(day) === 6 && !isHoliday(calendar, day) ? (hall?.saturdayHours ?? []) : [];
}

/** When the hall rests at noon, so that somebody has to stay (午间不间断服务); null where it does not rest. */
export function noonOf(hours: OfficeHours): { from: string; to: string } | null {
  const [morning, afternoon] = hours;
  return morning === undefined || afternoon === undefined ? null : { from: morning.to, to: afternoon.from };
}
