import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addCalendarDays,
  beijingDateOf,
  beijingDateSchema,
  calendarDaysBetween,
  compactDate,
  epochOf,
  formatBeijing,
  formatDate,
  instantOfEpoch,
  instantSchema,
  weekday,
} from './beijing.ts';

const instant = (text: string) => instantSchema.parse(text);
const date = (text: string) => beijingDateSchema.parse(text);

describe('Beijing time', () => {
  it('a moment late in the UTC evening belongs to the next Beijing day', () => {
    expect(beijingDateOf(instant('2026-09-21T17:40:00.000Z'))).toBe('2026-09-22');
    expect(beijingDateOf(instant('2026-09-21T15:59:59.999Z'))).toBe('2026-09-21');
    expect(beijingDateOf(instant('2026-09-21T16:00:00.000Z'))).toBe('2026-09-22');
    expect(beijingDateOf(instant('2026-12-31T16:00:00.000Z'))).toBe('2027-01-01');
  });

  it('is written as the hall writes it', () => {
    expect(formatBeijing(instant('2026-09-22T01:05:00.000Z'))).toBe('2026年9月22日 09:05');
    expect(formatBeijing(instant('2026-09-21T16:00:00.000Z'))).toBe('2026年9月22日 00:00');
    expect(formatDate(date('2026-01-09'))).toBe('2026年1月9日');
    expect(compactDate(date('2026-09-22'))).toBe('20260922');
  });

  it('counts calendar days over the ends of months and years', () => {
    expect(addCalendarDays(date('2024-02-28'), 1)).toBe('2024-02-29');
    expect(addCalendarDays(date('2026-12-31'), 1)).toBe('2027-01-01');
    expect(addCalendarDays(date('2026-03-01'), -1)).toBe('2026-02-28');
    expect(calendarDaysBetween(date('2026-09-30'), date('2026-10-08'))).toBe(8);
  });

  it('numbers the week from Monday', () => {
    expect(weekday(date('2026-09-21'))).toBe(1);
    expect(weekday(date('2026-09-27'))).toBe(7);
  });

  it('refuses what is no instant or no day', () => {
    for (const text of [
      '2026-09-22T01:05:00Z',
      '2026-09-22T01:05:00.000+08:00',
      '2026-13-01T00:00:00.000Z',
      '',
    ]) {
      expect(instantSchema.safeParse(text).success, text).toBe(false);
    }
    for (const text of ['2026-02-29', '2026-9-1', '20260901', '2026-09-31']) {
      expect(beijingDateSchema.safeParse(text).success, text).toBe(false);
    }
  });

  it('adding days and counting them agree, and text order is time order', () => {
    const moments = fc
      .integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2099, 11, 31) })
      .map(instantOfEpoch);
    fc.assert(
      fc.property(moments, fc.integer({ min: -2000, max: 2000 }), moments, (one, days, other) => {
        const start = beijingDateOf(one);
        expect(calendarDaysBetween(start, addCalendarDays(start, days))).toBe(days);
        expect(instantOfEpoch(epochOf(one))).toBe(one);
        if (one <= other) expect(beijingDateOf(one) <= beijingDateOf(other)).toBe(true);
      }),
    );
  });
});
