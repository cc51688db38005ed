import { oc } from '@orpc/contract';
import { z } from 'zod';
import { missingItemSchema } from '../cases/missing-item.ts';
import { beijingDateSchema, instantSchema } from '../clock/beijing.ts';
import { typedParagraphSchema } from '../text.ts';
import { done } from './answer.ts';

const caseId = z.object({ caseId: z.uuid() });
const outcome = z.enum(['approved', 'rejected']);
const said = z.object({ by: z.string(), at: instantSchema });

/** The review of a case, and what other departments were asked about it, with names instead of ids. */
export const caseReviewSchema = z.object({
  review: z.object({
    assignee: z.object({ personId: z.string(), name: z.string() }).nullable(),
    draft: said.extend({ outcome, opinion: z.string() }).nullable(),
    returned: said.extend({ reason: z.string() }).nullable(),
  }),
  inquiries: z.array(
    said.extend({
      inquiryId: z.string(),
      departmentId: z.string(),
      departmentName: z.string(),
      question: z.string(),
      due: beijingDateSchema,
      late: z.boolean(),
      answer: said.extend({ text: z.string() }).nullable(),
    }),
  ),
});
export type CaseReview = z.infer<typeof caseReviewSchema>;

/** Renderer ↔ core: the review in a department, up to the signature. */
export const reviewContract = {
  /** Who can be given a case here. */
  people: oc.output(z.array(z.object({ personId: z.string(), name: z.string(), roleName: z.string() }))),
  assign: oc.input(caseId.extend({ personId: z.string().max(64).nullable() })).output(done),
  draft: oc.input(caseId.extend({ outcome, opinion: typedParagraphSchema(2000) })).output(done),
  sendBack: oc.input(caseId.extend({ reason: typedParagraphSchema(500) })).output(done),
  /** The papers that can be asked for, while something still can. */
  correctable: oc
    .input(caseId)
    .output(z.array(z.object({ materialId: z.string(), name: z.string(), missing: z.boolean() }))),
  requestCorrection: oc
    .input(caseId.extend({ missing: z.array(missingItemSchema).min(1).max(100) }))
    .output(done),
  /** Departments that can be asked. */
  departments: oc.output(z.array(z.object({ id: z.string(), name: z.string() }))),
  ask: oc
    .input(
      caseId.extend({
        departmentId: z.string().max(64),
        question: typedParagraphSchema(2000),
        due: beijingDateSchema,
      }),
    )
    .output(done),
  answer: oc.input(caseId.extend({ inquiryId: z.uuid(), answer: typedParagraphSchema(2000) })).output(done),
};
