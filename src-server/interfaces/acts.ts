import { sql } from 'kysely';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { InterfaceAct } from '#shared/contracts/interface-log.ts';
import type { Queries } from '../database/database.ts';
import type { Installation } from '../identity/installation.ts';
import type { Services } from '../services.ts';
import { interfaceRefusal } from './log.ts';
import { giveUpAfterMs } from './news.ts';

/** What an administrator does about a client, a subscription or a message; on record with who, when and why. */
export async function steerInterface(
  services: Services,
  asking: Installation,
  { postingId, act, target, reason }: InterfaceAct & { postingId: string },
): Promise<{ kind: 'done' } | Refused> {
  const refusal = await interfaceRefusal(services, asking, postingId, 'act');
  if (refusal !== null) return refusal;
  if (act === 'pause' && reason.trim() === '') return refused('reasonMissing', '请写明暂停的理由。');
  const at = new Date(services.now());
  return services.db.queries.transaction().execute(async (trx) => {
    const done =
      act === 'redeliver'
        ? await sendAgain(trx, target, at)
        : await setPaused(trx, target, act === 'pause' ? at : null, at);
    if (!done) return refused('notThere', '这一项已经撤销、退订或不需要这样处理，请刷新后再看。');
    await trx
      .insertInto('interface_act')
      .values({ at, by: postingId, act, target: target.id, reason: reason.trim() })
      .execute();
    return { kind: 'done' };
  });
}

/** @returns whether there was something to pause or resume */
async function setPaused(
  trx: Queries,
  { kind, id }: InterfaceAct['target'],
  paused_at: Date | null,
  at: Date,
): Promise<boolean> {
  if (kind === 'message') return false;
  const { numUpdatedRows } = await trx
    .updateTable(kind === 'client' ? 'interface_client' : 'webhook_subscription')
    .set({ paused_at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  // What waited meanwhile has its time from now on: nobody tried it.
  if (paused_at === null)
    await due(trx, at)
      .where('state', '=', 'waiting')
      .where(sql<boolean>`subscription_id in (select id from webhook_subscription
        where id = ${id}::uuid or client_id = ${id}::uuid)`)
      .execute();
  return numUpdatedRows > 0n;
}

/** Sends one message again, or everything that was given up of a subscription. @returns whether there was any */
async function sendAgain(trx: Queries, { kind, id }: InterfaceAct['target'], at: Date): Promise<boolean> {
  if (kind === 'client') return false;
  const { numUpdatedRows } = await due(trx, at)
    .set({ state: 'waiting', settled_at: null })
    .where(kind === 'message' ? 'id' : 'subscription_id', '=', id)
    .where('state', 'in', kind === 'message' ? ['waiting', 'givenUp', 'delivered'] : ['givenUp'])
    .where(sql<boolean>`exists (select 1 from webhook_subscription as subscription
      where subscription.id = subscription_id and subscription.ended_at is null)`)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Tried at once, with the waits from the beginning. */
const due = (trx: Queries, at: Date) =>
  trx
    .updateTable('webhook_message')
    .set({ attempts: 0, next_at: at, give_up_at: new Date(at.getTime() + giveUpAfterMs) });
