import { sql } from 'kysely';
import type { Queries } from '../database/database.ts';
import type { Log } from '../log.ts';
import { openSecret, type SealingKey, sealSecret } from './sealing.ts';

const everyMs = 60 * 60_000;

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
    const rows = await queries
      .selectFrom('webhook_subscription')
      .select(['id', 'secret', 'sealed_secret', 'sealing_key'])
      .where(sql<boolean>`secret is not null or sealing_key <> ${first?.id ?? ''}`)
      .execute();
    let [sealed, closed, clear] = [0, 0, 0];
    for (const row of rows) {
      const held = secretOf(row, keys);
      if (held === null) closed += 1;
      else if (first === undefined) clear += 1;
      else {
        const { keyId, sealed: text } = sealSecret(first, row.id, held);
        const { numUpdatedRows } = await queries
          .updateTable('webhook_subscription')
          .set({ secret: null, sealed_secret: text, sealing_key: keyId })
          .where('id', '=', row.id)
          // One that ended meanwhile has none any more.
          .where(sql<boolean>`secret is not distinct from ${row.secret}`)
          .where(sql<boolean>`sealed_secret is not distinct from ${row.sealed_secret}`)
          .executeTakeFirst();
        sealed += Number(numUpdatedRows);
      }
    }
    if (sealed > 0) log.info({ subscriptions: sealed }, 'keys of subscriptions were sealed');
    if (clear > 0)
      log.error(
        { alarm: 'webhookKeysMissing', subscriptions: clear },
        'keys of subscriptions lie in the clear: WEBHOOK_KEYS is not set',
      );
    if (closed > 0)
      log.error(
        { alarm: 'webhookKeyUnknown', subscriptions: closed },
        'no key in WEBHOOK_KEYS opens some subscriptions: their messages wait',
      );
    next = now.getTime() + everyMs;
  };
}

/** A subscription's secret as its row holds it; null where no key here opens it. */
export function secretOf(
  {
    id,
    ...row
  }: { id: string; secret: string | null; sealed_secret: string | null; sealing_key: string | null },
  keys: readonly SealingKey[],
): string | null {
  if (row.secret !== null) return row.secret;
  if (row.sealed_secret === null || row.sealing_key === null) return null;
  return openSecret(keys, id, { keyId: row.sealing_key, sealed: row.sealed_secret });
}
