import { z } from 'zod';
import { type Cost, costText, parseCost } from './memory-hard.ts';

/**
 * A private key under a password or a PIN: `scrypt-aes256gcm$N,r,p$salt$nonce$text`, the last three in base64. Whoever
 * can open it knows the secret, so that no verifier is kept beside it.
 */
export interface SealedKey {
  cost: Cost;
  salt: string;
  nonce: string;
  /** The key, PKCS #8, encrypted, with its tag of 16 bytes behind it. */
  text: string;
}

const tag = 'scrypt-aes256gcm';

export const formatSealedKey = ({ cost, salt, nonce, text }: SealedKey): string =>
  [tag, costText(cost), salt, nonce, text].join('$');

/** Reads a sealed key; null for what is none, or asks for more work than anything of ours. */
export function parseSealedKey(sealed: string): SealedKey | null {
  const [form, numbers = '', salt = '', nonce = '', text = '', ...more] = sealed.split('$');
  const cost = parseCost(numbers);
  const fits = form === tag && more.length === 0 && [salt, nonce, text].every((each) => base64.test(each));
  return fits && cost !== null ? { cost, salt, nonce, text } : null;
}
const base64 = /^[A-Za-z0-9+/]{8,400}={0,2}$/;

export const sealedKeySchema = z
  .string()
  .max(600)
  .refine((sealed) => parseSealedKey(sealed) !== null, '密钥格式不正确');

/** An Ed25519 public key, SPKI as base64. */
export const publicKeySchema = z.string().regex(/^[A-Za-z0-9+/]{40,120}={0,2}$/);
/** An Ed25519 signature. */
export const signatureSchema = z.string().regex(/^ed25519:[A-Za-z0-9+/]{86}==$/);
