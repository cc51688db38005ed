import { sql } from 'kysely';
import type { Queries } from '../database/database.ts';

/** The law wants logs for six months (网络安全法); a year lets the same season be compared. */
const keptMs = 366 * 24 * 60 * 60_000;
/** So many rows go at a time, so that nobody waits for it. */
const batch = 1_000;
const everyMs = 60 * 60_000;

/** Now and then forgets, of the interface log, what is older than a year. */
export function retention(queries: Queries): (now: Date) => Promise<void> {
  let next = 0;
  return async (now) => {
    if (now.getTime() < next) return;
    let most = 0n;
    for (const [table, at] of [
      ['interface_call', 'at'],
      ['webhook_message', 'entered_at'],
      ['change_mark', 'at'],
    ] as const) {
      const limit = new Date(now.getTime() - keptMs);
      const { numAffectedRows = 0n } = await sql`delete from ${sql.table(table)} where ctid = any(array(
        select ctid from ${sql.table(table)} where ${sql.ref(at)} < ${limit} limit ${batch}))`.execute(
        queries,
      );
      if (numAffectedRows > most) most = numAffectedRows;
    }
    if (most < BigInt(batch)) next = now.getTime() + everyMs;
  };
}
