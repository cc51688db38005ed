import { sql } from 'kysely';
import type { Queries } from '../database/database.ts';
import { prepared } from '../database/prepared.ts';

/**
 * Locks subjects until commit, in one order for all, so that two batches never wait for each other. A lock on the id,
 * not on a row: the first command of a subject finds no row yet.
 */
export async function lockSubjects(trx: Queries, ids: readonly string[]): Promise<void> {
  await sql`
    ${prepared} select pg_advisory_xact_lock(lock)
    from (
      select distinct hashtextextended(id, 0) as lock from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) as id
      order by lock
    ) as ordered`.execute(trx);
}
