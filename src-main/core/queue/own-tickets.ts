import { randomBytes } from 'node:crypto';
import { momentOf } from '#shared/clock/evidence.ts';
import { refused } from '#shared/contracts/answer.ts';
import type { ArrivedTicket, GivenNumbers, IssuedTicket, TicketOrder } from '#shared/contracts/hall-queue.ts';
import { bookingRemark } from '#shared/queue/booking.ts';
import { fairOrder, lanes } from '#shared/queue/fair-order.ts';
import { type Ticket, waitingOf } from '#shared/queue/ticket.ts';
import { type CounterNamed, ticketNumber } from '#shared/queue/ticket-commands.ts';
import type { CommandName } from '#shared/subjects.ts';
import { reveal } from '#shared/sync/personal.ts';
import type { Intent } from '../store/commands.ts';
import { newSalt } from '../store/salt.ts';
import type { Store } from '../store/store.ts';
import type { StoredSubject } from '../store/subjects.ts';
import { dayFigures } from './day-figures.ts';
import { hallView } from './hall-view.ts';
import type { Kiosks } from './kiosks.ts';
import { ownBookings } from './own-bookings.ts';
import { ownHallDay } from './own-hall-day.ts';
import { pace } from './pace.ts';
import { presented } from './presented.ts';
import { askAboutCode, rememberCode } from './taken-codes.ts';
import { type At, counterNamed, nobodyCalled, type Taken, type TicketDesk } from './ticket-desk.ts';
import { laneText, ticketRow } from './ticket-row.ts';
import { todaysTickets } from './todays-tickets.ts';

/** Claims grow by the minute: so long an order that was worked out stands where nothing has changed. */
const orderStandsMs = 1_000;

/**
 * The queue that this installation keeps in its own store.
 * @param series what stands in front of its numbers, where another core keeps the hall's
 */
