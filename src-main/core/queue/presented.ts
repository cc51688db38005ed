import type { BeijingDate } from '#shared/clock/beijing.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import { type CounterNamed, seriesOf, ticketNumberSchema } from '#shared/queue/ticket-commands.ts';
import type { Store } from '../store/store.ts';
import { type Along, counterNamed } from './ticket-desk.ts';

interface Presented {
  readonly counter: CounterNamed;
  readonly visitId: string;
}

/** Where a number was received today before the core that keeps the queue knew it; null where it was not. */
export function presentedToday(
  { db, businessDay }: Pick<Store, 'db' | 'businessDay'>,
  number: string,
): Presented | null {
  const row = db
    .prepare<[string, string], { counter: string; visit_id: string }>(
      'SELECT counter, visit_id FROM hall_presented WHERE day = ? AND number = ?',
    )
    .get(businessDay(), number);
  return row === undefined ? null : { counter: JSON.parse(row.counter), visitId: row.visit_id };
}

/** Remembers it for the day; what was remembered of other days goes. */
function remember({ db, businessDay }: Store, number: string, { counter, visitId }: Presented): void {
  const day = businessDay();
  db.prepare('DELETE FROM hall_presented WHERE day <> ?').run(day);
  db.prepare('INSERT INTO hall_presented VALUES (?, ?, ?, ?)').run(
    day,
    number,
    JSON.stringify(counter),
    visitId,
  );
}

/**
 * What it takes, at the core that keeps the queue, to receive somebody by the number in their hand. A number of another
 * core's series may still be on its way: it is remembered, and will be known as served when it comes.
 * @returns the steps, with the ticket where it is known; null where this visit was told before
 */
export function presenting(
  store: Store,
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
  const before = presentedToday(store, number);
  if (before !== null)
    return before.visitId === visitId
      ? null
      : refused('alreadyServed', `${number}号已经在${before.counter.name}办理。`);
  return {
    ticketId: null,
    along: { intents: [], also: () => remember(store, number, { counter, visitId }) },
  };
}

/** A number as somebody types it off a ticket; null for what is none. */
export const typedNumber = (text: string): string | null =>
  ticketNumberSchema.safeParse(text.normalize('NFKC').trim().toUpperCase()).data ?? null;

export const numberUnknown = refused(
  'numberUnknown',
  '今天没有发过这个号，请核对票面；没有号票的群众可以直接接待。',
);
