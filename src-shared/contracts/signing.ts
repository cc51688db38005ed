import { oc } from '@orpc/contract';
import { z } from 'zod';
import { seenSchema } from '../cases/seen.ts';
import { typedParagraphSchema } from '../text.ts';
import { answer, done } from './answer.ts';
import { caseRowSchema } from './case-views.ts';

const caseId = z.object({ caseId: z.uuid() });

/** How whoever signs confirms that it is them. */
export const confirmationSchema = z.object({ by: z.enum(['pin', 'password']), secret: z.string().max(200) });

/** What whoever opened a case may sign, and over what. */
export const signingViewSchema = z.object({
  seen: seenSchema,
  /** Why the signed-in person may not sign it; null where they may. */
  stopped: z.string().nullable(),
  /** Milliseconds for which they may sign without confirming again. */
  leftMs: z.number(),
});

/** Renderer ↔ core: the signature, at a department's desk and at a counter that decides on the spot. */
export const signingContract = {
  /** One confirmation opens ten minutes. */
  confirm: oc.input(confirmationSchema).output(done),
  of: oc.input(caseId).output(signingViewSchema.nullable()),
  sign: oc
    .input(
      caseId.extend({
        outcome: z.enum(['approved', 'rejected']),
        opinion: typedParagraphSchema(2000),
        seen: seenSchema,
      }),
    )
    .output(answer({ case: caseRowSchema })),
  /** The decision with its signature, as files that anybody can verify. */
  exportProof: oc
    .input(caseId)
    .output(answer({ files: z.array(z.object({ name: z.string(), base64: z.string() })) })),
};
