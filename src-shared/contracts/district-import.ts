import { z } from 'zod';
import { referenceSchema } from './district.ts';

/**
 * The file with which a district is set up and kept up to date (`npm run server -- --import <file>`). It holds
 * passwords and codes: it belongs to one administrator, mode 0600, and is deleted after use.
 */
export const districtImportSchema = z.object({
  reference: referenceSchema.omit({ version: true }),
  /** First passwords; stored as scrypt verifiers only. One that is already set is left alone. */
  passwords: z.array(z.object({ personId: z.string(), password: z.string().min(6).max(200) })),
  /** One-time codes, each for one installation. A code that was used stays used. */
  enrolmentCodes: z.array(
    z.object({
      code: z.string().min(8).max(64),
      kind: z.enum(['counter', 'department']),
      counterId: z.string().nullable(),
      organisationId: z.string(),
      hallId: z.string().nullable(),
      /** The nine digits that this installation's case numbers begin with. */
      areaCode: z.string().regex(/^\d{9}$/),
    }),
  ),
});
export type DistrictImport = z.infer<typeof districtImportSchema>;
