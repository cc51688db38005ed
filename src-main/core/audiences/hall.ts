import { setImmediate as breathe } from 'node:timers/promises';
import { implement } from '@orpc/server';
import { beijingDateOf } from '#shared/clock/beijing.ts';
import { type HallActing, type HallNote, hallContract } from '#shared/contracts/hall.ts';
import { noQueue } from '#shared/contracts/hall-queue.ts';
import type { TicketRow } from '#shared/contracts/views.ts';
import { actorOf } from '#shared/identity/authority.ts';
import type { HallMember } from '#shared/identity/hall-member.ts';
import { notAuthorised } from '#shared/identity/may-give.ts';
import { hallTicketId } from '#shared/queue/hall-ticket-commands.ts';
import type { HallKeeper } from '../queue/hall-keeper.ts';
import { goOnFrom } from '../queue/hall-numbers.ts';
import type { Kiosks } from '../queue/kiosks.ts';
import type { At, Taken, TicketDesk } from '../queue/ticket-desk.ts';
import { toldQueue } from '../queue/told-queue.ts';
import type { Store } from '../store/store.ts';
import { live } from './live.ts';
import { orSayWhy } from './or-say-why.ts';

/**
 * What the core that keeps the hall's queue answers to the other cores of the hall. Whose counter it is about stands in the
 * asker's certificate; who acts there the asker says, as it says it to the district, and must be posted here today.
 */
