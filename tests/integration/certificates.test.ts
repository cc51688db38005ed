import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import type { DistrictImport } from '#shared/contracts/district-import.ts';
import { demoCertificates } from '../../src-main/demo/demo-certificates.ts';
import { importCertificates, reportText } from '../../src-server/certificates/import.ts';
import { openDatabase } from '../../src-server/database/database.ts';
import { openLog } from '../../src-server/log.ts';
import { sendNotices } from '../../src-server/notices/queue.ts';
import { remindUncollected } from '../../src-server/notices/reminders.ts';
import { type Cable, startCable } from '../support/cable.ts';
import { applicant, done, enterDraft, matters, onSite, refusal, takeCase } from '../support/counter.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Department, startCounter, startDepartment } from '../support/hall.ts';
import { signOff } from '../support/sign-off.ts';
import { until } from '../support/wait.ts';

let district: DistrictProcess;
let file: DistrictImport;
let cable: Cable;
let counter: Counter;
let department: Department;

beforeAll(async () => {
  const hall = hallFile();
  file = hall.file;
  file.reference.matters = file.reference.matters.map((matter) =>
    matter.code === matters.sunk
      ? { ...matter, certificate: { name: '临时救助证', prefix: '管民救', validYears: 1 } }
      : matter,
  );
  district = await startDistrict(file);
  cable = await startCable(district.url);
  [counter, department] = await Promise.all([
    startCounter({ folder: tempFolder(), districtUrl: cable.url, enrolmentCode: hall.codes.counter }),
    startDepartment({
      folder: tempFolder(),
      districtUrl: district.url,
      enrolmentCode: hall.codes.department,
    }),
  ]);
  await Promise.all([counter.signIn(), department.signIn()]);
});

/** Asks the district's own database, past every program. */
async function inRegister(number: string) {
  const client = new pg.Client({ connectionString: district.databaseUrl });
  await client.connect();
  const { rows } = await client.query('SELECT * FROM certificate WHERE number = $1', [number]);
  await client.end();
  return rows[0];
}

async function decidedCase(): Promise<string> {
  const { id: caseId } = await takeCase(counter.clerk);
  await done(counter.clerk.cases.accept({ caseId }));
  await until(
    'the case at the department',
    () => department.store.cases.get(caseId)?.state.status === 'accepted',
  );
  await done(signOff(department.desk, { caseId, outcome: 'approved', opinion: '同意。' }));
  await until('the result', () => counter.store.cases.get(caseId)?.state.status === 'decided');
  return caseId;
}
const certificateOf = (caseId: string) => {
  const certificate = counter.store.cases.get(caseId)?.state.issued?.certificate;
  if (!certificate) throw new Error('no certificate was issued');
  return certificate;
};
const rowOf = async (caseId: string) => (await counter.clerk.handing.list()).find(({ id }) => id === caseId);
const confirmed = (caseId: string) =>
  until('confirmed', async () => (await rowOf(caseId))?.certificate?.state === 'ready');
const paperOf = async (caseId: string) => {
  const list = await counter.clerk.documents.list({ caseId });
  const number = list?.documents.find(({ title }) => title === '临时救助证')?.number;
  if (number === undefined) throw new Error('the certificate is not among the papers');
  return number;
};

