import { sign } from 'node:crypto';
import type { Services } from '../services.ts';
import { ownKey } from './own-keys.ts';

/** The key by which the district signs passes and the certificates of a hall's installations. */
export interface DistrictKey {
  /** Ed25519, SPKI as base64. */
  publicKey: string;
  /** Gives `ed25519:<base64>`. */
  sign(text: string): string;
  /** Gives the bare signature of bytes. */
  signBytes(bytes: Uint8Array): Uint8Array;
}

/** The district's key; made at the first call and kept. Throws where it lies sealed by a key that is not here. */
export async function districtKey(services: Pick<Services, 'db' | 'sealingKeys'>): Promise<DistrictKey> {
  const { publicKey, privateKey } = await ownKey(services, 'pass');
  return {
    publicKey,
    sign: (text) => `ed25519:${sign(null, Buffer.from(text), privateKey).toString('base64')}`,
    signBytes: (bytes) => sign(null, bytes, privateKey),
  };
}
