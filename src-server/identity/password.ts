import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

interface Cost {
  /** CPU and memory: 128 · N · r bytes. */
  N: number;
  r: number;
  p: number;
}
const cost: Cost = { N: 32_768, r: 8, p: 1 };
const keyLength = 32;

/** What is kept of a password: `scrypt$N,r,p$salt$key`, so that the cost can be raised for new ones. */
export async function verifierOf(password: string): Promise<string> {
  const salt = randomBytes(16);
  return format(salt, await derive(password, salt, cost));
}

/**
 * Whether the password fits. Takes the same time for somebody who has none (null), so that an answer's delay does
 * not tell which staff numbers exist.
 */
export async function fits(password: string, verifier: string | null): Promise<boolean> {
  const [tag, numbers = '', salt = '', key = ''] = (verifier ?? nobody).split('$');
  const [N, r, p] = numbers.split(',').map(Number);
  if (tag !== 'scrypt' || N === undefined || r === undefined || p === undefined) {
    throw new Error('a password verifier of an unknown form');
  }
  const derived = await derive(password, Buffer.from(salt, 'base64'), { N, r, p });
  return timingSafeEqual(derived, Buffer.from(key, 'base64')) && verifier !== null;
}

const format = (salt: Buffer, key: Buffer): string =>
  ['scrypt', `${cost.N},${cost.r},${cost.p}`, salt.toString('base64'), key.toString('base64')].join('$');

/** Nobody's password, at today's cost. */
const nobody = format(randomBytes(16), randomBytes(keyLength));

/** Two keyboards may write one character in two ways: NFC makes them one. */
const derive = (password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(password.normalize('NFC'), salt, keyLength, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  );