describe('a certificate', () => {
  it('is not printed before the district has confirmed its issue, and then once in the whole district', async () => {
    const caseId = await decidedCase();
    expect(await rowOf(caseId)).toMatchObject({ toPrint: '准予决定书、临时救助证', told: null, here: true });
    cable.unplug();
    await counter.onDesk.when('offline', ({ sync }) => sync.state === 'offline');
    await done(counter.clerk.handing.issue({ caseId, copies: 2 }));
    const number = await paperOf(caseId);
    expect((await rowOf(caseId))?.certificate?.state).toBe('waiting');
    expect(await refusal(counter.clerk.documents.print({ caseId, number }))).toMatchObject({
      code: 'notConfirmedYet',
    });
    // What is no certificate can go out meanwhile.
    const others = (await counter.clerk.documents.list({ caseId }))?.documents ?? [];
    const decision = others.find(({ title }) => title === '准予决定书');
    await done(counter.clerk.documents.print({ caseId, number: decision?.number ?? '' }));
    expect(await inRegister(certificateOf(caseId).number)).toBeUndefined();
    cable.plugIn();
    await confirmed(caseId);

    const { printId } = await done(counter.clerk.documents.print({ caseId, number }));
    await done(counter.clerk.documents.settle({ caseId, printId, outcome: 'failed', pages: 1, pdf: null }));
    // The sheet never left: the same certificate under the same claim.
    const again = await done(counter.clerk.documents.print({ caseId, number }));
    await done(
      counter.clerk.documents.settle({
        caseId,
        printId: again.printId,
        outcome: 'sent',
        pages: 1,
        pdf: null,
      }),
    );
    expect((await rowOf(caseId))?.certificate?.state).toBe('printed');
    expect(await refusal(counter.clerk.documents.print({ caseId, number }))).toMatchObject({
      code: 'certificateClaimed',
    });
  });

  it('stands in the shared register by the transaction that confirms it, with its copies counted (M25)', async () => {
    const caseId = await decidedCase();
    await done(counter.clerk.handing.issue({ caseId, copies: 2 }));
    await confirmed(caseId);
    const { number, until: end, copies } = certificateOf(caseId);
    expect(copies).toBe(2);
    expect(await inRegister(number)).toMatchObject({
      ...{ case_id: caseId, name: '临时救助证', status: 'valid', source: 'issued', valid_until: end },
      holder: { name: applicant.name, idNumber: applicant.idNumber },
    });
  });

  it('is found at the next intake of whoever holds it, and asked for from the register only', async () => {
    await enterDraft(counter.clerk);
    const { entries } = await done(counter.clerk.handing.held());
    expect(entries.length).toBeGreaterThan(0);
    expect(entries[0]).toMatchObject({ name: '临时救助证', status: 'valid', holderName: '豫*满' });
    cable.unplug();
    expect(await refusal(counter.clerk.handing.held())).toMatchObject({ code: 'outOfReach' });
    cable.plugIn();
    await counter.onDesk.when('online', ({ sync }) => sync.state === 'online');
  });

  it('whose issue is taken back within the minute is nobody’s, and its number stays used', async () => {
    const caseId = await decidedCase();
    await done(counter.clerk.handing.issue({ caseId, copies: 1 }));
    await confirmed(caseId);
    const { number } = certificateOf(caseId);
    await done(counter.clerk.mistakes.undo({ caseId, step: 'issueResult' }));
    await until('withdrawn', async () => (await inRegister(number))?.status === 'withdrawn');
  });
});

describe('a certificate that should never have been', () => {
  it('is revoked by the department, and the register says so at once', async () => {
    const caseId = await decidedCase();
    await done(counter.clerk.handing.issue({ caseId, copies: 1 }));
    await confirmed(caseId);
    await until('issued', () => department.store.cases.get(caseId)?.state.status === 'issued');
    await done(
      department.desk.cases.revokeCertificate({
        ...{ caseId, reason: '以欺骗手段取得。', basis: '《行政许可法》第六十九条' },
      }),
    );
    await until(
      'revoked',
      async () => (await inRegister(certificateOf(caseId).number))?.status === 'revoked',
    );
    await until('at the counter', async () => (await rowOf(caseId))?.certificate?.state === 'revoked');
  });
});

describe('what runs out', () => {
  it('is shown at the desk of the department that issued it, the earliest first, with masked names', async () => {
    const { entries } = await done(department.desk.certificates.renewals({ days: 365 }));
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.every(({ status, name }) => status === 'valid' && name === '临时救助证')).toBe(true);
    expect(entries.map(({ until }) => until)).toEqual(entries.map(({ until }) => until).toSorted());
    expect(entries.map(({ holderName }) => holderName).join()).not.toContain(applicant.name);
    expect((await done(department.desk.certificates.renewals({ days: 30 }))).entries).toEqual([]);
  });

  it('names an organisation in full: whoever has to tell it must know which it is', async () => {
    const { queries, close } = await openDatabase(district.databaseUrl, openLog({ write: () => undefined }));
    const now = new Date().toISOString() as Instant;
    const report = await importCertificates(
      queries,
      demoCertificates(beijingDateOf(now)),
      file.reference.organisations,
      now,
    );
    await close();
    expect(report).toMatchObject({ faults: [], imported: report.rows });
    const { entries } = await done(department.desk.certificates.renewals({ days: 30 }));
    expect(entries[0]).toMatchObject({
      ...{ name: '民办非企业单位登记证书', departmentName: '管城回族区民政局' },
      ...{ holderName: '管城回族区晴和养老服务中心', holderIsOrganisation: true },
    });
  });
});

