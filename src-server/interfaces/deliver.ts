import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Instant } from '#shared/clock/beijing.ts';
import { type News, newsSchema } from '#shared/interfaces/news.ts';
import type { Queries } from '../database/database.ts';
import { type SealingKey, secretOf } from '../database/sealing.ts';
import { keepSealed } from '../keep-sealed.ts';
import { faultOf, type Log } from '../log.ts';
import type { AddressPolicy } from './address.ts';
import { mark } from './marks.ts';
import { retention } from './retention.ts';
import { type Sent, sendOnce } from './send.ts';
import { signedHead } from './signature.ts';

/** How messages are sent. */
export interface Sending {
  /** Nothing is looked for in between, where nothing was found. */
  pauseMs: number;
  /** A receiver has so long to answer. */
  timeoutMs: number;
  /** So many of one subscription go at once: a receiver that hangs holds up nobody but itself. */
  atOnce: number;
  /** The first wait after a failure, doubled each time up to the longest; a part of it is left to chance. */
  firstRetryMs: number;
  longestRetryMs: number;
}
export const usualSending: Sending = {
  ...{ pauseMs: 1_000, timeoutMs: 10_000, atOnce: 8 },
  ...{ firstRetryMs: 10_000, longestRetryMs: 60 * 60_000 },
};
/** Beyond the time that a receiver has, before a message counts as lost with the node that took it. */
const leaseMs = 20_000;

interface Claimed {
  id: string;
  attempt: string;
  attempts: number;
  subscriptionId: string;
  url: string;
  secret: string | null;
  sealedSecret: string | null;
  sealingKey: string | null;
  body: Omit<News, 'id' | 'at'>;
  enteredAt: Date;
  giveUpAt: Date;
}

/**
 * Takes what is due, of every subscription that is not busy here. Other nodes take other rows; what is taken is entered
 * as an attempt before it goes out, and is due again where nothing is heard of it: sent at least once, under one id.
 * What no key here can sign is left to the nodes that have the key.
 */
