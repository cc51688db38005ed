import type { Ticket, TicketStatus } from '#shared/queue/ticket.ts';
import type { Store } from '../store/store.ts';

/** Whoever is still in the hall, and whoever may come back. */
const live = ['waiting', 'called', 'serving', 'missed', 'parked'] as const satisfies TicketStatus[];
export type LiveStatus = (typeof live)[number];

/**
 * The tickets of the business day that are not done with, by status and in the order in which they were issued. They are
 * read once, and each again after it was written: a full hall costs no more at every call than an empty one.
 */
export function todaysTickets(store: Store): (status: LiveStatus) => readonly Ticket[] {
  const written = new Set<string>();
  store.onWritten((kind, id) => {
    if (kind === 'ticket') written.add(id);
  });
  let day: string | null = null;
  const byId = new Map<string, Ticket>();
  const lists = new Map<TicketStatus, readonly Ticket[]>();

  function hold(id: string, ticket: Ticket | null): void {
    const before = byId.get(id);
    if (before !== undefined) lists.delete(before.status);
    byId.delete(id);
    if (ticket === null || ticket.businessDay !== day || !isLive(ticket.status)) return;
    byId.set(id, ticket);
    lists.delete(ticket.status);
  }

  function refresh(): void {
    const today = store.businessDay();
    if (day === today) for (const id of written) hold(id, store.tickets.get(id)?.state ?? null);
    else {
      day = today;
      byId.clear();
      lists.clear();
      const open = `business_day = ? AND status IN (${live.map((status) => `'${status}'`).join(', ')})`;
      for (const { id, state } of store.tickets.where(open, today)) byId.set(id, state);
    }
    // What is read inside an act may yet be taken back with it.
    if (!store.db.inTransaction) written.clear();
  }

  return (status) => {
    refresh();
    const list =
      lists.get(status) ?? [...byId.values()].filter((ticket) => ticket.status === status).sort(byIssue);
    lists.set(status, list);
    return list;
  };
}

const isLive = (status: TicketStatus): status is LiveStatus => (live as readonly string[]).includes(status);

function byIssue(one: Ticket, other: Ticket): number {
  const [first, second] = [one.issued.capturedAt, other.issued.capturedAt];
  if (first !== second) return first < second ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}