describe('a text to the applicant', () => {
  it('waits with the case’s own word, is written once by the default provider, and leaves no number behind', async () => {
    const caseId = await decidedCase();
    await done(counter.clerk.handing.tell({ caseId, what: 'resultReady', channel: 'sms' }));
    expect((await rowOf(caseId))?.told).toMatchObject({ channel: 'sms' });
    const { rows } = await until('sent', async () => {
      const client = new pg.Client({ connectionString: district.databaseUrl });
      await client.connect();
      const found = await client.query(`SELECT * FROM notice WHERE case_id = $1 AND state = 'sent'`, [
        caseId,
      ]);
      await client.end();
      return found.rows.length === 1 ? found : null;
    });
    expect(rows[0]).toMatchObject({ phone: null, attempts: 0 });
    expect(rows[0].text).toMatch(
      /^【政务服务】您申请的“临时救助”（尾号\d{6}）已有结果，请带有效证件到.*窗口领取。$/,
    );
    expect(rows[0].text).not.toContain('豫小满');
  });

  it('is tried again later where nobody takes it, and in the end somebody has to call', async () => {
    const db = await openDatabase(district.databaseUrl, openLog());
    const id = '0199a000-0000-7000-8000-0000000000ff';
    let now = new Date('2027-01-04T01:00:00Z');
    await db.queries
      .insertInto('notice')
      .values({ case_id: id, position: 1, phone: '13812345678', text: '试', next_at: now, entered_at: now })
      .execute();
    let tries = 0;
    const nobody = {
      async send() {
        tries += 1;
        throw new Error('no carrier');
      },
    };
    const row = () =>
      db.queries.selectFrom('notice').selectAll().where('case_id', '=', id).executeTakeFirstOrThrow();
    const silent = openLog();
    silent.level = 'silent';
    for (let turn = 0; turn < 12; turn += 1) {
      await sendNotices(db.queries, nobody, silent, now);
      // Not again before its time.
      expect(await sendNotices(db.queries, nobody, silent, now)).toBe(0);
      now = new Date(now.getTime() + 30_000 * 2 ** turn);
    }
    expect(tries).toBe(6);
    expect(await row()).toMatchObject({ state: 'failed', attempts: 6, phone: null });
    await db.close();
  });

  it('goes out once by itself where a result was not collected in time, and the desk says so', async () => {
    const caseId = await decidedCase();
    await done(counter.clerk.handing.issue({ caseId, copies: 1 }));
    await confirmed(caseId);
    const db = await openDatabase(district.databaseUrl, openLog());
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString() as Instant;
    const texts = () => db.queries.selectFrom('notice').selectAll().where('case_id', '=', caseId).execute();
    await remindUncollected(db.queries, inDays(5));
    expect(await texts()).toEqual([]);
    // Other results of this hall wait as well; each is reminded once, whoever looks and however often.
    const [one, other] = await Promise.all([
      remindUncollected(db.queries, inDays(30)),
      remindUncollected(db.queries, inDays(30)),
    ]);
    expect(one + other).toBeGreaterThan(0);
    expect(await remindUncollected(db.queries, inDays(31))).toBe(0);
    const [text, ...more] = await texts();
    expect(more).toEqual([]);
    expect(text?.text).toContain('超过送达期限仍未领取');
    expect(text?.text).not.toContain(applicant.name);
    await until('at the counter', async () => (await rowOf(caseId))?.remindedAt != null);
    const life = (await counter.clerk.cases.get({ caseId }))?.timeline ?? [];
    expect(life.at(-1)).toMatchObject({ detail: '超过送达期限未领取，系统自动提醒', by: '' });
    // What was handed out is nobody's to collect any more.
    await done(
      counter.clerk.handing.deliver({ caseId, recipientName: '豫小满', relation: 'self', ...onSite }),
    );
    await db.close();
  });
});

describe('the history of former years', () => {
  const line = (changes: object) =>
    JSON.stringify({
      ...{ number: '管民救〔2019〕17号', name: '临时救助证', departmentId: 'x', holderName: '豫旧识' },
      ...{ holderIdNumber: '410104198001010017', from: '2019-03-01', until: '2020-02-29' },
      ...changes,
    });

  it('comes in by batches with a report; what is wrong is left out, and twice is once', async () => {
    const db = await openDatabase(district.databaseUrl, openLog());
    const { organisations } = file.reference;
    const departmentId = organisations.find(({ level }) => level === 'department')?.id ?? '';
    const many = Array.from({ length: 1200 }, (_, index) =>
      line({ departmentId, number: `管民救〔2018〕${index}号` }),
    );
    const text = [
      line({ departmentId }),
      line({ departmentId }),
      line({ departmentId: 'nobody', number: '甲' }),
      line({ departmentId, number: '乙', until: '2018-01-01' }),
      '{"number":',
      ...many,
    ].join('\n');
    const now = new Date().toISOString() as Instant;
    const report = await importCertificates(db.queries, text, organisations, now);
    expect(report).toMatchObject({ rows: 1205, imported: 1201, unchanged: 0 });
    expect(report.faults.map((each) => each.line)).toEqual([2, 3, 4, 5]);
    expect(reportText(report)).toContain('第2行：证照编号与第1行重复，请只留一行。');
    const again = await importCertificates(db.queries, text, organisations, now);
    expect(again).toMatchObject({ imported: 0, unchanged: 1201 });
    // One that the district holds already is not changed by a file.
    const other = await importCertificates(
      db.queries,
      line({ departmentId, name: '别的证' }),
      organisations,
      now,
    );
    expect(other).toMatchObject({ imported: 0, unchanged: 0, faults: [{ line: 1 }] });
    expect(beijingDateOf(now) > '2020-02-29').toBe(true);
    await db.close();
  });
});
