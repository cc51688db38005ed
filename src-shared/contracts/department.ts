import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { typedLineSchema } from '../text.ts';
import { answer, done } from './answer.ts';
import { caseExplanationSchema, clockStepSchema } from './case-clock.ts';
import { caseDetailSchema, caseRowSchema } from './case-views.ts';
import { documentsContract } from './documents.ts';
import { identityContract, presenceSchema } from './identity.ts';
import { inboxCountsSchema, inboxQuestionSchema, inboxRowSchema } from './inbox.ts';
import { matterDetailSchema } from './matter-views.ts';
import { terminationSchema, witnessSchema } from './mistakes.ts';
import { outboxContract } from './outbox.ts';
import { approveOutside } from './outside.ts';
import { custodyContract, pagesShownContract } from './papers.ts';
import { renewalsContract } from './renewals.ts';
import { reviewContract } from './review.ts';
import { signingContract } from './signing.ts';
import { applicantUnmaskedSchema, personViewSchema, syncViewSchema } from './views.ts';

export const departmentDeskSchema = z.object({
  demo: z.boolean(),
  warnings: z.array(z.string()),
  departmentName: z.string(),
  person: personViewSchema.nullable(),
  presence: presenceSchema,
  demoStaff: z.array(
    z.object({ staffNumber: z.string(), name: z.string(), roleName: z.string(), password: z.string() }),
  ),
  now: instantSchema,
  today: z.string(),
  sync: syncViewSchema,
  inbox: inboxCountsSchema,
  counts: z.object({ inbox: z.int(), owing: z.int(), decided: z.int(), outbox: z.int(), attention: z.int() }),
});
export type DepartmentDesk = z.infer<typeof departmentDeskSchema>;

const caseId = z.object({ caseId: z.uuid() });

/** Renderer ↔ core: what a department's desk may ask. */
export const departmentContract = {
  watch: oc.output(eventIterator(departmentDeskSchema)),
  signIn: oc.input(z.object({ staffNumber: z.string().max(32), password: z.string().max(200) })).output(done),
  signOut: oc.output(done),
  identity: identityContract,
  cases: {
    list: oc
      .input(
        z.object({
          scope: z.enum(['inbox', 'owing', 'decided', 'ended']),
          /** The id of the last case of the page before. */
          after: z.uuid().nullable().default(null),
        }),
      )
      .output(z.array(caseRowSchema)),
    get: oc
      .input(caseId)
      .output(z.object({ case: caseDetailSchema, matter: matterDetailSchema.nullable() }).nullable()),
    /** Every due date of a case with the steps that lead to it. */
    explain: oc.input(caseId).output(caseExplanationSchema.nullable()),
    /** What a special procedure or an extension would do to the due dates. */
    foresee: oc
      .input(caseId.extend({ step: clockStepSchema }))
      .output(answer({ before: caseExplanationSchema, after: caseExplanationSchema })),
    /**
     * Begins or ends a special procedure, asks for an extension or settles it: by whoever is signed in; or, while they
     * stay so, by a second person beside them.
     */
    takeStep: oc
      .input(caseId.extend({ step: clockStepSchema, second: witnessSchema.nullable() }))
      .output(answer({ case: caseRowSchema })),
    terminate: oc.input(terminationSchema).output(answer({ case: caseRowSchema })),
    /** 撤销、注销 of a certificate that was issued. */
    revokeCertificate: oc
      .input(caseId.extend({ reason: typedLineSchema(300), basis: typedLineSchema(300) }))
      .output(done),
    reveal: oc.input(caseId).output(answer({ applicant: applicantUnmaskedSchema })),
  },
  /** What waits here, by urgency or in another order. */
  inbox: {
    page: oc.input(inboxQuestionSchema).output(z.array(inboxRowSchema)),
    matters: oc.output(z.array(z.object({ code: z.string(), name: z.string(), count: z.int() }))),
  },
  review: reviewContract,
  outside: { approve: approveOutside },
  certificates: { renewals: renewalsContract },
  signing: signingContract,
  documents: documentsContract,
  pages: pagesShownContract,
  custody: custodyContract,
  outbox: outboxContract,
};
