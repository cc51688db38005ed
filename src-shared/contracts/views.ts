import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { deviceKinds } from '../devices/device-profile.ts';
import { roleSchema } from '../organisation/staff.ts';
import { ticketStatuses } from '../queue/ticket.ts';
import { chosenMattersSchema, laneSchema } from '../queue/ticket-commands.ts';
import { typedLineSchema } from '../text.ts';

/** What the screens are shown. Everything personal is masked here unless a schema's name says otherwise. */

export const deviceStatusSchema = z.object({
  kind: z.enum(deviceKinds),
  state: z.enum(['ready', 'busy', 'attention', 'fault', 'offline', 'unknown']),
  code: z.string(),
  /** One sentence: what is wrong and what to do next. */
  message: z.string(),
});

/** Scans and files that the district does not have yet. */
export const uploadsViewSchema = z.object({
  files: z.int(),
  bytes: z.int(),
  /** Of the one that is being sent, how much has arrived. */
  sentBytes: z.int(),
  /** One is being sent now. */
  moving: z.boolean(),
});
export type UploadsView = z.infer<typeof uploadsViewSchema>;

export const syncViewSchema = z.object({
  state: z.enum(['starting', 'online', 'sending', 'offline', 'stopped']),
  /** The state in words, as the clerk reads it. */
  sentence: z.string(),
  pending: z.int(),
  attention: z.int(),
  oldestPendingAt: instantSchema.nullable(),
  lastServerTime: instantSchema.nullable(),
  uploads: uploadsViewSchema.nullable(),
});
export type SyncView = z.infer<typeof syncViewSchema>;

export const personViewSchema = z.object({
  personId: z.string(),
  staffNumber: z.string(),
  name: z.string(),
  role: roleSchema,
  roleName: z.string(),
});

export const ticketRowSchema = z.object({
  id: z.string(),
  number: z.string(),
  categoryId: z.string(),
  categoryName: z.string(),
  /** What else its holder comes for. */
  also: z.array(z.string()),
  /** The matters that they chose on their phone. */
  matters: chosenMattersSchema.default([]),
  status: z.enum(ticketStatuses),
  lane: laneSchema,
  /** Why it is called earlier, in words: 预约 09:30, 优先·老年人, 已提前; empty for a walk-in. */
  laneText: z.string(),
  counterId: z.string().nullable(),
  counterName: z.string().nullable(),
  /** The counter that it was passed on to. */
  waitsFor: z.string().nullable(),
  note: z.string().nullable(),
  visitId: z.string().nullable(),
  issuedAt: instantSchema,
  calledAt: instantSchema.nullable(),
  calls: z.int(),
  /** When what it does now began; whole seconds of what went before. */
  sinceAt: instantSchema,
  spent: z.object({ wait: z.int(), walk: z.int(), service: z.int() }),
  /** Masked name of the holder where a card was laid. */
  holderName: z.string().nullable(),
});
export type TicketRow = z.infer<typeof ticketRowSchema>;

/** The photo of a card that was read in this visit: a picture as a `data:` address, or why there is none. */
export const cardPhotoSchema = z.object({ picture: z.string().nullable(), sentence: z.string() });
export type CardPhotoView = z.infer<typeof cardPhotoSchema>;

/** The applicant in full: only what a person types, and the answer to a deliberate unmasking. */
export const applicantUnmaskedSchema = z.object({
  kind: z.enum(['person', 'enterprise']),
  name: typedLineSchema(120),
  idNumber: typedLineSchema(32),
  phone: typedLineSchema(32),
  address: typedLineSchema(200),
  /** Whom to call, where that is somebody else. */
  contactName: typedLineSchema(120).optional(),
});
export type ApplicantUnmasked = z.infer<typeof applicantUnmaskedSchema>;

export const applicantMaskedSchema = applicantUnmaskedSchema.extend({
  source: z.enum(['card', 'typed']),
  virtual: z.literal(true).optional(),
});

/** Whoever files for the applicant, in full. */
export const agentUnmaskedSchema = z.object({
  name: typedLineSchema(120),
  idNumber: typedLineSchema(32),
  phone: typedLineSchema(32),
  relation: typedLineSchema(60),
  authorisation: z.enum(['signed', 'document']),
});
export type AgentUnmasked = z.infer<typeof agentUnmaskedSchema>;

export const agentMaskedSchema = agentUnmaskedSchema.extend({ source: z.enum(['card', 'typed']) });

export const outboxRowSchema = z.object({
  commandId: z.string(),
  seq: z.int(),
  /** What it is, in words: `收件 婚姻登记 4101…`. */
  title: z.string(),
  capturedAt: instantSchema,
  /** doubtful: it waits, and the district would refuse it as things stand. */
  state: z.enum(['waiting', 'doubtful', 'sent', 'refused', 'quarantined']),
  /** Why it waits and what can be done. */
  sentence: z.string(),
  caseId: z.string().nullable(),
  /** It was refused, and given once more now it would be taken. */
  mayGiveAgain: z.boolean(),
});
export type OutboxRow = z.infer<typeof outboxRowSchema>;

export const printStateSchema = z.enum(['waiting', 'printing', 'printed', 'failed', 'unknown', 'noPrinter']);
