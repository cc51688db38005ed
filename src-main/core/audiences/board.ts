import { implement } from '@orpc/server';
import { type BoardScreen, boardContract } from '#shared/contracts/board.ts';
import { live } from './live.ts';
import type { Parts } from './parts.ts';

/** How many calls a board shows. */
const shown = 8;

/** The board's contract: numbers and counters. */
export function boardRouter({ store, tickets }: Parts) {
  const os = implement(boardContract);

  /** The boards that watch, the longest first: that one speaks for the hall. */
  const watching: symbol[] = [];

  function screen(board: symbol): BoardScreen {
    const queue = tickets.queue();
    const numbers = new Map(queue.counters.map(({ id, number }) => [id, number]));
    return {
      organisationName: store.knowledge.organisation(store.knowledge.place().organisationId)?.name ?? '',
      hallName: queue.hallName,
      now: store.now(),
      // Whoever has come needs no board any more.
      calls: queue.called
        .slice(0, shown)
        .flatMap(({ id, number, counterId, counterName, calledAt, calls }) =>
          calledAt === null
            ? []
            : [
                {
                  ...{ ticketId: id, number, counterName: counterName ?? '', calledAt, calls },
                  counterNumber: numbers.get(counterId ?? '') ?? 0,
                },
              ],
        ),
      waiting: queue.categories.map(({ name, prefix, waiting }) => ({
        categoryName: name,
        prefix,
        count: waiting,
      })),
      missed: queue.missed.map(({ number }) => number),
      counters: queue.counters.map(({ number, name, state, ticketNumber, pausedFor }) => ({
        ...{ number, name, state, ticketNumber, pausedFor },
      })),
      notice: queue.notice,
      speaks: watching[0] === board,
    };
  }

  async function* watch(mute: boolean, signal: AbortSignal | undefined): AsyncGenerator<BoardScreen, void> {
    const board = Symbol('board');
    if (!mute) watching.push(board);
    try {
      yield* live(store.ofHall, () => screen(board), signal);
    } finally {
      const at = watching.indexOf(board);
      if (at >= 0) watching.splice(at, 1);
      store.changed();
    }
  }

  return os.router({
    watch: os.watch.handler(({ signal }) => watch(false, signal)),
    display: os.display.handler(({ signal }) => watch(true, signal)),
  });
}
