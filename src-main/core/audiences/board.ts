import { implement } from '@orpc/server';
import { momentOf } from '#shared/clock/evidence.ts';
import { type BoardScreen, boardContract } from '#shared/contracts/board.ts';
import type { Ticket } from '#shared/queue/ticket.ts';
import { live } from './live.ts';
import type { Parts } from './parts.ts';

/** How many calls a board shows. */
const shown = 8;

/** The board's contract: numbers and counters. */
export function boardRouter({ store, tickets }: Parts) {
  const os = implement(boardContract);

  function screen(): BoardScreen {
    const waiting = tickets.waiting();
    // Whoever has come needs no board any more.
    const calls = tickets
      .called()
      .map(({ state }) => state)
      .filter(
        (ticket): ticket is Ticket & { called: NonNullable<Ticket['called']> } => ticket.called !== null,
      )
      .map((ticket) => ({
        ticketId: ticket.id,
        number: ticket.number,
        counterName: ticket.counter?.name ?? '',
        calledAt: momentOf(ticket.called),
        calls: ticket.calls,
      }))
      .sort((a, b) => b.calledAt.localeCompare(a.calledAt));
    return {
      organisationName: store.knowledge.organisation(store.knowledge.place().organisationId)?.name ?? '',
      hallName: tickets.hallName(),
      now: store.now(),
      calls: calls.slice(0, shown),
      waiting: tickets.categories().map(({ id, name, prefix }) => ({
        categoryName: name,
        prefix,
        count: waiting.filter(({ state }) => state.categoryId === id).length,
      })),
      missed: tickets.missed().map(({ state }) => state.number),
    };
  }

  return os.router({ watch: os.watch.handler(({ signal }) => live(store, screen, signal)) });
}
