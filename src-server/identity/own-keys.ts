import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../database/database.ts';
import {
  type KeptSecret,
  keptSecret,
  type SealingKey,
  type SecretsOf,
  secretOf,
} from '../database/sealing.ts';
import type { Services } from '../services.ts';

/** What the district has a key pair of its own for: to sign, and to have files sealed to it that come by hand. */
const ownKeyUses = ['pass', 'carry'] as const;
type OwnKeyUse = (typeof ownKeyUses)[number];

const publicKeyEncoding = { format: 'der', type: 'spki' } as const;
const privateKeyEncoding = { format: 'der', type: 'pkcs8' } as const;
const generate = {
  pass: () => generateKeyPairSync('ed25519', { publicKeyEncoding, privateKeyEncoding }),
  carry: () => generateKeyPairSync('x25519', { publicKeyEncoding, privateKeyEncoding }),
};

/** Whose secret a private key is, as it is sealed. */
const ownerOf = (use: OwnKeyUse) => `district ${use}`;
/** The columns of the table `district` in which a pair lies. */
const columnsOf = (use: OwnKeyUse) => ({
  publicKey: sql.ref(`${use}_public_key`),
  secret: sql.ref(`${use}_private_key`),
  sealed: sql.ref(`${use}_sealed_key`),
  sealing: sql.ref(`${use}_sealing_key`),
});

/** A pair as the database holds it. */
interface KeptPair extends KeptSecret {
  publicKey: string;
}

/**
 * A key pair of the district's; made at the first call and kept. Several nodes may ask at once: one pair stands.
 * Throws where no sealing key here opens it.
 * @returns the public key as SPKI in base64
 */
export async function ownKey(
  { db: { queries }, sealingKeys }: Pick<Services, 'db' | 'sealingKeys'>,
  use: OwnKeyUse,
): Promise<{ publicKey: string; privateKey: KeyObject }> {
  const kept = (await read(queries, use)) ?? (await make(queries, sealingKeys, use));
  const secret = secretOf(sealingKeys, ownerOf(use), kept);
  if (secret === null)
    throw new Error('no key in SEALING_KEYS opens the keys of the district: put back the one that was there');
  return {
    publicKey: kept.publicKey,
    privateKey: createPrivateKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'pkcs8' }),
  };
}

async function read(queries: Queries, use: OwnKeyUse): Promise<KeptPair | null> {
  const { publicKey, secret, sealed, sealing } = columnsOf(use);
  const { rows } = await sql<KeptPair>`select ${publicKey} as "publicKey", ${secret} as secret,
    ${sealed} as sealed_secret, ${sealing} as sealing_key
    from district where ${publicKey} is not null`.execute(queries);
  return rows[0] ?? null;
}

async function make(queries: Queries, keys: readonly SealingKey[], use: OwnKeyUse): Promise<KeptPair> {
  const pair = generate[use]();
  const { publicKey } = columnsOf(use);
  const kept = keptSecret(keys, ownerOf(use), pair.privateKey.toString('base64'));
  await sql`update district set ${publicKey} = ${pair.publicKey.toString('base64')}, ${setTo(use, kept)}
    where ${publicKey} is null`.execute(queries);
  const made = await read(queries, use);
  if (made === null) throw new Error('the district has no row');
  return made;
}

/** The private keys that are there, to be sealed anew. */
export const ownKeySecrets: SecretsOf = {
  async held(queries) {
    const all = await Promise.all(
      ownKeyUses.map(async (use) => {
        const kept = await read(queries, use);
        return kept === null ? [] : [{ ...kept, owner: ownerOf(use) }];
      }),
    );
    return all.flat();
  },
  async put(queries, { owner, secret, sealed_secret }, next) {
    const use = ownKeyUses.find((each) => ownerOf(each) === owner);
    if (use === undefined) return false;
    const columns = columnsOf(use);
    const { numAffectedRows } = await sql`update district set ${setTo(use, next)}
      where ${columns.secret} is not distinct from ${secret}
      and ${columns.sealed} is not distinct from ${sealed_secret}`.execute(queries);
    return numAffectedRows === 1n;
  },
};

function setTo(use: OwnKeyUse, kept: KeptSecret): RawBuilder<unknown> {
  const { secret, sealed, sealing } = columnsOf(use);
  return sql`${secret} = ${kept.secret}, ${sealed} = ${kept.sealed_secret}, ${sealing} = ${kept.sealing_key}`;
}
