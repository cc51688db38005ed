import { verify } from 'node:crypto';
import type { Instant } from '#shared/clock/beijing.ts';
import { type Envelope, personSignatureText, signedCommands } from '#shared/sync/command.ts';
import type { Queries } from '../database/database.ts';
import { keyOf } from './installation.ts';

/** A person's signing key, as the district holds it: their private half under their password. */
export interface PersonKey {
  publicKey: string;
  sealedKey: string;
  /** Null while it is the one in use. */
  until: Instant | null;
}

/** Every key that a person has had, the one in use first. */
export async function keysOf(queries: Queries, personId: string): Promise<PersonKey[]> {
  const rows = await queries
    .selectFrom('person_key')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('until', (order) => order.desc().nullsFirst())
    .execute();
  return rows.map((row) => ({
    publicKey: row.public_key,
    sealedKey: row.sealed_key,
    until: row.until === null ? null : (row.until.toISOString() as Instant),
  }));
}

/**
 * Keeps a person's first key. Where one is held it stays, whoever brings another: two desks may ask at once. A new
 * password needs a new key; whoever sets one ends the key in use (`until`), and the next sign-in brings the next.
 */
export async function keepKey(
  queries: Queries,
  personId: string,
  key: Pick<PersonKey, 'publicKey' | 'sealedKey'>,
  since: Instant,
): Promise<void> {
  if (!isEd25519(key.publicKey)) return;
  await queries
    .insertInto('person_key')
    .values({
      person_id: personId,
      public_key: key.publicKey,
      sealed_key: key.sealedKey,
      since: new Date(since),
      until: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Whether a command is looked at for its person's own signature: it has to bear one, or bears one all the same. */
export const wantsSignature = ({ name, personSignature }: Envelope): boolean =>
  personSignature !== undefined || signedCommands.includes(name);

/**
 * What is wrong with the person's own signature of a command, or null where it is well or none is wanted. A key counts
 * for what was done before it ended, however late that arrives.
 * @param at the moment of the act, as its evidence bounds it
 */
export function signatureFault(
  envelope: Envelope,
  keys: readonly Pick<PersonKey, 'publicKey' | 'until'>[],
  at: Instant,
): 'absent' | 'wrong' | null {
  const { personSignature } = envelope;
  if (personSignature === undefined) return wantsSignature(envelope) ? 'absent' : null;
  const text = Buffer.from(personSignatureText(envelope));
  const signature = Buffer.from(personSignature.slice('ed25519:'.length), 'base64');
  const fits = keys.some(
    ({ publicKey, until }) =>
      (until === null || at <= until) && verify(null, text, keyOf(publicKey), signature),
  );
  return fits ? null : 'wrong';
}

function isEd25519(publicKey: string): boolean {
  try {
    return keyOf(publicKey).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}
