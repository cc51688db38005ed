import { randomBytes, randomUUID } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import { sql } from 'kysely';
import type { Instant } from '#shared/clock/beijing.ts';
import type { SubscriptionView } from '#shared/contracts/interfaces.ts';
import type { NewsKind } from '#shared/interfaces/news.ts';
import type { Queries } from '../database/database.ts';
import { keptSecret, type SealingKey, type SecretsOf } from '../database/sealing.ts';
import { type AddressPolicy, urlFault } from './address.ts';

/** So many may one client have at a time. */
const most = 10;

/** A client's subscriptions that stand, the oldest first; of every client's where none is named. */
export async function subscriptionsOf(
  queries: Queries,
  clientId: string | null,
): Promise<(SubscriptionView & { clientId: string })[]> {
  const count = (state: string) =>
    sql<number>`(select count(*)::int from webhook_message
      where subscription_id = webhook_subscription.id and state = ${state})`;
  let query = queries
    .selectFrom('webhook_subscription')
    .selectAll()
    .select([count('waiting').as('waiting'), count('givenUp').as('given_up')])
    .where('ended_at', 'is', null)
    .orderBy('since')
    .orderBy('id');
  if (clientId !== null) query = query.where('client_id', '=', clientId);
  return (await query.execute()).map((row) => ({
    ...{ id: row.id, clientId: row.client_id, url: row.url, events: row.events },
    createdAt: row.since.toISOString() as Instant,
    paused: row.paused_at !== null,
    ...{ waiting: row.waiting, givenUp: row.given_up },
  }));
}

/** @returns the subscription's id, and its key, which is told this once */
export async function subscribe(
  queries: Queries,
  clientId: string,
  { url, events }: { url: string; events: NewsKind[] },
  { policy, sealingKey }: { policy: AddressPolicy; sealingKey: SealingKey | undefined },
  now: Instant,
): Promise<{ id: string; secret: string }> {
  if (sealingKey === undefined)
    throw new ORPCError('BAD_REQUEST', {
      message: '区级平台还没有设置推送用的密钥，暂时不能订阅；请联系区级平台的管理人员。',
    });
  const fault = urlFault(url, policy);
  if (fault !== null) throw new ORPCError('BAD_REQUEST', { message: fault });
  return queries.transaction().execute(async (trx) => {
    // One at a time, so that nobody gets beyond the limit by asking twice at once.
    await trx.selectFrom('interface_client').select('id').where('id', '=', clientId).forUpdate().execute();
    if ((await subscriptionsOf(trx, clientId)).length >= most)
      throw new ORPCError('BAD_REQUEST', {
        message: `每个单位最多${most}个订阅，请先退订不用的。`,
      });
    const id = randomUUID();
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    await trx
      .insertInto('webhook_subscription')
      .values({
        ...{ id, client_id: clientId, url, events, since: new Date(now) },
        ...keptSecret([sealingKey], id, secret),
      })
      .execute();
    return { id, secret };
  });
}

/** The keys of those that stand, to be sealed anew. */
export const subscriptionSecrets: SecretsOf = {
  held: (queries) =>
    queries
      .selectFrom('webhook_subscription')
      .select(['id as owner', 'secret', 'sealed_secret', 'sealing_key'])
      .where('ended_at', 'is', null)
      .execute(),
  async put(queries, { owner, secret, sealed_secret }, next) {
    const { numUpdatedRows } = await queries
      .updateTable('webhook_subscription')
      .set(next)
      .where('id', '=', owner)
      // One that ended meanwhile has none any more.
      .where(sql<boolean>`secret is not distinct from ${secret}`)
      .where(sql<boolean>`sealed_secret is not distinct from ${sealed_secret}`)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  },
};

/** What is kept of the key of a subscription that has ended. */
export const noSecret = { secret: null, sealed_secret: null, sealing_key: null };

/** Ends a subscription; 404 where the client has none of this id. */
export async function unsubscribe(
  queries: Queries,
  clientId: string,
  id: string,
  now: Instant,
): Promise<void> {
  await queries.transaction().execute(async (trx) => {
    const ended = await trx
      .updateTable('webhook_subscription')
      .set({ ended_at: new Date(now), ...noSecret })
      .where('id', '=', id)
      .where('client_id', '=', clientId)
      .where('ended_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (ended === undefined)
      throw new ORPCError('NOT_FOUND', { message: '没有这个订阅，可能已经退订；可列出订阅核对。' });
    await dropMessages(trx, [id], now);
  });
}

/** What still waits for subscriptions that have ended goes nowhere. */
export async function dropMessages(trx: Queries, subscriptionIds: string[], now: Instant): Promise<void> {
  await trx
    .updateTable('webhook_message')
    .set({ state: 'dropped', settled_at: new Date(now) })
    .where(sql<boolean>`subscription_id = any(${subscriptionIds}::uuid[])`)
    .where('state', '=', 'waiting')
    .execute();
}
