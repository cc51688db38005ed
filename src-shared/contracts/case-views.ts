import { z } from 'zod';
import { caseStatuses } from '../cases/case-file.ts';
import { nonAcceptanceGrounds, serviceModes } from '../cases/commands.ts';
import { type UndoableStep, undoable } from '../cases/undo.ts';
import { beijingDateSchema, instantSchema } from '../clock/beijing.ts';
import { materialFormSchema } from '../matters/matter.ts';
import { caseProceduresSchema } from './case-clock.ts';
import { caseReviewSchema } from './review.ts';
import { applicantMaskedSchema } from './views.ts';

/** What the screens are shown of cases. Everything personal is masked here. */

export const deadlineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('due'),
    date: beijingDateSchema,
    provisional: z.boolean(),
    from: z.enum(['receipt', 'upload', 'acceptance', 'deemed', 'supplement', 'decision']),
  }),
  z.object({ kind: z.literal('pendingUpload') }),
  z.object({ kind: z.literal('pendingSupplement') }),
  z.object({ kind: z.literal('notYet') }),
  z.object({ kind: z.literal('none') }),
]);

export const caseRowSchema = z.object({
  id: z.string(),
  caseNumber: z.string(),
  matterCode: z.string(),
  matterName: z.string(),
  departmentName: z.string(),
  applicantName: z.string(),
  applicantIdNumber: z.string(),
  status: z.enum(caseStatuses),
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
  /** The light in words: `即将到期`, `超期未告知，视为受理`. */
  lightText: z.string(),
  /** Nobody answered within five working days: the case counts as accepted (行政许可法 Art 32). */
  deemedAccepted: z.boolean(),
  /** By when a decided case is to be delivered (Art 44); null before the decision. */
  delivery: deadlineSchema.nullable(),
  deliveryText: z.string(),
  /** Commands of this case that still wait in the outbox. */
  pending: z.int(),
  /** What the applicant still has to bring: by when the first of it, or null where no day is set; null for nothing. */
  owing: z
    .object({ count: z.int(), due: beijingDateSchema.nullable(), overdue: z.boolean(), text: z.string() })
    .nullable(),
  /** Why somebody has to look at it, or null. */
  attention: z.string().nullable(),
  /** Somebody has asked for it to be voided, and a second person has to look at that. */
  voidRequested: z.boolean(),
});
export type CaseRow = z.infer<typeof caseRowSchema>;

/** Who did something about a case, when and why, in words. */
const actSchema = z.object({ reason: z.string(), by: z.string(), at: instantSchema });

/** What went wrong with a case and how it was put right; what is personal in it masked. */
export const caseMistakesSchema = z.object({
  corrections: z.array(
    actSchema.extend({ before: z.array(z.object({ label: z.string(), value: z.string() })) }),
  ),
  voidRequest: actSchema.extend({ personId: z.string() }).nullable(),
  voidRejected: actSchema.nullable(),
  ending: actSchema
    .extend({
      name: z.string(),
      /** What there is to say beyond the reason, by label. */
      facts: z.array(z.object({ label: z.string(), value: z.string() })),
    })
    .nullable(),
});
/** So many cases come at a time; the next ones are asked for by the id of the last. */
export const casesPerPage = (text: string): number => (text.trim() === '' ? 100 : 30);

/** A paper that may be asked for, and whether it is missing. */
export const askableSchema = z.object({
  materialId: z.string(),
  name: z.string(),
  required: z.boolean(),
  missing: z.boolean(),
  mayFollowWithin: z.int().nullable(),
  /** The day by which it would have to follow, were the case accepted today. */
  followBy: beijingDateSchema.nullable(),
  /** It was told to be missing before: asking for it again is asking for nothing new. */
  told: z.boolean(),
});
export type Askable = z.infer<typeof askableSchema>;

/** A paper that an earlier case of the applicant left behind. */
export const paperOnFileSchema = z.object({
  materialId: z.string(),
  name: z.string(),
  formName: z.string(),
  kind: z.enum(['material', 'result']),
  at: beijingDateSchema,
  caseId: z.string(),
  caseNumber: z.string(),
  matterName: z.string(),
});
export type PaperOnFile = z.infer<typeof paperOnFileSchema>;

/** What is known of an applicant as soon as it is known who they are. */
export const knownSchema = z.object({
  /** How many times, with this one, they have come for this matter. */
  visits: z.int(),
  /** Their latest cases that are still at work. */
  open: z.array(caseRowSchema),
  onFile: z.array(paperOnFileSchema),
  /** A case of theirs for this same matter that is still at work. */
  duplicate: caseRowSchema.nullable(),
});
export type Known = z.infer<typeof knownSchema>;

