import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { paragraphSchema } from '../text.ts';
import { answer, done } from './answer.ts';
import {
  applicantUnmaskedSchema,
  caseDetailSchema,
  caseRowSchema,
  matterDetailSchema,
  outboxRowSchema,
  personViewSchema,
  syncViewSchema,
} from './views.ts';

export const departmentDeskSchema = z.object({
  demo: z.boolean(),
  departmentName: z.string(),
  person: personViewSchema.nullable(),
  demoStaff: z.array(
    z.object({ staffNumber: z.string(), name: z.string(), roleName: z.string(), password: z.string() }),
  ),
  now: instantSchema,
  today: z.string(),
  sync: syncViewSchema,
  counts: z.object({ inbox: z.int(), decided: z.int(), outbox: z.int(), attention: z.int() }),
});
export type DepartmentDesk = z.infer<typeof departmentDeskSchema>;

const caseId = z.object({ caseId: z.uuid() });

/** Renderer ↔ core: what a department's desk may ask. */
export const departmentContract = {
  watch: oc.output(eventIterator(departmentDeskSchema)),
  signIn: oc.input(z.object({ staffNumber: z.string().max(32), password: z.string().max(200) })).output(done),
  signOut: oc.output(done),
  cases: {
    list: oc.input(z.object({ scope: z.enum(['inbox', 'decided']) })).output(z.array(caseRowSchema)),
    get: oc
      .input(caseId)
      .output(z.object({ case: caseDetailSchema, matter: matterDetailSchema.nullable() }).nullable()),
    signOff: oc
      .input(caseId.extend({ outcome: z.enum(['approved', 'rejected']), opinion: paragraphSchema(2000) }))
      .output(answer({ case: caseRowSchema })),
    reveal: oc.input(caseId).output(answer({ applicant: applicantUnmaskedSchema })),
  },
  outbox: { list: oc.output(z.array(outboxRowSchema)), sendNow: oc.output(done) },
};
