import type { HallQueue } from '#shared/contracts/hall-queue.ts';
import type { Counter, Hall } from '#shared/organisation/organisation.ts';
import { type HallDay, pauseReasons } from '#shared/queue/hall-day.ts';
import type { Ticket } from '#shared/queue/ticket.ts';
import { ticketRow } from './ticket-row.ts';
import type { LiveStatus } from './todays-tickets.ts';

/** So many tickets of a kind stand in a snapshot: it goes out after every change, and nobody reads further. */
const shown = 200;

/** A hall's queue as its screens show it. @param waiting everybody who waits, the next one first */
export function hallView(
  {
    hall,
    counters,
    day,
    kiosks,
    given,
  }: {
    hall: Hall | undefined;
    counters: readonly Counter[];
    day: Omit<HallDay, 'id' | 'hallId' | 'businessDay' | 'revision'>;
    kiosks: HallQueue['kiosks'];
    given: HallQueue['given'];
  },
  waiting: readonly Ticket[],
  tickets: (status: LiveStatus) => readonly Ticket[],
): HallQueue {
  const [called, serving] = [tickets('called'), tickets('serving')];
  const newestFirst = [...called].sort((a, b) =>
    (b.called?.capturedAt ?? '').localeCompare(a.called?.capturedAt ?? ''),
  );
  const at = (id: string) => (ticket: Ticket) => ticket.counter?.id === id;
  const { weights, notice } = day;
  return {
    hallName: hall?.name ?? '',
    waiting: waiting.slice(0, shown).map(ticketRow),
    waitingCount: waiting.length,
    // The latest: whoever missed their number this morning has gone home.
    missed: tickets('missed').slice(-shown).map(ticketRow),
    parked: tickets('parked').slice(-shown).map(ticketRow),
    called: newestFirst.map(ticketRow),
    serving: serving.map(ticketRow),
    categories: (hall?.categories ?? []).map((category) => ({
      ...category,
      waiting: waiting.filter(({ categoryId }) => categoryId === category.id).length,
      closedReason: day.closed[category.id]?.reason ?? null,
    })),
    counters: counters.map(({ id, name, number }) => {
      const now = called.find(at(id)) ?? serving.find(at(id));
      const rests = day.paused[id];
      return {
        ...{ id, name, number, ticketNumber: now?.number ?? null, autoCall: day.autoCall.includes(id) },
        state:
          now?.status === 'called'
            ? 'calling'
            : now !== undefined
              ? 'serving'
              : rests === undefined
                ? 'free'
                : 'paused',
        pausedFor: rests === undefined ? null : pauseReasons[rests.reason],
        pausedSince: rests?.since ?? null,
      };
    }),
    ...{ kiosks, given, notice, weights, alarms: [...day.alarms], roster: [...day.roster] },
  };
}
