import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '#shared/clock/beijing.ts';
import { runErrand } from '../../src-server/identity/errands.ts';
import { type HallFileOrder, makeHallFile } from '../../src-server/identity/hall-file.ts';
import { publishedReference } from '../../src-server/organisation/published.ts';
import { districtFile, startDistrict, type TestDistrict } from './district.ts';
import {
  districtClient,
  enrolInstallation,
  enrolRequest,
  makeKeys,
  receipt,
  uuidv7,
} from './installation.ts';

/** A street with a hall of seventy counters. */
const counters = Array.from({ length: 70 }, (_, index) => ({
  id: `seat-${index}`,
  organisationId: 'hanghai',
  number: index + 10,
  name: `${index + 10}号综合窗口`,
}));
let district: TestDistrict;
beforeAll(async () => {
  const { reference } = districtFile;
  district = await startDistrict({
    ...districtFile,
    reference: { ...reference, counters: [...reference.counters, ...counters] },
  });
});

const now = () => new Date().toISOString() as Instant;
async function hallFile(order: Partial<HallFileOrder> = {}, at = now()) {
  const { queries } = district.db;
  const made = await makeHallFile(
    queries,
    (await publishedReference()(queries))?.reference ?? null,
    {
      hallId: 'hanghai-hall',
      districtUrl: district.url,
      uses: 70,
      hours: 12,
      approvedMachines: [],
      ...order,
    },
    at,
  );
  if (made.kind === 'refused') throw new Error(made.refusal.message);
  return made.file;
}
const noErrand = { uses: '70', hours: '12', replaces: false, installations: false, 'verify-chains': false };
const seat = (counterId: string, replace = false) => ({ seat: { counterId, replace } });
const seatless = { counterId: null, replace: false };
const machine = (secret: string, counterId: string, machineName = 'PC-TEST', replace = false) =>
  enrolInstallation(district.url, secret, makeKeys(), { machineName, ...seat(counterId, replace) });
const ask = (secret: string, changes: Parameters<typeof enrolRequest>[2]) =>
  districtClient(district.url, () => null).enrol(enrolRequest(secret, makeKeys(), changes));
const pullOf = ({ client }: Awaited<ReturnType<typeof machine>>) =>
  client.pull({ cookie: null, referenceVersion: null });
const recordOf = async (id: string) =>
  (await district.db.pool.query('select state from installation_record where id = $1', [id])).rows[0]?.state;
const usesOf = async () =>
  (await district.db.pool.query('select used from hall_file order by expires_at desc limit 1')).rows[0]?.used;

