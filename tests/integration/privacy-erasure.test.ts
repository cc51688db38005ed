import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BeijingDate, Instant } from '#shared/clock/beijing.ts';
import { eraseConcluded } from '../../src-server/cases/erase.ts';
import { type Database, openDatabase } from '../../src-server/database/database.ts';
import { openLog } from '../../src-server/log.ts';
import { verifyChain, verifyChains } from '../../src-server/sync/verify-chains.ts';
import { applicant, done, enterDraft, onSite, takeCase, uuidv7 } from '../support/counter.ts';
import { cardOf, virtualPlace } from '../support/devices.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Department, startCounter, startDepartment } from '../support/hall.ts';
import { signOff } from '../support/sign-off.ts';
import { until } from '../support/wait.ts';

const recipient = '豫收件';
/** What the applicant has written on the screen. */
const stroke = '123,45,67,0 131,52,66,18';
const card = cardOf('guanxiaohe');
const traces = [
  ...[applicant.name, applicant.idNumber, applicant.phone, applicant.address, recipient, stroke],
  ...(card.kind === 'resident' ? [card.name, card.idNumber, card.address] : []),
];
/** What the tables of a store, of the district, hold of them. */
const found = (dump: string) => traces.filter((each) => dump.includes(each));

let district: DistrictProcess;
let database: Database;
let counter: Counter;
let department: Department;
let caseId: string;
let openCaseId: string;

beforeAll(async () => {
  const { file, codes } = hallFile();
  district = await startDistrict(file);
  database = await openDatabase(district.databaseUrl, openLog({ write: () => undefined }));
  const kiosk = await virtualPlace();
  [counter, department] = await Promise.all([
    startCounter({
      folder: tempFolder(),
      districtUrl: district.url,
      enrolmentCode: codes.counter,
      devices: { kiosk: kiosk.devices },
    }),
    startDepartment({ folder: tempFolder(), districtUrl: district.url, enrolmentCode: codes.department }),
  ]);
  await Promise.all([counter.signIn(), department.signIn()]);

  kiosk.reader.lay(card);
  await counter.onKiosk.when('the card', ({ holderName }) => holderName !== null);
  const { categories } = await counter.onKiosk.now();
  await done(counter.kiosk.issue({ ticketId: uuidv7(), categoryId: categories[0]?.id ?? '' }));

  await enterDraft(counter.clerk);
  const shown = await counter.onCitizen.when(
    'the entries',
    (screen) => screen.kind === 'entries' && screen.complete,
  );
  if (shown.kind !== 'entries') throw new Error('the citizen sees no entries');
  await done(counter.citizen.confirm({ digest: shown.digest, signature: [stroke] }));
  const { case: row } = await done(counter.clerk.cases.receive());
  caseId = row.id;
  await done(counter.clerk.cases.accept({ caseId }));
  await until('the case in the inbox', async () =>
    (await department.desk.cases.list({ scope: 'inbox' })).some(({ id }) => id === caseId),
  );
  await done(signOff(department.desk, { caseId, outcome: 'approved', opinion: '同意。' }));
  await until('the decision', () => counter.store.cases.get(caseId)?.state.status === 'decided');
  await done(counter.clerk.handing.issue({ caseId, copies: 1 }));
  await done(
    counter.clerk.handing.deliver({ caseId, recipientName: recipient, relation: 'self', ...onSite }),
  );
  await until('everything uploaded', () => counter.store.outbox.counts().pending === 0);
});

async function districtDump(): Promise<string> {
  const client = new pg.Client({ connectionString: district.databaseUrl });
  await client.connect();
  const tables = await client.query(`select tablename from pg_tables where schemaname = 'public'`);
  let dump = '';
  // What is published names the staff and the matters, no citizen.
  for (const { tablename } of tables.rows)
    dump += JSON.stringify((await client.query(`select "${tablename}"::text from "${tablename}"`)).rows);
  await client.end();
  return dump;
}

function storeDump({ store }: Counter | Department): string {
  const tables = store.db.prepare<[], { name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'table'`,
  );
  return tables
    .all()
    .map(({ name }) =>
      JSON.stringify(store.db.prepare(`SELECT * FROM "${name}"`).all(), (_, value) =>
        value?.type === 'Buffer' ? Buffer.from(value.data).toString() : value,
      ),
    )
    .join('\n');
}

describe('the end of retention', () => {
  it('finds people on both sides before', async () => {
    expect(found(await districtDump())).toEqual(traces);
    expect(found(storeDump(counter))).toEqual(expect.arrayContaining(traces.slice(0, 5)));
    expect(found(storeDump(department))).toContain(applicant.idNumber);
  });

  it('leaves alone what was concluded later, and what is not concluded', async () => {
    const now = new Date().toISOString() as Instant;
    const nothing = await eraseConcluded(database.queries, '2016-01-01' as BeijingDate, now);
    expect(nothing).toEqual({ cases: 0, tickets: 0, commands: 0 });
    expect(found(await districtDump())).toEqual(traces);
  });

  it('erases every trace of a person in the district, and its chains hold', async () => {
    const now = new Date().toISOString() as Instant;
    const erased = await eraseConcluded(database.queries, '2099-01-01' as BeijingDate, now);
    expect(erased).toMatchObject({ cases: 1, tickets: 1 });
    expect(found(await districtDump())).toEqual([]);
    const verdicts = await verifyChains(database.queries);
    expect(verdicts.map(({ brokenAt }) => brokenAt)).toEqual(verdicts.map(() => null));
    expect(verdicts.reduce((sum, { links }) => sum + links, 0)).toBeGreaterThan(5);
    const rows = await database.queries.selectFrom('erasure').selectAll().execute();
    expect(rows).toMatchObject([{ cases: 1, tickets: 1 }]);
  });

  it('reaches the desks by their pull: no trace there, and a sentence in its place', async () => {
    for (const desk of [counter, department])
      await until('the erasure', () => 'digest' in (desk.store.cases.get(caseId)?.state.applicant ?? {}));
    const row = (await counter.clerk.cases.list({ scope: 'all', text: '' })).find(({ id }) => id === caseId);
    expect(row?.applicantName).toContain('已按保存期限清除');
    await until('no trace at the counter', () => found(storeDump(counter)).length === 0);
    expect(found(storeDump(department))).toEqual([]);
    expect(await counter.clerk.cases.list({ scope: 'all', text: applicant.name })).toEqual([]);
  });

  it('does not end the chain: the next case goes up', async () => {
    openCaseId = (await takeCase(counter.clerk)).id;
    await until('the next case confirmed', () => counter.store.cases.get(openCaseId)?.base !== null);
    const now = new Date().toISOString() as Instant;
    await eraseConcluded(database.queries, '2099-01-01' as BeijingDate, now);
    expect('personal' in (counter.store.cases.get(openCaseId)?.state.applicant ?? {})).toBe(true);
    const { installationId = '' } = counter.store.settings.get('enrolment') ?? {};
    expect(await verifyChain(database.queries, installationId)).toMatchObject({ brokenAt: null });
  });

  it('tells a chain that was altered from one that was erased', async () => {
    const { installationId = '' } = counter.store.settings.get('enrolment') ?? {};
    await database.pool.query(
      `update command set envelope = replace(envelope::text, 'counter', 'kiosk')::json
       where installation_id = $1 and seq = 2`,
      [installationId],
    );
    expect(await verifyChain(database.queries, installationId)).toMatchObject({ brokenAt: 2 });
    await database.close();
  });
});
