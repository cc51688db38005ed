import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { type CarriedFile, carriedHead, carriedInfo } from '#shared/sync/carried.ts';
import type { Queries } from '../database/database.ts';

/** The key to which files are sealed that come by hand. */
export interface CarryKey {
  /** X25519, SPKI as base64. */
  publicKey: string;
  privateKey: KeyObject;
}

/** The district's; made at the first call and kept. Several nodes may ask at once: one key stands. */
export async function carryKey(queries: Queries): Promise<CarryKey> {
  const held = await read(queries);
  if (held !== null) return held;
  const pair = generateKeyPairSync('x25519', {
    publicKeyEncoding: { format: 'der', type: 'spki' },
    privateKeyEncoding: { format: 'der', type: 'pkcs8' },
  });
  await queries
    .updateTable('district')
    .set({
      carry_public_key: pair.publicKey.toString('base64'),
      carry_private_key: pair.privateKey.toString('base64'),
    })
    .where('carry_public_key', 'is', null)
    .execute();
  const made = await read(queries);
  if (made === null) throw new Error('there is no district yet');
  return made;
}

async function read(queries: Queries): Promise<CarryKey | null> {
  const row = await queries
    .selectFrom('district')
    .select(['carry_public_key', 'carry_private_key'])
    .executeTakeFirst();
  if (!row?.carry_public_key || !row.carry_private_key) return null;
  const der = Buffer.from(row.carry_private_key, 'base64');
  return {
    publicKey: row.carry_public_key,
    privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
  };
}

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
