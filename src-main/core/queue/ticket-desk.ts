import type { BeijingDate } from '#shared/clock/beijing.ts';
import type { Refused } from '#shared/contracts/answer.ts';
import { refused } from '#shared/contracts/answer.ts';
import type {
  Arrangement,
  ArrivedTicket,
  BookingOrder,
  BookingRow,
  DayFigures,
  HallQueue,
  IssuedTicket,
  Slot,
  TicketOrder,
} from '#shared/contracts/hall-queue.ts';
import type { TicketRow } from '#shared/contracts/views.ts';
import type { Lane } from '#shared/queue/fair-order.ts';
import type { CounterNamed, PriorityReason, TransferTarget } from '#shared/queue/ticket-commands.ts';
import type { Acting, Intent } from '../store/commands.ts';
import type { Store } from '../store/store.ts';

export type Taken<Shape = unknown> = ({ kind: 'done' } & Shape) | Refused;

/** Who acts, and for which counter; null at a kiosk and for whoever runs the hall. */
export interface At {
  readonly counterId: string | null;
  readonly acting: Acting;
}

/**
 * What is done in this core's own store along with the ticket's step: in one act with it where the queue is kept here,
 * right after the answer where it is kept by another core.
 */
export interface Along {
  readonly intents: readonly Intent[];
  also(): void;
}

/**
 * The queue of a hall. Every question and every answer is plain data, so that the core that keeps the queue may be
 * another one; what is given as a function stays on this side.
 */
export interface TicketDesk {
  /** As it stands now; it changes with the store's own changes. */
  queue(): HallQueue;
  /** The ticket that this counter has called, or is serving. */
  current(counterId: string | null): TicketRow | null;

  /**
   * Issues a ticket. The same id is the same ticket, however often it is asked for; whoever holds a live ticket for the
   * same category already gets that one again. Nobody is refused one because the hall is full.
   */
  issue(
    at: At,
    order: TicketOrder,
    along?: (ticket: IssuedTicket) => void,
  ): Promise<Taken<{ ticket: IssuedTicket }>>;
  /** A ticket of today that was issued here, with how many are before it now. */
  issued(ticketId: string): IssuedTicket | null;

  /** Calls a ticket: whoever is next by the fair order, or the one that is named. */
  call(at: At, ticketId: string | null): Promise<Taken<{ ticket: TicketRow }>>;
  recall(at: At): Promise<Taken>;
  miss(at: At): Promise<Taken>;
  /** Whoever missed their number waits again, with half of their waiting kept. */
  comeBack(at: At, ticketId: string): Promise<Taken>;
  /** The person who was called has come. */
  arrive(
    at: At,
    visitId: string,
    along?: (ticket: ArrivedTicket) => Along,
  ): Promise<Taken<{ ticket: ArrivedTicket }>>;
  park(at: At, reason: string, along?: Along): Promise<Taken>;
  transfer(at: At, to: TransferTarget, note: string, along?: Along): Promise<Taken>;
  /** The visit has ended. */
  finish(at: At, along?: Along): Promise<Taken>;

  /**
   * Receives somebody by the number in their hand, without a call: what a counter does that cannot reach the hall, or for
   * a ticket from a kiosk that could not.
   */
  present(
    at: At,
    number: string,
    visitId: string,
    along?: (ticketId: string | null) => Along,
  ): Promise<Taken>;

  changeLane(at: At, ticketId: string, lane: Lane, priority: PriorityReason | null): Promise<Taken>;
  putFirst(at: At, ticketId: string, reason: string): Promise<Taken>;

  /** Sets something of the hall's day: weights, categories, counters that rest, and calls for help. */
  arrange(at: At, arrangement: Arrangement): Promise<Taken>;

  /** The slots of a day that can be booked. */
  slots(at: At, day: BeijingDate): Promise<readonly Slot[]>;
  bookings(at: At, day: BeijingDate): Promise<readonly BookingRow[]>;
  book(at: At, order: BookingOrder): Promise<Taken<{ booking: BookingRow }>>;
  cancelBooking(at: At, bookingId: string, reason: string): Promise<Taken>;

  /** The hall's day in figures, for whoever runs it. */
  figures(at: At): Promise<DayFigures>;
}

/** A counter as tickets name it; null for none, and for one that nobody knows. */
export function counterNamed(
  { knowledge }: Pick<Store, 'knowledge'>,
  counterId: string | null,
): CounterNamed | null {
  const counter = knowledge.counter(counterId);
  return counter === undefined ? null : { id: counter.id, name: counter.name };
}

export const nobodyCalled = refused('nobodyCalled', '本窗口还没有叫号，请先叫下一位。');
