import { oc } from '@orpc/contract';
import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { answer } from './answer.ts';

/** Who was shown what, where and when, in words; never what was shown. */
export const unmaskingRowSchema = z.object({
  id: z.string(),
  at: instantSchema,
  arrivedAt: instantSchema,
  actorName: z.string(),
  actorOffice: z.string(),
  /** `办件 4101…` or `来访登记`. */
  subject: z.string(),
  placeName: z.string(),
  machineName: z.string(),
});
export type UnmaskingRow = z.infer<typeof unmaskingRowSchema>;

/** Renderer ↔ core: the district's record of what was shown unmasked; asked at the district, kept nowhere here. */
export const officeUnmaskingsContract = {
  page: oc
    .input(
      z.object({
        /** A person's name or staff number, or a whole case number; empty for everything. */
        text: z.string().max(40),
        before: z
          .string()
          .regex(/^\d{1,18}$/)
          .nullable(),
      }),
    )
    .output(
      answer({
        rows: z.array(unmaskingRowSchema),
        more: z.boolean(),
        /** Chains that did not continue, in words, the latest first. */
        alarms: z.array(z.object({ at: instantSchema, sentence: z.string() })),
      }),
    ),
};
