import fc from 'fast-check';
import { expect, it } from 'vitest';
import published from '../../assets/calendar.json' with { type: 'json' };
import { addCalendarDays, type BeijingDate, beijingDateSchema } from './beijing.ts';
import { type Calendar, calendarSchema } from './calendar.ts';
import { countOut } from './count.ts';
import { type Suspension, specialProcedureKinds, specialProcedures } from './suspension.ts';

const calendar = calendarSchema.parse(published);
const newYear = beijingDateSchema.parse('2024-01-01');
const starts = fc.nat(600).map((offset) => addCalendarDays(newYear, offset));
const lengths = fc.integer({ min: 1, max: 45 });
const suspensions = fc.array(
  fc.record({ kind: fc.constantFrom(...specialProcedureKinds), from: fc.nat(80), length: fc.nat(25) }),
  { maxLength: 3 },
);
const placed = (
  start: BeijingDate,
  list: readonly { kind: Suspension['kind']; from: number; length: number }[],
) =>
  list.map(({ kind, from, length }): Suspension => {
    const first = addCalendarDays(start, from);
    return { kind, first, last: addCalendarDays(first, length) };
  });

/** The law read a second time, as plainly as can be: which days count, written without any of the program's counting. */
function naive(
  start: string,
  days: number,
  stopped: readonly Suspension[],
  { years }: Calendar,
): { date: string; provisional: boolean } {
  const off = Object.values(years).flatMap((year) => year.off as readonly string[]);
  const worked = Object.values(years).flatMap((year) => year.worked as readonly string[]);
  const at = new Date(`${start}T00:00:00Z`);
  let provisional = false;
  for (let left = days; left > 0; ) {
    at.setUTCDate(at.getUTCDate() + 1);
    const date = at.toISOString().slice(0, 10);
    provisional ||= !(date.slice(0, 4) in years);
    const isWeekend = at.getUTCDay() === 0 || at.getUTCDay() === 6;
    const isWorked = worked.includes(date) || (!isWeekend && !off.includes(date));
    const isStopped = stopped.some(
      ({ kind, first, last }) => specialProcedures[kind].stopsClock && first <= date && date <= last,
    );
    if (isWorked && !isStopped) left -= 1;
  }
  return { date: at.toISOString().slice(0, 10), provisional };
}

const count = (start: BeijingDate, days: number, stopped: readonly Suspension[], held = calendar) =>
  countOut(start, { kind: 'workingDays', days }, { suspensions: stopped }, held);

it('the date is what a second, plain reading of the law gives', () => {
  fc.assert(
    fc.property(starts, lengths, suspensions, (start, days, list) => {
      const stopped = placed(start, list);
      const { date, provisional } = count(start, days, stopped);
      expect({ date, provisional }).toEqual(naive(start, days, stopped, calendar));
    }),
    { numRuns: 500 },
  );
});

it('suspending and resuming moves the date by exactly the suspended days', () => {
  fc.assert(
    fc.property(starts, lengths, suspensions, (start, days, list) => {
      const stopped = placed(start, list);
      const moved = count(start, days, stopped);
      const suspended = moved.days.filter(({ as }) => as === 'suspended').length;
      expect(count(start, days + suspended, []).date).toBe(moved.date);
    }),
  );
});

it('a limit in working days never falls due on a day off, nor on a suspended one', () => {
  fc.assert(
    fc.property(starts, lengths, suspensions, (start, days, list) => {
      expect(count(start, days, placed(start, list)).days.at(-1)?.as).toBe('counted');
    }),
  );
});

it('adding a holiday never brings a date forward', () => {
  fc.assert(
    fc.property(starts, lengths, suspensions, fc.nat(700), (start, days, list, offset) => {
      const holiday = addCalendarDays(newYear, offset);
      const year = holiday.slice(0, 4);
      const notice = calendar.years[year];
      const more: Calendar = {
        version: 'more',
        years: {
          ...calendar.years,
          [year]: {
            off: [...(notice?.off ?? []), holiday],
            worked: (notice?.worked ?? []).filter((each) => each !== holiday),
          },
        },
      };
      const stopped = placed(start, list);
      expect(count(start, days, stopped, more).date >= count(start, days, stopped).date).toBe(true);
    }),
  );
});

it('a date is provisional exactly if it reaches into a year without calendar', () => {
  const late = fc.nat(80).map((offset) => addCalendarDays(beijingDateSchema.parse('2026-11-01'), offset));
  fc.assert(
    fc.property(late, lengths, (start, days) => {
      const { date, provisional } = count(start, days, []);
      expect(provisional).toBe(date >= '2027-01-01');
    }),
  );
});

it('the days of an explanation are those of the date: every one, in order, to the last', () => {
  fc.assert(
    fc.property(starts, lengths, fc.nat(15), suspensions, (start, days, extensionDays, list) => {
      const walked = countOut(
        start,
        { kind: 'workingDays', days },
        { suspensions: placed(start, list), extensionDays },
        calendar,
      );
      expect(walked.days.map(({ date }) => date)).toEqual(
        walked.days.map((_, index) => addCalendarDays(start, index + 1)),
      );
      expect(walked.days.at(-1)?.date).toBe(walked.date);
      expect(walked.days.filter(({ as }) => as === 'counted')).toHaveLength(days);
      expect(walked.days.filter(({ as }) => as === 'extension')).toHaveLength(extensionDays);
    }),
  );
});
