import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chainStart } from '#shared/sync/command.ts';
import { hashUnmasking } from '#shared/sync/unmasking.ts';
import { unmaskings } from '../../src-main/core/identity/unmasking.ts';
import { openDatabase } from '../../src-server/database/database.ts';
import { runErrand } from '../../src-server/identity/errands.ts';
import { openLog } from '../../src-server/log.ts';
import { verifyUnmaskings } from '../../src-server/sync/verify-chains.ts';
import { done, refusal, takeCase } from '../support/counter.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Office, startCounter, startOffice } from '../support/hall.ts';
import { until } from '../support/wait.ts';
import { districtClient } from './installation.ts';

let district: DistrictProcess;
let counter: Counter;
let office: Office;
let database: pg.Client;
let caseId: string;
let caseNumber: string;

beforeAll(async () => {
  const { file, codes } = hallFile([1001, 1006, 1007].map((number) => `person-g${number}`));
  district = await startDistrict(file);
  database = new pg.Client({ connectionString: district.databaseUrl });
  await database.connect();
  const at = (enrolmentCode: string) => ({ folder: tempFolder(), districtUrl: district.url, enrolmentCode });
  [counter, office] = await Promise.all([startCounter(at(codes.counter)), startOffice(at(codes.office))]);
  await until('the register at the counter', () => counter.store.knowledge.staff().length > 0);
  await until('the register at the office', () => office.store.knowledge.staff().length > 0);
  await counter.signIn();
  caseId = (await takeCase(counter.clerk)).id;
  caseNumber = counter.store.cases.get(caseId)?.state.caseNumber ?? '';
  await until('the case is at the district', () => counter.store.outbox.counts().pending === 0);
});
afterAll(() => database.end());

const enrolment = () => {
  const held = counter.store.settings.get('enrolment');
  if (held === null) throw new Error('not enrolled');
  return held;
};
const onRecord = async () =>
  (
    await database.query<{ seq: number; hash: string; actor_id: string }>(
      'select seq, hash, actor_id from unmasking where installation_id = $1 order by seq',
      [enrolment().installationId],
    )
  ).rows;
const alarms = async () =>
  (await database.query<{ seq: number }>('select seq from unmasking_alarm order by noticed_at')).rows;
const here = () =>
  counter.store.db
    .prepare<[], { seq: number; hash: string }>('SELECT seq, hash FROM unmasking ORDER BY id')
    .all();
const look = () => done(counter.clerk.cases.reveal({ caseId }));
/** Waits until the district has so many, while the desk keeps trying. */
const arrived = (count: number) =>
  until(`${count} unmaskings are on record`, async () => {
    await counter.clerk.outbox.sendNow();
    return (await onRecord()).length === count;
  });
const confirmedSeq = () => counter.store.settings.get('unmaskedUpTo')?.seq;
const noErrand = { uses: '70', hours: '12', replaces: false, installations: false, 'verify-chains': false };
const page = (text = '') => office.desk.unmaskings.page({ text, before: null });

