/**
 * The working calendar of a year as an office publishes it (国务院办公厅关于部分节假日安排的通知): which days are off, and which
 * weekends are worked. A due date that was told does not move because a day behind it became another.
 */
import { z } from 'zod';
import { type Decider, events, type Facts, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { lineSchema } from '../text.ts';
import { type BeijingDate, beijingDateOf, beijingDateSchema, formatDate } from './beijing.ts';
import { type Calendar, isWorkingDay, yearFaults } from './calendar.ts';
import { momentOf, type Stamp } from './evidence.ts';

const days = z.array(beijingDateSchema).max(120).readonly();

/** The days of a year that differ from the plain week. */
export const yearDaysSchema = z.object({ off: days, worked: days });
export type YearDays = Readonly<z.infer<typeof yearDaysSchema>>;

export const calendarYearCommands = {
  publishCalendarYear: z.strictObject({
    year: z.string().regex(/^20\d{2}$/),
    ...yearDaysSchema.shape,
    /** The notice that it is taken from, e.g. 国办发明电〔2025〕7号. */
    notice: lineSchema(100).refine((text) => text.trim() !== '', '请写明依据'),
  }),
} as const;

/** A year as it was published once; a later one for the same year stands in its place. */
export interface CalendarYear extends YearDays {
  id: string;
  revision: number;
  status: 'published';
  year: string;
  notice: string;
  published: { by: string; at: Stamp };
}

export interface CalendarYearEvent {
  type: 'CalendarYearPublished';
  calendarYear: CalendarYear;
}
type Command = { name: 'publishCalendarYear'; args: CommandArgs<'publishCalendarYear'>; id: string };

/** The rules of publishing a year. */
export const calendarYearDecider: Decider<CalendarYear, Command, CalendarYearEvent> = {
  decide(state, { args, id }, { actor, calendar, stamp }) {
    if (state !== null) return refuse('alreadyPublished', '这次日历已经发布过了，请在日历页查看。');
    const [fault] = publishYearFaults(args.year, args, { calendar, today: beijingDateOf(momentOf(stamp)) });
    if (fault !== undefined) return refuse('calendarFaulty', fault);
    return events({
      type: 'CalendarYearPublished',
      calendarYear: {
        ...args,
        ...{ id, revision: 1, status: 'published' },
        published: { by: actor.actorId, at: stamp },
      },
    });
  },
  evolve: (_, { calendarYear }) => calendarYear,
};

/** Everything that stands against publishing these days, one Chinese sentence each. */
export function publishYearFaults(
  year: string,
  days: YearDays,
  { calendar, today }: Pick<Facts, 'calendar'> & { today: BeijingDate },
): readonly string[] {
  if (days.off.length === 0) return [`${year}年还没有标出放假的日子，请先读取通知或在日历上标出。`];
  const faults = [...yearFaults(year, days)];
  const passed = changedDays(year, days, calendar).filter((date) => date <= today);
  if (passed.length > 0)
    faults.push(
      `${passed.map(formatDate).join('、')}已经过去或就是今天，按它算出的期限已经告知群众，不能再改；请只改以后的日子。`,
    );
  return faults;
}

/** The days that would be worked and are not now, or the other way round. */
export function changedDays(year: string, days: YearDays, before: Calendar): readonly BeijingDate[] {
  const after: Calendar = { version: '', years: { ...before.years, [year]: days } };
  const named = new Set([...days.off, ...days.worked]);
  const held = before.years[year];
  for (const date of [...(held?.off ?? []), ...(held?.worked ?? [])]) named.add(date);
  return [...named]
    .filter((date) => isWorkingDay(before, date).working !== isWorkingDay(after, date).working)
    .sort();
}

/** A calendar with years that were published since, the latest of each last. */
export const withYears = (
  calendar: Calendar,
  published: readonly (YearDays & { readonly year: string })[],
): Pick<Calendar, 'years'> => ({
  years: {
    ...calendar.years,
    ...Object.fromEntries(published.map(({ year, off, worked }) => [year, { off, worked }])),
  },
});
