import { z } from 'zod';

/**
 * A sealed file: what an installation without a network hands to whoever goes where there is one, and what comes back
 * the same way. Whoever carries it can read nothing in it and change nothing: going up it is sealed to the district's
 * key, coming back to the one who made it.
 */
export const carriedFileSchema = z.strictObject({
  format: z.literal('yichuang carried'),
  version: z.literal(1),
  direction: z.enum(['up', 'down']),
  /** Names the exchange: a file that comes back has the id of the one that went. */
  id: z.uuid(),
  /** X25519, SPKI as base64, made for this one exchange. The same in both directions. */
  key: z.string().min(40).max(200),
  /** AES-256-GCM under a key out of both sides' (`carriedInfo`): nonce (12), ciphertext, tag (16), as base64. */
  sealed: z.string().regex(/^[A-Za-z0-9+/=]+$/),
});
export type CarriedFile = z.infer<typeof carriedFileSchema>;

/** What the key of a direction is derived under (HKDF-SHA256, the exchange's id as salt). */
export const carriedInfo = (direction: CarriedFile['direction']): string => `yichuang carried ${direction}`;

/** What is authenticated along with the content: everything about it that stands outside. */
export const carriedHead = ({ direction, id, key }: Pick<CarriedFile, 'direction' | 'id' | 'key'>): string =>
  ['yichuang carried 1', direction, id, key].join('\n');

/** Bytes of commands in one file: the district takes 8 MB, of which base64 leaves six. The rest goes in the next. */
export const carriedBytes = 3_000_000;
/** Batches of the second chain in one file, some 60 kB each. */
export const carriedUnmaskings = 10;

/** Reads a file as a person picked it; null for anything else. */
export function readCarried(text: string): CarriedFile | null {
  try {
    return carriedFileSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
