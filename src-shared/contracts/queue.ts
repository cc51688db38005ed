import { oc } from '@orpc/contract';
import { z } from 'zod';
import { beijingDateSchema, instantSchema } from '../clock/beijing.ts';
import { laneSchema, priorityReasonSchema, transferTargetSchema } from '../queue/ticket-commands.ts';
import { subjectIdSchema } from '../sync/command.ts';
import { typedLineSchema } from '../text.ts';
import { answer, done } from './answer.ts';
import {
  arrangementSchema,
  bookingRowSchema,
  dayFiguresSchema,
  issuedTicketSchema,
  slotSchema,
  ticketOrderSchema,
} from './hall-queue.ts';
import { ticketRowSchema } from './views.ts';

const ticketId = z.object({ ticketId: z.uuid() });
const day = z.object({ day: beijingDateSchema });

/** One thing to look at before the doors open: green, to be looked at, or red. */
export const readinessRowSchema = z.object({
  group: z.enum(['counters', 'devices', 'roster', 'system']),
  name: z.string(),
  state: z.enum(['good', 'look', 'bad']),
  sentence: z.string(),
});
export type ReadinessRow = z.infer<typeof readinessRowSchema>;

/** Renderer ↔ core: calling, and what whoever runs the hall does about it. */
export const queueContract = {
  /** Calls whoever is next by the fair order; with an id, that ticket (a missed or parked number come back). */
  callNext: oc.input(z.object({ ticketId: z.uuid().optional() })).output(answer({ ticket: ticketRowSchema })),
  recall: oc.output(done),
  miss: oc.output(done),
  /** The person has come: the visit opens and this clerk is its first receiver. */
  arrive: oc.output(answer({ visitId: z.string() })),
  /** Whoever missed their number is back and waits again. */
  comeBack: oc.input(ticketId).output(done),
  /** Puts aside whoever is here; they keep their place at this counter, and their entries. */
  park: oc.input(z.object({ reason: typedLineSchema(60) })).output(done),
  /** Passes whoever is here on to another counter, or to whoever calls next in a category. */
  transfer: oc.input(z.object({ to: transferTargetSchema, note: typedLineSchema(120) })).output(done),
  /** Issues a ticket for somebody, and prints it at this desk. */
  issue: oc.input(ticketOrderSchema.omit({ holder: true })).output(answer({ ticket: issuedTicketSchema })),
  changeLane: oc
    .input(ticketId.extend({ lane: laneSchema, priority: priorityReasonSchema.nullable() }))
    .output(done),
  putFirst: oc.input(ticketId.extend({ reason: typedLineSchema(120) })).output(done),
  /** Sets something of the hall's day; who may set what, the command behind it says. */
  arrange: oc.input(arrangementSchema).output(done),
  figures: oc.output(dayFiguresSchema),
  readiness: oc.output(z.array(readinessRowSchema)),
  slots: oc.input(day).output(z.array(slotSchema)),
  bookings: oc.input(day).output(z.array(bookingRowSchema)),
  book: oc
    .input(
      z.object({
        bookingId: subjectIdSchema,
        at: instantSchema,
        categoryId: z.string().min(1).max(64),
        booker: z.object({
          name: typedLineSchema(120),
          idNumber: typedLineSchema(32),
          phone: typedLineSchema(32),
        }),
      }),
    )
    .output(answer({ booking: bookingRowSchema })),
  cancelBooking: oc.input(z.object({ bookingId: z.uuid(), reason: typedLineSchema(120) })).output(done),
};
