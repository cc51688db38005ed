import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { typedLineSchema } from '../text.ts';
import { answer, done } from './answer.ts';
import {
  applicantMaskedSchema,
  applicantUnmaskedSchema,
  caseDetailSchema,
  caseRowSchema,
  deviceStatusSchema,
  matterDetailSchema,
  matterRowSchema,
  outboxRowSchema,
  personViewSchema,
  printStateSchema,
  syncViewSchema,
  ticketRowSchema,
} from './views.ts';

/** The entries of the case that is being taken in; it belongs to the visit and survives a crash. */
export const draftSchema = z.object({
  applicant: applicantMaskedSchema.nullable(),
  /** What is wrong with the entries so far, each a sentence for the clerk. */
  faults: z.array(z.object({ field: z.string(), message: z.string() })),
  matter: matterDetailSchema.nullable(),
  tickedMaterialIds: z.array(z.string()),
  /** The citizen has confirmed exactly these entries on their own screen. */
  confirmedAt: instantSchema.nullable(),
});
export type Draft = z.infer<typeof draftSchema>;

export const visitViewSchema = z.object({
  id: z.string(),
  ticketNumber: z.string().nullable(),
  openedAt: instantSchema,
  firstReceiver: z.string(),
  draft: draftSchema,
  cases: z.array(caseRowSchema),
});

/** Everything that the clerk's desk shows at all times; a new one comes with every change. */
export const deskSchema = z.object({
  demo: z.boolean(),
  organisationName: z.string(),
  counterName: z.string(),
  person: personViewSchema.nullable(),
  /** Staff that may sign in here, by number and name; with demo passwords in a demo hall only. */
  demoStaff: z.array(
    z.object({ staffNumber: z.string(), name: z.string(), roleName: z.string(), password: z.string() }),
  ),
  now: instantSchema,
  today: z.string(),
  sync: syncViewSchema,
  devices: z.array(deviceStatusSchema),
  queue: z.object({
    waiting: z.array(ticketRowSchema),
    missed: z.array(ticketRowSchema),
    /** The ticket that this counter has called and that has not come yet. */
    current: ticketRowSchema.nullable(),
  }),
  visit: visitViewSchema.nullable(),
  /** Why the last card could not be used, and what to do; empty where it could. */
  cardSentence: z.string(),
  lastPrint: z.object({ title: z.string(), state: printStateSchema, sentence: z.string() }).nullable(),
  counts: z.object({ open: z.int(), results: z.int(), outbox: z.int(), attention: z.int() }),
});
export type Desk = z.infer<typeof deskSchema>;

const caseId = z.object({ caseId: z.uuid() });

/** Renderer ↔ core: what the clerk's window may ask. */
export const clerkContract = {
  watch: oc.output(eventIterator(deskSchema)),
  signIn: oc.input(z.object({ staffNumber: z.string().max(32), password: z.string().max(200) })).output(done),
  signOut: oc.output(done),
  queue: {
    /** Calls the longest waiting ticket; with an id, that ticket (a missed number come back). */
    callNext: oc
      .input(z.object({ ticketId: z.uuid().optional() }))
      .output(answer({ ticket: ticketRowSchema })),
    recall: oc.output(done),
    miss: oc.output(done),
    /** The person has come: the visit opens and this clerk is its first receiver. */
    arrive: oc.output(answer({ visitId: z.string() })),
  },
  visits: {
    /** Opens a visit without a ticket: nobody is turned away because the printer has no paper. */
    open: oc.output(answer({ visitId: z.string() })),
    close: oc.output(done),
  },
  draft: {
    setApplicant: oc.input(applicantUnmaskedSchema).output(done),
    setMatter: oc.input(z.object({ code: z.string().max(40).nullable() })).output(done),
    tickMaterial: oc.input(z.object({ materialId: z.string().max(64), ticked: z.boolean() })).output(done),
    tickAllMaterials: oc.output(done),
    /** A deliberate unmasking; it is recorded. */
    reveal: oc.output(answer({ applicant: applicantUnmaskedSchema })),
  },
  cases: {
    /** Receives the draft as a case: case number, 收件凭证. */
    receive: oc.output(answer({ case: caseRowSchema })),
    accept: oc.input(caseId).output(answer({ case: caseRowSchema })),
    issue: oc.input(caseId).output(answer({ case: caseRowSchema })),
    deliver: oc
      .input(caseId.extend({ recipientName: typedLineSchema(120), relation: z.enum(['self', 'agent']) }))
      .output(answer({ case: caseRowSchema })),
    list: oc
      .input(z.object({ scope: z.enum(['open', 'results', 'all']), text: z.string().max(100) }))
      .output(z.array(caseRowSchema)),
    get: oc.input(caseId).output(caseDetailSchema.nullable()),
    reprint: oc.input(caseId).output(done),
    /** A deliberate unmasking of a case's applicant; it is recorded. */
    reveal: oc.input(caseId).output(answer({ applicant: applicantUnmaskedSchema })),
  },
  matters: {
    search: oc.input(z.object({ text: z.string().max(100) })).output(z.array(matterRowSchema)),
    get: oc.input(z.object({ code: z.string().max(40) })).output(matterDetailSchema.nullable()),
  },
  outbox: {
    list: oc.output(z.array(outboxRowSchema)),
    /** Tries to send now instead of at the next turn. */
    sendNow: oc.output(done),
  },
};
