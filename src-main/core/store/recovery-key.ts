import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/**
 * The store's key, sealed a second time: to the district's recovery key. The operating system's key store goes with
 * the user's profile; a profile that was reset must not cost a day's cases. Nobody at the counter can open it: the
 * private half stays with the district.
 *
 * X25519 with a key pair made for this one sealing, HKDF-SHA-256 over both public keys, AES-256-GCM.
 */
const algorithm = 'X25519-HKDF-SHA256-AES256GCM';

const sealedSchema = z.strictObject({
  algorithm: z.literal(algorithm),
  /** SHA-256 of the district's public key: which private key opens this. */
  recipient: z.string(),
  /** Which store's key it is; says nothing of 32 random bytes. */
  keyId: z.string(),
  /** Public half of the pair made for this sealing, SPKI in Base64. */
  ephemeral: z.string(),
  nonce: z.string(),
  sealed: z.string(),
  tag: z.string(),
});

/** The recovery copy cannot be written or opened. */
export class RecoveryKeyUnusable extends Error {
  readonly reason: 'notX25519' | 'notASealedKey' | 'otherRecipient' | 'altered';
  readonly sentence: string;

  constructor(reason: RecoveryKeyUnusable['reason'], sentence: string) {
    super(`recovery key: ${reason}`);
    this.reason = reason;
    this.sentence = sentence;
  }
}

/**
 * Reads the district's recovery key: X25519, public, PEM (SPKI).
 * @throws RecoveryKeyUnusable notX25519
 */
export const readRecoveryKey = (pem: string): KeyObject => x25519(() => createPublicKey(pem));

/**
 * Seals a store's key so that only the holder of the district's private key opens it.
 * @param recipient the district's recovery key
 * @returns text for a file that may lie beside the store
 */
export function sealForRecovery(key: Buffer, recipient: KeyObject): string {
  const pair = generateKeyPairSync('x25519');
  const nonce = randomBytes(12);
  const ephemeral = spki(pair.publicKey);
  const shared = diffieHellman({ privateKey: pair.privateKey, publicKey: recipient });
  const cipher = createCipheriv('aes-256-gcm', sealingKey(shared, ephemeral, spki(recipient)), nonce);
  const sealed = Buffer.concat([cipher.update(key), cipher.final()]);
  const copy: z.infer<typeof sealedSchema> = {
    algorithm,
    recipient: fingerprint(recipient),
    keyId: keyId(key),
    ephemeral: ephemeral.toString('base64'),
    nonce: nonce.toString('base64'),
    sealed: sealed.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
  };
  return `${JSON.stringify(copy, null, 2)}\n`;
}

/**
 * Opens what `sealForRecovery` wrote; for the district's IT. The 32 bytes that come out, written into the
 * installation's `store.key`, open its store again.
 * @param text content of the recovery file
 * @throws RecoveryKeyUnusable with a sentence
 */
export function openRecovery(text: string, privateKey: KeyObject): Buffer {
  const copy = readCopy(text);
  if (copy === null)
    throw new RecoveryKeyUnusable('notASealedKey', '这不是本系统的恢复密钥文件，请核对文件。');
  const own = x25519(() => createPublicKey(privateKey));
  if (copy.recipient !== fingerprint(own)) {
    throw new RecoveryKeyUnusable('otherRecipient', '这份文件是用另一把恢复密钥封存的，请换用对应的私钥。');
  }
  try {
    const ephemeral = Buffer.from(copy.ephemeral, 'base64');
    const publicKey = createPublicKey({ key: ephemeral, format: 'der', type: 'spki' });
    const shared = diffieHellman({ privateKey, publicKey });
    const decipher = createDecipheriv(
      'aes-256-gcm',
      sealingKey(shared, ephemeral, spki(own)),
      Buffer.from(copy.nonce, 'base64'),
      { authTagLength: 16 },
    );
    decipher.setAuthTag(Buffer.from(copy.tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(copy.sealed, 'base64')), decipher.final()]);
  } catch {
    throw new RecoveryKeyUnusable('altered', '恢复密钥文件已损坏或被改动，请换用备份的文件。');
  }
}

/**
 * Keeps a recovery copy of the key in a file, written anew only where there is none of this key for this recipient:
 * a file that is not written cannot be torn.
 * @returns whether a copy was written
 */
export function keepRecoveryCopy(file: string, key: Buffer, recipient: KeyObject): boolean {
  const there = existsSync(file) ? readCopy(readFileSync(file, 'utf8')) : null;
  if (there?.recipient === fingerprint(recipient) && there.keyId === keyId(key)) return false;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.new`;
  writeFileSync(fresh, sealForRecovery(key, recipient), { mode: 0o600, flush: true });
  renameSync(fresh, file);
  return true;
}

function readCopy(text: string): z.infer<typeof sealedSchema> | null {
  try {
    return sealedSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function x25519(read: () => KeyObject): KeyObject {
  let key: KeyObject | null = null;
  try {
    key = read();
  } catch {
    // Said below: it is no key at all.
  }
  if (key?.asymmetricKeyType === 'x25519') return key;
  throw new RecoveryKeyUnusable('notX25519', '区级恢复公钥文件不能使用，请向区级管理员索取新的文件。');
}

const spki = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' });
const fingerprint = (key: KeyObject): string => createHash('sha256').update(spki(key)).digest('hex');
const keyId = (key: Buffer): string => createHash('sha256').update(algorithm).update(key).digest('hex');
const sealingKey = (shared: Buffer, ephemeral: Buffer, recipient: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', shared, Buffer.concat([ephemeral, recipient]), algorithm, 32));
