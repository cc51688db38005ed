import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Queries } from './database.ts';

/** A key under which secrets lie in the database. It never lies there itself. */
export interface SealingKey {
  /** Tells keys apart without telling them. */
  id: string;
  key: Buffer;
}

/** A secret as it is kept: `keyId` says which key opens it. */
export interface SealedSecret {
  keyId: string;
  /** Nonce, ciphertext and tag of AES-256-GCM, as base64. */
  sealed: string;
}

/** Where the environment names them: the second is their former name, and goes on working. */
const settings = ['SEALING_KEYS', 'WEBHOOK_KEYS'] as const;

/**
 * Keys as the environment writes them: 32 bytes each in base64, between commas. The first seals, all of them open, so
 * that one can take the place of another. Throws a sentence for what is none; it does not repeat it.
 */
export function sealingKeysOf(environment: Partial<Record<(typeof settings)[number], string>>): SealingKey[] {
  return settings.flatMap((setting) => {
    const texts = (environment[setting] ?? '').split(/[\s,]+/).filter((each) => each !== '');
    return texts.map((text, index) => {
      const key = Buffer.from(text, 'base64');
      if (key.length !== 32 || key.toString('base64') !== text)
        throw new Error(`${setting}: number ${index + 1} is no key; make one with: openssl rand -base64 32`);
      return { id: createHash('sha256').update(key).digest('hex').slice(0, 16), key };
    });
  });
}

/** A secret as a row holds it: in the clear or sealed. */
export interface KeptSecret {
  secret: string | null;
  sealed_secret: string | null;
  sealing_key: string | null;
}

/** A table's secrets, so that all of them can be sealed in one way. */
export interface SecretsOf {
  /** Those that are there, each with whom it belongs to. */
  held(queries: Queries): Promise<(KeptSecret & { owner: string })[]>;
  /** Puts one in the place of another; false where somebody else has changed or ended that meanwhile. */
  put(queries: Queries, before: KeptSecret & { owner: string }, next: KeptSecret): Promise<boolean>;
}

/** How a row is to hold a secret: sealed by the first key; in the clear where there is none. */
export function keptSecret(keys: readonly SealingKey[], owner: string, secret: string): KeptSecret {
  const [first] = keys;
  if (first === undefined) return { secret, sealed_secret: null, sealing_key: null };
  const { keyId, sealed } = sealSecret(first, owner, secret);
  return { secret: null, sealed_secret: sealed, sealing_key: keyId };
}

/** A secret that a row holds; null where no key here opens it. */
export function secretOf(
  keys: readonly SealingKey[],
  owner: string,
  { secret, sealed_secret, sealing_key }: KeptSecret,
): string | null {
  if (secret !== null) return secret;
  if (sealed_secret === null || sealing_key === null) return null;
  return openSecret(keys, owner, { keyId: sealing_key, sealed: sealed_secret });
}

/** Seals the secret of an owner, such as a subscription; sealed for one, it opens for no other. */
export function sealSecret({ id, key }: SealingKey, owner: string, secret: string): SealedSecret {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner));
  const body = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return { keyId: id, sealed: Buffer.concat([nonce, body]).toString('base64') };
}

/** Opens the secret of an owner; null where no key here does: another sealed it, or it was altered. */
export function openSecret(
  keys: readonly SealingKey[],
  owner: string,
  { keyId, sealed }: SealedSecret,
): string | null {
  const held = keys.find(({ id }) => id === keyId);
  if (held === undefined) return null;
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', held.key, bytes.subarray(0, 12));
    decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString();
  } catch {
    return null;
  }
}
