import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { type CarriedFile, carriedHead, carriedInfo } from '#shared/sync/carried.ts';
import { ownKey } from '../identity/own-keys.ts';
import type { Services } from '../services.ts';

/** The key to which files are sealed that come by hand. */
export interface CarryKey {
  /** X25519, SPKI as base64. */
  publicKey: string;
  privateKey: KeyObject;
}

/** The district's; made at the first call and kept. Throws where it lies sealed by a key that is not here. */
export const carryKey = (services: Pick<Services, 'db' | 'sealingKeys'>): Promise<CarryKey> =>
  ownKey(services, 'carry');

/** Opens a file that went up; null where it was sealed to another district, or is not what was sealed. */
export function openUp({ privateKey }: CarryKey, file: CarriedFile): unknown {
  if (file.direction !== 'up') return null;
  try {
    const bytes = Buffer.from(file.sealed, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', keyFor(privateKey, file), bytes.subarray(0, 12));
    decipher.setAAD(Buffer.from(carriedHead(file)));
    decipher.setAuthTag(bytes.subarray(-16));
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString());
  } catch {
    return null;
  }
}

/** Seals the answers to whoever made the file that went up. */
export function sealDown({ privateKey }: CarryKey, { id, key }: CarriedFile, content: unknown): CarriedFile {
  const head = { format: 'yichuang carried', version: 1, direction: 'down', id, key } as const;
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(privateKey, head), nonce);
  cipher.setAAD(Buffer.from(carriedHead(head)));
  const body = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final()]);
  return { ...head, sealed: Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64') };
}

function keyFor(privateKey: KeyObject, { key, id, direction }: Omit<CarriedFile, 'sealed'>): Buffer {
  const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
  const secret = diffieHellman({ privateKey, publicKey });
  return Buffer.from(hkdfSync('sha256', secret, id, carriedInfo(direction), 32));
}