export function hallRouter({
  store,
  tickets,
  keeper,
  kiosks,
}: {
  store: Store;
  tickets: TicketDesk;
  keeper: HallKeeper;
  kiosks: Kiosks;
}) {
  const os = implement(hallContract).$context<{ member: HallMember }>().use(orSayWhy(store));
  let version = 1;
  store.onChange(() => {
    version += 1;
  });
  const told = toldQueue(() => version, tickets.queue);

  /** Tells a member what has changed in the hall or at its counter; of everything else in this store it hears nothing. */
  async function* watch(counterId: string | null, signal: AbortSignal | undefined) {
    let before = noQueue;
    let row: TicketRow | null | undefined;
    const view = () => ({ version, queue: told.now(), current: tickets.current(counterId) });
    for await (const { version, queue, current } of live(store, view, signal)) {
      if (queue === before && current === row) continue;
      yield { version, current, changes: told.since(before) };
      [before, row] = [queue, current];
    }
  }

  function atOf({ kind, counterId }: HallMember, acting: HallActing): At | null {
    const { knowledge } = store;
    const { organisationId } = knowledge.place();
    const posting = knowledge.staff().find(({ postingId }) => postingId === acting.postingId);
    const actor = actorOf(acting, posting, { kind, organisationId }, beijingDateOf(store.now()));
    if (actor === null) return null;
    const { sessionId, authMode, channel } = acting;
    // Nothing about a ticket wants a person's signature.
    return { counterId, acting: { actor, sessionId, authMode, channel, sign: () => null } };
  }

  async function answer<Shape extends object>(
    { member }: { member: HallMember },
    { acting }: { acting: HallActing },
    act: (at: At) => Taken<Shape> | Promise<Taken<Shape>>,
  ) {
    const at = atOf(member, acting);
    if (at === null) return notAuthorised;
    const taken = await act(at);
    if (taken.kind === 'refused') return taken;
    return { ...taken, version, current: tickets.current(member.counterId) };
  }

  const done = { kind: 'done' } as const;
  /** What may be told twice is done once: the second time the counter has another ticket, or none. */
  async function once(at: At, ticketId: string, wanted: string, act: (at: At) => Promise<Taken>) {
    const now = tickets.current(at.counterId);
    return now?.id === ticketId && now.status === wanted ? act(at) : done;
  }

  function take(at: At, note: Exclude<HallNote, { kind: 'takeOver' }>): Taken | Promise<Taken> {
    switch (note.kind) {
      case 'arrive':
        return once(at, note.ticketId, 'called', () => tickets.arrive(at, note.visitId));
      case 'miss':
        return once(at, note.ticketId, 'called', tickets.miss);
      case 'finish':
        return once(at, note.ticketId, 'serving', tickets.finish);
      case 'present':
        return keeper.present(at, note);
    }
  }

  let hearing: Promise<unknown> = Promise.resolve();
  /**
   * One listens to one at a time, and to signs of life in between: after a break the whole hall has something to tell at
   * once, and whoever heard nothing meanwhile would think the line cut again.
   */
  function hear(member: HallMember, notes: readonly HallNote[]) {
    const heard = hearing.then(() => hearOne(member, notes));
    hearing = heard.catch(() => {});
    return heard;
  }

  /** Takes what somebody tells, in their order; tickets that come over together in one act. */
  async function hearOne(member: HallMember, notes: readonly HallNote[]) {
    const refused: { kind: string; code: string }[] = [];
    const entered = (kind: string, taken: Taken) => {
      if (taken.kind === 'refused') refused.push({ kind, code: taken.refusal.code });
    };
    for (let next = 0; next < notes.length; next += 1) {
      const note = notes[next] as HallNote;
      await breathe();
      const at = atOf(member, note.acting);
      if (at === null) entered(note.kind, notAuthorised);
      else if (note.kind !== 'takeOver') entered(note.kind, await take(at, note));
      else {
        const end = notes.findIndex(({ kind }, index) => index > next && kind !== 'takeOver');
        const together = notes
          .slice(next, end < 0 ? undefined : end)
          .flatMap((each) => (each.kind === 'takeOver' ? [each.ticket] : []));
        for (const taken of keeper.takeOver(at.acting, together)) entered(note.kind, taken);
        next += together.length - 1;
      }
    }
    return refused;
  }

  return os.router({
    watch: os.watch.handler(async function* ({ context: { member }, signal }) {
      const end = kiosks.link(member.installationId);
      try {
        yield* watch(member.counterId, signal);
      } finally {
        end();
      }
    }),
    issue: os.issue.handler(({ context, input }) =>
      answer(context, input, (at) =>
        tickets.issue(at, { ...input.order, ticketId: hallTicketId(input.order.ticketId) }),
      ),
    ),
    call: os.call.handler(({ context, input }) =>
      answer(context, input, async (at) => {
        const called = await tickets.call(at, input.ticketId);
        if (called.kind === 'refused') return called;
        const arrived = keeper.arrived(at.counterId);
        if (arrived === null) throw new Error('a ticket that was just called is not at its counter');
        return { ...called, arrived };
      }),
    ),
    recall: os.recall.handler(({ context, input }) => answer(context, input, tickets.recall)),
    park: os.park.handler(({ context, input }) =>
      answer(context, input, (at) => tickets.park(at, input.reason)),
    ),
    transfer: os.transfer.handler(({ context, input }) =>
      answer(context, input, (at) => tickets.transfer(at, input.to, input.note)),
    ),
    comeBack: os.comeBack.handler(({ context, input }) =>
      answer(context, input, (at) => tickets.comeBack(at, input.ticketId)),
    ),
    changeLane: os.changeLane.handler(({ context, input }) =>
      answer(context, input, (at) => tickets.changeLane(at, input.ticketId, input.lane, input.priority)),
    ),
    putFirst: os.putFirst.handler(({ context, input }) =>
      answer(context, input, (at) => tickets.putFirst(at, input.ticketId, input.reason)),
    ),
    arrange: os.arrange.handler(({ context, input }) =>
      answer(context, input, (at) => tickets.arrange(at, input.arrangement)),
    ),
    slots: os.slots.handler(({ context, input }) =>
      answer(context, input, async (at) => ({ ...done, slots: [...(await tickets.slots(at, input.day))] })),
    ),
    bookings: os.bookings.handler(({ context, input }) =>
      answer(context, input, async (at) => ({
        ...done,
        bookings: [...(await tickets.bookings(at, input.day))],
      })),
    ),
    book: os.book.handler(({ context, input }) =>
      answer(context, input, (at) => tickets.book(at, input.order)),
    ),
    cancelBooking: os.cancelBooking.handler(({ context, input }) =>
      answer(context, input, (at) => tickets.cancelBooking(at, input.bookingId, input.reason)),
    ),
    figures: os.figures.handler(({ context, input }) =>
      answer(context, input, async (at) => ({ ...done, figures: await tickets.figures(at) })),
    ),
    held: os.held.handler(({ context, input }) =>
      answer(context, input, (at) => ({ ...done, arrived: keeper.arrived(at.counterId) })),
    ),
    kiosk: os.kiosk.handler(({ context, input }) =>
      answer<object>(context, input, () => {
        kiosks.hear(context.member.installationId, input.kiosk);
        return done;
      }),
    ),
    numbers: os.numbers.handler(({ input }) => {
      goOnFrom(store, input);
      return {};
    }),
    present: os.present.handler(({ context, input }) =>
      answer<object>(context, input, (at) => keeper.present(at, input)),
    ),
    tell: os.tell.handler(async ({ context: { member }, input }) => {
      const refused = await hear(member, input.notes);
      return { refused, version, current: tickets.current(member.counterId) };
    }),
  });
}
