import { sql } from 'kysely';
import type { z } from 'zod';
import { beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { InterfaceHour, interfaceLogContract } from '#shared/contracts/interface-log.ts';
import { interfaceLogReaders, interfaceStewards } from '#shared/identity/may-call.ts';
import { isActivePosting } from '#shared/organisation/staff.ts';
import type { Queries } from '../database/database.ts';
import type { Installation } from '../identity/installation.ts';
import type { Services } from '../services.ts';
import { subscriptionsOf } from './subscriptions.ts';

/** So many of the latest are shown. */
const failuresShown = 100;
const actsShown = 20;
const hoursShown = 24;
const hourMs = 60 * 60_000;
/** An attempt of which nothing was heard for so long ended with its node. */
const lostMs = 60_000;
/** What failed longer ago is history. */
const failuresOfMs = 7 * 24 * hourMs;

type Answer = Extract<
  z.input<NonNullable<(typeof interfaceLogContract.interfaceLog)['~orpc']['outputSchema']>>,
  { kind: 'done' }
>;
type Failure = Answer['failures'][number];

/**
 * Whether somebody may look at the interface log, or act on it: at an office, by a posting of today at the district
 * itself, since what connects to it is nobody's below.
 * @returns why not; null where they may
 */
export async function interfaceRefusal(
  { db, now, published }: Services,
  asking: Installation,
  postingId: string,
  to: 'read' | 'act',
): Promise<Refused | null> {
  const held = await published(db.queries);
  const posting = held?.posting(postingId);
  const roles = to === 'read' ? interfaceLogReaders : interfaceStewards;
  const level = held?.reference.organisations.find(({ id }) => id === posting?.organisationId)?.level;
  const may =
    asking.kind === 'office' &&
    posting !== undefined &&
    roles.includes(posting.role) &&
    level === 'district' &&
    isActivePosting(posting, beijingDateOf(now()));
  if (may) return null;
  return to === 'read'
    ? refused('notAuthorised', '接口日志只供区级的系统、安全、审计、监察人员在管理端查看。')
    : refused('notAuthorised', '暂停、恢复和重发只能由区级的系统管理员办理。');
}

/** Who connects, what they are subscribed to, what went wrong lately, and how much goes in and out. */
export async function readInterfaceLog(
  services: Services,
  asking: Installation,
  { postingId }: { postingId: string },
): Promise<Answer | Refused> {
  const refusal = await interfaceRefusal(services, asking, postingId, 'read');
  if (refusal !== null) return refusal;
  const { queries } = services.db;
  const now = new Date(services.now());
  const clients = await queries
    .selectFrom('interface_client')
    .selectAll()
    .select(
      sql<Date | null>`(select max(at) from interface_call where client_id = interface_client.id
        and at > ${new Date(now.getTime() - 30 * 24 * hourMs)})`.as('last_call_at'),
    )
    .orderBy(sql`ended_at is not null`)
    .orderBy('since')
    .execute();
  return {
    kind: 'done',
    clients: clients.map((row) => ({
      ...{ id: row.id, name: row.name, departments: row.departments, matters: row.matters, clear: row.clear },
      since: instantOf(row.since),
      state: row.ended_at !== null ? 'ended' : row.paused_at !== null ? 'paused' : 'active',
      lastCallAt: row.last_call_at && instantOf(row.last_call_at),
    })),
    subscriptions: await subscriptionsOf(queries, null),
    failures: [...(await failedCalls(queries, now)), ...(await failedAttempts(queries, now))]
      .sort((one, other) => (one.at < other.at ? 1 : -1))
      .slice(0, failuresShown),
    hours: await hours(queries, now),
    acts: (
      await queries.selectFrom('interface_act').selectAll().orderBy('id', 'desc').limit(actsShown).execute()
    ).map(({ at, by, act, target, reason }) => ({
      ...{ at: instantOf(at), by, act: act as Answer['acts'][number]['act'], target, reason },
    })),
  };
}

async function failedCalls(queries: Queries, now: Date): Promise<Failure[]> {
  const rows = await queries
    .selectFrom('interface_call')
    .selectAll()
    .where('status', '>=', 400)
    .where('at', '>', new Date(now.getTime() - failuresOfMs))
    .orderBy('at', 'desc')
    .limit(failuresShown)
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, direction: 'in', at: instantOf(row.at), clientId: row.client_id, what: row.operation },
    ...{ subject: row.subject, status: row.status, fault: null, ms: row.ms, message: null },
  }));
}

/** Of each message that did not arrive the last such attempt. */
async function failedAttempts(queries: Queries, now: Date): Promise<Failure[]> {
  const { rows } = await sql<FailedAttempt>`
    select * from (
      select distinct on (message_id) id, message_id, at, status, fault, ms from webhook_attempt
      where at > ${new Date(now.getTime() - failuresOfMs)}
        and (fault is not null or (ms is null and at < ${new Date(now.getTime() - lostMs)}))
      order by message_id, at desc) as attempt
    join lateral (
      select message.body, message.state, message.next_at, client.id as client_id,
        subscription.paused_at is not null or client.paused_at is not null as paused,
        (select count(*)::int from webhook_attempt where message_id = message.id) as tries
      from webhook_message as message
      join webhook_subscription as subscription on subscription.id = message.subscription_id
      join interface_client as client on client.id = subscription.client_id
      where message.id = attempt.message_id) as message on true
    order by at desc limit ${failuresShown}`.execute(queries);
  return rows.map((row) => ({
    ...{ id: row.id, direction: 'out', at: instantOf(row.at), clientId: row.client_id },
    ...{
      what: row.body.type,
      subject: row.body.caseNumber,
      status: row.status,
      fault: row.fault,
      ms: row.ms,
    },
    message: {
      ...{ id: row.message_id, state: row.state, nextAt: instantOf(row.next_at) },
      ...{ tries: row.tries, paused: row.paused },
    },
  }));
}
interface FailedAttempt extends Pick<NonNullable<Failure['message']>, 'state' | 'tries' | 'paused'> {
  id: string;
  message_id: string;
  at: Date;
  status: Failure['status'];
  fault: Failure['fault'];
  ms: number | null;
  next_at: Date;
  client_id: string;
  body: { type: string; caseNumber: string };
}

/** Calls and attempts of the last twenty-four hours, the one that runs among them. */
async function hours(queries: Queries, now: Date): Promise<InterfaceHour[]> {
  const first = Math.floor(now.getTime() / hourMs) * hourMs - (hoursShown - 1) * hourMs;
  const from = new Date(first);
  const { rows } = await sql<{ hour: Date; way: 'in' | 'out'; all: number; failed: number }>`
    select date_trunc('hour', at) as hour, way, count(*)::int as all, (count(*) filter (where failed))::int as failed
    from (
      select at, 'in' as way, status >= 400 as failed from interface_call where at >= ${from}
      union all
      select at, 'out', fault is not null from webhook_attempt where at >= ${from}) as went
    group by 1, 2`.execute(queries);
  return Array.from({ length: hoursShown }, (_, index) => {
    const at = first + index * hourMs;
    const of = (way: 'in' | 'out') => rows.find((row) => row.way === way && row.hour.getTime() === at);
    return {
      from: instantOf(new Date(at)),
      ...{ in: of('in')?.all ?? 0, inFailed: of('in')?.failed ?? 0 },
      ...{ out: of('out')?.all ?? 0, outFailed: of('out')?.failed ?? 0 },
    };
  });
}

const instantOf = (date: Date): Instant => date.toISOString() as Instant;
