import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import published from '../../assets/calendar.json' with { type: 'json' };
import { addCalendarDays, beijingDateSchema } from './beijing.ts';
import {
  addWorkingDays,
  calendarSchema,
  calendarWarning,
  isWorkingDay,
  workingDaysBetween,
} from './calendar.ts';

const calendar = calendarSchema.parse(published);
const date = (text: string) => beijingDateSchema.parse(text);
const dates = fc
  .integer({ min: 0, max: 3 * 365 - 60 })
  .map((offset) => addCalendarDays(date('2024-01-01'), offset));

describe('the published calendar', () => {
  it('has as many days off and worked weekends as the State Council announced', () => {
    const counts = Object.entries(calendar.years).map(([year, { off, worked }]) => [
      year,
      off.length,
      worked.length,
    ]);
    expect(counts).toEqual([
      ['2024', 28, 8],
      ['2025', 28, 5],
      ['2026', 33, 6],
    ]);
  });

  it('a holiday on a weekday is off, a weekend worked in exchange is worked', () => {
    expect(isWorkingDay(calendar, date('2026-10-01'))).toEqual({ working: false, known: true });
    expect(isWorkingDay(calendar, date('2026-10-10'))).toEqual({ working: true, known: true });
    expect(isWorkingDay(calendar, date('2026-10-11'))).toEqual({ working: false, known: true });
    expect(isWorkingDay(calendar, date('2026-09-20'))).toEqual({ working: true, known: true });
    expect(isWorkingDay(calendar, date('2024-02-09'))).toEqual({ working: true, known: true });
  });

  it('a year without data gives the plain week and says that it is not known', () => {
    expect(isWorkingDay(calendar, date('2027-01-01'))).toEqual({ working: true, known: false });
    expect(isWorkingDay(calendar, date('2027-01-02'))).toEqual({ working: false, known: false });
    expect(isWorkingDay(calendar, date('2023-10-02'))).toEqual({ working: true, known: false });
  });

  it('a notice may dispose of the last days of the December before it', () => {
    const next = calendarSchema.parse({
      ...published,
      years: { ...published.years, 2027: { off: ['2026-12-31', '2027-01-01'], worked: ['2026-12-26'] } },
    });
    expect(isWorkingDay(next, date('2026-12-31'))).toEqual({ working: false, known: true });
    expect(isWorkingDay(next, date('2026-12-26'))).toEqual({ working: true, known: true });
  });

  it('refuses data that contradicts itself', () => {
    const refused = [
      { off: ['2027-10-01'], worked: [] },
      { off: ['2026-10-03'], worked: ['2026-10-03'] },
      { off: [], worked: ['2026-10-12'] },
    ];
    for (const year of refused) {
      expect(calendarSchema.safeParse({ version: '1', years: { 2026: year } }).success).toBe(false);
    }
  });
});

describe('counting working days (行政许可法 Art 82)', () => {
  it('the starting day is not counted', () => {
    expect(addWorkingDays(calendar, date('2026-09-21'), 1)).toEqual({
      date: '2026-09-22',
      provisional: false,
    });
    expect(addWorkingDays(calendar, date('2026-09-21'), 0)).toEqual({
      date: '2026-09-21',
      provisional: false,
    });
  });

  it('the National Day week is skipped and the worked Saturday after it counts', () => {
    expect(addWorkingDays(calendar, date('2026-09-30'), 1).date).toBe('2026-10-08');
    expect(addWorkingDays(calendar, date('2026-09-30'), 3).date).toBe('2026-10-10');
    expect(addWorkingDays(calendar, date('2026-09-30'), 4).date).toBe('2026-10-12');
  });

  it('a count that starts on a day off begins on the first working day', () => {
    expect(addWorkingDays(calendar, date('2026-10-02'), 1).date).toBe('2026-10-08');
    expect(addWorkingDays(calendar, date('2026-02-15'), 1).date).toBe('2026-02-24');
  });

  it('a date that reaches into a year without calendar is provisional', () => {
    expect(addWorkingDays(calendar, date('2026-12-30'), 1)).toEqual({
      date: '2026-12-31',
      provisional: false,
    });
    expect(addWorkingDays(calendar, date('2026-12-31'), 1)).toEqual({
      date: '2027-01-01',
      provisional: true,
    });
    expect(addWorkingDays(calendar, date('2026-12-25'), 5)).toEqual({
      date: '2027-01-01',
      provisional: true,
    });
  });

  it('a negative or broken number of days is a mistake of the program', () => {
    expect(() => addWorkingDays(calendar, date('2026-09-21'), -1)).toThrow(RangeError);
    expect(() => addWorkingDays(calendar, date('2026-09-21'), 1.5)).toThrow(RangeError);
  });

  it('never lands on a day off', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 60 }), (start, days) => {
        expect(isWorkingDay(calendar, addWorkingDays(calendar, start, days).date).working).toBe(true);
      }),
    );
  });

  it('one day more is always later, and a later start is never due earlier', () => {
    fc.assert(
      fc.property(dates, dates, fc.integer({ min: 0, max: 60 }), (one, other, days) => {
        const [early, late] = one <= other ? [one, other] : [other, one];
        expect(addWorkingDays(calendar, one, days + 1).date > addWorkingDays(calendar, one, days).date).toBe(
          true,
        );
        expect(addWorkingDays(calendar, early, days).date <= addWorkingDays(calendar, late, days).date).toBe(
          true,
        );
      }),
    );
  });

  it('counting to the date reached gives the days back, in either direction', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 60 }), (start, days) => {
        const { date: end } = addWorkingDays(calendar, start, days);
        expect(workingDaysBetween(calendar, start, end).days).toBe(days);
        expect(workingDaysBetween(calendar, end, start).days).toBe(-days);
      }),
    );
    expect(workingDaysBetween(calendar, date('2026-10-01'), date('2026-10-07')).days).toBe(0);
    expect(workingDaysBetween(calendar, date('2026-12-31'), date('2027-01-04')).provisional).toBe(true);
  });
});

describe('a calendar that is missing', () => {
  const warned = (today: string) => calendarWarning(calendar, date(today));

  it('is said from October on, when the next year is near, and every day of a year that has none', () => {
    expect(warned('2026-09-30')).toBeNull();
    expect(warned('2026-10-01')).toContain('2027年的放假安排尚未发布');
    expect(warned('2027-03-01')).toContain('2027年的放假安排尚未发布');
    expect(warned('2025-12-31')).toBeNull();
  });
});