export const caseDetailSchema = caseRowSchema.extend({
  ...caseReviewSchema.shape,
  ...caseProceduresSchema.shape,
  /** Who answers for the visit from the first word to the last (首问负责). */
  firstReceiver: z.string().nullable(),
  agent: z
    .object({ name: z.string(), idNumber: z.string(), phone: z.string(), relation: z.string() })
    .nullable(),
  /** What may be asked for, while the case can still be told what is missing. */
  askable: z.array(askableSchema),
  missing: z.array(z.object({ materialId: z.string(), name: z.string() })),
  owed: z.array(
    z.object({
      materialId: z.string(),
      name: z.string(),
      due: beijingDateSchema,
      provisional: z.boolean(),
      overdue: z.boolean(),
      suppliedAt: instantSchema.nullable(),
    }),
  ),
  notices: z.array(
    z.object({
      missing: z.array(z.object({ name: z.string(), why: z.string() })),
      papersKept: z.boolean(),
      newFacts: z.string().nullable(),
      by: z.string(),
      at: instantSchema,
      supplementedAt: instantSchema.nullable(),
    }),
  ),
  nonAcceptance: z
    .object({
      ground: z.enum(nonAcceptanceGrounds),
      reason: z.string(),
      basis: z.string(),
      authority: z.string().nullable(),
      by: z.string(),
      at: instantSchema,
    })
    .nullable(),
  matterVersion: z.int(),
  /** Masked, as everything personal is here. */
  applicant: applicantMaskedSchema.omit({ source: true, virtual: true }),
  serviceMode: z.enum(serviceModes).or(z.string()),
  materials: z.array(
    z.object({
      materialId: z.string(),
      name: z.string(),
      formKind: materialFormSchema,
      form: z.string(),
      copies: z.int(),
    }),
  ),
  /** The archive volume of a case that is over: until when it is kept, or what it still lacks; null before. */
  volume: z.object({ until: beijingDateSchema.nullable(), gaps: z.array(z.string()) }).nullable(),
  /** Scans can still be added here. */
  takesPages: z.boolean(),
  confirmedAt: instantSchema.nullable(),
  acceptedAt: instantSchema.nullable(),
  decision: z
    .object({
      outcome: z.enum(['approved', 'rejected']),
      opinion: z.string(),
      decidedBy: z.string(),
      decidedAt: instantSchema,
      /** The grant that it was signed under, in words; empty of an older decision. */
      under: z.string(),
      departsFromDraft: z.boolean(),
      /** The department that supervises what was decided, by name. */
      sentTo: z.string().nullable(),
      /** It bears the signature of whoever decided. */
      signed: z.boolean(),
    })
    .nullable(),
  /** The certificate that it was issued as, and whether it was revoked. */
  certificate: z.object({ name: z.string(), number: z.string(), revoked: z.boolean() }).nullable(),
  /** The result is handed out as a certificate, whose copies are counted. */
  certified: z.boolean(),
  /** Its papers came in outside the hall, with the approvals of both sides; null where they came over a counter. */
  outside: z
    .object({
      ...{ reason: z.string(), by: z.string(), at: instantSchema },
      /** The centre or station that took it in, by name. */
      where: z.string(),
      approvals: z.array(
        z.object({
          side: z.enum(['department', 'centre']),
          name: z.string(),
          given: z
            .object({ by: z.string(), at: instantSchema, reason: z.string(), document: z.string() })
            .nullable(),
        }),
      ),
    })
    .nullable(),
  issuedAt: instantSchema.nullable(),
  deliveredAt: instantSchema.nullable(),
  receivedBy: z.string(),
  ratings: z.array(
    z.object({
      ratingId: z.string(),
      levelName: z.string(),
      bad: z.boolean(),
      comment: z.string(),
      at: instantSchema,
      demo: z.boolean(),
      /** A bad one that nobody has closed yet, and by when somebody should. */
      open: z.boolean(),
      due: beijingDateSchema.nullable(),
    }),
  ),
  /** Everything that has happened to it, the first thing first; with names, and the document that goes with each. */
  timeline: z.array(
    z.object({
      at: instantSchema,
      title: z.string(),
      by: z.string(),
      detail: z.string(),
      document: z.string(),
    }),
  ),
  ...caseMistakesSchema.shape,
});
export type CaseDetail = z.infer<typeof caseDetailSchema>;

/** The last step of whoever is at the desk, which can still be taken back, and what that means. */
export const undoViewSchema = z.object({
  caseId: z.string(),
  step: z.enum(Object.keys(undoable) as [UndoableStep, ...UndoableStep[]]),
  name: z.string(),
  matterName: z.string(),
  caseNumber: z.string(),
  means: z.string(),
  paper: z.string(),
  /** How long it is still open, when this was said. */
  leftMs: z.number(),
});
export type UndoView = z.infer<typeof undoViewSchema>;
