import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { Queries } from '../database/database.ts';
import type { InstallationPlace } from '../database/tables.ts';
import type { Installation } from './installation.ts';

/** What a code, or a hall's file, gives to whoever brings it. */
export interface Grant {
  kind: 'grant';
  place: InstallationPlace;
  /** Whether it may work at once, or waits until the office has approved it. */
  approved: boolean;
  /** Whose place it takes. */
  replaces: Installation | null;
  /** Notes that it was used, by whom. */
  use(trx: Queries, installationId: string): Promise<unknown>;
}

/** By a one-time code; null where there is none like it. The row stays locked until commit: it is used once. */
export async function codeGrant(
  trx: Queries,
  code_hash: string,
  publicKey: string,
): Promise<Grant | Again | Refused | null> {
  const given = await trx
    .selectFrom('enrolment_code')
    .selectAll()
    .where('code_hash', '=', code_hash)
    .forUpdate()
    .executeTakeFirst();
  if (given === undefined) return null;
  const { code_hash: _, installation_id, replaces, ...place } = given;
  const before = await enrolledBefore(trx, publicKey);
  if (before !== null && before.id === installation_id) return { kind: 'again', installation: before };
  if (before !== null || installation_id !== null)
    return refused('codeUsed', '这个登记码已经用过，请联系系统管理员领取新的登记码。');
  return {
    kind: 'grant',
    place,
    approved: true,
    replaces: replaces ? await standingAt(trx, place.counter_id) : null,
    use: (using, id) =>
      using
        .updateTable('enrolment_code')
        .set({ installation_id: id })
        .where('code_hash', '=', code_hash)
        .execute(),
  };
}

/** One that has enrolled already, and did not hear the answer. */
export interface Again {
  kind: 'again';
  installation: Installation;
}

/** The installation that has enrolled with this key and still stands. */
export async function enrolledBefore(trx: Queries, publicKey: string): Promise<Installation | null> {
  const found = await trx
    .selectFrom('installation')
    .selectAll()
    .where('public_key', '=', publicKey)
    .where('revoked_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return found ?? null;
}

/** The installation that stands at a counter now: the last that enrolled for it. */
export async function standingAt(trx: Queries, counterId: string | null): Promise<Installation | null> {
  const found = await trx
    .selectFrom('installation')
    .selectAll()
    .where('counter_id', '=', counterId)
    .where('revoked_at', 'is', null)
    .orderBy('enrolled_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return found ?? null;
}