describe('a hall’s file', () => {
  it('lets kiosks enrol, any number of them, at no counter', async () => {
    const { secret } = await hallFile({ approvedMachines: ['KIOSK-1', 'KIOSK-2'] });
    for (const machineName of ['KIOSK-1', 'KIOSK-2']) {
      const { enrolment } = await enrolInstallation(district.url, secret, makeKeys(), {
        machineName,
        seat: seatless,
      });
      expect(enrolment).toMatchObject({ kind: 'kiosk', counterId: null, hallId: 'hanghai-hall' });
    }
  });

  it('lets the hall’s back office enrol, at no counter either', async () => {
    const { secret } = await hallFile({ approvedMachines: ['OFFICE-1'] });
    const { enrolment } = await enrolInstallation(district.url, secret, makeKeys(), {
      machineName: 'OFFICE-1',
      seat: { ...seatless, backOffice: true },
    });
    expect(enrolment).toMatchObject({ kind: 'backOffice', counterId: null, hallId: 'hanghai-hall' });
  });

  it('names the district, the hall and its counters', async () => {
    const file = await hallFile();
    expect(file).toMatchObject({
      districtUrl: district.url,
      hallId: 'hanghai-hall',
      hallName: '便民服务大厅',
    });
    expect(file.seats).toHaveLength(72);
    expect(file.seats).toContainEqual({ counterId: 'hanghai-1', name: '1号综合窗口' });
  });

  it('enrols seventy machines at once: seventy series, counted exactly, and no seventy-first', async () => {
    const file = await hallFile();
    const start = performance.now();
    const all = await Promise.all(counters.map(({ id }) => machine(file.secret, id)));
    const seconds = (performance.now() - start) / 1000;
    console.info(`70 machines enrolled in ${seconds.toFixed(1)} s`);
    expect(new Set(all.map(({ enrolment }) => enrolment.series)).size).toBe(70);
    expect(all.map(({ enrolment }) => enrolment.counterId).sort()).toEqual(
      counters.map(({ id }) => id).sort(),
    );
    expect(await usesOf()).toBe(70);
    expect(await ask(file.secret, seat('hanghai-2'))).toMatchObject({
      refusal: {
        code: 'fileUsedUp',
        message: '这份大厅登记文件的70次登记已经用完，请联系系统管理员重新制作。',
      },
    });
    expect(seconds).toBeLessThan(30);
  });

  it('is worth nothing after its time, and at no counter of another hall', async () => {
    const late = await hallFile({}, '2026-01-01T00:00:00.000Z' as Instant);
    expect(await ask(late.secret, seat('hanghai-1'))).toMatchObject({ refusal: { code: 'fileExpired' } });
    const { secret } = await hallFile();
    for (const changes of [{}, seat('ziyou-1'), seat('nowhere')]) {
      const answer = await ask(secret, changes);
      expect(answer).toMatchObject({ refusal: { code: 'seatUnknown' } });
      expect(answer.kind === 'refused' && answer.refusal.message).toContain('hanghai-1（1号综合窗口）');
    }
  });

  it('lets machines on its list work at once; others hold their token and wait for the office', async () => {
    const { secret } = await hallFile({ approvedMachines: ['Hall-PC-7 '] });
    const listed = await machine(secret, 'hanghai-1', 'HALL-PC-7');
    await expect(pullOf(listed)).resolves.toBeDefined();
    const other = await machine(secret, 'hanghai-2', 'HALL-PC-8');
    expect(await recordOf(other.enrolment.installationId)).toMatchObject({ status: 'pending' });
    const waiting = {
      status: 403,
      data: {
        code: 'pending',
        message: '本机已登记，等待系统管理员批准；批准后自动继续，不用操作。',
      },
    };
    await expect(pullOf(other)).rejects.toMatchObject(waiting);
    await expect(other.client.signIn({ staffNumber: 'G1001', password: 'x' })).rejects.toMatchObject(waiting);
    await expect(other.push([other.give('receiveCase', uuidv7(), receipt(other))])).rejects.toMatchObject(
      waiting,
    );
  });

  it('asks before a machine takes the place of another, and then the office has to approve it', async () => {
    const { secret } = await hallFile({ approvedMachines: ['OLD-PC', 'NEW-PC'] });
    const { refusal } = (await ask(secret, { ...seat('hanghai-1'), machineName: 'NEW-PC' })) as {
      refusal: { code: string; message: string };
    };
    expect(refusal.code).toBe('seatTaken');
    expect(refusal.message).toContain('HALL-PC-7');
    const next = await machine(secret, 'hanghai-1', 'NEW-PC', true);
    expect(await recordOf(next.enrolment.installationId)).toMatchObject({
      status: 'pending',
      replaces: expect.any(String),
    });
    await expect(pullOf(next)).rejects.toMatchObject({ data: { code: 'pending' } });
  });

  it('does not let a machine back by itself that people have revoked, listed or not', async () => {
    const { secret } = await hallFile({ approvedMachines: ['LOST-PC'] });
    const lost = await machine(secret, 'hanghai-2', 'LOST-PC', true);
    await runErrand(
      district.db.queries,
      { ...noErrand, revoke: lost.enrolment.installationId, reason: '电脑丢失' },
      district.url,
      now(),
    );
    const again = await machine(secret, 'hanghai-2', 'lost-pc', true);
    expect(await recordOf(again.enrolment.installationId)).toMatchObject({ status: 'pending' });
    await expect(pullOf(again)).rejects.toMatchObject({ data: { code: 'pending' } });
  });

  it('gives whoever lost the answer the same installation, and counts it once', async () => {
    const { secret } = await hallFile({ uses: 1 });
    const keys = makeKeys();
    const changes = { machineName: 'PC-TEST', ...seat('hanghai-2', true) };
    const lost = await enrolInstallation(district.url, secret, keys, changes);
    const again = await enrolInstallation(district.url, secret, keys, changes);
    expect(again.enrolment.installationId).toBe(lost.enrolment.installationId);
    expect(await ask(secret, seat('hanghai-2', true))).toMatchObject({ refusal: { code: 'fileUsedUp' } });
  });
});
