import type { Ticket } from '#shared/queue/ticket.ts';
import { mustBe } from '../accidents/ledger.ts';
import type { People } from './hall-people.ts';

/** What an installation of a hall has written by the end of the day. */
export interface MemberHistory {
  name: string;
  /** So many notes for the hall that it has not told. */
  notes: number;
  tickets: readonly Pick<Ticket, 'id' | 'number' | 'status'>[];
}

/**
 * Holds the history that all installations of a hall have written together against the memory of those who came.
 * @throws Fault at the first thing that is not so
 */
export function mustHold(members: readonly MemberHistory[], people: People): void {
  const byNumber = new Map<string, { at: string; status: Ticket['status'] }[]>();
  const writers = new Map<string, string>();
  for (const { name, notes, tickets } of members) {
    mustBe(notes === 0, () => `${name} has not told the hall ${notes} notes`);
    for (const { id, number, status } of tickets) {
      mustBe(!writers.has(id), () => `${id} is written by ${writers.get(id)} and by ${name}`);
      writers.set(id, name);
      if (status !== 'handedOver')
        byNumber.set(number, [...(byNumber.get(number) ?? []), { at: name, status }]);
    }
  }
  for (const [number, tickets] of byNumber) {
    mustBe(people.holds(number), () => `${number} is in the history, and nobody holds it`);
    mustBe(
      tickets.length === 1,
      () => `${number} is in the history twice: ${tickets.map(({ at, status }) => `${at} ${status}`)}`,
    );
  }
  for (const { number, state, calls, presentedAt } of people.all) {
    const [found] = byNumber.get(number) ?? [];
    mustBe(found !== undefined, () => `${number} is lost: it was taken, and is in no history`);
    mustBe(
      found?.status === state,
      () => `${number} was ${state} (${presentedAt ?? 'called'}), and is ${found?.status} at ${found?.at}`,
    );
    mustBe(calls <= 1, () => `${number} was called by ${calls} counters`);
  }
}
