import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Cable, startCable } from '../support/cable.ts';
import { done, takeCase } from '../support/counter.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Department, startCounter, startDepartment } from '../support/hall.ts';
import { signOff } from '../support/sign-off.ts';
import { until } from '../support/wait.ts';

let district: DistrictProcess;
let counter: Counter;
let department: Department;
let counterCable: Cable;
let departmentCable: Cable;

beforeAll(async () => {
  const { file, codes } = hallFile();
  district = await startDistrict(file);
  [counterCable, departmentCable] = await Promise.all([startCable(district.url), startCable(district.url)]);
  [counter, department] = await Promise.all([
    startCounter({
      folder: tempFolder(),
      districtUrl: counterCable.url,
      enrolmentCode: codes.counter,
    }),
    startDepartment({
      folder: tempFolder(),
      districtUrl: departmentCable.url,
      enrolmentCode: codes.department,
    }),
  ]);
  await counter.signIn();
});

/** A copy of the district's database, made and brought back as a whole while no server runs. */
async function asAdministrator(
  work: (ask: (text: string) => Promise<unknown>, name: string) => Promise<void>,
) {
  await district.stop();
  const url = new URL(district.databaseUrl);
  const name = url.pathname.slice(1);
  url.pathname = 'postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await work((text) => client.query(text), name);
  } finally {
    await client.end();
  }
}
async function inDistrict(text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: district.databaseUrl });
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

const statusAt = async (at: Counter, id: string) =>
  (await at.clerk.cases.list({ scope: 'all', text: '' })).find((row) => row.id === id)?.status;
const quiet = (at: Counter | Department) =>
  until('everything is uploaded', async () => at.store.outbox.counts().pending === 0);

describe('a district that was restored from a copy of yesterday', () => {
  let old: string;
  let fresh: string;

  it('had taken a case before the copy, and a decision, a result and a second case after it', async () => {
    old = (await takeCase(counter.clerk)).id;
    await done(counter.clerk.cases.accept({ caseId: old }));
    await quiet(counter);
    await asAdministrator(async (ask, name) => {
      await ask(`create database ${name}_copy template ${name}`);
    });
    await district.start();

    // The first time that this person signs in at all: their signing key is younger than the copy.
    await department.signIn();
    await until('the case is in the inbox', async () =>
      (await department.desk.cases.list({ scope: 'inbox' })).some(({ id }) => id === old),
    );
    await done(signOff(department.desk, { caseId: old, outcome: 'approved', opinion: '同意。' }));
    await until('the result is back', async () => (await statusAt(counter, old)) === 'decided');
    await done(counter.clerk.handing.issue({ caseId: old, copies: 1 }));
    fresh = (await takeCase(counter.clerk)).id;
    await Promise.all([quiet(counter), quiet(department)]);
  });

  it('gets from a counter again what it lost, and waits for what others still have', async () => {
    departmentCable.unplug();
    await asAdministrator(async (ask, name) => {
      await ask(`drop database ${name}`);
      await ask(`alter database ${name}_copy rename to ${name}`);
    });
    await inDistrict(`update district set cluster = 'restored/1'`);
    await district.start();

    const desk = await counter.onDesk.when('waits for others', ({ sync }) => sync.sentence.includes('补传'));
    expect(desk.sync).toMatchObject({ state: 'online', attention: 0 });
    expect(desk.sync.sentence).toBe(
      '区级平台做过恢复，正在等其他单位把恢复前的办理记录补传上来，本机会自动接着上传；照常办理，不用处理。',
    );
    expect(await inDistrict(`select 1 from person_key where person_id = 'person-g2001'`)).toEqual([]);
    // Nothing was refused for want of the decision, and the counter shows what it has handed out.
    expect(await statusAt(counter, old)).toBe('issued');
    expect(await inDistrict('select count(*)::int as n from case_file')).toEqual([{ n: 1 }]);
  });

  it('is whole again once the department is back: everything once, nothing refused', async () => {
    departmentCable.plugIn();
    await Promise.all([quiet(counter), quiet(department)]);
    await until('the same on both sides', async () => {
      const rows = await inDistrict(`select state ->> 'status' as status from case_file order by id`);
      return JSON.stringify(rows) === JSON.stringify([{ status: 'issued' }, { status: 'received' }]);
    });
    expect(await statusAt(counter, old)).toBe('issued');
    expect(await statusAt(counter, fresh)).toBe('received');
    expect(
      await inDistrict(
        `select envelope ->> 'name' as name, count(*)::int as n from command
         where outcome <> 'applied' or envelope ->> 'name' in ('signOffCase', 'issueResult') group by 1 order by 1`,
      ),
    ).toEqual([
      { name: 'issueResult', n: 1 },
      { name: 'signOffCase', n: 1 },
    ]);
    // The decision counts by its person's own signature: the desk has brought their lost key along.
    expect(await inDistrict(`select 1 from quarantine_item`)).toEqual([]);
    expect(
      await inDistrict(`select until is not null as ended from person_key where person_id = 'person-g2001'`),
    ).toEqual([{ ended: true }]);
    await department.signIn();
    const { sync, counts } = await counter.onDesk.when('at rest', ({ sync }) => sync.pending === 0);
    expect(sync).toMatchObject({ state: 'online', attention: 0 });
    expect(counts.attention).toBe(0);
  });
});
