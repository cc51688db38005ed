import { randomInt } from 'node:crypto';
import { type BeijingDate, beijingDateOf, epochOf } from '#shared/clock/beijing.ts';
import { refused } from '#shared/contracts/answer.ts';
import type { BookingOrder, BookingRow, Slot } from '#shared/contracts/hall-queue.ts';
import { maskName } from '#shared/identity/masking.ts';
import { type Booking, bookingSlots, newBookingCode } from '#shared/queue/booking.ts';
import { reveal } from '#shared/sync/personal.ts';
import type { Acting } from '../store/commands.ts';
import { newSalt } from '../store/salt.ts';
import type { Store } from '../store/store.ts';
import type { Taken } from './ticket-desk.ts';

/** The bookings of this hall, as far as they have come here: those of the district follow with the pull. */
export type OwnBookings = ReturnType<typeof ownBookings>;

export function ownBookings(store: Store) {
  const hallId = () => store.knowledge.place().hallId ?? '';
  const onDay = (day: string, more = ''): Booking[] =>
    store.bookings
      .where(`day = ? ${more} AND state ->> '$.hallId' = ? ORDER BY state ->> '$.at', id`, day, hallId())
      .map(({ state }) => state);

  const slots = (day: BeijingDate): Slot[] => {
    const { knowledge } = store;
    return bookingSlots(day, onDay(day), {
      hall: knowledge.hall(hallId()),
      counters: knowledge.countersOf(knowledge.place().organisationId).length,
      calendar: knowledge.calendar(),
    });
  };

  return {
    slots,
    rows: (day: string): BookingRow[] => onDay(day).map(bookingRow),

    /** The booking of today that a code, or whoever laid their card, names, and that has no ticket yet. */
    find(code: string | null, idNumber: string | null, categoryIds: readonly string[]): Booking | null {
      const open = onDay(store.businessDay(), `AND status = 'booked'`);
      if (code !== null) return open.find((each) => each.code === code) ?? null;
      if (idNumber === null) return null;
      return (
        open.find(
          ({ booker, categoryId }) =>
            categoryIds.includes(categoryId) && reveal(booker)?.idNumber === idNumber,
        ) ?? null
      );
    },

    book(
      acting: Acting,
      { bookingId, at, categoryId, booker }: BookingOrder,
    ): Taken<{ booking: BookingRow }> {
      const known = store.bookings.get(bookingId);
      if (known !== null) return { kind: 'done', booking: bookingRow(known.state) };
      const category = store.knowledge.hall(hallId())?.categories.find(({ id }) => String(id) === categoryId);
      if (category === undefined) return refused('categoryUnknown', '没有这一类业务，请重新选择。');
      const day = beijingDateOf(at);
      const open = slots(day);
      if (open.length === 0) return refused('dayOff', '这天不办公，请选择工作日的时段。');
      const slot = open.find((each) => each.at === at);
      if (slot === undefined) return refused('slotUnknown', '没有这个时段，请选择列出的时段。');
      if (epochOf(at) < epochOf(store.now()))
        return refused('slotPast', '这个时段已经过去，请选择以后的时段，或直接取号。');
      if (slot.free === 0)
        return refused('slotTaken', '这个时段的预约已约满，请选其他时段；不预约也可以随时直接取号办理。');
      const code = newBookingCode(onDay(day), randomInt);
      const performed = store.perform(acting, [
        {
          name: 'makeBooking',
          subject: { kind: 'booking', id: bookingId },
          args: {
            ...{ hallId: hallId(), at, categoryId, categoryName: category.name, code },
            booker: { salt: newSalt(), personal: booker },
          },
        },
      ]);
      if (performed.kind === 'refused') return performed;
      const made = store.bookings.get(bookingId);
      if (made === null) throw new Error('a booking that was just written is not in the store');
      return { kind: 'done', booking: bookingRow(made.state) };
    },

    cancel: (acting: Acting, bookingId: string, reason: string): Taken =>
      store.perform(acting, [
        { name: 'cancelBooking', subject: { kind: 'booking', id: bookingId }, args: { reason } },
      ]),
  };
}

function bookingRow({ id, at, categoryName, status, booker, code }: Booking): BookingRow {
  const personal = reveal(booker);
  return { id, at, categoryName, status, code, bookerName: personal === null ? '' : maskName(personal.name) };
}
