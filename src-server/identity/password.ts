import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { type Cost, cost, costText, normalSecret, parseCost } from '#shared/identity/memory-hard.ts';
import { turns } from '../turns.ts';

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
  const stated = parseCost(numbers);
  if (tag !== 'scrypt' || stated === null) throw new Error('a password verifier of an unknown form');
  const derived = await derive(password, Buffer.from(salt, 'base64'), stated);
  return timingSafeEqual(derived, Buffer.from(key, 'base64')) && verifier !== null;
}

const format = (salt: Buffer, key: Buffer): string =>
  ['scrypt', costText(cost), salt.toString('base64'), key.toString('base64')].join('$');

/** Nobody's password, at today's cost. */
const nobody = format(randomBytes(16), randomBytes(keyLength));

const derive = (password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(normalSecret(password), salt, keyLength, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  );

/** One asker may have so many passwords checked or waiting at a time. */
const each = 2;
/** So many may wait for each that is being checked: what waits longer than a second or two is told to come again. */
const waitingPerTurn = 10;

/**
 * A brake on checking passwords: each costs 64 MiB and a fifth of a second of one processor. A flood fills its own two
 * places and nobody else's; where everybody comes at once, the last are told so at once, since a desk that waits too
 * long would take the district for out of reach.
 */
export function passwordQueue(atOnce = Math.max(1, availableParallelism() - 1)) {
  const places = new Map<string, number>();
  const checks = turns(atOnce);

  return {
    /** Does the work in its turn; undefined where there is no place. */
    async run<Result>(asker: string, work: () => Promise<Result>): Promise<Result | undefined> {
      const mine = places.get(asker) ?? 0;
      if (mine >= each || checks.waiting() >= atOnce * waitingPerTurn) return undefined;
      places.set(asker, mine + 1);
      try {
        return await checks.run(work);
      } finally {
        const left = (places.get(asker) ?? 1) - 1;
        if (left === 0) places.delete(asker);
        else places.set(asker, left);
      }
    },
  };
}
export type PasswordQueue = ReturnType<typeof passwordQueue>;
