import { verify } from 'node:crypto';
import { districtOf, type Pass, passText } from '#shared/identity/pass.ts';
import type { Queries } from '../database/database.ts';
import { keyOf } from './installation.ts';

/**
 * A restored district has lost the keys of persons who came after its copy was made; without them their sign-offs,
 * which are sent again, could not be told from forged ones. The passes at the desks have those keys, under the
 * district's own signature. A key that comes back so counts as long as its pass does: at their next sign-in the person
 * brings a new one, under the password that this district knows.
 * @param restoredAt passes that were signed later name keys that were not lost
 */
export async function adoptKeys(trx: Queries, passes: readonly Pass[], restoredAt: Date): Promise<void> {
  if (passes.length === 0) return;
  const { pass_public_key: own } = await trx
    .selectFrom('district')
    .select('pass_public_key')
    .executeTakeFirstOrThrow();
  if (own === null) return;
  for (const pass of passes) {
    const signature = Buffer.from(pass.signature.slice('ed25519:'.length), 'base64');
    if (
      pass.district !== districtOf(own) ||
      Date.parse(pass.issuedAt) > restoredAt.getTime() ||
      !verify(null, Buffer.from(passText(pass)), keyOf(own), signature)
    )
      continue;
    await trx
      .insertInto('person_key')
      .values({
        person_id: pass.personId,
        public_key: pass.publicKey,
        sealed_key: pass.sealedKey,
        since: new Date(pass.issuedAt),
        until: new Date(pass.validUntil),
      })
      // One that is known stays as it is.
      .onConflict((conflict) => conflict.columns(['person_id', 'public_key']).doNothing())
      .execute();
  }
}
