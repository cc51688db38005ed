import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutboxRow } from '#shared/contracts/views.ts';
import { openDatabase } from '../../src-server/database/database.ts';
import { openLog } from '../../src-server/log.ts';
import { verifyChains } from '../../src-server/sync/verify-chains.ts';
import { done, matters, refusal, storeIn, takeCase } from '../support/counter.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, startCounter, startDepartment } from '../support/hall.ts';
import { signOff } from '../support/sign-off.ts';
import { until } from '../support/wait.ts';

let district: DistrictProcess;
let database: pg.Client;
let folder: string;
let counter: Counter;
let codes: ReturnType<typeof hallFile>['codes'];

beforeAll(async () => {
  const published = hallFile();
  codes = published.codes;
  district = await startDistrict(published.file);
  database = new pg.Client({ connectionString: district.databaseUrl });
  await database.connect();
  folder = tempFolder();
  counter = await startCounter({ folder, districtUrl: district.url, enrolmentCode: codes.counter });
  await counter.signIn();
});
afterAll(() => database.end());

/** The district has lost the matter from its list, as one that was restored may have; null: it has it back. */
let lost: unknown[][] = [];
async function loseMatter(): Promise<void> {
  await district.stop();
  const { rows } = await database.query('delete from matter where code = $1 returning *', [matters.sunk]);
  lost = rows.map(({ code, version, body, source }) => [code, version, JSON.stringify(body), source]);
}
async function getMatterBack(): Promise<void> {
  await district.stop();
  for (const row of lost)
    await database.query('insert into matter (code, version, body, source) values ($1, $2, $3, $4)', row);
  await district.start();
}

const rowsOf = async (caseId: string): Promise<OutboxRow[]> =>
  (await counter.clerk.outbox.list()).filter((row) => row.caseId === caseId);
/** Both steps of a case as the list has them, once the district has refused both. */
const refusedRows = (caseId: string, but: readonly string[] = []) =>
  until('both steps refused', async () => {
    await counter.clerk.outbox.sendNow();
    const rows = await rowsOf(caseId);
    const fresh = rows.filter(({ commandId, state }) => state === 'refused' && !but.includes(commandId));
    return fresh.length === 2 ? fresh : null;
  });
const inDistrict = async (caseId: string) =>
  (
    await database.query<{ name: string; outcome: string; captured: string }>(
      `select envelope ->> 'name' as name, outcome, envelope ->> 'capturedAt' as captured
       from command where envelope #>> '{subject,id}' = $1 order by seq`,
      [caseId],
    )
  ).rows;

