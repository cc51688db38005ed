import { z } from 'zod';
import {
  addCalendarDays,
  type BeijingDate,
  beijingDateOf,
  calendarDaysBetween,
  epochOf,
  type Instant,
  instantOfEpoch,
  instantSchema,
} from '../clock/beijing.ts';
import type { Calendar } from '../clock/calendar.ts';
import { momentOf, type Stamp } from '../clock/evidence.ts';
import { assertNever, type Decider, type Decision, events, type Facts, refuse } from '../decider.ts';
import { hoursOn, type OfficeHours, type OpenHall } from '../organisation/office-hours.ts';
import type { CommandArgs } from '../subjects.ts';
import { type Personal, personalSchema } from '../sync/personal.ts';
import { lineSchema } from '../text.ts';
import { bookingWindowMinutes } from './fair-order.ts';

/** Whoever booked, as far as it takes to find their booking and to call them. */
export const bookerSchema = z.strictObject({
  name: lineSchema(120).min(1),
  idNumber: lineSchema(32),
  phone: lineSchema(32),
});
export type Booker = z.infer<typeof bookerSchema>;

/** Six digits, told to whoever books: typed at the kiosk by whoever has no card along. */
export const bookingCodeSchema = z.string().regex(/^\d{6}$/);

/** The commands of a booking. */
export const bookingCommands = {
  makeBooking: z.strictObject({
    hallId: z.string().min(1).max(64),
    at: instantSchema,
    categoryId: z.string().min(1).max(64),
    categoryName: z.string().min(1).max(40),
    code: bookingCodeSchema,
    booker: personalSchema(bookerSchema),
  }),
  cancelBooking: z.strictObject({ reason: lineSchema(120) }),
  /** Whoever booked has come and taken their ticket. */
  keepBooking: z.strictObject({ ticketId: z.uuidv7() }),
} as const;

/** A booking (预约): a time at which somebody is called early. It takes nothing from those who come without one. */
export interface Booking {
  id: string;
  hallId: string;
  organisationId: string;
  day: string;
  at: Instant;
  categoryId: string;
  categoryName: string;
  code: string;
  booker: Personal<Booker>;
  status: 'booked' | 'kept' | 'cancelled';
  revision: number;
  made: Stamp;
  ticketId: string | null;
}

export type BookingEvent =
  | { type: 'BookingMade'; booking: Booking }
  | { type: 'BookingCancelled' }
  | { type: 'BookingKept'; ticketId: string };

type Name = keyof typeof bookingCommands;
type BookingCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];

/** So far ahead one may book, in calendar days. */
const daysAhead = 30;

/** The rules of a booking: for one of the next thirty days, and kept or cancelled once. */
export const bookingDecider = {
  decide(
    state: Booking | null,
    command: BookingCommand,
    { place, stamp }: Pick<Facts, 'place' | 'stamp'>,
  ): Decision<BookingEvent> {
    if (command.name === 'makeBooking') {
      if (state !== null) return refuse('alreadyBooked', '这个预约已经登记。');
      const { at, hallId } = command.args;
      if (hallId !== place.hallId) return refuse('otherHall', '请选择本大厅的时段预约。');
      const today = beijingDateOf(momentOf(stamp));
      const ahead = calendarDaysBetween(today, beijingDateOf(at));
      if (ahead < 0 || ahead > daysAhead)
        return refuse('dayOutside', `预约日期应在今天起${daysAhead}天以内，也可以随时直接到大厅取号。`);
      const booking: Booking = {
        ...command.args,
        ...{ id: command.id, organisationId: place.organisationId, day: beijingDateOf(at) },
        ...{ status: 'booked', revision: 1, made: stamp, ticketId: null },
      };
      return events({ type: 'BookingMade', booking });
    }
    if (state === null) return refuse('bookingUnknown', '没有找到这个预约，请按现场取号办理。');
    if (state.status !== 'booked')
      return refuse(
        'bookingSettled',
        state.status === 'kept' ? '这个预约已经取号。' : '这个预约已经取消，请按现场取号办理。',
      );
    switch (command.name) {
      case 'cancelBooking':
        return events({ type: 'BookingCancelled' });
      case 'keepBooking':
        return events({ type: 'BookingKept', ticketId: command.args.ticketId });
      default:
        return assertNever(command);
    }
  },

  evolve(state: Booking | null, event: BookingEvent): Booking {
    if (event.type === 'BookingMade') return event.booking;
    if (state === null) throw new Error(`${event.type} before BookingMade`);
    const next = { ...state, revision: state.revision + 1 };
    switch (event.type) {
      case 'BookingCancelled':
        return { ...next, status: 'cancelled' };
      case 'BookingKept':
        return { ...next, status: 'kept', ticketId: event.ticketId };
      default:
        return assertNever(event);
    }
  },
} satisfies Decider<Booking, BookingCommand, BookingEvent>;

const slotMinutes = 30;

/** The times of a day that can be booked: every half hour for which the hall is at work. */
export function slotsOf(day: BeijingDate, hours: OfficeHours): readonly Instant[] {
  const at = (time: string) => Date.parse(`${day}T${time}:00+08:00`);
  const slot = slotMinutes * 60_000;
  return hours.flatMap(({ from, to }) =>
    Array.from({ length: Math.floor((at(to) - at(from)) / slot) }, (_, index) =>
      instantOfEpoch(at(from) + index * slot),
    ),
  );
}

/** The days that can be booked, today first. */
export const bookableDays = (today: BeijingDate): readonly BeijingDate[] =>
  Array.from({ length: daysAhead + 1 }, (_, index) => addCalendarDays(today, index));

/**
 * What whoever comes with a booking is told: early, they are called from a quarter of an hour before it; late, they wait
 * as everybody does from now on. Nobody is sent away.
 */
export function bookingRemark(at: Instant, now: Instant): string {
  const minutes = (epochOf(now) - epochOf(at)) / 60_000;
  if (minutes > bookingWindowMinutes) return '已过预约时段，按现场取号的先后叫号。';
  if (minutes < -bookingWindowMinutes)
    return `比预约时间来得早：预约时间前${bookingWindowMinutes}分钟起优先叫号，之前空闲时也会叫到。`;
  return '已按预约时间优先排队。';
}

/** So many bookings a counter and slot: the rest of the time is for those who come without one. */
const perCounter = 1;

/** What a hall has for those who book: when it is open, how many counters, and the calendar that says when it is closed. */
export interface BookableHall {
  readonly hall: OpenHall | undefined;
  readonly counters: number;
  readonly calendar: Calendar;
}

/** The slots of a day with what is left of each; none on a day on which the hall is closed: nobody would call them. */
export function bookingSlots(
  day: BeijingDate,
  bookings: readonly Pick<Booking, 'at' | 'status'>[],
  { hall, counters, calendar }: BookableHall,
): { at: Instant; booked: number; free: number }[] {
  const room = Math.max(1, counters * perCounter);
  return slotsOf(day, hoursOn(day, hall, calendar)).map((at) => {
    const booked = bookings.filter((each) => each.at === at && each.status !== 'cancelled').length;
    return { at, booked, free: Math.max(0, room - booked) };
  });
}

/** A code that no other booking of that day has. @param random a whole number below the given one */
export function newBookingCode(
  sameDay: readonly Pick<Booking, 'code'>[],
  random: (below: number) => number,
): string {
  const taken = new Set(sameDay.map(({ code }) => code));
  for (;;) {
    const code = String(random(1_000_000)).padStart(6, '0');
    if (!taken.has(code)) return code;
  }
}
