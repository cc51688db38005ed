import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';

/** What a machine signs to enrol, with the key that it brings, and with its former key where it had one. */
export const enrolmentText = (request: { code: string; nonce: string; publicKey: string }): string =>
  ['yichuang enrolment', request.code.trim(), request.nonce, request.publicKey].join('\n');

/**
 * The file by which the machines of a hall enrol in one day (`npm run server -- --hall-file`). It holds a secret: it
 * travels on the administrator's USB stick, and is worth nothing once it has been used up or has expired.
 */
export const hallFileSchema = z.object({
  districtUrl: z.url({ protocol: /^https?$/ }),
  hallId: z.string(),
  hallName: z.string(),
  secret: z.string().min(8).max(64),
  expiresAt: instantSchema,
  /** The hall's counters: each machine stands at one of them. */
  seats: z.array(z.object({ counterId: z.string(), name: z.string() })),
});
export type HallFile = z.infer<typeof hallFileSchema>;
