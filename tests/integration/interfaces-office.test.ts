import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '#shared/clock/beijing.ts';
import { type Database, openDatabase } from '../../src-server/database/database.ts';
import { type Errand, errandOptions } from '../../src-server/identity/errand-options.ts';
import { runErrand } from '../../src-server/identity/errands.ts';
import { openLog } from '../../src-server/log.ts';
import { done, refusal, takeCase } from '../support/counter.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Office, startCounter, startOffice } from '../support/hall.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { until } from '../support/wait.ts';
import { districtClient } from './installation.ts';

let district: DistrictProcess;
let db: Database;
let counter: Counter;
let office: Office;
let there: Receiver;
let credential: string;

/** What the command line does, with its own defaults. */
const errand = (asked: Partial<Errand>) => {
  const defaults = Object.fromEntries(
    Object.entries(errandOptions).flatMap(([name, option]) =>
      'default' in option ? [[name, option.default]] : [],
    ),
  ) as unknown as Errand;
  return runErrand(db.queries, { ...defaults, ...asked }, district.url, new Date().toISOString() as Instant);
};
const subscriptions = async (body?: object) => {
  const answer = await fetch(`${district.url}/v1/interface/subscriptions`, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    headers: { authorization: `Bearer ${credential}`, 'content-type': 'application/json' },
  });
  return { status: answer.status, body: await answer.json() };
};

beforeAll(async () => {
  const { file, codes } = hallFile([1001, 1005, 1006, 1007].map((number) => `person-g${number}`));
  district = await startDistrict(file);
  db = await openDatabase(district.databaseUrl, openLog({ write: () => undefined }));
  there = await startReceiver();
  const at = (enrolmentCode: string) => ({ folder: tempFolder(), districtUrl: district.url, enrolmentCode });
  [counter, office] = await Promise.all([startCounter(at(codes.counter)), startOffice(at(codes.office))]);
  await until('the register at the counter', () => counter.store.knowledge.staff().length > 0);
  await until('the register at the office', () => office.store.knowledge.staff().length > 0);
  await counter.signIn();
});
afterAll(async () => {
  await there.down().catch(() => undefined);
  await db.close();
});

const overview = () => done(office.desk.interfaces.overview());
const firstClient = async () => {
  const [client] = (await overview()).clients;
  if (client === undefined) throw new Error('there is no client');
  return client;
};

describe('a client', () => {
  it('is let in on the command line, which shows the credential once and refuses what nobody knows', async () => {
    await expect(errand({ 'interface-client': '省平台', departments: 'nobody' })).rejects.toThrow(
      '没有编号是“nobody”',
    );
    await expect(errand({ 'interface-client': ' ' })).rejects.toThrow('60字以内');
    const said = await errand({ 'interface-client': '省一体化平台' });
    credential = /凭据：([\w-]{43})/.exec(said)?.[1] ?? '';
    expect(said).toContain('全部部门，全部事项；个人信息遮盖');
    expect((await subscriptions()).status).toBe(200);
    const listed = await errand({ 'interface-clients': true });
    expect(listed).toContain('省一体化平台');
    expect(listed).not.toContain(credential);
  });

  it('is seen at the district’s office, with what it may read, and by nobody else', async () => {
    await office.signIn('G1007');
    expect((await office.onDesk.now()).may).toMatchObject({ readInterfaces: true, steerInterfaces: true });
    expect(await firstClient()).toMatchObject({
      ...{ name: '省一体化平台', scopeText: '全部部门，全部事项', stateName: '正常', subscriptions: [] },
    });
    await office.signIn('G1005');
    expect((await refusal(office.desk.interfaces.overview())).code).toBe('notAuthorised');
    const posting = (number: string) =>
      office.store.knowledge.staff().find(({ staffNumber }) => staffNumber === number)?.postingId ?? '';
    const token = (of: Counter | Office) => of.store.settings.get('enrolment')?.token ?? '';
    const [atOffice, atCounter] = [office, counter].map((each) =>
      districtClient(district.url, () => token(each)),
    );
    for (const [asked, postingId] of [
      [atOffice, posting('G1005')],
      [atOffice, 'nobody'],
      [atCounter, posting('G1007')],
    ] as const)
      expect(await asked?.interfaceLog({ postingId })).toMatchObject({ refusal: { code: 'notAuthorised' } });
    // Whoever watches reads it and changes nothing.
    const target = { kind: 'client', id: crypto.randomUUID() } as const;
    expect(await atOffice?.interfaceLog({ postingId: posting('G1006') })).toMatchObject({ kind: 'done' });
    expect(
      await atOffice?.steerInterface({ postingId: posting('G1006'), act: 'resume', target, reason: '' }),
    ).toMatchObject({ refusal: { code: 'notAuthorised' } });
  });
});