export function ownTickets(store: Store, series: () => string, kiosks: Pick<Kiosks, 'list'>): TicketDesk {
  const place = () => store.knowledge.place();
  const hall = () => store.knowledge.hall(place().hallId);
  const rhythm = pace(store);
  const hallDay = ownHallDay(store);
  const booked = ownBookings(store);
  const figures = dayFigures(store);
  const byNumber = presented(store);

  const tickets = todaysTickets(store);

  let order: { of: readonly Ticket[]; waiting: readonly Ticket[]; until: number } | null = null;
  store.onChange(() => {
    order = null;
  });
  /** Everybody who waits, the next one first. */
  function waiting(): readonly Ticket[] {
    const of = tickets('waiting');
    if (order?.of === of && order.until > performance.now()) return order.waiting;
    const list = of.map((ticket) => ({ ticket, ...waitingOf(ticket) }));
    const sorted = fairOrder(list, store.now(), hallDay.now().weights).map(({ ticket }) => ticket);
    order = { of, waiting: sorted, until: performance.now() + orderStandsMs };
    return sorted;
  }

  const counterOf = (counterId: string | null): CounterNamed | null => counterNamed(store, counterId);

  const held = (counterId: string | null): Ticket | null =>
    [...tickets('called'), ...tickets('serving')].find(({ counter }) => counter?.id === counterId) ?? null;

  const stored = (id: string): Ticket => {
    const ticket: StoredSubject<Ticket> | null = store.tickets.get(id);
    if (ticket === null) throw new Error('a ticket that was just written is not in the store');
    return ticket.state;
  };

  function issuedView(ticket: Ticket, again: boolean): IssuedTicket {
    const ahead = Math.max(
      0,
      waiting().findIndex(({ id }) => id === ticket.id),
    );
    return {
      id: ticket.id,
      number: ticket.number,
      categoryName: ticket.categoryName,
      also: ticket.also.map(({ name }) => name),
      matters: ticket.matters.map(({ name }) => name),
      laneName: laneText(ticket),
      ahead,
      expectedMinutes: ticket.status === 'waiting' ? rhythm.minutesFor(ahead) : null,
      issuedAt: momentOf(ticket.issued),
      token: ticket.token,
      remark: remarkOn(ticket, ahead),
      again,
    };
  }

  /** What else is to be said to whoever takes a ticket. */
  function remarkOn({ booking, lane, categoryId }: Ticket, ahead: number): string {
    const { closed: closings, weights } = hallDay.now();
    const closed = closings[categoryId];
    // Their claim begins at nothing as everybody's does, and overtakes: the number alone would frighten them.
    const overtakes = lane !== 'walkIn' && lane !== 'booking' && weights[lane] > weights.walkIn;
    return [
      overtakes && ahead > 0 ? `${lanes[lane]}号会提前叫到，请随时留意叫号。` : '',
      lane === 'booking' && booking !== null ? bookingRemark(booking.at, store.now()) : '',
      // Closing turns nobody away: they are called as everybody is, and told where to ask meanwhile.
      closed === undefined
        ? ''
        : `${closed.name}：${closed.reason}号票有效，可先到咨询台，由工作人员安排办理。`,
    ].join('');
  }

  /** The ticket that the same person holds for the same category, and that has not been served yet. */
  function alreadyHeld({ holder, categoryIds: [categoryId] }: TicketOrder): Ticket | null {
    if (holder === null) return null;
    return (
      (['waiting', 'called', 'missed', 'parked'] as const)
        .flatMap(tickets)
        .find(
          (ticket) =>
            ticket.categoryId === categoryId &&
            ticket.holder !== null &&
            reveal(ticket.holder)?.idNumber === holder.idNumber,
        ) ?? null
    );
  }

  /** How far the hall's own numbers have come; null where these are a series of this core's. */
  function given(): GivenNumbers | null {
    if (series() !== '') return null;
    const day = store.businessDay();
    const prefixes = hall()?.categories.map(({ prefix }) => prefix) ?? [];
    const last = prefixes.map((prefix) => [prefix, store.serials.next(`ticket ${prefix}`, day) - 1]);
    return { day, last: Object.fromEntries(last) };
  }

  /** A step of a ticket that this counter holds. */
  async function step<Name extends CommandName & Intent['name']>(
    { acting, counterId }: At,
    name: Name,
    args: (counter: CounterNamed) => Extract<Intent, { name: Name }>['args'],
    along: { intents: readonly Intent[]; also(): void } = none,
  ): Promise<Taken> {
    const ticket = held(counterId);
    const counter = counterOf(counterId);
    if (ticket === null || counter === null) return nobodyCalled;
    const intent = { name, subject: { kind: 'ticket', id: ticket.id }, args: args(counter) } as Intent;
    return store.perform(acting, [intent, ...along.intents], along.also);
  }

  /** A step of a ticket that is named. */
  const stepOf = async ({ acting }: At, id: string, step: Pick<Intent, 'name' | 'args'>): Promise<Taken> =>
    store.perform(acting, [{ ...step, subject: { kind: 'ticket', id } } as Intent]);

  return {
    queue: () =>
      hallView(
        {
          hall: hall(),
          counters: store.knowledge.countersOf(place().organisationId),
          day: hallDay.now(),
          kiosks: kiosks.list(),
          given: given(),
        },
        waiting(),
        tickets,
      ),

    current(counterId) {
      const ticket = held(counterId);
      return ticket === null ? null : ticketRow(ticket);
    },

    async issue({ acting }, ticketOrder, along) {
      const { ticketId, categoryIds, holder, priority, serviceMode, bookingCode } = ticketOrder;
      const known = store.tickets.get(ticketId);
      if (known !== null) return { kind: 'done', ticket: issuedView(known.state, false) };
      const earlier = alreadyHeld(ticketOrder);
      if (earlier !== null) {
        const ticket = issuedView(earlier, true);
        along?.(ticket);
        return { kind: 'done', ticket };
      }
      const asked = ticketOrder.prefill === null ? null : askAboutCode(store, ticketOrder.prefill);
      if (asked !== null) return asked;
      const booking = booked.find(bookingCode, holder?.idNumber ?? null, categoryIds);
      if (booking === null && bookingCode !== null)
        return refused('bookingUnknown', '没有找到今天的这个预约，请核对预约码；也可以直接选择业务取号。');
      const wanted = booking === null ? categoryIds : [booking.categoryId, ...categoryIds];
      const [category, ...also] = [...new Set(wanted)].map((id) =>
        hall()?.categories.find((each) => String(each.id) === id),
      );
      const { hallId } = place();
      if (category === undefined || also.includes(undefined) || hallId === null)
        return refused('categoryUnknown', '没有这一类业务，请重新选择或询问引导员。');
      // A priority counts from now on, a booking from its time on: whoever has both is best served by the first.
      const lane = booking !== null && ticketOrder.lane === 'walkIn' ? 'booking' : ticketOrder.lane;
      const businessDay = store.businessDay();
      const own = `${series()}${category.prefix}`;
      const number = ticketNumber(own, store.serials.next(`ticket ${own}`, businessDay));
      const issueTicket: Intent = {
        name: 'issueTicket',
        subject: { kind: 'ticket', id: ticketId },
        args: {
          ...{ number, categoryId: category.id, categoryName: category.name, businessDay, hallId },
          also: also.flatMap((each) => (each === undefined ? [] : [{ id: each.id, name: each.name }])),
          ...{ matters: ticketOrder.matters, lane, priority },
          serviceMode: booking !== null && serviceMode === 'counter' ? 'booking' : serviceMode,
          booking: booking === null ? null : { id: booking.id, at: booking.at },
          token: randomBytes(16).toString('base64url'),
          holder: holder === null ? null : { salt: newSalt(), personal: holder },
        },
      };
      let ticket: IssuedTicket | null = null;
      const keep: Intent[] =
        booking === null
          ? []
          : [{ name: 'keepBooking', subject: { kind: 'booking', id: booking.id }, args: { ticketId } }];
      const performed = store.perform(acting, [issueTicket, ...keep], () => {
        rememberCode(store, ticketOrder, number);
        ticket = issuedView(stored(ticketId), false);
        along?.(ticket);
      });
      if (performed.kind === 'refused') return performed;
      return { kind: 'done', ticket: ticket ?? issuedView(stored(ticketId), false) };
    },

    issued(ticketId) {
      const known = store.tickets.get(ticketId);
      return known === null ? null : issuedView(known.state, false);
    },

    async call({ acting, counterId }, ticketId) {
      const now = held(counterId);
      if (now?.status === 'called')
        return refused('stillCalling', `${now.number}号还没有处理，请先开始办理或过号。`);
      if (now !== null) return refused('stillServing', `${now.number}号正在办理，请先结束接待。`);
      const next = waiting().find(({ waitsFor }) => waitsFor === null || waitsFor.id === counterId);
      const id = ticketId ?? next?.id;
      if (id === undefined) return refused('nobodyWaiting', '现在没有人等候。没有号票的群众可以直接接待。');
      const counter = counterOf(counterId);
      if (counter === null) return refused('notAtCounter', '叫号只能在窗口进行。');
      const rests = hallDay.now().paused[counter.id] !== undefined;
      const performed = store.perform(acting, [
        // Whoever calls is back.
        ...(rests ? hallDay.intentsFor({ name: 'resumeCounter', args: { counter } }) : []),
        { name: 'callTicket', subject: { kind: 'ticket', id }, args: { counter } },
      ]);
      if (performed.kind === 'refused') return performed;
      rhythm.called();
      return { kind: 'done', ticket: ticketRow(stored(id)) };
    },

    recall: (at) => step(at, 'recallTicket', (counter) => ({ counter })),
    miss: (at) => step(at, 'missTicket', (counter) => ({ counter })),
    comeBack: (at, ticketId) => stepOf(at, ticketId, { name: 'returnTicket', args: {} }),

    async arrive({ acting, counterId }, visitId, along) {
      const ticket = held(counterId);
      const counter = counterOf(counterId);
      if (ticket === null || ticket.status !== 'called' || counter === null) return nobodyCalled;
      const arrived = arrivedView(ticket);
      const { intents, also } = along?.(arrived) ?? none;
      const performed = store.perform(
        acting,
        [
          { name: 'arriveTicket', subject: { kind: 'ticket', id: ticket.id }, args: { counter, visitId } },
          ...intents,
        ],
        also,
      );
      return performed.kind === 'refused' ? performed : { kind: 'done', ticket: arrived };
    },

    park: (at, reason, along) => step(at, 'parkTicket', (counter) => ({ counter, reason }), along),
    transfer: (at, to, note, along) =>
      step(at, 'transferTicket', (counter) => ({ counter, to, note }), along),
    finish: (at, along) => step(at, 'finishTicket', (counter) => ({ counter }), along),

    async present({ acting, counterId }, number, visitId, along) {
      const found = byNumber.steps(counterId, { number, businessDay: store.businessDay(), visitId });
      if (found === null) return { kind: 'done' };
      if ('refusal' in found) return found;
      const beside = along?.(found.ticketId) ?? none;
      return store.perform(acting, [...found.along.intents, ...beside.intents], () => {
        found.along.also();
        beside.also();
      });
    },

    changeLane: (at, ticketId, lane, priority) =>
      stepOf(at, ticketId, { name: 'changeLane', args: { lane, priority } }),
    putFirst: (at, ticketId, reason) => stepOf(at, ticketId, { name: 'putTicketFirst', args: { reason } }),

    arrange: async ({ acting }, arrangement) => hallDay.arrange(acting, arrangement),

    slots: async (_, day) => booked.slots(day),
    bookings: async (_, day) => booked.rows(day),
    book: async ({ acting }, bookingOrder) => booked.book(acting, bookingOrder),
    cancelBooking: async ({ acting }, bookingId, reason) => booked.cancel(acting, bookingId, reason),

    figures: async () => figures(),
  };
}

const none = { intents: [], also: () => {} };

/** The ticket as its counter goes on with it. */
export function arrivedView(ticket: Ticket): ArrivedTicket {
  const { id, number, note, firstReceiver } = ticket;
  return {
    ...{ id, number, note, firstReceiver },
    holder: ticket.holder === null ? null : reveal(ticket.holder),
    serviceMode: ticket.serviceMode as ArrivedTicket['serviceMode'],
  };
}
