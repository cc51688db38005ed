import { cpSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Enrolment } from '#shared/contracts/district.ts';
import { openDatabase } from '../../src-server/database/database.ts';
import { runErrand } from '../../src-server/identity/errands.ts';
import { openLog } from '../../src-server/log.ts';
import { done, refusal, takeCase } from '../support/counter.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Office, startCounter, startOffice } from '../support/hall.ts';
import { until } from '../support/wait.ts';

let district: DistrictProcess;
let database: pg.Client;
let office: Office;
let neighbour: Counter;
/** The counter's first machine, as it was; and where its store lies. */
let old: Counter;
let oldFolder: string;
let next: Counter;
/** What the first machine was enrolled as. */
let former: Enrolment;

beforeAll(async () => {
  const { file, codes } = hallFile([1001, 1002, 1007, 1008].map((number) => `person-g${number}`));
  district = await startDistrict(file);
  database = new pg.Client({ connectionString: district.databaseUrl });
  await database.connect();
  oldFolder = tempFolder();
  const at = (enrolmentCode: string, folder = tempFolder()) => ({
    ...{ folder, districtUrl: district.url, enrolmentCode },
  });
  [old, neighbour, office] = await Promise.all([
    startCounter(at(codes.counter, oldFolder)),
    startCounter(at(codes.neighbour)),
    startOffice(at(codes.office)),
  ]);
  former = enrolment(old);
  await old.signIn();
  await neighbour.signIn('G1002');
});
afterAll(() => database.end());

/** A code that lets a machine take the place of the one that stands at the counter, as IT makes it. */
async function replacingCode(): Promise<string> {
  const { queries, close } = await openDatabase(district.databaseUrl, openLog({ write: () => undefined }));
  const counterId = former.counterId ?? '';
  const errand = { uses: '70', hours: '12', replaces: true, installations: false, 'verify-chains': false };
  const said = await runErrand(queries, { ...errand, code: counterId }, district.url, office.store.now());
  await close();
  return /登记码：(\S+)/.exec(said)?.[1] ?? '';
}
function enrolment({ store }: Counter): Enrolment {
  const held = store.settings.get('enrolment');
  if (held === null) throw new Error('not enrolled');
  return held;
}
const outcomes = async (caseId: string) =>
  (
    await database.query<{ name: string; outcome: string }>(
      `select envelope ->> 'name' as name, outcome from command
       where envelope #>> '{subject,id}' = $1 order by stamped_at, seq`,
      [caseId],
    )
  ).rows.map(({ name, outcome }) => `${name} ${outcome}`);
const emptied = (at: Counter) =>
  until('an empty outbox', async () => {
    await at.clerk.outbox.sendNow();
    return at.store.outbox.counts().pending === 0;
  });
/** Whoever keeps security at the office lets everything through that is held back. */
async function released(steps: number): Promise<void> {
  await office.signIn('G1008');
  const rows = await until(`${steps} steps that are held back`, async () => {
    await office.desk.outbox.sendNow();
    const list = await office.desk.quarantine.list({ status: 'held' });
    return list.length === steps ? list : null;
  });
  expect(rows.map(({ reasonName }) => reasonName)).toContain('设备登记已撤销后上传');
  for (const { id, reasonName } of rows)
    if (reasonName !== '前一步尚在核查，随同核查')
      await office.desk.quarantine.dispose({ id, outcome: 'released', reason: '原电脑找到，核实无误。' });
  await until('nothing is held back at the district', async () => {
    await office.desk.outbox.sendNow();
    return (await heldBack()) === 0;
  });
}
const shownAt = (at: Counter, caseId: string, status: string) =>
  until(`the case is ${status} at the counter`, async () => {
    await at.clerk.outbox.sendNow();
    return at.store.cases.get(caseId)?.state.status === status;
  });

describe('a counter whose computer is gone', () => {
  let uploaded: string;
  let unsent: string;
  /** Taken in after the file was sealed. */
  let later: string;
  let sealed: string;
  let copy: string;

  it('gets a new one, which finds there what had been uploaded, and goes on with numbers of its own', async () => {
    uploaded = (await takeCase(old.clerk)).id;
    await done(old.clerk.cases.accept({ caseId: uploaded }));
    await emptied(old);
    // The district is out of reach for the old one's last hour.
    await district.stop();
    unsent = (await takeCase(old.clerk)).id;
    await done(old.clerk.cases.accept({ caseId: unsent }));
    sealed = (await done(old.clerk.outbox.seal())).file.text;
    later = (await takeCase(old.clerk)).id;
    await old.close();
    copy = tempFolder();
    cpSync(oldFolder, copy, { recursive: true });
    await district.start();
    const code = await replacingCode();
    next = await startCounter({ folder: tempFolder(), districtUrl: district.url, enrolmentCode: code });
    await next.signIn();
    await shownAt(next, uploaded, 'accepted');
    const own = enrolment(next);
    expect(own).toMatchObject({ counterId: former.counterId });
    expect(own.series).not.toBe(former.series);
    const fresh = await takeCase(next.clerk);
    expect(fresh.caseNumber.slice(17, 20)).toBe(own.series);
    await emptied(next);
    expect(await outcomes(fresh.id)).toEqual(['receiveCase applied']);
  });

  it('the office reads on its page which machine took the place of which', async () => {
    await office.signIn('G1007');
    const rows = await until('both machines', async () => {
      await office.desk.outbox.sendNow();
      const list = await office.desk.installations.list();
      const ended = list.find(({ id, status }) => id === former.installationId && status === 'revoked');
      const begun = list.find(({ id }) => id === enrolment(next).installationId);
      return ended && begun ? { ended, begun } : null;
    });
    const { series } = former;
    expect(rows.begun.note).toContain(`接替`);
    expect(rows.begun.note).toContain(`编号段${series}`);
    expect(rows.ended.note).toContain('已由重新登记的电脑接替');
  });

  it('what the old one had sealed is carried in: held back, and released it counts at the new one', async () => {
    await done(neighbour.clerk.outbox.carry({ text: sealed }));
    expect(await outcomes(unsent)).toEqual(['receiveCase quarantined', 'acceptCase quarantined']);
    await released(await heldBack());
    expect(await outcomes(unsent)).toEqual(['receiveCase applied', 'acceptCase applied']);
    await shownAt(next, unsent, 'accepted');
  });

  it('the old one, when it turns up, sends the rest: held back, released, there once, under its own number', async () => {
    const found = await startCounter({ folder: copy, districtUrl: district.url });
    await found.onDesk.when('told', ({ sync }) => sync.sentence.startsWith('本机登记已撤销'));
    await until('everything sent', () => found.store.outbox.counts().pending === 0);
    expect(await outcomes(later)).toEqual(['receiveCase quarantined']);
    await released(await heldBack());
    expect(await outcomes(later)).toEqual(['receiveCase applied']);
    await shownAt(next, later, 'received');
    expect(next.store.cases.get(later)?.state.caseNumber.slice(17, 20)).toBe(former.series);
    // What the file had brought already is not done again.
    expect(await outcomes(unsent)).toEqual(['receiveCase applied', 'acceptCase applied']);
    expect(next.store.cases.get(unsent)?.state.revision).toBe(2);
    // Nobody works on it any more.
    const { code, message } = await refusal(
      found.clerk.signIn({ staffNumber: 'G1001', password: 'demo-G1001' }),
    );
    expect(code).toBe('installationRefused');
    expect(message).toContain('请换一台电脑办理');
    await found.close();
  });
});

const heldBack = async () =>
  (await database.query(`select 1 from quarantine_item where state ->> 'status' = 'held'`)).rows.length;
