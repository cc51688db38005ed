import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { HallActing } from '#shared/contracts/hall.ts';
import type { ArrivedTicket, HallQueue, IssuedTicket, KioskReport } from '#shared/contracts/hall-queue.ts';
import type { TicketRow } from '#shared/contracts/views.ts';
import type { Acting } from '../store/commands.ts';
import type { Store } from '../store/store.ts';
import { actingOf, machineActing } from './hall-acting.ts';
import { type HallMode, hallConnection } from './hall-connection.ts';
import { hallNotes } from './hall-notes.ts';
import type { HallTrust } from './hall-trust.ts';
import { tellOfKiosk } from './kiosks.ts';
import { rememberCode } from './taken-codes.ts';
import { type Along, nobodyCalled, type Taken, type TicketDesk } from './ticket-desk.ts';

/** The queue of a hall whose core is another one: asked over the hall's link, and this core's own where that is broken. */
export interface HallDesk extends TicketDesk {
  mode(): HallMode;
  close(): Promise<void>;
}

export interface HallDeskOptions {
  store: Store;
  /** The queue in this core's own store, with its own series of numbers. */
  own: TicketDesk;
  /** How this core's kiosk is; null where it has none. */
  kiosk(): KioskReport | null;
  /** Address of the hall's core, `host:port`. */
  core: string;
  /** See `hallLink`. */
  heard?: (() => readonly string[]) | undefined;
  trust: HallTrust;
  log: { warn(details: Readonly<Record<string, unknown>>, message: string): void };
}

/**
 * What is decided about the whole hall, above all who is called next, the hall's core decides. What happens at this counter
 * to somebody who has been called already is done here at once and told: so it goes on whatever becomes of the link. And
 * without the hall this core gives numbers of its own series and calls those, and only those: nobody is called twice.
 */
