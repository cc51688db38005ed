import { type ChildProcess, fork } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '#shared/clock/beijing.ts';
import { type NewsKind, newsKinds, newsSchema } from '#shared/interfaces/news.ts';
import { sealingKeysOf } from '../../src-server/database/sealing.ts';
import { admitClient, endClient, type Scope } from '../../src-server/interfaces/clients.ts';
import { keepDelivering, type Sending } from '../../src-server/interfaces/deliver.ts';
import { subscribe } from '../../src-server/interfaces/subscriptions.ts';
import { openLog } from '../../src-server/log.ts';
import { tempFolder } from '../support/folder.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { until } from '../support/wait.ts';
import { districtFile, sealingKey, sealingKeys, startDistrict, type TestDistrict } from './district.ts';
import { enrolInstallation, receipt, type TestInstallation, uuidv7 } from './installation.ts';

let district: TestDistrict;
let counter: TestInstallation;
const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
beforeAll(async () => {
  const demo = { ...districtFile.reference, demo: true };
  district = await startDistrict({ ...districtFile, reference: demo });
  counter = await enrolInstallation(district.url, 'CODE-HANGHAI-1');
});

const now = () => new Date().toISOString() as Instant;
const loopback = async () => ({ loopback: true, networks: [] });
/** Quick, so that a test waits for what happens and not for the clock. */
const quick: Sending = {
  ...{ pauseMs: 20, timeoutMs: 60_000, atOnce: 8, firstRetryMs: 40, longestRetryMs: 200 },
};

/** What senders have logged. */
const logged: string[] = [];

/** One node's sender; it ends with the file. */
function sender(sending: Partial<Sending> = {}, at?: () => Date, keys = sealingKeys) {
  const running = keepDelivering(district.db, {
    policy: loopback,
    keys,
    log: openLog({ write: (line) => void logged.push(line) }),
    sending: { ...quick, ...sending },
    ...(at !== undefined && { now: at }),
  });
  ends.push(running.close);
  return running;
}
async function receiver(): Promise<Receiver> {
  const started = await startReceiver();
  ends.push(started.down);
  return started;
}

