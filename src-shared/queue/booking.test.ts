import { describe, expect, it } from 'vitest';
import {
  beijing,
  day,
  facts,
  refusalOf,
  stateAfter as stateOf,
  ticketId,
} from '../../tests/support/domain.ts';
import { formatBeijing } from '../clock/beijing.ts';
import type { Calendar } from '../clock/calendar.ts';
import { hoursOf, type OpenHall } from '../organisation/office-hours.ts';
import type { CommandName } from '../subjects.ts';
import { type Booking, bookableDays, bookingRemark, bookingSlots, slotsOf } from './booking.ts';

const stateAfter = (state: Booking | null, name: CommandName, changed = {}) =>
  stateOf<Booking>(state, name, facts(), changed);
const booked = stateAfter(null, 'makeBooking');

describe('a booking', () => {
  it('is for a time of the next thirty days, at this hall', () => {
    expect(booked).toMatchObject({ day: '2026-09-23', status: 'booked', code: '314159', ticketId: null });
    const at = (time: string) => ({ at: beijing(time) });
    expect(refusalOf(null, 'makeBooking', facts(), at('2026-09-21 10:00')).code).toBe('dayOutside');
    expect(refusalOf(null, 'makeBooking', facts(), at('2026-10-23 10:00')).code).toBe('dayOutside');
    expect(stateAfter(null, 'makeBooking', at('2026-10-22 10:00')).status).toBe('booked');
    expect(refusalOf(null, 'makeBooking', facts(), { hallId: 'hall-2' }).code).toBe('otherHall');
  });

  it('is kept by one ticket, or cancelled, and then settled', () => {
    expect(stateAfter(booked, 'keepBooking')).toMatchObject({ status: 'kept', ticketId });
    const cancelled = stateAfter(booked, 'cancelBooking');
    expect(refusalOf(cancelled, 'keepBooking', facts())).toEqual({
      code: 'bookingSettled',
      message: '这个预约已经取消，请按现场取号办理。',
    });
    expect(refusalOf(stateAfter(booked, 'keepBooking'), 'cancelBooking', facts()).code).toBe(
      'bookingSettled',
    );
  });

  it('says what coming early or late means, and sends nobody away', () => {
    const at = beijing('2026-09-22 10:00');
    expect(bookingRemark(at, beijing('2026-09-22 09:30'))).toContain('来得早');
    expect(bookingRemark(at, beijing('2026-09-22 09:50'))).toBe('已按预约时间优先排队。');
    expect(bookingRemark(at, beijing('2026-09-22 10:16'))).toContain('按现场取号');
  });

  it('has slots of half an hour, with a rest at noon', () => {
    const times = slotsOf(day('2026-09-22'), hoursOf({})).map((at) => formatBeijing(at).slice(-5));
    expect(times[0]).toBe('09:00');
    expect(times).toContain('11:30');
    expect(times).not.toContain('12:00');
    expect(times.at(-1)).toBe('16:30');
    expect(bookableDays(day('2026-09-30')).slice(0, 2)).toEqual(['2026-09-30', '2026-10-01']);
  });

  it('has them within the hall’s own hours, and none on a day off', () => {
    const calendar: Calendar = {
      version: '1',
      years: { 2026: { off: [day('2026-10-01')], worked: [day('2026-10-10')] } },
    };
    const hours = [{ from: '08:30', to: '12:15' }];
    const times = (date: string) =>
      bookingSlots(day(date), [], { hall: { hours }, counters: 2, calendar }).map(({ at }) =>
        formatBeijing(at).slice(-5),
      );
    expect(times('2026-09-22')).toEqual(['08:30', '09:00', '09:30', '10:00', '10:30', '11:00', '11:30']);
    // A holiday, a Sunday, and a Saturday on which everybody works.
    expect([times('2026-10-01'), times('2026-09-20')]).toEqual([[], []]);
    expect(times('2026-10-10')).toHaveLength(7);
  });

  it('has them on Saturdays by the hall’s own Saturday hours, holidays excepted', () => {
    const calendar: Calendar = {
      version: '1',
      years: { 2026: { off: [day('2026-10-01'), day('2026-10-03')], worked: [day('2026-10-10')] } },
    };
    const times = (date: string, hall: OpenHall) =>
      bookingSlots(day(date), [], { hall, counters: 2, calendar }).map(({ at }) =>
        formatBeijing(at).slice(-5),
      );
    const open = { hours: [{ from: '14:00', to: '15:00' }], saturdayHours: [{ from: '09:00', to: '10:30' }] };
    expect(times('2026-09-19', open)).toEqual(['09:00', '09:30', '10:00']);
    // Closed: a Sunday, a Saturday within a holiday, and every Saturday of a hall that says nothing of them.
    expect([times('2026-09-20', open), times('2026-10-03', open)]).toEqual([[], []]);
    expect(times('2026-09-19', { hours: open.hours })).toEqual([]);
    // A Saturday on which everybody works is a working day as any other.
    expect(times('2026-10-10', open)).toEqual(['14:00', '14:30']);
  });
});
