import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Queries } from '../database/database.ts';

/** The key by which the district signs passes and the certificates of a hall's installations. */
export interface DistrictKey {
  /** Ed25519, SPKI as base64. */
  publicKey: string;
  /** Gives `ed25519:<base64>`. */
  sign(text: string): string;
  /** Gives the bare signature of bytes. */
  signBytes(bytes: Uint8Array): Uint8Array;
}

/** The district's key; made at the first call and kept. Several nodes may ask at once: one key stands. */
export async function districtKey(queries: Queries): Promise<DistrictKey> {
  const held = (await read(queries)) ?? (await make(queries));
  return {
    publicKey: held.publicKey,
    sign: (text) => signed(held.privateKey, text),
    signBytes: (bytes) => sign(null, bytes, held.privateKey),
  };
}

async function read(queries: Queries): Promise<{ publicKey: string; privateKey: KeyObject } | null> {
  const row = await queries
    .selectFrom('district')
    .select(['pass_public_key', 'pass_private_key'])
    .executeTakeFirstOrThrow();
  if (row.pass_public_key === null || row.pass_private_key === null) return null;
  const key = Buffer.from(row.pass_private_key, 'base64');
  return {
    publicKey: row.pass_public_key,
    privateKey: createPrivateKey({ key, format: 'der', type: 'pkcs8' }),
  };
}

async function make(queries: Queries) {
  const pair = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { format: 'der', type: 'spki' },
    privateKeyEncoding: { format: 'der', type: 'pkcs8' },
  });
  await queries
    .updateTable('district')
    .set({
      pass_public_key: pair.publicKey.toString('base64'),
      pass_private_key: pair.privateKey.toString('base64'),
    })
    .where('pass_public_key', 'is', null)
    .execute();
  const made = await read(queries);
  if (made === null) throw new Error('the district has no row');
  return made;
}

const signed = (privateKey: KeyObject, text: string): string =>
  `ed25519:${sign(null, Buffer.from(text), privateKey).toString('base64')}`;
