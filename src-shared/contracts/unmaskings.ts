import { oc } from '@orpc/contract';
import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { signatureSchema } from '../identity/sealed-key.ts';
import { digestSchema, subjectKinds } from '../sync/command.ts';
import { unmaskingPlaces, unmaskingSchema } from '../sync/unmasking.ts';
import { answer } from './answer.ts';

/** So many travel at once. */
export const unmaskingsInBatch = 200;

export const unmaskingsInputSchema = z.object({
  unmaskings: z.array(unmaskingSchema).min(1).max(unmaskingsInBatch),
  /** The last one's hash as it was worked out when it was recorded: an alteration since then shows. */
  lastHash: digestSchema,
  /** `ed25519:<base64>` of the installation's key over `unmaskingsText`. */
  signature: signatureSchema,
});
export type UnmaskingsInput = z.infer<typeof unmaskingsInputSchema>;

export const unmaskingsOutputSchema = z.object({
  /**
   * taken: all of them are on record. expected: the district holds less; send again from its last one on. broken: they
   * are not what follows; that is an alarm which stays, nothing was taken, and what comes follows the district's last.
   */
  kind: z.enum(['taken', 'expected', 'broken']),
  /** The last one that the district holds; 0 and the start of the chain before the first. */
  last: z.object({ seq: z.int().nonnegative(), hash: digestSchema }),
});
export type UnmaskingsOutput = z.infer<typeof unmaskingsOutputSchema>;

/** One that is on record. */
export const recordedUnmaskingSchema = z.object({
  /** Its place on the district's record, as text: later ones are greater. */
  id: z.string(),
  at: instantSchema,
  arrivedAt: instantSchema,
  actorId: z.string(),
  kind: z.enum(subjectKinds),
  subjectId: z.string(),
  /** Of the case; null for a visit, and where the case is not here. */
  caseNumber: z.string().nullable(),
  place: z.enum(unmaskingPlaces),
  installationId: z.string(),
});

/** That the chain of an installation did not continue. */
export const unmaskingAlarmSchema = z.object({
  installationId: z.string(),
  /** From here on what came was not what follows. */
  seq: z.int(),
  noticedAt: instantSchema,
});

/** Core ↔ district: the second chain, what was shown unmasked and to whom. */
export const unmaskingsContract = {
  handInUnmaskings: oc
    .route({ method: 'POST', path: '/v1/unmaskings', summary: '按序上传查阅记录' })
    .input(unmaskingsInputSchema)
    .output(unmaskingsOutputSchema),
  unmaskings: oc
    .route({
      method: 'POST',
      path: '/v1/unmaskings/search',
      summary: '查询查阅记录（审计、监察人员）',
    })
    .input(
      z.object({
        /** The posting of whoever asks. */
        postingId: z.string().max(64),
        /** Only what these persons were shown; null for everybody. */
        actorIds: z.array(z.string().max(64)).max(50).nullable(),
        caseNumber: z.string().max(40).nullable(),
        /** Those before this one. */
        before: z
          .string()
          .regex(/^\d{1,18}$/)
          .nullable(),
      }),
    )
    .output(
      answer({
        rows: z.array(recordedUnmaskingSchema),
        more: z.boolean(),
        alarms: z.array(unmaskingAlarmSchema),
      }),
    ),
};
