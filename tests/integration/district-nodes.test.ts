import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src-server/database/database.ts';
import { openLog } from '../../src-server/log.ts';
import { buildServer } from '../../src-server/server.ts';
import { tempFolder } from '../support/folder.ts';
import { startStopwatch, until } from '../support/wait.ts';
import { sealingKey, sealingKeys, startDistrict, type TestDistrict } from './district.ts';
import { clerk, enrolInstallation, receipt, type TestInstallation, uuidv7 } from './installation.ts';
import { isWaitedFor } from './postgres.ts';

const silent = openLog({ write: () => undefined });
const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** One more node on a database that others work on. */
async function node(
  databaseUrl: string,
  options: Partial<Parameters<typeof buildServer>[0]> = {},
): Promise<{ app: FastifyInstance; url: string }> {
  const db = await openDatabase(databaseUrl, silent);
  const app = buildServer({ db, log: silent, sealingKeys, blobFolder: tempFolder(), ...options });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  let ended: Promise<void> | undefined;
  const end = () => {
    ended ??= app.close().then(db.close);
    return ended;
  };
  ends.push(end);
  return { app: Object.assign(app, { end }), url };
}

/** A balancer that knows nothing of what it carries: each new line goes to the next node that takes it. */
async function balancer(urls: readonly string[]): Promise<{ url: string; carried: number[] }> {
  const carried = urls.map(() => 0);
  let turn = 0;
  const server = createServer((here) => {
    const at = turn++ % urls.length;
    carried[at] = (carried[at] ?? 0) + 1;
    const there = connect(Number(new URL(urls[at] ?? '').port), '127.0.0.1');
    for (const [one, other] of [
      [here, there],
      [there, here],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, carried };
}

let district: TestDistrict;
beforeAll(async () => {
  district = await startDistrict();
});

/** Whoever asks the same installation at another address. */
const at = (installation: TestInstallation, url: string, path: string, body: unknown): Promise<Response> =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${installation.enrolment.token}`,
      'content-type': 'application/json',
      connection: 'close',
    },
    body: JSON.stringify(body),
  });
const question = { cookie: null, referenceVersion: null };

describe('two nodes on one database', () => {
  let one: TestInstallation;
  let two: TestInstallation;
  let other: { app: FastifyInstance; url: string };
  beforeAll(async () => {
    other = await node(district.databaseUrl);
    one = await enrolInstallation(district.url, 'CODE-HANGHAI-1');
    two = await enrolInstallation(other.url, 'CODE-HANGHAI-2');
  });

  it('wake whoever listens at the one when somebody pushes to the other, within a second', async () => {
    const closing = new AbortController();
    let woken = 0;
    const listening = (async () => {
      for await (const _ of await two.client.wakeUps(undefined, { signal: closing.signal })) woken += 1;
    })().catch(() => undefined);
    await expect.poll(() => woken).toBe(1);
    const since = startStopwatch();
    await one.push([one.give('receiveCase', uuidv7(), receipt(one))]);
    await expect.poll(() => woken, { interval: 10 }).toBe(2);
    expect(since()).toBeLessThan(1_000);
    closing.abort();
    await listening;
  });

  it('answer a batch that comes to both with the same results, and take it once', async () => {
    const batch = one.batchOf([one.give('receiveCase', uuidv7(), receipt(one))]);
    const answers = await Promise.all(
      [district.url, other.url, district.url, other.url].map(async (url) =>
        (await at(one, url, '/v1/push', batch)).json(),
      ),
    );
    const results = answers.map((answer) => (answer as { results: unknown }).results);
    for (const each of results) expect(each).toEqual(results[0]);
    const { commandId } = batch.commands[0] as { commandId: string };
    const events = await district.db.queries
      .selectFrom('event')
      .select('position')
      .where('command_id', '=', commandId)
      .execute();
    expect(events).toHaveLength(1);
  });

  it('serve installations behind a balancer that sends every line to another of them', async () => {
    const { url, carried } = await balancer([district.url, other.url]);
    const id = uuidv7();
    for (const [name, args] of [
      ['receiveCase', receipt(one)],
      ['acceptCase', {}],
    ] as const) {
      const answer = await at(one, url, '/v1/push', one.batchOf([one.give(name, id, args as never)]));
      expect(await answer.json()).toMatchObject({ results: [{ outcome: 'applied' }] });
      const pulled = (await (await at(two, url, '/v1/pull', question)).json()) as {
        changes: { id: string }[];
      };
      expect(pulled.changes.map((change) => change.id)).toContain(id);
    }
    expect(Math.min(...carried)).toBeGreaterThan(1);
  });

  it('stop one by one: whoever asks the node that goes is answered, and the other goes on', async () => {
    const health = { stopping: false };
    const leaving = await node(district.databaseUrl, { health });
    health.stopping = true;
    const sick = await fetch(`${leaving.url}/healthz`);
    expect([sick.status, await sick.json()]).toEqual([503, { status: 'stopping' }]);
    // A balancer may not have looked yet: what it still sends is done.
    expect((await at(one, leaving.url, '/v1/pull', question)).status).toBe(200);
    const slow = new pg.Client({ connectionString: district.databaseUrl });
    await slow.connect();
    await slow.query('begin');
    await slow.query('select 1 from installation where id = $1 for update', [one.enrolment.installationId]);
    const asked = at(
      one,
      leaving.url,
      '/v1/push',
      one.batchOf([one.give('receiveCase', uuidv7(), receipt(one))]),
    );
    await isWaitedFor(slow);
    const closing = (leaving.app as unknown as { end(): Promise<void> }).end();
    await until('the door is shut', () =>
      at(one, leaving.url, '/v1/pull', question).then(
        ({ status }) => status !== 200,
        () => true,
      ),
    );
    await slow.query('commit');
    await slow.end();
    expect(await (await asked).json()).toMatchObject({ results: [{ outcome: 'applied' }] });
    await closing;
    expect((await at(one, other.url, '/v1/pull', question)).status).toBe(200);
  });
});

it('a line on which nothing was ever asked keeps no node from stopping', async () => {
  const { app, url } = await node(district.databaseUrl);
  const taken = once(app.server, 'connection');
  const silentLine = connect(Number(new URL(url).port), '127.0.0.1');
  await taken;
  const closing = startStopwatch();
  await (app as unknown as { end(): Promise<void> }).end();
  expect(closing()).toBeLessThan(2_000);
  silentLine.destroy();
});

describe('a node that is asked too much', () => {
  it('says when to come again, and takes what comes then', async () => {
    const busy = await node(district.databaseUrl, { limits: { atWork: 1 } });
    const installation = await enrolInstallation(district.url, 'CODE-MANY-0');
    const slow = new pg.Client({ connectionString: district.databaseUrl });
    await slow.connect();
    await slow.query('begin');
    await slow.query('select 1 from installation where id = $1 for update', [
      installation.enrolment.installationId,
    ]);
    const batch = installation.batchOf([installation.give('receiveCase', uuidv7(), receipt(installation))]);
    const first = at(installation, busy.url, '/v1/push', batch);
    await isWaitedFor(slow);
    const second = await at(installation, busy.url, '/v1/pull', question);
    expect(second.status).toBe(429);
    expect(second.headers.get('retry-after')).toBe('5');
    expect(await second.json()).toMatchObject({ data: { comeAgainSeconds: 5 } });
    await slow.query('commit');
    await slow.end();
    expect((await first).status).toBe(200);
    await expect.poll(async () => (await at(installation, busy.url, '/v1/pull', question)).status).toBe(200);
  });
});

describe('a node on which everybody pulls', () => {
  it('has room for what is handed in', async () => {
    const busy = await node(district.databaseUrl, { limits: { pulls: { places: 1, atOnce: 1 } } });
    const [held, other] = [
      await enrolInstallation(district.url, 'CODE-MANY-2'),
      await enrolInstallation(district.url, 'CODE-MANY-3'),
    ];
    const handIn = (from: typeof held) =>
      at(from, busy.url, '/v1/push', from.batchOf([from.give('receiveCase', uuidv7(), receipt(from))]));
    const slow = new pg.Client({ connectionString: district.databaseUrl });
    await slow.connect();
    await slow.query('begin');
    await slow.query('select 1 from installation where id = $1 for update', [held.enrolment.installationId]);
    const first = handIn(held);
    // The place that pulls may take is taken as soon as the request is there.
    await expect.poll(async () => (await at(other, busy.url, '/v1/pull', question)).status).toBe(429);
    expect((await handIn(other)).status).toBe(200);
    await slow.query('commit');
    await slow.end();
    expect((await first).status).toBe(200);
    await expect.poll(async () => (await at(other, busy.url, '/v1/pull', question)).status).toBe(200);
  });
});

describe('the metrics of a node', () => {
  it('are read by whoever brings the token, count what was done, and name nobody', async () => {
    const measured = await node(district.databaseUrl, { metricsToken: 'of-the-monitor' });
    const installation = await enrolInstallation(measured.url, 'CODE-MANY-1');
    await installation.push([
      installation.give('receiveCase', uuidv7(), receipt(installation)),
      installation.give('acceptCase', uuidv7(), {}, clerk),
    ]);
    const read = (token: string) =>
      fetch(`${measured.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    expect((await read('of-somebody')).status).toBe(404);
    expect((await fetch(`${district.url}/metrics`)).status).toBe(404);
    const text = await (await read('of-the-monitor')).text();
    expect(text).toContain('yichuang_commands_total{outcome="applied"} 1');
    expect(text).toContain('yichuang_commands_total{outcome="refused"} 1');
    expect(text).toContain('yichuang_requests_total{route="/v1/push",method="POST",status="200"} 1');
    expect(text).toMatch(/yichuang_request_seconds_bucket\{route="\/v1\/push",method="POST",le="\+Inf"\} 1/);
    expect(text).toMatch(/yichuang_database_connections \d/);
    expect(text).not.toContain(installation.enrolment.installationId);
    // Every line is a comment, or a name with labels and a number.
    for (const line of text.trim().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) yichuang_\w+ .+|yichuang_\w+(\{[^{}]*\})? [\d.e+-]+)$/);
  });
});

