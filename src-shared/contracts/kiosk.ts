import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { bookingCodeSchema } from '../queue/booking.ts';
import { chosenMattersSchema, laneSchema, priorityReasonSchema } from '../queue/ticket-commands.ts';
import { subjectIdSchema } from '../sync/command.ts';
import { answer, done } from './answer.ts';
import { prefillOrderSchema } from './hall-queue.ts';
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
      /** Why it is closed for now; a ticket is given all the same. */
      closedReason: z.string().nullable(),
    }),
  ),
  notice: z.string(),
  /** Masked name from the card on the reader; null without a card. */
  holderName: z.string().nullable(),
  cardSentence: z.string(),
  /** The priority that the person of the card may have by their age: offered, and theirs to take. */
  priorityOffered: priorityReasonSchema.nullable(),
  devices: z.array(deviceStatusSchema),
  /** Where one chooses matters on one's own phone; null where the kiosk has no scanner to read the phone with. */
  prefillUrl: z.string().nullable(),
  /** What the phone asks for whose code was read last, waiting for a touch. */
  prefilled: z
    .object({
      matters: chosenMattersSchema,
      categories: z.array(z.object({ id: z.string(), name: z.string() })),
      priority: priorityReasonSchema.nullable(),
      codeId: z.string(),
      /** Asked of whoever shows a code that has taken a number today; null where there is nothing to ask. */
      taken: z.string().nullable(),
      /** What of it cannot be done here; empty where all can. */
      remark: z.string(),
    })
    .nullable(),
  /** Why the code that was scanned last says nothing here; empty otherwise. */
  scanSentence: z.string(),
  /** The ticket that was issued last, shown large until the next touch or for some seconds. */
  lastTicket: z
    .object({
      id: z.string(),
      number: z.string(),
      categoryName: z.string(),
      also: z.array(z.string()),
      matters: z.array(z.string()),
      laneName: z.string(),
      ahead: z.int(),
      /** Whole minutes; null as long as nobody can say. */
      expectedMinutes: z.int().nullable(),
      remark: z.string(),
      /** Its holder had it already: it was printed once more. */
      again: z.boolean(),
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
    .input(
      z.object({
        ticketId: subjectIdSchema,
        categoryId: z.string().max(64),
        /** What else is done in the same visit. */
        also: z.array(z.string().max(64)).max(8).default([]),
        /** What of these was chosen on a phone. */
        matters: chosenMattersSchema.default([]),
        prefill: prefillOrderSchema.nullable().default(null),
        lane: laneSchema.extract(['walkIn', 'priority', 'returning']).default('walkIn'),
        priority: priorityReasonSchema.nullable().default(null),
      }),
    )
    .output(answer({ number: z.string(), ahead: z.int() })),
  /** Issues the ticket of a booking of today, by its code. */
  issueBooked: oc
    .input(z.object({ ticketId: subjectIdSchema, code: bookingCodeSchema }))
    .output(answer({ number: z.string(), ahead: z.int() })),
  /** A scanner that types like a keyboard has read a code. */
  scanned: oc.input(z.object({ text: z.string().max(1_024) })).output(done),
  /** Forgets the card and the phone that was read and the ticket that is shown. */
  clear: oc.output(done),
};