const call = async (method: string, path: string, credential: string, body?: unknown) => {
  const answer = await fetch(`${district.url}/v1/interface/subscriptions${path}`, {
    method,
    headers: {
      authorization: `Bearer ${credential}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
};
/** A client of its own with one subscription. */
async function subscribed(
  url: string,
  { events = [...newsKinds], ...scope }: Partial<Scope> & { events?: NewsKind[] } = {},
) {
  const client = await admitClient(
    district.db.queries,
    { name: '省平台', departments: null, matters: null, clear: false, ...scope },
    now(),
  );
  const { status, body } = await call('POST', '', client.credential, { url, events });
  expect(status).toBe(200);
  return { ...client, subscription: String(body.id), secret: String(body.secret) };
}
async function take(matterCode?: string): Promise<string> {
  const args = { ...receipt(counter), ...(matterCode !== undefined && { matterCode }) };
  const answer = await counter.push([counter.give('receiveCase', uuidv7(), args)]);
  expect(answer).toMatchObject({ results: [{ outcome: 'applied' }] });
  return args.caseNumber;
}
const messages = (subscription: string) =>
  district.db.queries
    .selectFrom('webhook_message')
    .selectAll()
    .where('subscription_id', '=', subscription)
    .orderBy('entered_at')
    .execute();
const attempts = (subscription: string) =>
  district.db.queries
    .selectFrom('webhook_attempt')
    .innerJoin('webhook_message', 'webhook_message.id', 'message_id')
    .selectAll('webhook_attempt')
    .where('subscription_id', '=', subscription)
    .orderBy('webhook_attempt.id')
    .execute();
const settled = (subscription: string, state = 'delivered') =>
  until(`every message is ${state}`, async () => {
    const all = await messages(subscription);
    return all.length > 0 && all.every((each) => each.state === state) ? all : null;
  });
const about = ({ received }: Receiver) => received.map(({ body }) => JSON.parse(body).caseNumber as string);

/** What whoever takes messages does with one, written as for them. */
function isGenuine(secret: string, head: Record<string, unknown>, body: string): boolean {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const text = `${head['webhook-id']}.${head['webhook-timestamp']}.${body}`;
  return head['webhook-signature'] === `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}

describe('a message', () => {
  it('is signed, says what happened, and names nobody', async () => {
    const there = await receiver();
    const { secret, subscription } = await subscribed(there.url, { clear: true });
    const running = sender();
    const caseNumber = await take();
    await settled(subscription);
    await running.close();
    expect(there.received).toHaveLength(1);
    const [{ head, body, id } = { head: {}, body: '', id: '' }] = there.received;
    expect(newsSchema.parse(JSON.parse(body))).toMatchObject({
      ...{ id, type: 'case.progress', caseNumber, state: 'received', stateName: '已收件' },
      ...{ departmentId: 'civil', certificateNumber: null, revision: 1 },
    });
    expect(body).not.toMatch(/赵小明|410104199001011234|13800001234/);
    expect(isGenuine(secret, head, body)).toBe(true);
    expect(isGenuine(secret, head, body.replace('received', 'delivered'))).toBe(false);
    expect(isGenuine(secret, { ...head, 'webhook-timestamp': '1' }, body)).toBe(false);
    expect(Math.abs(Number(head['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
  });

  it('goes to whoever wanted to hear of it and may, in the transaction that took the step in', async () => {
    const there = await receiver();
    const [, market] = districtFile.reference.matters.map(({ code }) => code);
    const wide = await subscribed(there.url);
    const others = [
      await subscribed(there.url, { events: ['certificate.issued'] }),
      await subscribed(there.url, { departments: ['market'] }),
      await subscribed(there.url, { matters: [market ?? ''] }),
    ];
    const caseNumber = await take();
    // Nobody sends here: what was entered is there as soon as the step is.
    expect(await messages(wide.subscription)).toMatchObject([{ state: 'waiting', body: { caseNumber } }]);
    for (const { subscription } of others) expect(await messages(subscription)).toEqual([]);
    // A refused command has happened to nobody.
    const id = uuidv7();
    await counter.push([counter.give('acceptCase', id, {})]);
    expect(await messages(wide.subscription)).toHaveLength(1);
    for (const each of [wide, ...others]) await endClient(district.db.queries, each.id, now());
  });

  it('keeps nobody from taking cases in, whatever is done about its subscription', async () => {
    const there = await receiver();
    const { subscription, id } = await subscribed(there.url);
    const busy = new pg.Client({ connectionString: district.databaseUrl });
    await busy.connect();
    await busy.query('begin');
    await busy.query('select * from webhook_subscription where id = $1 for update', [subscription]);
    await busy.query('select * from interface_client where id = $1 for update', [id]);
    await take();
    await busy.query('rollback');
    await busy.end();
    expect(await messages(subscription)).toHaveLength(1);
    await endClient(district.db.queries, id, now());
  });
});

describe('a receiver', () => {
  it('that answers 500, hangs, cuts the line, or is away gets the same message again until it takes it', async () => {
    const there = await receiver();
    const { subscription } = await subscribed(there.url);
    const running = sender({ timeoutMs: 500 });
    const tried = (fault: string) =>
      until(`an attempt ended with ${fault}`, async () =>
        (await attempts(subscription)).some((each) => each.fault === fault),
      );
    there.mood = 500;
    const caseNumber = await take();
    await tried('status');
    there.mood = 'hang';
    await tried('timeout');
    there.mood = 'cut';
    await tried('broken');
    await there.down();
    await tried('refused');
    there.mood = 200;
    await there.up();
    const [message] = await settled(subscription);
    await running.close();
    expect(new Set(there.received.map(({ id }) => id))).toEqual(new Set([message?.id]));
    expect(new Set(about(there))).toEqual(new Set([caseNumber]));
    const ledger = await attempts(subscription);
    expect(ledger).toHaveLength(message?.attempts ?? 0);
    for (const { ms, at } of ledger) expect([typeof ms, at instanceof Date]).toEqual(['number', true]);
    expect(ledger.find(({ fault }) => fault === 'status')).toMatchObject({ status: 500 });
    expect(ledger.at(-1)).toMatchObject({ status: 200, fault: null });
  });

  it('that hangs holds up nobody but itself', async () => {
    const [slow, fast] = [await receiver(), await receiver()];
    slow.mood = 'hang';
    const [held, free] = [await subscribed(slow.url), await subscribed(fast.url)];
    const running = sender();
    for (let turn = 0; turn < 10; turn += 1) await take();
    expect(await settled(free.subscription)).toHaveLength(10);
    expect((await messages(held.subscription)).map(({ state }) => state)).not.toContain('delivered');
    await slow.down();
    await running.close();
    await endClient(district.db.queries, held.id, now());
  });

  it('that never takes a message loses it after three days, visibly, and gets it when somebody asks', async () => {
    const there = await receiver();
    there.mood = 404;
    const { subscription, credential } = await subscribed(there.url);
    await take();
    let ahead = 0;
    const running = sender({}, () => new Date(Date.now() + ahead));
    await until('it was tried', async () => (await attempts(subscription)).length > 0);
    expect(await messages(subscription)).toMatchObject([{ state: 'waiting' }]);
    ahead = 73 * 60 * 60_000;
    await settled(subscription, 'givenUp');
    await running.close();
    expect((await call('GET', '', credential)).body.subscriptions).toMatchObject([
      { waiting: 0, givenUp: 1 },
    ]);
  });

  it('that has ended its subscription gets nothing more', async () => {
    const there = await receiver();
    const { subscription, credential } = await subscribed(there.url);
    await take();
    const stranger = await subscribed(there.url);
    expect((await call('DELETE', `/${subscription}`, stranger.credential)).status).toBe(404);
    expect((await call('DELETE', `/${subscription}`, credential)).status).toBe(200);
    expect(await messages(subscription)).toMatchObject([{ state: 'dropped' }]);
    await take();
    expect(await messages(subscription)).toHaveLength(1);
    expect((await call('GET', '', credential)).body).toEqual({ subscriptions: [] });
    await endClient(district.db.queries, stranger.id, now());
  });
});

describe('two nodes', () => {
  it('share the work: every message goes out, and goes out once', async () => {
    const there = await receiver();
    const { subscription } = await subscribed(there.url);
    const given = Array.from({ length: 60 }, () => counter.give('receiveCase', uuidv7(), receipt(counter)));
    await counter.push(given);
    const nodes = [sender(), sender(), sender()];
    await settled(subscription);
    for (const node of nodes) await node.close();
    expect(there.received).toHaveLength(60);
    expect(new Set(there.received.map(({ id }) => id)).size).toBe(60);
    expect((await attempts(subscription)).map(({ status }) => status)).toEqual(Array(60).fill(204));
  });

  it('of which one is killed between sending and entering it: the other sends it again under the same id', async () => {
    const there = await receiver();
    there.mood = 'hang';
    const { subscription, secret } = await subscribed(there.url);
    const child = await startNode();
    await take();
    await until('the killed node has sent it', () => there.received.length > 0);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    const [message] = await messages(subscription);
    expect(message).toMatchObject({ state: 'waiting', attempts: 1 });
    there.mood = 200;
    // Nobody takes it from a node that may still be at it, though another is due; some seconds later it counts as lost.
    const lostAt = message?.next_at.getTime() ?? 0;
    await sql`insert into webhook_message (subscription_id, body, entered_at, next_at, give_up_at)
      select subscription_id, body, entered_at, entered_at, give_up_at from webhook_message
      where id = ${message?.id}`.execute(district.db.queries);
    const early = sender({}, () => new Date(lostAt - 1));
    await until('the other was delivered', async () =>
      (await messages(subscription)).some(({ state }) => state === 'delivered'),
    );
    await early.close();
    expect(there.received.filter(({ id }) => id === message?.id)).toHaveLength(1);
    const later = sender({}, () => new Date(lostAt + 1));
    await settled(subscription);
    await later.close();
    const both = there.received.filter(({ id }) => id === message?.id);
    expect(both).toHaveLength(2);
    expect(both[0]?.body).toBe(both[1]?.body);
    for (const { head, body } of both) expect(isGenuine(secret, head, body)).toBe(true);
    // The attempt of the killed node stands on record, without an outcome.
    expect((await attempts(subscription)).filter(({ ms }) => ms === null)).toHaveLength(1);
  });
});

/** The district server as a program of its own, to be killed. */
async function startNode(): Promise<ChildProcess> {
  const child = fork(
    resolve(import.meta.dirname, '../../src-server/main.ts'),
    ['--port', '0', '--data', tempFolder()],
    {
      env: { ...process.env, DATABASE_URL: district.databaseUrl, SEALING_KEYS: sealingKey },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    },
  );
  ends.push(async () => void child.kill('SIGKILL'));
  if (child.stdout !== null) await once(child.stdout, 'data');
  return child;
}

describe('the key of a subscription', () => {
  const [other] = sealingKeysOf({ SEALING_KEYS: Buffer.alloc(32, 9).toString('base64') });
  if (other === undefined) throw new Error('no key');
  /** Everything that a dump of the database would hold. */
  const dump = async () => {
    const { rows } = await sql<{
      all: string;
    }>`select schema_to_xml('public', true, false, '')::text as all`.execute(district.db.queries);
    return rows[0]?.all ?? '';
  };
  const keptOf = (subscription: string) =>
    district.db.queries
      .selectFrom('webhook_subscription')
      .select(['secret', 'sealed_secret', 'sealing_key'])
      .where('id', '=', subscription)
      .executeTakeFirstOrThrow();

  it('stands in no dump of the database, and is gone with its subscription', async () => {
    const there = await receiver();
    const { secret, subscription, credential } = await subscribed(there.url);
    const all = await dump();
    expect(all).toContain(subscription);
    expect(all).not.toContain(secret.slice('whsec_'.length));
    expect(all).not.toContain(Buffer.from(secret.slice('whsec_'.length), 'base64').toString('hex'));
    expect(all).not.toContain(sealingKey);
    await call('DELETE', `/${subscription}`, credential);
    expect(await keptOf(subscription)).toEqual({ secret: null, sealed_secret: null, sealing_key: null });
  });

  it('that a node of the version before left in the clear is sealed, and signs as before', async () => {
    const there = await receiver();
    const { id, secret: ofAnother } = await subscribed(there.url);
    const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
    // As that node writes it.
    const { rows } = await sql<{ id: string }>`
      insert into webhook_subscription (id, client_id, url, events, secret, since)
      values (gen_random_uuid(), ${id}, ${there.url}, ${[...newsKinds]}, ${secret}, ${now()})
      returning id`.execute(district.db.queries);
    const subscription = rows[0]?.id ?? '';
    // Without a key nothing can be sealed; what is there goes on, and somebody is told.
    const keyless = sender({}, undefined, []);
    await take();
    await settled(subscription);
    await keyless.close();
    expect(await keptOf(subscription)).toMatchObject({ secret });
    expect(logged.join('')).toContain('sealingKeysMissing');
    expect(there.received).toHaveLength(1);

    const running = sender();
    await until('it is sealed', async () => (await keptOf(subscription)).secret === null);
    await take();
    await settled(subscription);
    await running.close();
    expect(await dump()).not.toContain(secret.slice('whsec_'.length));
    const signedBy = (key: string) => there.received.filter(({ head, body }) => isGenuine(key, head, body));
    expect(signedBy(secret)).toHaveLength(2);
    expect(signedBy(ofAnother)).toHaveLength(2);
    await endClient(district.db.queries, id, now());
  });

  it('is sealed anew by the first key of the setting; who has not got that one leaves its messages to others', async () => {
    const there = await receiver();
    const turned = await subscribed(there.url);
    const turning = sender({}, undefined, [other, ...sealingKeys]);
    await until(
      'it is sealed by the other',
      async () => (await keptOf(turned.subscription)).sealing_key === other.id,
    );
    await turning.close();
    const later = await subscribed(there.url);
    await take();
    const behind = sender();
    await settled(later.subscription);
    await behind.close();
    expect(await messages(turned.subscription)).toMatchObject([{ state: 'waiting', attempts: 0 }]);
    expect(logged.join('')).toContain('sealingKeyUnknown');
    const ahead = sender({}, undefined, [other]);
    await settled(turned.subscription);
    await ahead.close();
    expect(there.received.filter(({ head, body }) => isGenuine(turned.secret, head, body))).toHaveLength(1);
    for (const { id } of [turned, later]) await endClient(district.db.queries, id, now());
  });

  it('is not made where the district has none to seal it by', async () => {
    const { id } = await subscribed((await receiver()).url);
    const asked = subscribe(
      district.db.queries,
      id,
      { url: 'https://platform.example', events: ['case.result'] },
      { policy: await loopback(), sealingKey: undefined },
      now(),
    );
    await expect(asked).rejects.toThrow('还没有设置推送用的密钥');
    await endClient(district.db.queries, id, now());
  });
});
