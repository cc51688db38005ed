import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** A key under which the secrets of subscriptions lie in the database. It never lies there itself. */
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

/**
 * Keys as the setting writes them: 32 bytes each in base64, between commas. The first seals, all of them open, so that
 * one can take the place of another. Throws a sentence for what is none; it does not repeat it.
 */
export function sealingKeysOf(setting: string | undefined): SealingKey[] {
  const texts = (setting ?? '').split(/[\s,]+/).filter((each) => each !== '');
  return texts.map((text, index) => {
    const key = Buffer.from(text, 'base64');
    if (key.length !== 32 || key.toString('base64') !== text)
      throw new Error(`WEBHOOK_KEYS: number ${index + 1} is no key; make one with: openssl rand -base64 32`);
    return { id: createHash('sha256').update(key).digest('hex').slice(0, 16), key };
  });
}

/** Seals the secret of a subscription; sealed for one, it opens for no other. */
export function sealSecret({ id, key }: SealingKey, subscriptionId: string, secret: string): SealedSecret {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(subscriptionId));
  const body = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return { keyId: id, sealed: Buffer.concat([nonce, body]).toString('base64') };
}

/** Opens the secret of a subscription; null where no key here does: another sealed it, or it was altered. */
export function openSecret(
  keys: readonly SealingKey[],
  subscriptionId: string,
  { keyId, sealed }: SealedSecret,
): string | null {
  const held = keys.find(({ id }) => id === keyId);
  if (held === undefined) return null;
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', held.key, bytes.subarray(0, 12));
    decipher.setAAD(Buffer.from(subscriptionId)).setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString();
  } catch {
    return null;
  }
}
