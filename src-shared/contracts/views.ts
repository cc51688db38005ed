import { z } from 'zod';
import { serviceModes } from '../cases/commands.ts';
import { beijingDateSchema, instantSchema } from '../clock/beijing.ts';
import { typedLineSchema } from '../text.ts';

/** What the screens are shown. Everything personal is masked here unless a schema's name says otherwise. */

export const deviceStatusSchema = z.object({
  kind: z.enum(['cardReader', 'ticketPrinter']),
  state: z.enum(['ready', 'busy', 'attention', 'fault', 'offline', 'unknown']),
  code: z.string(),
  /** One sentence: what is wrong and what to do next. */
  message: z.string(),
});

export const syncViewSchema = z.object({
  state: z.enum(['starting', 'online', 'sending', 'offline', 'stopped']),
  /** The state in words, as the clerk reads it. */
  sentence: z.string(),
  pending: z.int(),
  attention: z.int(),
  oldestPendingAt: instantSchema.nullable(),
  lastServerTime: instantSchema.nullable(),
});
export type SyncView = z.infer<typeof syncViewSchema>;

export const deadlineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('due'),
    date: beijingDateSchema,
    provisional: z.boolean(),
    from: z.enum(['receipt', 'upload', 'acceptance']),
  }),
  z.object({ kind: z.literal('pendingUpload') }),
  z.object({ kind: z.literal('notYet') }),
  z.object({ kind: z.literal('none') }),
]);

export const personViewSchema = z.object({
  personId: z.string(),
  staffNumber: z.string(),
  name: z.string(),
  roleName: z.string(),
});

export const caseRowSchema = z.object({
  id: z.string(),
  caseNumber: z.string(),
  matterCode: z.string(),
  matterName: z.string(),
  departmentName: z.string(),
  applicantName: z.string(),
  applicantIdNumber: z.string(),
  status: z.enum(['received', 'accepted', 'decided', 'issued', 'delivered']),
  statusName: z.string(),
  sunk: z.boolean(),
  receivedAt: instantSchema,
  uploadedAt: instantSchema.nullable(),
  promised: deadlineSchema,
  /** The promised due date as a person reads it: `2026年12月1日前` or `时限以上传时间为准`. */
  promisedText: z.string(),
  statutory: deadlineSchema,
  statutoryText: z.string(),
  light: z.enum(['normal', 'prompt', 'yellow', 'red']),
  /** Commands of this case that still wait in the outbox. */
  pending: z.int(),
  /** Why somebody has to look at it, or null. */
  attention: z.string().nullable(),
});
export type CaseRow = z.infer<typeof caseRowSchema>;

export const caseDetailSchema = caseRowSchema.extend({
  matterVersion: z.int(),
  phone: z.string(),
  address: z.string(),
  serviceMode: z.enum(serviceModes).or(z.string()),
  materials: z.array(z.object({ name: z.string(), form: z.string(), copies: z.int() })),
  confirmedAt: instantSchema.nullable(),
  acceptedAt: instantSchema.nullable(),
  decision: z
    .object({
      outcome: z.enum(['approved', 'rejected']),
      opinion: z.string(),
      decidedBy: z.string(),
      decidedAt: instantSchema,
    })
    .nullable(),
  issuedAt: instantSchema.nullable(),
  deliveredAt: instantSchema.nullable(),
  receivedBy: z.string(),
});
export type CaseDetail = z.infer<typeof caseDetailSchema>;

export const matterRowSchema = z.object({
  code: z.string(),
  basicCode: z.string(),
  name: z.string(),
  departmentName: z.string(),
  sunk: z.boolean(),
  promisedText: z.string(),
});

export const matterMaterialSchema = z.object({
  id: z.string(),
  name: z.string(),
  issuer: z.string(),
  basis: z.string(),
  form: z.enum(['original', 'copy', 'originalAndCopy', 'form']),
  formName: z.string(),
  copies: z.int(),
  required: z.boolean(),
});

export const matterDetailSchema = matterRowSchema.extend({
  version: z.int(),
  /** The eleven public fields, in the policy's order. */
  publicFields: z.array(z.object({ label: z.string(), value: z.string() })).length(11),
  materials: z.array(matterMaterialSchema),
});
export type MatterDetail = z.infer<typeof matterDetailSchema>;

export const ticketRowSchema = z.object({
  id: z.string(),
  number: z.string(),
  categoryName: z.string(),
  status: z.enum(['waiting', 'called', 'missed', 'served']),
  counterName: z.string().nullable(),
  issuedAt: instantSchema,
  calledAt: instantSchema.nullable(),
  calls: z.int(),
  /** Masked name of the holder where a card was laid. */
  holderName: z.string().nullable(),
});
export type TicketRow = z.infer<typeof ticketRowSchema>;

/** The applicant in full: only what a person types, and the answer to a deliberate unmasking. */
export const applicantUnmaskedSchema = z.object({
  kind: z.enum(['person', 'enterprise']),
  name: typedLineSchema(120),
  idNumber: typedLineSchema(32),
  phone: typedLineSchema(32),
  address: typedLineSchema(200),
});
export type ApplicantUnmasked = z.infer<typeof applicantUnmaskedSchema>;

export const applicantMaskedSchema = applicantUnmaskedSchema.extend({ source: z.enum(['card', 'typed']) });

export const outboxRowSchema = z.object({
  commandId: z.string(),
  seq: z.int(),
  /** What it is, in words: `收件 婚姻登记 4101…`. */
  title: z.string(),
  capturedAt: instantSchema,
  state: z.enum(['waiting', 'sent', 'refused', 'quarantined']),
  /** Why it waits and what can be done. */
  sentence: z.string(),
  caseId: z.string().nullable(),
});
export type OutboxRow = z.infer<typeof outboxRowSchema>;

export const printStateSchema = z.enum(['printing', 'printed', 'failed', 'unknown', 'noPrinter']);
