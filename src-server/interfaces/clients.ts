import { randomBytes, randomUUID } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Instant } from '#shared/clock/beijing.ts';
import { digestOf } from '#shared/sync/canonical.ts';
import type { Queries } from '../database/database.ts';
import type { InterfaceClientTable } from '../database/interface-tables.ts';
import { dropMessages, noSecret } from './subscriptions.ts';

/** Whoever connects from beyond the district, with what they may see. */
export type InterfaceClient = Selectable<InterfaceClientTable>;

/** What a client may see; the same at reading and at sending. */
export type Scope = Pick<InterfaceClient, 'departments' | 'matters' | 'clear'>;

/** So long the credential before goes on working once there is a new one: time enough to change it everywhere. */
export const overlapMs = 24 * 60 * 60_000;

/** Lets somebody in. @returns the credential in the clear, which is kept nowhere */
export async function admitClient(
  queries: Queries,
  { name, ...scope }: Scope & { name: string },
  now: Instant,
): Promise<{ id: string; credential: string }> {
  const id = randomUUID();
  return queries.transaction().execute(async (trx) => {
    await trx
      .insertInto('interface_client')
      .values({ id, name, ...scope, since: new Date(now) })
      .execute();
    return { id, credential: await giveCredential(trx, id, now) };
  });
}

/** Gives another credential; the ones before end a day later. Null where there is no such client any more. */
export async function renewCredential(queries: Queries, id: string, now: Instant): Promise<string | null> {
  return queries.transaction().execute(async (trx) => {
    const client = await trx
      .selectFrom('interface_client')
      .select('id')
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (client === undefined) return null;
    await trx
      .updateTable('interface_credential')
      .set({ until: new Date(Date.parse(now) + overlapMs) })
      .where('client_id', '=', id)
      .where('until', 'is', null)
      .execute();
    return giveCredential(trx, id, now);
  });
}

/** Ends a client with its credentials and subscriptions. @returns whether there was one */
export async function endClient(queries: Queries, id: string, now: Instant): Promise<boolean> {
  return queries.transaction().execute(async (trx) => {
    const at = new Date(now);
    const ended = await trx
      .updateTable('interface_client')
      .set({ ended_at: at })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (ended === undefined) return false;
    await trx
      .updateTable('interface_credential')
      .set({ until: sql`least(until, ${at}::timestamptz)` })
      .where('client_id', '=', id)
      .execute();
    const subscriptions = await trx
      .updateTable('webhook_subscription')
      .set({ ended_at: at, ...noSecret })
      .where('client_id', '=', id)
      .where('ended_at', 'is', null)
      .returning('id')
      .execute();
    await dropMessages(
      trx,
      subscriptions.map((each) => each.id),
      now,
    );
    return true;
  });
}

async function giveCredential(trx: Queries, clientId: string, now: Instant): Promise<string> {
  const credential = randomBytes(32).toString('base64url');
  await trx
    .insertInto('interface_credential')
    .values({ hash: digestOf(credential), client_id: clientId, since: new Date(now) })
    .execute();
  return credential;
}

/** Finds the client by the credential of a request; answers 401 otherwise. */
export async function clientOf(
  authorization: string | undefined,
  queries: Queries,
  now: Date,
): Promise<InterfaceClient> {
  const credential = /^Bearer ([\w-]{20,100})$/.exec(authorization ?? '')?.[1];
  const client =
    credential &&
    (await queries
      .selectFrom('interface_client')
      .innerJoin('interface_credential', 'client_id', 'interface_client.id')
      .selectAll('interface_client')
      .where('hash', '=', digestOf(credential))
      .where(({ or, eb }) => or([eb('until', 'is', null), eb('until', '>', now)]))
      .executeTakeFirst());
  if (!client)
    throw new ORPCError('UNAUTHORIZED', {
      message: '接口凭据无效或已到期，请向区级平台的管理人员领取新的凭据。',
    });
  return client;
}

/** Answers 403 to a client that the district's administrator has paused. */
export function refuseWherePaused({ paused_at }: InterfaceClient): void {
  if (paused_at !== null)
    throw new ORPCError('FORBIDDEN', {
      message: '贵单位的接口已由区级平台暂停，请联系区级平台的管理人员。',
    });
}

/** What of `case_file` lies in a scope. */
export const caseInScope = ({ departments, matters }: Scope): RawBuilder<boolean> =>
  sql<boolean>`(${departments}::text[] is null or deciding_department = any(${departments}::text[]))
    and (${matters}::text[] is null or state #>> '{matter,code}' = any(${matters}::text[]))`;