describe('what was shown unmasked', () => {
  it('reaches the district in the order in which it was shown, each link after the one before', async () => {
    for (let turn = 0; turn < 3; turn += 1) await look();
    const count = here().length;
    await arrived(count);
    expect(await onRecord()).toEqual(here().map((row) => ({ ...row, actor_id: 'person-g1001' })));
    expect(here().map(({ seq }) => seq)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  });

  it('is read by a supervisor at the office, by person and by case', async () => {
    await office.signIn('G1006');
    expect((await office.onDesk.now()).may.readUnmaskings).toBe(true);
    const all = await done(page());
    expect(all.rows).toHaveLength(here().length);
    expect(all.rows[0]).toMatchObject({ actorName: '管小窗', subject: caseNumber, placeName: '窗口工作台' });
    expect(all.alarms).toEqual([]);
    expect((await done(page(caseNumber))).rows).toHaveLength(3);
    expect((await done(page('g1001'))).rows).toHaveLength(all.rows.length);
    expect((await done(page('查无此人'))).rows).toEqual([]);
  });

  it('is closed to whoever runs the machines, at the desk as at the district', async () => {
    await office.signIn('G1007');
    expect((await refusal(page())).code).toBe('notAuthorised');
    const posting = (number: string) =>
      office.store.knowledge.staff().find(({ staffNumber }) => staffNumber === number)?.postingId ?? '';
    const asked = { actorIds: null, caseNumber: null, before: null };
    const token = office.store.settings.get('enrolment')?.token ?? '';
    const atOffice = districtClient(district.url, () => token);
    expect(await atOffice.unmaskings({ ...asked, postingId: posting('G1007') })).toMatchObject({
      refusal: { code: 'notAuthorised' },
    });
    const atCounter = districtClient(district.url, () => enrolment().token);
    expect(await atCounter.unmaskings({ ...asked, postingId: posting('G1006') })).toMatchObject({
      refusal: { code: 'notAuthorised' },
    });
  });

  it('is on record once, however often it is handed in', async () => {
    const before = await onRecord();
    const { installationId } = enrolment();
    // As if the answer had been lost.
    counter.store.settings.set('unmaskedUpTo', { installationId, id: 0, seq: 0, hash: chainStart });
    await counter.clerk.outbox.sendNow();
    await until('it was confirmed once more', () => confirmedSeq() === before.length);
    expect(await onRecord()).toEqual(before);
    expect(await alarms()).toEqual([]);
  });

  it('is not taken under a signature that is not the installation’s', async () => {
    const client = districtClient(district.url, () => enrolment().token);
    const link = {
      ...{ seq: here().length + 1, at: counter.store.now(), actorId: 'nobody', place: 'desk' as const },
      ...{ subject: { kind: 'caseFile' as const, id: caseId }, prevHash: here().at(-1)?.hash ?? '' },
    };
    const signature = `ed25519:${Buffer.alloc(64, 7).toString('base64')}`;
    await expect(
      client.handInUnmaskings({ unmaskings: [link], lastHash: hashUnmasking(link), signature }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await onRecord()).toHaveLength(here().length);
  });

  it('goes up again to a district that was restored to an earlier day, in its old place', async () => {
    const before = await onRecord();
    const second = before[1];
    if (second === undefined) throw new Error('too few');
    await database.query('delete from unmasking where installation_id = $1 and seq > 2', [
      enrolment().installationId,
    ]);
    await database.query('update installation set unmasked_seq = 2, unmasked_hash = $2 where id = $1', [
      enrolment().installationId,
      second.hash,
    ]);
    await look();
    await arrived(before.length + 1);
    expect((await onRecord()).slice(0, -1)).toEqual(before);
    expect(await alarms()).toEqual([]);
  });

  describe('and altered afterwards', () => {
    it.each([
      ['the last that waits', 1],
      ['one with others behind it', 2],
    ])('%s raises an alarm that the supervisor reads, and what follows still arrives', async (_, later) => {
      const before = here().length;
      const raised = (await alarms()).length;
      const { record } = counter.core.parts.unmaskings;
      for (let turn = 0; turn < later; turn += 1) record('person-g1001', 'caseFile', caseId, 'desk');
      counter.store.db.prepare(`UPDATE unmasking SET actor_id = 'somebody' WHERE seq = ?`).run(before + 1);
      await arrived(before + later);
      const raisedNow = await alarms();
      expect(raisedNow).toHaveLength(raised + 1);
      await office.signIn('G1006');
      const [latest] = (await done(page())).alarms;
      expect(latest?.sentence).toContain(`从第 ${raisedNow.at(-1)?.seq} 条起与区级平台已有的记录不衔接`);
    });

    it('where the district has it already, leaves the record as it is and raises an alarm', async () => {
      const before = await onRecord();
      const raised = (await alarms()).length;
      const { installationId } = enrolment();
      counter.store.db.prepare(`UPDATE unmasking SET actor_id = 'somebody' WHERE seq = 1`).run();
      counter.store.settings.set('unmaskedUpTo', { installationId, id: 0, seq: 0, hash: chainStart });
      await look();
      await arrived(before.length + 1);
      expect((await onRecord()).slice(0, -1)).toEqual(before);
      expect(await alarms()).toHaveLength(raised + 1);
    });
  });

  it('is verified with the commands: altered on record, taken out or cut off it is named by machine and place', async () => {
    const { queries, close } = await openDatabase(district.databaseUrl, openLog({ write: () => undefined }));
    const { installationId } = enrolment();
    const verdict = () => verifyUnmaskings(queries, installationId);
    const errand = () =>
      runErrand(queries, { ...noErrand, 'verify-chains': true }, district.url, counter.store.now());
    const whole = await onRecord();
    expect(await verdict()).toMatchObject({ links: whole.length, brokenAt: null });
    expect(await errand()).toContain(`查阅记录共${whole.length}条`);

    await database.query(
      `update unmasking set actor_id = 'somebody' where installation_id = $1 and seq = 3`,
      [installationId],
    );
    expect(await verdict()).toMatchObject({ links: 2, brokenAt: 3 });
    await expect(errand()).rejects.toThrow(`设备 ${installationId} 的查阅记录从第3条起不连续`);
    await database.query('delete from unmasking where installation_id = $1 and seq = 2', [installationId]);
    expect(await verdict()).toMatchObject({ links: 1, brokenAt: 2 });
    await database.query('delete from unmasking where installation_id = $1 and seq > 1', [installationId]);
    expect(await verdict()).toMatchObject({ links: 1, brokenAt: 2 });
    await close();
  });

  it('begins a chain of its own where the machine has enrolled as another, with what still waits', () => {
    const { settings } = counter.store;
    const held = settings.get('unmaskedUpTo');
    if (held === null) throw new Error('nothing was confirmed');
    settings.set('unmaskedUpTo', { ...held, installationId: 'the-former-one', id: held.id - 2 });
    expect(unmaskings(counter.store).waiting(10)?.links).toMatchObject([
      { seq: 1, prevHash: chainStart },
      { seq: 2 },
    ]);
  });
});
