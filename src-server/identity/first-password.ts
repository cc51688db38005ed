import { randomInt } from 'node:crypto';
import type { Queries } from '../database/database.ts';
import { publishedReference } from '../organisation/published.ts';
import { verifierOf } from './password.ts';

/** Without letters and digits that are taken for each other when a note is read. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/**
 * Gives a first password to somebody who has none: whoever came into the register by a reviewed change was in no
 * set-up file. One that is set is never replaced here, since the person's signing key lies under it.
 * @returns the password, which is kept nowhere; null where nobody has that number, or they have a password
 */
export async function giveFirstPassword(queries: Queries, staffNumber: string): Promise<string | null> {
  const known = await publishedReference()(queries);
  const posting = known?.staff.postings.findLast((each) => each.staffNumber === staffNumber);
  if (posting === undefined) return null;
  const password = Array.from({ length: 12 }, () => alphabet[randomInt(alphabet.length)]).join('');
  const set = await queries
    .insertInto('person_password')
    .values({ person_id: posting.personId, verifier: await verifierOf(password) })
    .onConflict((conflict) => conflict.column('person_id').doNothing())
    .returning('person_id')
    .executeTakeFirst();
  return set === undefined ? null : password;
}
