import { sql } from 'kysely';
import type { StaffPosting } from '#shared/organisation/staff.ts';
import { canonicalJson, digestOf } from '#shared/sync/canonical.ts';
import type { Queries } from '../database/database.ts';

/**
 * Enters postings into the staff register, and gives it a new version where that changes anything. A posting that a
 * reviewed change has altered is not undone by the file that set the district up.
 */
export async function enterPostings(
  trx: Queries,
  postings: readonly StaffPosting[],
  source: 'import' | 'change',
): Promise<void> {
  // One change of the register at a time from here on: each version stands for all before it.
  const district = await trx
    .selectFrom('district')
    .select('staff_version')
    .forUpdate()
    .executeTakeFirstOrThrow();
  const changed: StaffPosting[] = [];
  for (const posting of postings) {
    const body = JSON.stringify(posting);
    const entered = await trx
      .insertInto('staff_posting')
      .values({ posting_id: posting.postingId, body, source })
      .onConflict((conflict) => {
        const update = conflict
          .column('posting_id')
          .doUpdateSet({ body, source })
          .where(
            sql<boolean>`(staff_posting.body, staff_posting.source) is distinct from (excluded.body, excluded.source)`,
          );
        return source === 'change' ? update : update.where('staff_posting.source', '=', 'import');
      })
      .returning('posting_id')
      .executeTakeFirst();
    if (entered !== undefined) changed.push(posting);
  }
  if (changed.length === 0 && district.staff_version !== null) return;
  const staff_version = digestOf(canonicalJson([district.staff_version, changed]));
  await trx.updateTable('district').set({ staff_version }).execute();
}