export function hallDesk({ store, own, kiosk, log, ...where }: HallDeskOptions): HallDesk {
  const notes = hallNotes(store);
  const counterId = () => store.knowledge.place().counterId;
  /** Tickets that were asked for here, for the screen that shows them; the last few. */
  const given = new Map<string, IssuedTicket>();

  function held() {
    const kept = store.settings.get('hallHeld');
    return kept !== null && kept.day === store.businessDay() ? kept : null;
  }
  function hold(row: TicketRow | null, arrived: ArrivedTicket | null): void {
    const before = store.settings.get('hallHeld');
    const next = row === null ? null : { day: store.businessDay(), row, arrived };
    // The hall has the call on its disk; nobody waits for it to be here as well.
    if (JSON.stringify(before) !== JSON.stringify(next))
      store.withoutWaiting(() => store.settings.set('hallHeld', next));
  }
  /** Of the same ticket what was heard at the call still counts. */
  function holdRow(row: TicketRow | null): void {
    const before = held();
    hold(row, row !== null && before?.row.id === row.id ? before.arrived : null);
  }

  /** Tickets that were issued here and that nobody is at: the hall goes on with them. */
  function handOver(): boolean {
    const waiting = store.tickets.where(
      `business_day = ? AND status IN ('waiting', 'missed') ORDER BY id`,
      store.businessDay(),
    );
    const machine = machineActing(store);
    for (let next = 0; next < waiting.length; next += together) {
      const some = waiting.slice(next, next + together);
      store.perform(
        machine,
        some.map(({ id }) => ({ name: 'handOverTicket', subject: { kind: 'ticket', id }, args: {} })),
        () => {
          for (const { id, state } of some)
            notes.add({
              ...{ kind: 'takeOver', ticketId: id, missed: state.status === 'missed' },
              acting: actingOf(machine),
            });
        },
      );
    }
    return waiting.length > 0;
  }

  const hall = hallConnection({
    ...{ store, ...where, notes, log, handOver },
    onCurrent: holdRow,
  });
  const telling = tellOfKiosk(store, kiosk, {
    isConnected: () => hall.mode() === 'connected',
    tell: (report) =>
      hall.ask((client, options) =>
        client.kiosk({ acting: actingOf(machineActing(store)), kiosk: report }, options),
      ),
  });

  /** What was left here by an act of this core's own queue goes over at once where the hall is there. */
  async function handedOn<Result>(act: Promise<Result>): Promise<Result> {
    const result = await act;
    if (hall.mode() === 'connected' && handOver()) await hall.told();
    return result;
  }

  /** Does here what is done at this counter to the hall's ticket, and tells the hall. */
  async function here(
    acting: Acting,
    { intents, also }: Along,
    note: (acting: HallActing) => Parameters<typeof notes.add>[0],
    after: () => void,
  ): Promise<Taken> {
    const keep = () => {
      also();
      notes.add(note(actingOf(acting)));
      after();
    };
    if (intents.length > 0) {
      const performed = store.perform(acting, intents, keep);
      if (performed.kind === 'refused') return performed;
    } else store.db.transaction(keep).immediate();
    store.changed();
    await hall.told();
    return { kind: 'done' };
  }

  /** A step that only the hall's core can take; what goes along here is done once it has. */
  async function asked(
    question: Parameters<typeof hall.ask>[0],
    acting?: Acting,
    along?: Along,
  ): Promise<Taken> {
    const answer = await hall.ask(question);
    if (answer === null) return away;
    if (answer.kind === 'refused') return answer;
    if (acting !== undefined && along !== undefined && along.intents.length > 0)
      return store.perform(acting, along.intents, along.also);
    store.changed();
    return { kind: 'done' };
  }

  const isOwn = (ticketId: string): boolean => {
    const status = store.tickets.get(ticketId)?.state.status;
    return status !== undefined && status !== 'handedOver';
  };
  const ownCurrent = (id: string | null) => (id === counterId() ? own.current(id) : null);

  return {
    mode: hall.mode,

    queue(): HallQueue {
      const seen = hall.queue();
      if (seen !== null && hall.mode() !== 'alone') {
        // Whoever was put aside here while this counter was alone comes back to it.
        const parked = store.tickets.count(`business_day = ? AND status = 'parked'`, store.businessDay());
        return parked === 0 ? seen : { ...seen, parked: [...seen.parked, ...own.queue().parked] };
      }
      const queue = own.queue();
      const row = held()?.row;
      if (row === undefined) return queue;
      return row.status === 'called'
        ? { ...queue, called: [row, ...queue.called] }
        : { ...queue, serving: [row, ...queue.serving] };
    },

    current: (id) => ownCurrent(id) ?? (id !== null && id === counterId() ? (held()?.row ?? null) : null),

    async issue(at, order, along) {
      const acting = actingOf(at.acting);
      const answer = await hall.ask((client, options) => client.issue({ acting, order }, options));
      if (answer === null) {
        const remark = at.counterId === null ? aloneAtKiosk : aloneAtCounter;
        const alone = (ticket: IssuedTicket): IssuedTicket => ({ ...ticket, remark });
        const issued = await handedOn(own.issue(at, order, along && ((ticket) => along(alone(ticket)))));
        return issued.kind === 'refused' ? issued : keep(alone(issued.ticket));
      }
      if (answer.kind === 'refused') return answer;
      store.db
        .transaction(() => {
          // Known here as well, should the link break before the code is shown again.
          rememberCode(store, order, answer.ticket.number);
          along?.(answer.ticket);
        })
        .immediate();
      return keep(answer.ticket);
    },

    issued(ticketId) {
      const ticket = given.get(ticketId);
      if (ticket === undefined) return own.issued(ticketId);
      const at = this.queue().waiting.findIndex(({ number }) => number === ticket.number);
      return at < 0 ? ticket : { ...ticket, ahead: at };
    },

    async call(at, ticketId) {
      if (ownCurrent(at.counterId) !== null) return own.call(at, ticketId);
      const now = held()?.row;
      if (now !== undefined) return stillHere(now);
      if (ticketId !== null && isOwn(ticketId)) return handedOn(own.call(at, ticketId));
      const acting = actingOf(at.acting);
      const answer = await hall.ask(
        (client, options) => client.call({ acting, ticketId }, options),
        // Asked before, and the answer did not come: what is at this counter now is the answer.
        () => {
          const row = held()?.row;
          const arrived = held()?.arrived ?? null;
          return row === undefined || arrived === null
            ? null
            : { kind: 'done', version: 0, current: row, ticket: row, arrived };
        },
      );
      if (answer === null) {
        const alone = await own.call(at, ticketId);
        const code = alone.kind === 'refused' ? alone.refusal.code : '';
        return code === 'nobodyWaiting' || code === 'ticketUnknown' ? nobodyHere : alone;
      }
      if (answer.kind === 'refused') return answer;
      hold(answer.ticket, answer.arrived);
      store.changed();
      return { kind: 'done', ticket: answer.ticket };
    },

    async arrive(at, visitId, along) {
      if (ownCurrent(at.counterId) !== null) return own.arrive(at, visitId, along);
      const now = held();
      if (now === null || now.row.status !== 'called') return nobodyCalled;
      const { row } = now;
      const ticket = now.arrived ?? (await details(at.acting)) ?? unknownHolder(row);
      const done = await here(
        at.acting,
        along?.(ticket) ?? nothing,
        (acting) => ({ kind: 'arrive', acting, ticketId: row.id, visitId }),
        () => hold({ ...row, status: 'serving', visitId }, ticket),
      );
      return done.kind === 'refused' ? done : { kind: 'done', ticket };
    },

    async miss(at) {
      if (ownCurrent(at.counterId) !== null) return handedOn(own.miss(at));
      const row = held()?.row;
      if (row?.status !== 'called') return nobodyCalled;
      const note = (acting: HallActing) => ({ kind: 'miss', acting, ticketId: row.id }) as const;
      return here(at.acting, nothing, note, () => hold(null, null));
    },

    async finish(at, along = nothing) {
      if (ownCurrent(at.counterId) !== null) return own.finish(at, along);
      const row = held()?.row;
      if (row?.status !== 'serving') return nobodyCalled;
      const note = (acting: HallActing) => ({ kind: 'finish', acting, ticketId: row.id }) as const;
      return here(at.acting, along, note, () => hold(null, null));
    },

    async present(at, number, visitId, along) {
      const businessDay = store.businessDay();
      const isOwnNumber = store.tickets.count(
        `business_day = ? AND state ->> '$.number' = ? AND status <> 'handedOver'`,
        businessDay,
        number,
      );
      if (isOwnNumber > 0) return own.present(at, number, visitId, along);
      const acting = actingOf(at.acting);
      const told = await hall.ask((client, options) =>
        client.present({ acting, number, businessDay, visitId }, options),
      );
      if (told?.kind === 'refused') return told;
      const seen = hall.queue();
      const row = [...(seen?.waiting ?? []), ...(seen?.missed ?? [])].find((each) => each.number === number);
      const beside = along?.(row?.id ?? null) ?? nothing;
      return told === null
        ? here(
            at.acting,
            beside,
            () => ({ kind: 'present', acting, number, businessDay, visitId }),
            () => {},
          )
        : store.perform(at.acting, beside.intents, beside.also);
    },

    recall: async (at) =>
      ownCurrent(at.counterId) !== null
        ? own.recall(at)
        : asked((client, options) => client.recall({ acting: actingOf(at.acting) }, options)),
    park: async (at, reason, along) =>
      ownCurrent(at.counterId) !== null
        ? own.park(at, reason, along)
        : asked(
            (client, options) => client.park({ acting: actingOf(at.acting), reason }, options),
            at.acting,
            along,
          ),
    transfer: async (at, to, note, along) =>
      ownCurrent(at.counterId) !== null
        ? handedOn(own.transfer(at, to, note, along))
        : asked(
            (client, options) => client.transfer({ acting: actingOf(at.acting), to, note }, options),
            at.acting,
            along,
          ),
    comeBack: async (at, ticketId) =>
      isOwn(ticketId)
        ? handedOn(own.comeBack(at, ticketId))
        : asked((client, options) => client.comeBack({ acting: actingOf(at.acting), ticketId }, options)),
    changeLane: async (at, ticketId, lane, priority) =>
      isOwn(ticketId)
        ? handedOn(own.changeLane(at, ticketId, lane, priority))
        : asked((client, options) =>
            client.changeLane({ acting: actingOf(at.acting), ticketId, lane, priority }, options),
          ),
    putFirst: async (at, ticketId, reason) =>
      isOwn(ticketId)
        ? handedOn(own.putFirst(at, ticketId, reason))
        : asked((client, options) =>
            client.putFirst({ acting: actingOf(at.acting), ticketId, reason }, options),
          ),

    /** A counter that is alone rests and calls for help on its own; what is the whole hall's waits for the hall. */
    async arrange(at, arrangement) {
      const acting = actingOf(at.acting);
      const answer = await hall.ask((client, options) => client.arrange({ acting, arrangement }, options));
      if (answer !== null) return answer.kind === 'refused' ? answer : { kind: 'done' };
      return 'counter' in arrangement.args ? own.arrange(at, arrangement) : away;
    },
    async slots(at, day) {
      const acting = actingOf(at.acting);
      const answer = await hall.ask((client, options) => client.slots({ acting, day }, options));
      return answer?.kind === 'done' ? answer.slots : own.slots(at, day);
    },
    async bookings(at, day) {
      const acting = actingOf(at.acting);
      const answer = await hall.ask((client, options) => client.bookings({ acting, day }, options));
      return answer?.kind === 'done' ? answer.bookings : own.bookings(at, day);
    },
    async book(at, order) {
      const acting = actingOf(at.acting);
      const answer = await hall.ask((client, options) => client.book({ acting, order }, options));
      return answer ?? away;
    },
    async cancelBooking(at, bookingId, reason) {
      const acting = actingOf(at.acting);
      return asked((client, options) => client.cancelBooking({ acting, bookingId, reason }, options));
    },
    async figures(at) {
      const acting = actingOf(at.acting);
      const answer = await hall.ask((client, options) => client.figures({ acting }, options));
      return answer?.kind === 'done' ? answer.figures : own.figures(at);
    },

    close() {
      telling();
      return hall.close();
    },
  };

  function keep(ticket: IssuedTicket): { kind: 'done'; ticket: IssuedTicket } {
    given.set(ticket.id, ticket);
    for (const [oldest] of given) if (given.size > 20) given.delete(oldest);
    return { kind: 'done', ticket };
  }

  /** What the hall knows of whoever was called here, where the answer to the call was not heard. */
  async function details(acting: Acting): Promise<ArrivedTicket | null> {
    const answer = await hall.ask((client, options) => client.held({ acting: actingOf(acting) }, options));
    return answer?.kind === 'done' ? answer.arrived : null;
  }
}

/** So many tickets go over in one act. */
const together = 20;

const nothing: Along = { intents: [], also() {} };

/** Whoever was called while the answer got lost, and the hall is out of reach since: their card is read again. */
const unknownHolder = ({ id, number, note }: TicketRow): ArrivedTicket => ({
  ...{ id, number, note, holder: null, serviceMode: 'counter', firstReceiver: null },
});

const stillHere = ({ number, status }: TicketRow): Refused =>
  status === 'called'
    ? refused('stillCalling', `${number}号还没有处理，请先开始办理或过号。`)
    : refused('stillServing', `${number}号正在办理，请先结束接待。`);

const away = refused(
  'hallAway',
  '大厅叫号暂时中断，这一步等恢复后再办；已叫到的照常办理，其他人请直接接待。',
);
const nobodyHere = refused(
  'nobodyWaitingHere',
  '大厅叫号暂时中断，本窗口发的号已叫完；持号票来的请按号接待，没有号票的请直接接待。',
);
const aloneAtKiosk = '大厅叫号暂时中断：请持本票到任一窗口，窗口凭号接待；恢复后也会叫到本号。';
const aloneAtCounter = '大厅叫号暂时中断：请在本窗口等候叫号。';
