import { z } from 'zod';
import { staffPostingSchema } from '../organisation/staff.ts';
import { installationKinds, referenceSchema } from './district.ts';

/**
 * The file with which a district is set up and kept up to date (`npm run server -- --import <file>`). It holds
 * passwords and codes: it belongs to one administrator, mode 0600, and is deleted after use.
 */
export const districtImportSchema = z.object({
  reference: referenceSchema.omit({ version: true }),
  /** The first register. A posting that was changed since, with its review, is left as it is. */
  staff: z.array(staffPostingSchema),
  /** First passwords; stored as scrypt verifiers only. One that is already set is left alone. */
  passwords: z.array(z.object({ personId: z.string(), password: z.string().min(6).max(200) })),
  /** One-time codes, each for one installation. A code that was used stays used. */
  enrolmentCodes: z.array(
    z.object({
      code: z.string().min(8).max(64),
      kind: z.enum(installationKinds),
      counterId: z.string().nullable(),
      organisationId: z.string(),
      hallId: z.string().nullable(),
      /** The nine digits that this installation's case numbers begin with. */
      areaCode: z.string().regex(/^\d{9}$/),
      /** The machine that uses it takes the place of the one that stands at this counter. */
      replaces: z.boolean().optional(),
    }),
  ),
});
export type DistrictImport = z.infer<typeof districtImportSchema>;