describe('a step that the district has refused', () => {
  let caseId: string;
  let first: OutboxRow[];

  it('is in the list with its reason, what can be done, and how many go along', async () => {
    await until('the district has the clerk', () => counter.store.outbox.counts().pending === 0);
    await loseMatter();
    const row = await takeCase(counter.clerk);
    caseId = row.id;
    await done(counter.clerk.cases.accept({ caseId }));
    await district.start();
    first = await refusedRows(caseId);
    expect(first.map(({ mayGiveAgain }) => mayGiveAgain)).toEqual([true, true]);
    expect(first[0]?.sentence).toContain('没有找到这个版本的事项');
    expect(first[0]?.sentence).toContain('请按“重新提交”，按原来的办理时间再交一次');
    expect(first[1]?.sentence).toContain('连同它前面没有接受的1步一起');
  });

  it('given again takes along what it rests upon, in order; refused again it is in the list again', async () => {
    const [, accept] = first;
    // Somebody else has taken over the counter since.
    await done(counter.clerk.signOut());
    await counter.signIn('G1002');
    await done(counter.clerk.outbox.giveAgain({ commandId: accept?.commandId ?? '' }));
    const old = first.map(({ commandId }) => commandId);
    first = await refusedRows(caseId, old);
    expect((await rowsOf(caseId)).map(({ commandId }) => commandId)).toEqual(
      first.map(({ commandId }) => commandId),
    );
    for (const { sentence } of first) expect(sentence).toMatch(/^商知礼于.+重新提交。区级平台没有接受：/);
    expect((await inDistrict(caseId)).map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'receiveCase refused',
      'acceptCase refused',
      'receiveCase refused',
      'acceptCase refused',
    ]);
  });

  it('is taken once its reason has gone, under the time at which it was done, and leaves the list', async () => {
    await getMatterBack();
    const number = counter.store.cases.get(caseId)?.state.caseNumber;
    await done(counter.clerk.outbox.giveAgain({ commandId: first[1]?.commandId ?? '' }));
    await until('an empty list', async () => {
      await counter.clerk.outbox.sendNow();
      return (await counter.clerk.outbox.list()).length === 0;
    });
    const given = await inDistrict(caseId);
    expect(given.slice(4).map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'receiveCase applied',
      'acceptCase applied',
    ]);
    for (const name of ['receiveCase', 'acceptCase'])
      expect(new Set(given.filter((each) => each.name === name).map(({ captured }) => captured)).size).toBe(
        1,
      );
    expect(counter.store.cases.get(caseId)).toMatchObject({
      attention: null,
      state: { status: 'accepted', caseNumber: number },
    });
    expect(
      await refusal(counter.clerk.outbox.giveAgain({ commandId: first[1]?.commandId ?? '' })),
    ).toMatchObject({ code: 'notRefused' });
    const { queries, close } = await openDatabase(district.databaseUrl, openLog({ write: () => undefined }));
    for (const { brokenAt } of await verifyChains(queries)) expect(brokenAt).toBeNull();
    await close();
  });

  it('says in the chain and on its case who gave it again, when, and what; its own person stays who did it', async () => {
    const { rows } = await database.query(
      `select envelope ->> 'commandId' as id, envelope ->> 'actorId' as actor, envelope -> 'givenAgain' as again
       from command where envelope #>> '{subject,id}' = $1 order by seq`,
      [caseId],
    );
    expect(rows).toHaveLength(6);
    expect(new Set(rows.map(({ actor }) => actor))).toEqual(new Set(['person-g1001']));
    expect(rows.slice(0, 2).map(({ again }) => again)).toEqual([null, null]);
    // Each names the refused one that it is given for.
    expect(rows.slice(2).map(({ again }) => [again.by, again.commandId])).toEqual(
      rows.slice(0, 4).map(({ id }) => ['person-g1002', id]),
    );
    const life = (await counter.clerk.cases.get({ caseId }))?.timeline ?? [];
    const again = life.filter(({ title }) => title === '重新提交');
    expect(again.map(({ by, detail }) => `${by} ${detail}`)).toEqual([
      '商知礼 收件：区级平台曾退回，按原来的办理时间再交',
      '商知礼 受理：区级平台曾退回，按原来的办理时间再交',
    ]);
    expect(again.map(({ at }) => at)).toEqual(rows.slice(4).map((row) => row.again.at));
  });

  it('by its person’s signature is not given again by anybody: it is signed anew', async () => {
    const department = await startDepartment({
      folder: tempFolder(),
      districtUrl: district.url,
      enrolmentCode: codes.department,
    });
    await department.signIn();
    await until('the case in the inbox', async () =>
      (await department.desk.cases.list({ scope: 'inbox' })).some(({ id }) => id === caseId),
    );
    await district.stop();
    await done(signOff(department.desk, { caseId, outcome: 'approved', opinion: '同意。' }));
    // Somebody else has decided meanwhile.
    await database.query(
      `update case_file set state = jsonb_set(state::jsonb, '{status}', '"withdrawn"') where id = $1`,
      [caseId],
    );
    await district.start();
    const row = await until('the refusal', async () => {
      await department.desk.outbox.sendNow();
      return (await department.desk.outbox.list()).find(({ state }) => state === 'refused');
    });
    expect(row.mayGiveAgain).toBe(false);
    expect(await refusal(department.desk.outbox.giveAgain({ commandId: row.commandId }))).toMatchObject({
      code: 'mustSign',
    });
  });

  it('and given again stands in the journal: a store that lost its last moment has it', async () => {
    await loseMatter();
    const row = await takeCase(counter.clerk);
    await done(counter.clerk.cases.accept({ caseId: row.id }));
    await district.start();
    const [receive] = await refusedRows(row.id);
    await district.stop();
    await done(counter.clerk.outbox.giveAgain({ commandId: receive?.commandId ?? '' }));
    const { lastSeq } = counter.store.settings.get('chain') ?? { lastSeq: 0 };
    await counter.close();
    const store = storeIn(folder);
    expect(store.outbox.waiting(10).at(-1)).toMatchObject({
      seq: lastSeq,
      envelope: { name: 'receiveCase' },
    });
    expect(store.outbox.all().map(({ envelope, state }) => `${envelope.name} ${state}`)).toEqual([
      'acceptCase refused',
      'receiveCase waiting',
    ]);
    store.close();
  });
});
