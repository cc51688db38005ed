import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  scrypt,
} from 'node:crypto';
import { type Cost, normalSecret, cost as today } from '#shared/identity/memory-hard.ts';
import { formatSealedKey, parseSealedKey } from '#shared/identity/sealed-key.ts';

/** A new signing key for a person, its private half under their password alone. */
export async function newPersonKey(password: string, cost: Cost = today) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    sealedKey: await sealKey(privateKey, password, cost),
  };
}

/** Puts a private key under a secret. */
export async function sealKey(key: KeyObject, secret: string, cost: Cost = today): Promise<string> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await derive(secret, salt, cost), nonce);
  const text = Buffer.concat([
    cipher.update(key.export({ format: 'der', type: 'pkcs8' })),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return formatSealedKey({
    cost,
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    text: text.toString('base64'),
  });
}

/** Takes the key out: to open it is to know the secret. Null for any other. */
export async function openKey(sealed: string, secret: string): Promise<KeyObject | null> {
  const parsed = parseSealedKey(sealed);
  if (parsed === null) return null;
  const [salt, nonce, text] = [parsed.salt, parsed.nonce, parsed.text].map((each) =>
    Buffer.from(each, 'base64'),
  ) as [Buffer, Buffer, Buffer];
  const derived = await derive(secret, salt, parsed.cost);
  try {
    const decipher = createDecipheriv('aes-256-gcm', derived, nonce, { authTagLength: tagLength });
    decipher.setAuthTag(text.subarray(-tagLength));
    const key = Buffer.concat([decipher.update(text.subarray(0, -tagLength)), decipher.final()]);
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  } catch {
    return null;
  }
}
const tagLength = 16;

const derive = (secret: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(normalSecret(secret), salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  );
