import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { digestSchema } from '../sync/command.ts';
import { personalSchema } from '../sync/personal.ts';
import { lineSchema, paragraphSchema } from '../text.ts';
import { caseNumberSchema } from './case-number.ts';

const text = (max: number) => lineSchema(max).refine((value) => value.trim() !== '', '不能为空');

/** Who asks for the matter, as read from the card or typed. */
export const applicantSchema = z.strictObject({
  kind: z.enum(['person', 'enterprise']),
  name: text(120),
  /** ID number, or unified social credit code of an enterprise. */
  idNumber: text(32),
  phone: lineSchema(32),
  address: lineSchema(200),
  /** How the identity came in: from the card, or typed by the clerk. */
  source: z.enum(['card', 'typed']),
});
export type Applicant = z.infer<typeof applicantSchema>;

/** One material as it was handed over. */
export const receivedMaterialSchema = z.strictObject({
  materialId: text(64),
  name: text(200),
  form: z.enum(['original', 'copy', 'originalAndCopy', 'form']),
  copies: z.int().min(1).max(99),
});
export type ReceivedMaterial = z.infer<typeof receivedMaterialSchema>;

export const serviceModes = ['counter', 'booking', 'homeVisit', 'afterHours', 'lunch'] as const;

/** The commands of a case. */
export const caseCommands = {
  receiveCase: z.strictObject({
    caseNumber: caseNumberSchema,
    visitId: z.uuidv7(),
    matterCode: text(40),
    matterVersion: z.int().positive(),
    applicant: personalSchema(applicantSchema),
    materials: z.array(receivedMaterialSchema).max(100),
    serviceMode: z.enum(serviceModes),
    /** What the citizen confirmed on their own screen, and when; null where they could not or would not. */
    confirmation: z.strictObject({ digest: digestSchema, at: instantSchema }).nullable(),
  }),
  acceptCase: z.strictObject({}),
  signOffCase: z.strictObject({
    outcome: z.enum(['approved', 'rejected']),
    opinion: paragraphSchema(2000).refine((value) => value.trim() !== '', '不能为空'),
  }),
  issueResult: z.strictObject({}),
  deliverResult: z.strictObject({
    method: z.enum(['onSite']),
    recipient: personalSchema(z.strictObject({ name: text(120), relation: z.enum(['self', 'agent']) })),
  }),
} as const;
