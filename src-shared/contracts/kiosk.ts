import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { subjectIdSchema } from '../sync/command.ts';
import { answer, done } from './answer.ts';
import { deviceStatusSchema, printStateSchema } from './views.ts';

export const kioskScreenSchema = z.object({
  organisationName: z.string(),
  hallName: z.string(),
  now: instantSchema,
  categories: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      prefix: z.string(),
      description: z.string(),
      waiting: z.int(),
    }),
  ),
  /** Masked name from the card on the reader; null without a card. */
  holderName: z.string().nullable(),
  cardSentence: z.string(),
  devices: z.array(deviceStatusSchema),
  /** The ticket that was issued last, shown large until the next touch or for some seconds. */
  lastTicket: z
    .object({
      id: z.string(),
      number: z.string(),
      categoryName: z.string(),
      ahead: z.int(),
      print: printStateSchema,
      sentence: z.string(),
    })
    .nullable(),
});
export type KioskScreen = z.infer<typeof kioskScreenSchema>;

/** Renderer ↔ core: what the ticket kiosk may ask. */
export const kioskContract = {
  watch: oc.output(eventIterator(kioskScreenSchema)),
  /** Issues a ticket and prints it. The touch brings the id, so that a repeated call is the same ticket. */
  issue: oc
    .input(z.object({ ticketId: subjectIdSchema, categoryId: z.string().max(64) }))
    .output(answer({ number: z.string(), ahead: z.int() })),
  /** Forgets the card that was read and the ticket that is shown. */
  clear: oc.output(done),
};
