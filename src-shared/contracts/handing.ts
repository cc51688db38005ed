import { oc } from '@orpc/contract';
import { z } from 'zod';
import { writtenSignatureSchema } from '../cases/written-signature.ts';
import { registerEntrySchema } from '../certificates/certificate.ts';
import { instantSchema } from '../clock/beijing.ts';
import { typedLineSchema } from '../text.ts';
import { answer, done } from './answer.ts';
import { caseRowSchema } from './case-views.ts';

const caseId = z.object({ caseId: z.uuid() });
const withCase = answer({ case: caseRowSchema });

/** A result that came back to this counter, with what is still to be done about it. */
export const resultRowSchema = caseRowSchema.extend({
  /** It is handed out at this counter. */
  here: z.boolean(),
  outcome: z.enum(['approved', 'rejected']),
  decidedAt: instantSchema,
  /** It is handed out as a certificate, whose copies are counted. */
  certified: z.boolean(),
  /** What there is to print of it, in words. */
  toPrint: z.string(),
  /** The certificate, where there is one: not issued yet, waiting for the district, ready to be printed, printed. */
  certificate: z
    .object({
      name: z.string(),
      number: z.string(),
      state: z.enum(['waiting', 'ready', 'printed', 'revoked']),
    })
    .nullable(),
  /** When the applicant was last told, and how; null where nobody has. */
  told: z.object({ at: instantSchema, by: z.string(), channel: z.enum(['sms', 'phone']) }).nullable(),
  /** When the district reminded the applicant by itself that it waits beyond its time; null where it has not. */
  remindedAt: instantSchema.nullable(),
  posted: z.object({ carrier: z.string(), trackingNumber: z.string(), at: instantSchema }).nullable(),
  /** The ten working days of Art 44 are over, or nearly. */
  late: z.enum(['no', 'soon', 'yes']),
});
export type ResultRow = z.infer<typeof resultRowSchema>;

/** A card that was laid while a result is handed over; masked. */
export const recipientCardSchema = z.object({
  name: z.string(),
  idNumber: z.string(),
  /** Whose it is: the applicant's, the agent's of the case, or somebody else's. */
  whose: z.enum(['self', 'agent', 'other']),
});

/** Renderer ↔ core: a result from the decision into somebody's hands, at the counter that received the case. */
export const handingContract = {
  list: oc.output(z.array(resultRowSchema)),
  issue: oc.input(caseId.extend({ copies: z.int().min(1).max(20) })).output(withCase),
  tell: oc
    .input(caseId.extend({ what: z.enum(['resultReady', 'supplement']), channel: z.enum(['sms', 'phone']) }))
    .output(withCase),
  post: oc
    .input(caseId.extend({ carrier: typedLineSchema(40), trackingNumber: typedLineSchema(40) }))
    .output(withCase),
  returnPost: oc.input(caseId.extend({ reason: typedLineSchema(200) })).output(withCase),
  /** From here on the next card that is laid is the recipient's; null ends it. */
  awaitCard: oc.input(z.object({ caseId: z.uuid().nullable() })).output(done),
  card: oc.output(recipientCardSchema.nullable()),
  deliver: oc
    .input(
      caseId.extend({
        method: z.enum(['onSite', 'post', 'left']),
        /** Empty where the card says it. */
        recipientName: typedLineSchema(120),
        relation: z.enum(['self', 'agent']),
        /** From the pad; null where it is on paper. */
        signature: writtenSignatureSchema.nullable(),
        witness: typedLineSchema(120),
      }),
    )
    .output(withCase),
  /** What the applicant of this visit holds, from the shared register; with nobody in the form, nothing. */
  held: oc.output(answer({ entries: z.array(registerEntrySchema) })),
};
