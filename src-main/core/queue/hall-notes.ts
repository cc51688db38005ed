import { momentOf } from '#shared/clock/evidence.ts';
import { type HallActing, type HallNote, type HandedOver, handedOverSchema } from '#shared/contracts/hall.ts';
import type { Ticket } from '#shared/queue/ticket.ts';
import { reveal } from '#shared/sync/personal.ts';
import type { Store } from '../store/store.ts';
import type { HallClient } from './hall-link.ts';

/** What is kept of a note: of an own ticket only which it is, since the store has the rest. */
type KeptNote =
  | Exclude<HallNote, { kind: 'takeOver' }>
  | { kind: 'takeOver'; acting: HallActing; ticketId: string; missed: boolean };

/** What was done here and the hall's core has to hear: oldest first, on the disk until it has been told. */
export type HallNotes = ReturnType<typeof hallNotes>;

/** So many are told at once. */
const together = 20;

export function hallNotes({ db, withoutWaiting }: Pick<Store, 'db' | 'withoutWaiting'>) {
  const insert = db.prepare<[string]>('INSERT INTO hall_note (body) VALUES (?)');
  const first = db.prepare<[], { id: number; body: string }>(
    `SELECT id, body FROM hall_note ORDER BY id LIMIT ${together}`,
  );
  const any = db.prepare<[], { id: number }>('SELECT id FROM hall_note LIMIT 1');
  const remove = db.prepare<[number]>('DELETE FROM hall_note WHERE id <= ?');
  return {
    /** To be called inside the act that it tells of. */
    add: (note: KeptNote): void => void insert.run(JSON.stringify(note)),
    first: (): { id: number; note: KeptNote }[] =>
      first.all().map(({ id, body }) => ({ id, note: JSON.parse(body) as KeptNote })),
    isEmpty: (): boolean => any.get() === undefined,
    /** All up to this one have been told; they may be told again. */
    remove: (id: number): void => void withoutWaiting(() => remove.run(id)),
  };
}

/** Tells the hall's core what is noted, in order; whoever asks meanwhile waits for the one that is at it. */
export function telling(
  store: Store,
  notes: HallNotes,
  log: { warn(details: Readonly<Record<string, unknown>>, message: string): void },
) {
  let turn: Promise<void> = Promise.resolve();

  function toldAs(note: KeptNote): HallNote[] {
    if (note.kind !== 'takeOver') return [note];
    const { kind, acting, missed } = note;
    const ticket = store.tickets.get(note.ticketId)?.state;
    return ticket === undefined ? [] : [{ kind, acting, ticket: handedOverOf(ticket, missed) }];
  }

  async function tellAll(
    client: HallClient,
    signal: AbortSignal,
    seen: (answer: Awaited<ReturnType<HallClient['tell']>>) => void,
  ): Promise<void> {
    for (let kept = notes.first(); kept.length > 0; kept = notes.first()) {
      const list = kept.flatMap(({ note }) => toldAs(note));
      const answer = list.length === 0 ? null : await client.tell({ notes: list }, { signal });
      notes.remove(kept.at(-1)?.id ?? 0);
      if (answer === null) continue;
      seen(answer);
      // What is told was done; that the hall sees it otherwise is for whoever looks into it.
      for (const { kind, code } of answer.refused)
        log.warn({ note: kind, code }, 'the hall did not take what it was told');
    }
  }

  return (...args: Parameters<typeof tellAll>): Promise<void> => {
    const told = turn.then(() => tellAll(...args));
    turn = told.catch(() => {});
    return told;
  };
}

/** An own ticket, as the hall's core goes on with it. */
function handedOverOf(ticket: Ticket, missed: boolean): HandedOver {
  const { number, categoryId, categoryName, businessDay, lane, priority, booking, token } = ticket;
  return handedOverSchema.parse({
    ...{ ticketId: ticket.id, number, categoryId, categoryName, businessDay, lane, priority, booking, token },
    ...{
      also: ticket.also,
      matters: ticket.matters,
      serviceMode: ticket.serviceMode,
      arrivedAt: momentOf(ticket.issued),
    },
    holder: ticket.holder === null ? null : reveal(ticket.holder),
    missed,
  });
}
