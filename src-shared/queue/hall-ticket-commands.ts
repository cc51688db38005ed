import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { digestOf } from '../sync/canonical.ts';

/**
 * A ticket has one writer: the core that issued it. One that was issued while the hall could not be reached goes over to
 * the hall's core afterwards: its own history ends with `handOverTicket`, and in the hall begins a ticket with an id that
 * follows from it, so that a second try is the same ticket.
 */

/** The hall's ticket for one that another core issued, or asked the hall for: always the same for the same. */
export function hallTicketId(ticketId: string): string {
  const hex = digestOf(`yichuang hall ticket\n${ticketId}`).slice('sha256:'.length);
  const variant = ((Number.parseInt(hex.slice(3, 4), 16) & 3) | 8).toString(16);
  // The time stays, and so does the order of ids by it.
  return `${ticketId.slice(0, 14)}7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`;
}

/** Where somebody was served although the hall did not know: the counter, and the visit there. */
const servedAtSchema = z.strictObject({
  counter: z.strictObject({ id: z.string().min(1).max(64), name: z.string().min(1).max(40) }),
  visitId: z.uuidv7(),
});

/** The commands by which tickets find together after the hall was out of reach; `issue` is what a ticket begins with. */
export const hallTicketCommands = <Issue extends z.ZodRawShape>(issue: z.ZodObject<Issue>) =>
  ({
    /** Given by the core that issued it: from here on the hall's core calls it, and nobody else. */
    handOverTicket: z.strictObject({}),
    /** Given by the hall's core: it goes on under the number that its holder has in hand. */
    takeOverTicket: issue.extend({
      /** When its holder came: they have waited since. */
      arrivedAt: instantSchema,
      /** Called already, while the hall was out of reach, and nobody came. */
      missed: z.boolean(),
      /** Its holder has been served meanwhile. */
      served: servedAtSchema.nullable(),
    }),
    /** Its holder came to a counter that could not reach the hall, and was received by the number in their hand. */
    presentTicket: servedAtSchema,
  }) as const;