describe('what goes wrong', () => {
  it('is shown with what to do, and is sent again when somebody says so', async () => {
    await office.signIn('G1007');
    there.mood = 404;
    expect((await subscriptions({ url: there.url, events: ['case.progress'] })).status).toBe(200);
    const { id } = await takeCase(counter.clerk);
    const failed = await until('a failure is shown', async () => {
      const { failures } = await overview();
      return failures.find(({ directionName }) => directionName === '推送') ?? null;
    });
    const caseNumber = counter.store.cases.get(id)?.state.caseNumber;
    expect(failed).toMatchObject({
      ...{ clientName: '省一体化平台', what: `办件进度 ${caseNumber}` },
      ...{
        outcome: expect.stringMatching(/^对方答404，用时.*，已试\d+次$/),
        advice: expect.stringContaining('重新订阅'),
      },
    });
    there.mood = 204;
    const target = { kind: 'message', id: failed.messageId ?? '' } as const;
    await done(office.desk.interfaces.act({ act: 'redeliver', target, reason: '' }));
    await until('it arrived', async () => {
      const { failures } = await overview();
      return failures.some(({ standing }) => standing === '后来送到了');
    });
    expect(new Set(there.received.map((each) => each.id))).toEqual(new Set([failed.messageId]));
    const { acts, hours } = await overview();
    expect(acts[0]?.sentence).toBe('管维新重发了一条推送');
    expect(hours).toHaveLength(24);
    expect(hours.reduce((sum, each) => sum + each.out, 0)).toBeGreaterThanOrEqual(2);
    expect(hours.reduce((sum, each) => sum + each.outFailed, 0)).toBeGreaterThanOrEqual(1);
  });

  it('of a call stands with what the other side has to do', async () => {
    await fetch(`${district.url}/v1/interface/certificates/none`, {
      headers: { authorization: `Bearer ${credential}` },
    });
    const { failures } = await overview();
    expect(failures.find(({ directionName }) => directionName === '调用')).toMatchObject({
      ...{ clientName: '省一体化平台', what: '核验证照 none', messageId: null },
      advice: expect.stringContaining('授权'),
    });
  });
});

describe('pausing', () => {
  it('keeps a subscription’s news until it is resumed', async () => {
    const [subscription] = (await firstClient()).subscriptions;
    const target = { kind: 'subscription', id: subscription?.id ?? '' } as const;
    expect((await refusal(office.desk.interfaces.act({ act: 'pause', target, reason: ' ' }))).code).toBe(
      'reasonMissing',
    );
    await done(office.desk.interfaces.act({ act: 'pause', target, reason: '对方检修。' }));
    const before = there.received.length;
    await takeCase(counter.clerk);
    await until('it waits', async () => (await firstClient()).subscriptions[0]?.waiting === 1);
    expect((await firstClient()).subscriptions[0]).toMatchObject({ paused: true });
    expect(there.received).toHaveLength(before);
    await done(office.desk.interfaces.act({ act: 'resume', target, reason: '' }));
    await until('it arrived', () => there.received.length > before);
    expect((await overview()).acts.map(({ sentence }) => sentence).slice(0, 2)).toEqual([
      '管维新恢复了省一体化平台的订阅',
      '管维新暂停了省一体化平台的订阅：对方检修。',
    ]);
  });

  it('turns a client away, with whom to ask, until it is resumed', async () => {
    const { id } = await firstClient();
    const target = { kind: 'client', id } as const;
    await done(office.desk.interfaces.act({ act: 'pause', target, reason: '核实调用来源。' }));
    const answer = await subscriptions();
    expect(answer.status).toBe(403);
    expect(answer.body.message).toContain('请联系区级平台的管理人员');
    expect((await firstClient()).stateName).toBe('已暂停');
    await done(office.desk.interfaces.act({ act: 'resume', target, reason: '' }));
    expect((await subscriptions()).status).toBe(200);
  });

  it('does nothing to what is not there any more', async () => {
    const { id } = await firstClient();
    expect(await errand({ 'end-interface-client': id })).toContain('已撤销');
    await expect(errand({ 'end-interface-client': id })).rejects.toThrow('没有这个对接单位');
    expect(
      (
        await refusal(
          office.desk.interfaces.act({ act: 'resume', target: { kind: 'client', id }, reason: '' }),
        )
      ).code,
    ).toBe('notThere');
    expect((await firstClient()).stateName).toBe('已撤销');
  });

  it('is not done where the district is out of reach, and says so', async () => {
    await district.stop();
    const { code, message } = await refusal(office.desk.interfaces.overview());
    expect([code, message]).toEqual(['outOfReach', expect.stringContaining('联网')]);
  });
});