async function claim(
  queries: Queries,
  busy: readonly string[],
  keys: readonly SealingKey[],
  { atOnce, timeoutMs }: Sending,
  now: Date,
): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    with due as materialized (
      select message.id, url, secret, sealed_secret, sealing_key from webhook_subscription as subscription
      join interface_client as client on client.id = subscription.client_id
      cross join lateral (
        select id from webhook_message
        where subscription_id = subscription.id and state = 'waiting' and next_at <= ${now}
        order by next_at limit ${atOnce} for update skip locked) as message
      where subscription.ended_at is null and subscription.paused_at is null
        and client.ended_at is null and client.paused_at is null
        and (secret is not null or sealing_key = any(${keys.map(({ id }) => id)}::text[]))
        and subscription.id <> all(${busy}::uuid[])),
    taken as (
      update webhook_message as message
      set attempts = attempts + 1, next_at = ${new Date(now.getTime() + timeoutMs + leaseMs)}
      from due where message.id = due.id
      returning message.*, url, secret, sealed_secret, sealing_key),
    attempt as (
      insert into webhook_attempt (message_id, at) select id, ${now} from taken returning id, message_id)
    select taken.id, attempt.id as attempt, attempts, subscription_id as "subscriptionId", url, secret,
      sealed_secret as "sealedSecret", sealing_key as "sealingKey", body, entered_at as "enteredAt", give_up_at as "giveUpAt"
    from taken join attempt on attempt.message_id = taken.id`.execute(queries);
  return rows;
}

/** Sends one and enters what came of it. */
async function deliver(
  queries: Queries,
  claimed: Claimed,
  policy: AddressPolicy,
  keys: readonly SealingKey[],
  sending: Sending,
  log: Log,
  now: () => Date,
): Promise<void> {
  const { id, body: news, enteredAt, secret: clear, sealedSecret, sealingKey } = claimed;
  const row = { secret: clear, sealed_secret: sealedSecret, sealing_key: sealingKey };
  const secret = secretOf(keys, claimed.subscriptionId, row);
  if (secret === null) throw new Error('the key of a subscription was altered');
  const body = JSON.stringify(
    newsSchema.parse({ ...news, id, at: enteredAt.toISOString() satisfies string as Instant }),
  );
  const at = Math.floor(now().getTime() / 1000);
  const head = signedHead(secret, { id, at, body });
  const sent = await sendOnce(claimed.url, { body, head, policy, timeoutMs: sending.timeoutMs });
  await enterOutcome(queries, claimed, sent, sending, log, now());
}

async function enterOutcome(
  queries: Queries,
  { id, attempt, attempts, giveUpAt, subscriptionId }: Claimed,
  { status, fault, ms }: Sent,
  { firstRetryMs, longestRetryMs }: Sending,
  log: Log,
  now: Date,
): Promise<void> {
  await queries.transaction().execute(async (trx) => {
    await trx.updateTable('webhook_attempt').set({ status, fault, ms }).where('id', '=', attempt).execute();
    const message = trx.updateTable('webhook_message').where('id', '=', id);
    if (fault === null) {
      await message
        .set({ state: 'delivered', settled_at: now })
        .where('state', 'in', ['waiting', 'givenUp'])
        .execute();
      return;
    }
    const wait = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(attempts - 1, 30));
    const next = new Date(now.getTime() + wait * (0.5 + Math.random() / 2));
    const over = next > giveUpAt;
    await message
      .set({ next_at: next, ...(over && { state: 'givenUp', settled_at: now }) })
      // Another node may have taken it meanwhile: what comes next is its affair then.
      .where('state', '=', 'waiting')
      .where('attempts', '=', attempts)
      .execute();
    if (over)
      log.error(
        { alarm: 'messageGivenUp', message: id, subscription: subscriptionId, fault, status },
        'a message was given up: somebody has to look at its receiver',
      );
  });
}

/** Goes on sending until it is closed. */
export function keepDelivering(
  { queries }: { queries: Queries },
  {
    policy,
    keys,
    log,
    sending: given = {},
    now = () => new Date(),
  }: {
    /** Asked for again each time: what is published may have changed. */
    policy: () => Promise<AddressPolicy>;
    /** By which secrets lie sealed in the database, the keys of subscriptions among them: the first seals, all open. */
    keys: readonly SealingKey[];
    log: Log;
    sending?: Partial<Sending>;
    now?: () => Date;
  },
) {
  const sending = { ...usualSending, ...given };
  const ending = new AbortController();
  const forgetOld = retention(queries);
  const seal = keepSealed(queries, keys, log);
  /** Subscriptions with something on its way from here, and when it is through. */
  const busy = new Map<string, Promise<void>>();

  async function round(): Promise<boolean> {
    await mark(queries, now());
    await forgetOld(now());
    await seal(now());
    const claimed = await claim(queries, [...busy.keys()], keys, sending, now());
    if (claimed.length === 0) return false;
    const open = await policy();
    for (const [subscriptionId, messages] of Map.groupBy(claimed, (each) => each.subscriptionId)) {
      const all = messages.map((each) =>
        deliver(queries, each, open, keys, sending, log, now).catch((error: unknown) =>
          log.warn({ fault: faultOf(error), message: each.id }, 'what came of a message was not entered'),
        ),
      );
      const through = Promise.all(all).then(() => void busy.delete(subscriptionId));
      busy.set(subscriptionId, through);
    }
    return true;
  }

  const going = (async () => {
    while (!ending.signal.aborted) {
      const found = await round().catch((error: unknown) => {
        log.warn({ fault: faultOf(error) }, 'messages could not be looked for');
        return false;
      });
      const pause = sleep(sending.pauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
      await (found ? Promise.race([pause, ...busy.values()]) : pause);
    }
    await Promise.all(busy.values());
  })();
  return {
    async close(): Promise<void> {
      ending.abort();
      await going;
    },
  };
}
