import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { beijingDateSchema, instantSchema } from '../clock/beijing.ts';
import {
  categoryNamedSchema,
  chosenMattersSchema,
  laneSchema,
  priorityReasonSchema,
  ticketHolderSchema,
  ticketNumberSchema,
  transferTargetSchema,
} from '../queue/ticket-commands.ts';
import { subjectIdSchema } from '../sync/command.ts';
import { lineSchema } from '../text.ts';
import { answer } from './answer.ts';
import {
  arrangementSchema,
  arrivedTicketSchema,
  bookingOrderSchema,
  bookingRowSchema,
  dayFiguresSchema,
  givenNumbersSchema,
  issuedTicketSchema,
  kioskReportSchema,
  slotSchema,
  ticketOrderSchema,
} from './hall-queue.ts';
import { ticketRowSchema } from './views.ts';

/**
 * Who acts, as the installation that asks has it. From which hall and counter stands in its certificate and not here; the
 * posting is looked up by the hall's core itself.
 */
export const hallActingSchema = z.object({
  actorId: z.string().min(1).max(64),
  postingId: z.string().max(64).nullable(),
  sessionId: z.string().max(64).nullable(),
  authMode: z.enum(['online', 'offline']),
  channel: z.enum(['counter', 'kiosk', 'citizenScreen']),
});
export type HallActing = z.infer<typeof hallActingSchema>;

/** A ticket that another core issued while the hall was out of reach, as the hall's core goes on with it. */
export const handedOverSchema = z.object({
  ticketId: subjectIdSchema,
  number: ticketNumberSchema,
  categoryId: z.string().min(1).max(64),
  categoryName: z.string().min(1).max(40),
  also: z.array(categoryNamedSchema).max(8),
  matters: chosenMattersSchema.default([]),
  businessDay: beijingDateSchema,
  lane: laneSchema,
  priority: priorityReasonSchema.nullable(),
  booking: z.object({ id: z.uuidv7(), at: instantSchema }).nullable(),
  serviceMode: ticketOrderSchema.shape.serviceMode,
  token: z.string().nullable(),
  holder: ticketHolderSchema.nullable(),
  arrivedAt: instantSchema,
  missed: z.boolean(),
});
export type HandedOver = z.infer<typeof handedOverSchema>;

const ticketId = subjectIdSchema;
const visitId = subjectIdSchema;
const presented = { number: ticketNumberSchema, businessDay: beijingDateSchema, visitId };
/** What was done at a counter or a kiosk already. Each may be told twice: the second time nothing happens. */
export const hallNoteSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('arrive'), acting: hallActingSchema, ticketId, visitId }),
  z.object({ kind: z.literal('miss'), acting: hallActingSchema, ticketId }),
  z.object({ kind: z.literal('finish'), acting: hallActingSchema, ticketId }),
  z.object({ kind: z.literal('present'), acting: hallActingSchema, ...presented }),
  z.object({ kind: z.literal('takeOver'), acting: hallActingSchema, ticket: handedOverSchema }),
]);
export type HallNote = z.infer<typeof hallNoteSchema>;

/** What the asking counter has now, and which state of the queue shows that already. */
const seen = { version: z.int(), current: ticketRowSchema.nullable() };
const act = <Input extends z.ZodRawShape, Output extends z.ZodRawShape>(input: Input, output: Output) =>
  oc.input(z.object({ acting: hallActingSchema, ...input })).output(answer({ ...seen, ...output }));

/**
 * Core ↔ core in one hall, over WebSocket and TLS with certificates on both sides: what a counter's or a kiosk's core asks
 * the one that keeps the hall's queue. All that is asked about a counter is about the one in the asker's certificate.
 */
export const hallContract = {
  /**
   * The queue by its changes (`hall-changes.ts`), the first from an empty one; versions only rise, and begin anew with the
   * hall's core. The changes are the same for the whole hall, so they are written once, as JSON.
   */
  watch: oc.output(eventIterator(z.object({ ...seen, changes: z.string() }))),
  issue: act({ order: ticketOrderSchema }, { ticket: issuedTicketSchema }),
  /** `arrived` is what the counter goes on with when the link breaks before the person has come. */
  call: act({ ticketId: ticketId.nullable() }, { ticket: ticketRowSchema, arrived: arrivedTicketSchema }),
  recall: act({}, {}),
  park: act({ reason: lineSchema(60) }, {}),
  transfer: act({ to: transferTargetSchema, note: lineSchema(120) }, {}),
  comeBack: act({ ticketId }, {}),
  changeLane: act({ ticketId, lane: laneSchema, priority: priorityReasonSchema.nullable() }, {}),
  putFirst: act({ ticketId, reason: lineSchema(120).min(1) }, {}),
  arrange: act({ arrangement: arrangementSchema }, {}),
  slots: act({ day: beijingDateSchema }, { slots: z.array(slotSchema) }),
  bookings: act({ day: beijingDateSchema }, { bookings: z.array(bookingRowSchema) }),
  book: act({ order: bookingOrderSchema }, { booking: bookingRowSchema }),
  cancelBooking: act({ bookingId: z.uuidv7(), reason: lineSchema(120) }, {}),
  figures: act({}, { figures: dayFiguresSchema }),
  /** What the counter goes on with, where it did not hear the answer to its call. */
  held: act({}, { arrived: arrivedTicketSchema.nullable() }),

  /** How the asker's kiosk is, from whoever has one. */
  kiosk: act({ kiosk: kioskReportSchema }, {}),

  /** Numbers that another core of this hall has given today, from whoever saw them: they are not given again. */
  numbers: oc.input(givenNumbersSchema).output(z.object({})),

  /** Receives somebody by the number in their hand. */
  present: act(presented, {}),

  /** In the order in which it was done. Refused is what the hall sees otherwise; it was done all the same. */
  tell: oc
    .input(z.object({ notes: z.array(hallNoteSchema).min(1).max(100) }))
    .output(z.object({ ...seen, refused: z.array(z.object({ kind: z.string(), code: z.string() })) })),
};
