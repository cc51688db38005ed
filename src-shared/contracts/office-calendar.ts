import { oc } from '@orpc/contract';
import { z } from 'zod';
import { beijingDateSchema, instantSchema } from '../clock/beijing.ts';
import { yearDaysSchema } from '../clock/calendar-year.ts';
import { typedLineSchema } from '../text.ts';
import { answer, done } from './answer.ts';

const dates = z.array(beijingDateSchema);
const year = z.string().regex(/^20\d{2}$/);
const yearDays = yearDaysSchema.extend({ year });

/** The working calendar of a year, as an office reads it. */
export const calendarYearRowSchema = z.object({
  year: z.string(),
  off: dates,
  /** Weekends that are worked. */
  worked: dates,
  /** Days are counted by it; otherwise what reaches into the year is provisional. */
  published: z.boolean(),
  /** By which notice, by whom and when; null where it was in the file that set the district up. */
  publication: z.object({ notice: z.string(), by: z.string(), at: instantSchema }).nullable(),
  pending: z.boolean(),
  attention: z.string().nullable(),
  /** A year that is over is not changed any more. */
  mayChange: z.boolean(),
});
export type CalendarYearRow = z.infer<typeof calendarYearRowSchema>;

/** The working calendar at an office. */
export const officeCalendarContract = {
  years: oc.output(z.array(calendarYearRowSchema)),
  /** Reads the days out of the text of a notice, or a calendar file. */
  read: oc
    .input(z.object({ year, text: z.string().max(60_000) }))
    .output(answer({ off: dates, worked: dates })),
  /** What stands against publishing, and how many days would be worked or off that are not now. */
  check: oc.input(yearDays).output(z.object({ faults: z.array(z.string()), changed: z.int() })),
  publish: oc
    .input(
      yearDays.extend({
        notice: typedLineSchema(100).refine((text) => text !== '', '请写明依据的通知文号。'),
      }),
    )
    .output(done),
};
