import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PullOutput } from '#shared/contracts/district.ts';
import { openDatabase } from '../../src-server/database/database.ts';
import { openLog } from '../../src-server/log.ts';
import { startDistrict, type TestDistrict } from './district.ts';
import { enrolInstallation, receipt, type TestInstallation, uuidv7 } from './installation.ts';
import { settled } from './postgres.ts';

let district: TestDistrict;
let one: TestInstallation;
let two: TestInstallation;
let ziyou: TestInstallation;
let civil: TestInstallation;
let market: TestInstallation;
/** A second connection, for a transaction that takes its time. */
let slow: pg.Client;

beforeAll(async () => {
  district = await startDistrict();
  const enrol = (code: string) => enrolInstallation(district.url, code);
  one = await enrol('CODE-HANGHAI-1');
  two = await enrol('CODE-HANGHAI-2');
  ziyou = await enrol('CODE-ZIYOU-1');
  civil = await enrol('CODE-CIVIL');
  market = await enrol('CODE-MARKET');
  slow = new pg.Client({ connectionString: district.databaseUrl });
  await slow.connect();
});
afterAll(() => slow?.end());

const pull = ({ client }: TestInstallation, cookie: string | null = null) =>
  client.pull({ cookie, referenceVersion: null });
const idsOf = (output: PullOutput) => output.changes.map((change) => change.id);
async function receive(installation: TestInstallation): Promise<string> {
  const id = uuidv7();
  await installation.push([installation.give('receiveCase', id, receipt(installation))]);
  return id;
}

describe('the scope of a pull', () => {
  it('shows a case to its counter, its office and its deciding department, and to nobody else', async () => {
    const id = await receive(one);
    for (const each of [one, two, civil]) expect(idsOf(await pull(each))).toContain(id);
    for (const each of [ziyou, market]) expect(idsOf(await pull(each))).toEqual([]);
  });

  it('shows a visit to its counter only', async () => {
    const id = uuidv7();
    const args = {
      ...{ ticketId: null, ticketNumber: null, firstReceiver: null },
      serviceMode: 'counter' as const,
    };
    await one.push([one.give('openVisit', id, args)]);
    expect(idsOf(await pull(one))).toContain(id);
    for (const each of [two, ziyou, civil, market]) expect(idsOf(await pull(each))).not.toContain(id);
  });
});

