import { connect } from 'node:net';
import { sql } from 'kysely';
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { districtContract } from '#shared/contracts/district.ts';
import { openDatabase } from '../../src-server/database/database.ts';
import { migrations } from '../../src-server/database/migrations/migrations.ts';
import { openLog } from '../../src-server/log.ts';
import { startDistrict, type TestDistrict } from './district.ts';
import { enrolInstallation, receipt, type TestInstallation, uuidv7 } from './installation.ts';
import { freshDatabase, isWaitedFor } from './postgres.ts';

let district: TestDistrict;
let counter: TestInstallation;
beforeAll(async () => {
  district = await startDistrict();
  counter = await enrolInstallation(district.url, 'CODE-HANGHAI-1');
});

const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  fetch(`${district.url}${path}`, {
    method: 'POST',
    body: body as string,
    headers: { 'content-type': 'application/json', ...headers },
  });
const enrolled = () => ({ authorization: `Bearer ${counter.enrolment.token}` });

describe('the description of the wire', () => {
  it('is served to whoever asks: its operations behind a bearer token, all but enrolment', async () => {
    const answer = await fetch(`${district.url}/openapi.json`);
    const document = (await answer.json()) as {
      openapi: string;
      paths: Record<string, Record<string, { security?: unknown[] }>>;
    };
    expect(document.openapi).toMatch(/^3\.1/);
    expect(document.paths['/v1/enrolments']?.post?.security).toEqual([]);
    expect(document.paths['/v1/push']?.post?.security).toEqual([{ installation: [] }]);
    expect(document.paths['/v1/interface/cases']?.get?.security).toEqual([{ interface: [] }]);
  });
});

describe('a stranger', () => {
  it.each(Object.entries(districtContract).filter(([name]) => name !== 'enrol'))(
    'gets 401 from %s',
    async (_, procedure) => {
      const { method, path } = procedure['~orpc'].route;
      const init =
        method === 'GET'
          ? {}
          : { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
      for (const authorization of [
        undefined,
        'Bearer ',
        `Bearer ${'x'.repeat(43)}`,
        `Basic ${counter.enrolment.token}`,
      ]) {
        const headers = { ...init.headers, ...(authorization === undefined ? {} : { authorization }) };
        const answer = await fetch(`${district.url}${path}`, { ...init, headers });
        expect(answer.status).toBe(401);
        await answer.body?.cancel();
      }
    },
  );
});

describe('hostile input', () => {
  const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
  const batch = (command: string) =>
    `{"protocolVersion":1,"schemaVersion":1,"appVersion":"0","instanceId":"i","commands":[${command}],
      "sent":{"monotonicMs":1,"bootId":"b"},"signature":"ed25519:AAAA"}`;
  it.each([
    ['half a JSON', '/v1/push', '{"a":', 400],
    ['no object', '/v1/pull', '[]', 400],
    ['nothing', '/v1/pull', '', 400],
    ['a prototype', '/v1/pull', '{"__proto__":{"admin":true}}', 400],
    ['commands of no form', '/v1/push', batch('{}'), 400],
    ['commands nested without end', '/v1/push', batch(deep), 400],
    ['arguments nested without end', '/v1/push', batch(`{"args":${deep}}`), 400],
    ['a NUL where text belongs', '/v1/sign-ins', '{"staffNumber":"G\\u0000","password":"x"}', 200],
    [
      'an endless password',
      '/v1/sign-ins',
      JSON.stringify({ staffNumber: 'G1', password: 'x'.repeat(10_000) }),
      400,
    ],
    ['an endless body', '/v1/push', `"${'x'.repeat(9_000_000)}"`, 413],
    ['an unknown path', '/v1/elsewhere', '{}', 404],
  ])('is answered plainly: %s', async (_, path, body, status) => {
    const answer = await post(path, body, enrolled());
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toMatch(/node_modules|at \w+ \(/);
  });

  it('is answered plainly: another type of content', async () => {
    expect((await post('/v1/pull', '<a/>', { ...enrolled(), 'content-type': 'text/xml' })).status).toBe(415);
    expect((await post('/v1/pull', 'a=b', { ...enrolled(), 'content-type': 'text/plain' })).status).toBe(400);
  });

  it('is answered plainly: no HTTP at all', async () => {
    const socket = connect(Number(new URL(district.url).port), '127.0.0.1');
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (data) => {
        text += String(data);
      });
      socket.on('close', () => resolve(text));
      socket.write('HELLO\r\n\r\n');
    });
    expect(answer).toMatch(/^HTTP\/1.1 400/);
    expect((await fetch(`${district.url}/healthz`)).status).toBe(200);
  });
});