describe('a node that speaks TLS itself', () => {
  const folder = tempFolder();
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  beforeAll(() => {
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
        ...['-keyout', key, '-out', certificate, '-subj', '/CN=district.invalid'],
      ],
      { stdio: 'ignore' },
    );
  });

  it('answers by its certificate, and to nobody in the clear', async () => {
    const { url } = await node(district.databaseUrl, { tls: { certificate, key } });
    const { port } = new URL(url);
    const asked = httpsRequest({ host: '127.0.0.1', port, path: '/healthz', rejectUnauthorized: false });
    asked.end();
    const [answer] = await once(asked, 'response');
    expect(answer.statusCode).toBe(200);
    expect(answer.socket.getPeerCertificate().subject.CN).toBe('district.invalid');
    answer.resume();
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  });

  it('prints an address that begins with https', async () => {
    const child = fork(
      resolve(import.meta.dirname, '../../src-server/main.ts'),
      ['--port', '0', '--data', tempFolder()],
      {
        env: {
          ...{ ...process.env, DATABASE_URL: district.databaseUrl, SEALING_KEYS: sealingKey },
          ...{ TLS_CERTIFICATE: certificate, TLS_KEY: key },
        },
        ...{ execArgv: [], stdio: ['ignore', 'pipe', 'ignore', 'ipc'] },
      },
    );
    ends.push(() => child.kill('SIGKILL'));
    if (child.stdout === null) throw new Error('it prints nowhere');
    const [line] = await once(child.stdout, 'data');
    expect(String(line)).toMatch(/^district: https:\/\/127\.0\.0\.1:\d+\n$/);
  });
});