describe('the cookie of a pull', () => {
  it('brings only what has changed since, as whole states', async () => {
    const before = await receive(one);
    await settled(slow);
    const { cookie } = await pull(one);
    expect((await pull(one, cookie)).changes).toEqual([]);
    const id = await receive(one);
    const output = await pull(one, cookie);
    expect(output.changes).toMatchObject([
      { kind: 'caseFile', id, revision: 1, state: { status: 'received' } },
    ]);
    expect(idsOf(output)).not.toContain(before);
  });

  it('never skips a transaction that commits late', async () => {
    const late = await receive(one);
    await settled(slow);
    const { cookie } = await pull(one);
    // It takes its number first and commits last.
    await slow.query('begin');
    await slow.query('update case_file set revision = 77, changed_xid = pg_current_xact_id() where id = $1', [
      late,
    ]);
    const early = await receive(one);
    const between = await pull(one, cookie);
    expect(idsOf(between)).toEqual([early]);
    await slow.query('commit');
    await settled(slow);
    const after = await pull(one, between.cookie);
    expect(after.changes).toContainEqual(expect.objectContaining({ id: late, revision: 77 }));
    expect((await pull(one, after.cookie)).changes).toEqual([]);
  });

  it('names what is on the disk, never transactions that came to nothing: after a crash others get their numbers', async () => {
    await receive(one);
    await slow.query('begin');
    await slow.query('select pg_current_xact_id()');
    await slow.query('rollback');
    const [, xid = ''] = (await pull(one)).cookie.split(':');
    const { rows } = await slow.query<{ newest: string }>(
      'select max(changed_xid)::text as newest from case_file',
    );
    expect(BigInt(xid)).toBeLessThanOrEqual(BigInt(rows[0]?.newest ?? 0));
  });

  it('shows changes and lastSeq from one snapshot', async () => {
    const id = await receive(one);
    await settled(slow);
    const { cookie, lastSeq } = await pull(one);
    await slow.query('begin');
    await slow.query('update installation set last_seq = last_seq + 1 where id = $1', [
      one.enrolment.installationId,
    ]);
    await slow.query('update case_file set revision = 5, changed_xid = pg_current_xact_id() where id = $1', [
      id,
    ]);
    expect(await pull(one, cookie)).toMatchObject({ lastSeq, changes: [] });
    await slow.query('commit');
    expect(await pull(one, cookie)).toMatchObject({ lastSeq: lastSeq + 1, changes: [{ id, revision: 5 }] });
    await slow.query('update installation set last_seq = last_seq - 1 where id = $1', [
      one.enrolment.installationId,
    ]);
  });

  it('counts the installation’s own commands, refused ones too', async () => {
    const { lastSeq } = await pull(two);
    await two.push([two.give('acceptCase', uuidv7(), {})]);
    expect((await pull(two)).lastSeq).toBe(lastSeq + 1);
  });

  it('leads through many changes of one transaction page by page, without loss', async () => {
    await slow.query(`insert into visit
      select gen_random_uuid(), 1, '{}', 'ziyou-1', 'ziyou', null, pg_current_xact_id() from generate_series(1, 1200)`);
    await settled(slow);
    const seen = new Set<string>();
    const more: boolean[] = [];
    let cookie: string | null = null;
    do {
      const page: PullOutput = await pull(ziyou, cookie);
      for (const id of idsOf(page)) seen.add(id);
      more.push(page.more);
      cookie = page.cookie;
    } while (more.at(-1));
    expect(seen.size).toBe(1200);
    expect(more).toEqual([true, true, false]);
  });

  it('of another epoch, or of no sense, starts from the beginning', async () => {
    const all = idsOf(await pull(civil)).sort();
    expect(all.length).toBeGreaterThan(0);
    for (const cookie of [`${uuidv7()}:999999:${uuidv7()}`, 'nonsense', `${civil.enrolment.epoch}:-1:x`]) {
      expect(idsOf(await pull(civil, cookie)).sort()).toEqual(all);
    }
  });

  it('is void after a restore: the database is another cluster, the epoch is new', async () => {
    const before = await pull(civil);
    await slow.query(`update district set cluster = 'another/1'`);
    const log = openLog({ write: () => undefined });
    await (await openDatabase(district.databaseUrl, log)).close();
    const after = await pull(civil, before.cookie);
    expect(after.epoch).not.toBe(before.epoch);
    expect(idsOf(after).sort()).toEqual(idsOf(await pull(civil)).sort());
    await (await openDatabase(district.databaseUrl, log)).close();
    expect((await pull(civil)).epoch).toBe(after.epoch);
  });
});

describe('the published collections', () => {
  it('come whole, once, by their version', async () => {
    const { reference } = await pull(one);
    expect(reference?.matters).toHaveLength(2);
    expect(reference?.version).toMatch(/^sha256:/);
    const referenceVersion = reference?.version ?? null;
    expect((await one.client.pull({ cookie: null, referenceVersion })).reference).toBeNull();
  });
});

describe('wake-ups', () => {
  async function listen({ client }: TestInstallation) {
    const ending = new AbortController();
    let count = 0;
    const iterator = await client.wakeUps(undefined, { signal: ending.signal });
    const done = (async () => {
      for await (const _ of iterator) count += 1;
    })().catch(() => undefined);
    return {
      /** Waits for at least so many. */
      async heard(wanted: number) {
        await expect.poll(() => count).toBeGreaterThanOrEqual(wanted);
        return count;
      },
      count: () => count,
      async end() {
        ending.abort();
        await done;
      },
    };
  }

  it('come at once, and then to those whom a change concerns', async () => {
    const [department, stranger] = [await listen(civil), await listen(market)];
    const [own, others] = [await department.heard(1), await stranger.heard(1)];
    await receive(one);
    await department.heard(own + 1);
    await delay(100);
    expect(stranger.count()).toBe(others);
    await Promise.all([department.end(), stranger.end()]);
  });

  it('go on after the listening connection was lost', async () => {
    const department = await listen(civil);
    const before = await department.heard(1);
    await slow.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like 'listen %'`);
    // Whatever was announced in between is not known: everybody is woken.
    const again = await department.heard(before + 1);
    await receive(one);
    await department.heard(again + 1);
    await department.end();
  });
});