describe('the log', () => {
  it('names route, status, duration and installation', async () => {
    district.logged.length = 0;
    await counter.client.pull({ cookie: null, referenceVersion: null });
    await expect
      .poll(() => district.logged.map((line) => JSON.parse(line)))
      .toContainEqual(
        expect.objectContaining({
          method: 'POST',
          route: '/v1/pull',
          status: 200,
          ms: expect.any(Number),
          installation: counter.enrolment.installationId,
        }),
      );
  });

  it('holds no personal data, whatever happens', async () => {
    district.logged.length = 0;
    const applicant = '欧阳秘密';
    const id = uuidv7();
    const args = receipt(counter, applicant);
    await counter.push([
      counter.give('receiveCase', id, args),
      counter.give('receiveCase', id, args),
      // Fails in the database, whose message would quote the row.
      counter.give('receiveCase', uuidv7(), receipt(counter, `${applicant}\u0000`)),
      counter.give('receiveCase', uuidv7(), args),
      counter.give('receiveCase', uuidv7(), { ...args, surprise: applicant } as never),
      counter.give('receiveCase', applicant, args),
    ]);
    await counter.client.signIn({ staffNumber: 'G1001', password: 'zhang-secret' });
    await counter.client.signIn({ staffNumber: 'G1001', password: applicant });
    await fetch(`${district.url}/v1/pull?name=${applicant}`);
    await fetch(`${district.url}/${applicant}`);
    await post('/v1/push', `{"name":"${applicant}"`, enrolled());
    const log = await expect
      .poll(() => district.logged.length)
      .toBeGreaterThan(8)
      .then(() => district.logged.join('\n'));
    expect(log).toContain('quarantined');
    for (const secret of [
      applicant,
      encodeURIComponent(applicant),
      '410104199001011234',
      '13800001234',
      'secret',
      '张敏',
      counter.enrolment.token,
    ]) {
      expect(log).not.toContain(secret);
    }
  });
});

describe('health', () => {
  it('is 200 while the database answers', async () => {
    expect((await fetch(`${district.url}/healthz`)).status).toBe(200);
  });

  it('is 503 when it does not', async () => {
    const other = await startDistrict();
    const name = new URL(other.databaseUrl).pathname.slice(1);
    const client = await district.db.pool.connect();
    // A busy disk takes longer over it than a statement may.
    await client.query('set statement_timeout = 0');
    await client.query(`drop database ${name} with (force)`);
    client.release(true);
    expect((await fetch(`${other.url}/healthz`)).status).toBe(503);
  });
});

describe('a server that stops', () => {
  it('answers what it works on, and does not wait for a next question on the same line', async () => {
    const other = await startDistrict();
    const asking = await enrolInstallation(other.url, 'CODE-HANGHAI-1');
    const holding = await other.db.pool.connect();
    await holding.query('begin');
    await holding.query('lock table district in access exclusive mode');
    const answer = fetch(`${other.url}/v1/pull`, {
      method: 'POST',
      body: '{"cookie":null,"referenceVersion":null}',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${asking.enrolment.token}` },
    });
    await isWaitedFor(holding);
    const stopped = other.stop();
    await holding.query('commit');
    holding.release();
    const { status, headers } = await answer;
    expect([status, headers.get('connection')]).toEqual([200, 'close']);
    await stopped;
  });
});

describe('the database', () => {
  it('is brought up from empty, once, even by two nodes at the same time', async () => {
    const url = await freshDatabase();
    const log = openLog({ write: () => undefined });
    const nodes = await Promise.all([openDatabase(url, log), openDatabase(url, log)]);
    const [first] = nodes;
    const { rows } = await first.pool.query('select name from kysely_migration');
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(migrations));
    expect((await first.pool.query('select 1 from district')).rows).toHaveLength(1);
    for (const node of nodes) await node.close();
  });

  it('that breaks between two statements fails the transaction at work, and nothing else', async () => {
    const { queries, pool, close } = await openDatabase(
      await freshDatabase(),
      openLog({ write: () => undefined }),
    );
    const lent = new Promise<pg.PoolClient>((resolve) => pool.once('acquire', resolve));
    const transaction = queries.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      const client = await lent;
      const ended = new Promise((resolve) => client.once('end', () => resolve(true)));
      await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
      await ended;
      await sql`select 1`.execute(trx);
    });
    await expect(transaction).rejects.toThrow();
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await close();
  });
});
