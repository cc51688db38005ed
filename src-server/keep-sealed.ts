import { sql } from 'kysely';
import type { Queries } from './database/database.ts';
import { formerApplicationName } from './database/embedded-postgres.ts';
import { keptSecret, type SealingKey, secretOf } from './database/sealing.ts';
import { ownKeySecrets } from './identity/own-keys.ts';
import { subscriptionSecrets } from './interfaces/subscriptions.ts';
import type { Log } from './log.ts';

const everyMs = 60 * 60_000;
/** How soon it is looked again whether nodes of the version before have gone. */
const soonMs = 60_000;

/**
 * Now and then seals every secret under the first key: what a node of the version before has left in the clear, and what
 * lies under a key that is to go. Says so where there is no key, or none that opens what is there.
 */
export function keepSealed(
  queries: Queries,
  keys: readonly SealingKey[],
  log: Log,
): (now: Date) => Promise<void> {
  let next = 0;
  const [first] = keys;
  return async (now) => {
    if (now.getTime() < next) return;
    // They sign people in by the clear key, and could not without it.
    const former = await formerNodesAtWork(queries);
    const places = { subscriptions: subscriptionSecrets, ...(!former && { ownKeys: ownKeySecrets }) };
    for (const [secrets, place] of Object.entries(places)) {
      let [sealed, closed, clear] = [0, 0, 0];
      for (const row of await place.held(queries)) {
        if (row.secret === null && row.sealing_key === first?.id) continue;
        const secret = secretOf(keys, row.owner, row);
        if (secret === null) closed += 1;
        else if (first === undefined) clear += 1;
        else if (await place.put(queries, row, keptSecret(keys, row.owner, secret))) sealed += 1;
      }
      if (sealed > 0) log.info({ secrets, count: sealed }, 'secrets were sealed');
      if (clear > 0)
        log.error(
          { alarm: 'sealingKeysMissing', secrets, count: clear },
          'secrets lie in the clear: SEALING_KEYS is not set',
        );
      if (closed > 0)
        log.error(
          { alarm: 'sealingKeyUnknown', secrets, count: closed },
          'no key in SEALING_KEYS opens some secrets: what needs them waits',
        );
    }
    next = now.getTime() + (former ? soonMs : everyMs);
  };
}

/** Whether a node of a version that knows only clear keys works on this database: it always holds a connection. */
async function formerNodesAtWork(queries: Queries): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_stat_activity
    where datname = current_database() and application_name = ${formerApplicationName}`.execute(queries);
  return rows.length > 0;
}
