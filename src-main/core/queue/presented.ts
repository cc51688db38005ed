import type { BeijingDate } from '#shared/clock/beijing.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import { type CounterNamed, seriesOf, ticketNumberSchema } from '#shared/queue/ticket-commands.ts';
import type { Store } from '../store/store.ts';
import { type Along, counterNamed } from './ticket-desk.ts';

interface Presented {
  readonly counter: CounterNamed;
  readonly visitId: string;
}

/** Numbers by which people were received without a call, at the core that keeps the queue. */
export function presented(store: Store) {
  const { db, businessDay } = store;
  const find = db.prepare<[string, string], { counter: string; visit_id: string }>(
    'SELECT counter, visit_id FROM hall_presented WHERE day = ? AND number = ?',
  );
  const forget = db.prepare('DELETE FROM hall_presented WHERE day <> ?');
  const keep = db.prepare('INSERT INTO hall_presented VALUES (?, ?, ?, ?)');

  /** Where a number was received today before this core knew it; null where it was not. */
  function before(number: string): Presented | null {
    const row = find.get(businessDay(), number);
    return row === undefined ? null : { counter: JSON.parse(row.counter), visitId: row.visit_id };
  }

  /** Remembers it for the day; what was remembered of other days goes. */
  function remember(number: string, { counter, visitId }: Presented): void {
    const day = businessDay();
    forget.run(day);
    keep.run(day, number, JSON.stringify(counter), visitId);
  }

  return {
    before,

    /**
     * What it takes to receive somebody by the number in their hand. A number of another core's series may still be on its
     * way: it is remembered, and will be known as served when it comes.
     * @returns the steps, with the ticket where it is known; null where this visit was told before
     */
    steps(
      counterId: string | null,
      { number, businessDay, visitId }: { number: string; businessDay: BeijingDate; visitId: string },
    ): { ticketId: string | null; along: Along } | Refused | null {
      const counter = counterNamed(store, counterId);
      if (counter === null) return refused('notAtCounter', '凭号票接待只能在窗口进行。');
      const [ticket] = store.tickets.where(
        `business_day = ? AND state ->> '$.number' = ? AND status <> 'handedOver'`,
        businessDay,
        number,
      );
      if (ticket !== undefined)
        return ticket.state.visitId === visitId
          ? null
          : {
              ticketId: ticket.id,
              along: {
                intents: [
                  {
                    name: 'presentTicket',
                    subject: { kind: 'ticket', id: ticket.id },
                    args: { counter, visitId },
                  },
                ],
                also() {},
              },
            };
      // Given by a core that is no more, whose tickets this one does not have.
      const { series, serial } = seriesOf(number);
      if (series.length === 1 && serial >= store.serials.next(`ticket ${series}`, businessDay))
        return numberUnknown;
      const earlier = before(number);
      if (earlier !== null)
        return earlier.visitId === visitId
          ? null
          : refused('alreadyServed', `${number}号已经在${earlier.counter.name}办理。`);
      return {
        ticketId: null,
        along: { intents: [], also: () => remember(number, { counter, visitId }) },
      };
    },
  };
}

/** A number as somebody types it off a ticket; null for what is none. */
export const typedNumber = (text: string): string | null =>
  ticketNumberSchema.safeParse(text.normalize('NFKC').trim().toUpperCase()).data ?? null;

export const numberUnknown = refused(
  'numberUnknown',
  '今天没有发过这个号，请核对票面；没有号票的群众可以直接接待。',
);
