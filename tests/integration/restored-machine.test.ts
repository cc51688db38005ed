import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoHall } from '../../src-main/demo/hall.ts';
import { openDatabase } from '../../src-server/database/database.ts';
import { runErrand } from '../../src-server/identity/errands.ts';
import { openLog } from '../../src-server/log.ts';
import { enterDraft, refusal, takeCase } from '../support/counter.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, startCounter } from '../support/hall.ts';
import { until } from '../support/wait.ts';

/** A counter's computer dies some time after its last backup; another one goes on from what was saved of it. */
let district: DistrictProcess;
let database: pg.Client;
let old: Counter;
let oldFolder: string;
/** Numbers that applicants hold on paper, by what became of them. */
let uploaded: string[];
let unsent: string[];
let backedUp: string[];

beforeAll(async () => {
  const { file } = hallFile();
  district = await startDistrict(file);
  database = new pg.Client({ connectionString: district.databaseUrl });
  await database.connect();
});
afterAll(() => database.end());

async function codeOf(): Promise<string> {
  const { queries, close } = await openDatabase(district.databaseUrl, openLog({ write: () => undefined }));
  const errand = { uses: '70', hours: '12', replaces: true, installations: false, 'verify-chains': false };
  const now = new Date().toISOString() as Parameters<typeof runErrand>[3];
  const said = await runErrand(
    queries,
    { ...errand, code: String(demoHall.counters[2]?.id) },
    district.url,
    now,
  );
  await close();
  return /登记码：(\S+)/.exec(said)?.[1] ?? '';
}
const emptied = (at: Counter) =>
  until('an empty outbox', async () => {
    await at.clerk.outbox.sendNow();
    return at.store.outbox.counts().pending === 0;
  });
const numberOf = async (at: Counter) => (await takeCase(at.clerk)).caseNumber;
const seriesOf = (at: Counter) => at.store.settings.get('enrolment')?.series ?? '';
/** How often each number stands at the district. */
const inDistrict = async (numbers: readonly string[]) =>
  (
    await database.query<{ number: string; count: number }>(
      `select state ->> 'caseNumber' as number, count(*)::int as count from case_file
       where state ->> 'caseNumber' = any($1) group by 1`,
      [numbers],
    )
  ).rows;
const held = (at: Counter) =>
  at.store.db
    .prepare<[], { number: string }>(`SELECT state ->> 'caseNumber' AS number FROM case_file`)
    .all()
    .map(({ number }) => number);

/** A day's work: some of it in the backup, some after it; some of it uploaded, some not. The machine dies with it. */
beforeEach(async () => {
  oldFolder = tempFolder();
  old = await startCounter({ folder: oldFolder, districtUrl: district.url, enrolmentCode: await codeOf() });
  await old.signIn();
  const first = await numberOf(old);
  await emptied(old);
  await district.stop();
  const second = await numberOf(old);
  await old.store.backUp();
  await district.start();
  const third = await numberOf(old);
  await emptied(old);
  await district.stop();
  const fourth = await numberOf(old);
  backedUp = [first, second];
  uploaded = [first, second, third];
  unsent = [fourth];
});

/** What was saved of the disk as it was at that moment: the key, and of the store what is named. */
function saved(...names: RegExp[]): string {
  const folder = tempFolder();
  cpSync(join(oldFolder, 'store.key'), join(folder, 'store.key'));
  mkdirSync(join(folder, 'store'));
  for (const name of readdirSync(join(oldFolder, 'store')))
    if (names.some((each) => each.test(name)))
      cpSync(join(oldFolder, 'store', name), join(folder, 'store', name), { recursive: true });
  return folder;
}

describe('a computer that has died', () => {
  it('of which backup and journal are saved: the new one has everything, under numbers of its own from then on', async () => {
    const folder = saved(/^backups$/, /journal/);
    await old.close();
    await district.start();
    const next = await startCounter({ folder, districtUrl: district.url, enrolmentCode: await codeOf() });
    expect(next.store.recovery).toMatchObject({ journalLost: false, replayed: 2 });
    await next.signIn();
    expect(seriesOf(next)).not.toBe(seriesOf(old));
    await emptied(next);
    const fresh = await numberOf(next);
    await emptied(next);
    const all = [...uploaded, ...unsent, fresh];
    expect(new Set(all).size).toBe(all.length);
    expect((await inDistrict(all)).map(({ count }) => count)).toEqual(all.map(() => 1));
    await until('the new one shows them all', () => all.every((number) => held(next).includes(number)));
    await next.close();
  });

  it('of which only the backup is saved: nothing that was uploaded is lost, and no number is given twice', async () => {
    const folder = saved(/^backups$/);
    await old.close();
    await district.start();
    const next = await startCounter({ folder, districtUrl: district.url, enrolmentCode: await codeOf() });
    expect(next.store.recovery).toMatchObject({ journalLost: true });
    expect(next.store.recovery.sentence).toContain('没有找到办件日志');
    await next.signIn();
    expect(seriesOf(next)).not.toBe(seriesOf(old));
    await emptied(next);
    const fresh = await numberOf(next);
    await emptied(next);
    const all = [...uploaded, fresh];
    expect((await inDistrict([...all, ...unsent])).map(({ count }) => count)).toEqual(all.map(() => 1));
    expect([...uploaded, ...unsent]).not.toContain(fresh);
    await until('the new one shows them', () => all.every((number) => held(next).includes(number)));
    await next.close();
  });

  it('of which only the backup is saved gives out nothing before it has enrolled, at the first start and at later ones', async () => {
    const folder = saved(/^backups$/);
    await old.close();
    for (const _ of ['first', 'second']) {
      const next = await startCounter({ folder, districtUrl: district.url });
      await next.signIn();
      await enterDraft(next.clerk);
      expect(await refusal(next.clerk.cases.receive())).toMatchObject({
        code: 'restored',
        message: expect.stringContaining('领取接替本窗口的登记码'),
      });
      expect(held(next)).toEqual(expect.arrayContaining(backedUp));
      expect(held(next)).not.toContain(unsent[0]);
      await next.close();
    }
    await district.start();
    const next = await startCounter({ folder, districtUrl: district.url, enrolmentCode: await codeOf() });
    await next.signIn();
    await emptied(next);
    expect([...uploaded, ...unsent]).not.toContain(await numberOf(next));
    await next.close();
  });
});
