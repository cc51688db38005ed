import { sql } from 'kysely';
import type { Instant } from '#shared/clock/beijing.ts';
import type { Queries } from '../database/database.ts';

/** Between two marks; whoever asks since a time may get so much more than they asked for. */
const everyMs = 10 * 60_000;

/**
 * Notes how far the transactions have come by now, where the last note is old: below this one everything had ended, so
 * what changes afterwards lies at or above it.
 */
export async function mark(queries: Queries, now: Date): Promise<void> {
  await sql`insert into change_mark (at, epoch, xid)
    select ${now}, epoch, pg_snapshot_xmin(pg_current_snapshot()) from district
    where not exists (select 1 from change_mark where at > ${new Date(now.getTime() - everyMs)})
    on conflict do nothing`.execute(queries);
}

/** The transaction from which on everything lies that has changed since a time; 0 where nobody noted one by then. */
export async function markBefore(queries: Queries, epoch: string, since: Instant): Promise<string> {
  const found = await queries
    .selectFrom('change_mark')
    .select(sql<string>`(xid::text::bigint - 1)::text`.as('before'))
    .where('epoch', '=', epoch)
    .where('at', '<=', new Date(since))
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return found?.before ?? '0';
}
