import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { ratingCommands } from '../ratings/rating.ts';
import { digestSchema } from '../sync/command.ts';
import { personalSchema } from '../sync/personal.ts';
import { lineSchema, paragraphSchema } from '../text.ts';
import { archiveCommands } from './archive.ts';
import { manifestSchema } from './attachments.ts';
import { caseNumberSchema } from './case-number.ts';
import { followTokenSchema } from './follow-token.ts';
import { handingCommands } from './handing.ts';
import { inquiryCommands } from './inquiries.ts';
import { missingItemSchema } from './missing-item.ts';
import { mistakeCommands } from './mistakes.ts';
import { outsideCommands } from './outside.ts';
import { paperCommands } from './papers.ts';
import { printingCommands } from './printing.ts';
import { procedureCommands } from './procedures.ts';
import { reviewCommands } from './review.ts';
import { seenSchema } from './seen.ts';
import { writtenSignatureSchema } from './written-signature.ts';

const text = (max: number) => lineSchema(max).refine((value) => value.trim() !== '', '不能为空');

/** Who asks for the matter, as read from the card or typed. */
export const applicantSchema = z.strictObject({
  kind: z.enum(['person', 'enterprise']),
  name: text(120),
  /** ID number, or unified social credit code of an enterprise. */
  idNumber: text(32),
  /** Whom to call (联系人), where that is somebody else than the applicant; the telephone is theirs. */
  contactName: lineSchema(120).optional(),
  phone: lineSchema(32),
  address: lineSchema(200),
  /** How the identity came in: from the card, or typed by the clerk. */
  source: z.enum(['card', 'typed']),
  /** Read by a reader that only imitates one: refused outside a demo. */
  virtual: z.literal(true).optional(),
});
export type Applicant = z.infer<typeof applicantSchema>;

/** Who files for an applicant (免费代办, M17): identity of both, and how the authorisation was given. */
export const caseAgentSchema = z.strictObject({
  name: text(120),
  idNumber: text(32),
  phone: lineSchema(32),
  /** 与申请人的关系，如子女、社区代办员. */
  relation: text(60),
  /** signed: a 代办委托书 signed at the counter; document: a power of attorney that was brought. */
  authorisation: z.enum(['signed', 'document']),
  /** 免费代办: nobody pays for being helped. */
  fee: z.literal(0).default(0),
  source: z.enum(['card', 'typed']),
  virtual: z.literal(true).optional(),
});
export type CaseAgent = z.infer<typeof caseAgentSchema>;

/** One material as it was handed over. */
export const receivedMaterialSchema = z.strictObject({
  materialId: text(64),
  name: text(200),
  form: z.enum(['original', 'copy', 'originalAndCopy', 'form']),
  copies: z.int().min(1).max(99),
  /** Taken over instead of being asked for (国令716): the case that it is on file with, or the shared register. */
  onFileFrom: text(120).optional(),
  /** Why it was asked for although it is on file. */
  askedThough: text(200).optional(),
});
export type ReceivedMaterial = z.infer<typeof receivedMaterialSchema>;
export type { Recipient } from './handing.ts';

/** Papers as they come in: some of them, each once. */
const broughtSchema = z
  .array(receivedMaterialSchema)
  .min(1)
  .max(100)
  .refine((all) => new Set(all.map(({ materialId }) => materialId)).size === all.length, '材料重复');

/** The grounds of a written refusal to accept (行政许可法 Art 32). That the hall is full or booked out is none (M2). */
export const nonAcceptanceGrounds = ['notNeeded', 'notOurPower', 'notEligible'] as const;

export const serviceModes = ['counter', 'booking', 'homeVisit', 'afterHours', 'lunch'] as const;

/** The commands of a case. */
export const caseCommands = {
  receiveCase: z.strictObject({
    caseNumber: caseNumberSchema,
    visitId: z.uuidv7(),
    /** By which the applicant follows the case from afar: 16 random bytes, and nothing of anybody. */
    token: followTokenSchema.optional(),
    matterCode: text(40),
    matterVersion: z.int().positive(),
    applicant: personalSchema(applicantSchema),
    /** The situations (情形) of the matter that apply; none where the matter has none. */
    situations: z.array(text(32)).max(20).default([]),
    agent: personalSchema(caseAgentSchema).nullable().default(null),
    materials: z.array(receivedMaterialSchema).max(100),
    /** Received although required papers are missing: a notice, a tolerant acceptance or a refusal follows. */
    incomplete: z.boolean().optional(),
    /** The scans and files, by what they hold. */
    attachments: manifestSchema.default([]),
    serviceMode: z.enum(serviceModes),
    /** What the citizen confirmed on their own screen, and when; null where they could not or would not. */
    confirmation: z
      .strictObject({
        digest: digestSchema,
        at: instantSchema,
        /** Where they signed for it. */
        signature: personalSchema(writtenSignatureSchema).optional(),
      })
      .nullable(),
  }),
  /** `owed`: required papers that may follow (容缺受理); a case with any other one missing is not accepted. */
  acceptCase: z.strictObject({ owed: z.array(text(64)).max(100).optional() }),
  /** The complete list of what is missing or not in order (一次性告知), each with why. */
  giveOneTimeNotice: z.strictObject({
    missing: z.array(missingItemSchema).min(1).max(100),
    papersKept: z.boolean(),
    newFacts: paragraphSchema(500).nullable().default(null),
  }),
  supplementCase: z.strictObject({ materials: broughtSchema }),
  refuseAcceptance: z.strictObject({
    ground: z.enum(nonAcceptanceGrounds),
    reason: paragraphSchema(500).refine((value) => value.trim() !== '', '不能为空'),
    basis: text(300),
    authority: text(120).nullable(),
  }),
  /** Papers that were to follow after a tolerant acceptance. */
  supplyOwed: z.strictObject({ materials: broughtSchema }),
  signOffCase: z.strictObject({
    outcome: z.enum(['approved', 'rejected']),
    opinion: paragraphSchema(2000).refine((value) => value.trim() !== '', '不能为空'),
    /** What was open before whoever signed; a program before version 4 of the commands does not say. */
    seen: seenSchema.optional(),
  }),
  ...handingCommands,
  ...mistakeCommands,
  ...procedureCommands,
  ...reviewCommands,
  ...outsideCommands,
  ...inquiryCommands,
  ...ratingCommands,
  ...archiveCommands,
  ...paperCommands,
  ...printingCommands,
} as const;
