import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { addCalendarDays, beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import type { PostingEntry, StaffChangeRow } from '#shared/contracts/office.ts';
import { signingGrantSchema } from '#shared/organisation/signing-grant.ts';
import { staffNumberSchema } from '#shared/organisation/staff.ts';
import { demoDepartments } from '../../src-main/demo/matters/departments.ts';
import { done, refusal, takeCase } from '../support/counter.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Office, startCounter, startOffice } from '../support/hall.ts';
import { until } from '../support/wait.ts';

const street = 'street-410104009';
const civil = demoDepartments.civil.organisationId;
const people = [1001, 1002, 1005, 1007, 1008, 1006, 1010, 2001].map((number) => `person-g${number}`);
const today = beijingDateOf(new Date().toISOString() as Instant);
const day = (days: number) => addCalendarDays(today, days);

let district: DistrictProcess;
let file: ReturnType<typeof hallFile>['file'];
let office: Office;
let counter: Counter;

beforeAll(async () => {
  const made = hallFile(people);
  ({ file } = made);
  district = await startDistrict(file);
  const at = (enrolmentCode: string) => ({ folder: tempFolder(), districtUrl: district.url, enrolmentCode });
  [office, counter] = await Promise.all([
    startOffice(at(made.codes.office)),
    startCounter(at(made.codes.counter)),
  ]);
  await until('the register at the office', () => office.store.knowledge.staff().length > 0);
  await until('the register at the counter', () => counter.store.knowledge.staff().length > 0);
});

/** Lets somebody in at the office, in place of whoever was there. */
const enter = (number: string) => office.signIn(number);
const entryOf = (changes: Partial<PostingEntry> = {}): PostingEntry => ({
  ...{ postingId: null, staffNumber: staffNumberSchema.parse('G1101'), name: '商新来', role: 'clerk' },
  ...{ organisationId: street, unitId: civil, from: today, to: null },
  ...{ certificateNumber: '豫A01-1101', certificateUntil: day(900), experiencedSince: day(-900), grants: [] },
  ...changes,
});
/** A posting of the register as it would be typed to change it. */
function held(number: string): PostingEntry {
  const posting = office.store.knowledge.staff().find(({ staffNumber }) => staffNumber === number);
  if (posting === undefined) throw new Error(`nobody has ${number}`);
  const { personId: _, certificate, ...rest } = posting;
  return {
    ...rest,
    certificateNumber: certificate?.number ?? '',
    certificateUntil: certificate?.validUntil ?? null,
  };
}
const codesOf = async (entry: PostingEntry) => (await office.desk.staff.check(entry)).map(({ code }) => code);
const propose = async (entry: PostingEntry, reason = '按派驻计划调整。') =>
  office.desk.staff.propose({ entry, reason, seen: await codesOf(entry) });
/** The change of somebody that waits for review, once it has come. */
const waiting = (number: string) =>
  until(`a change of ${number}`, async () => {
    const { rows } = await office.desk.staff.changes({ status: 'proposed', page: 1 });
    return rows.find(({ posting }) => posting.staffNumber === number) ?? null;
  });
const review = ({ id, posting }: StaffChangeRow, outcome: 'approved' | 'returned' = 'approved') =>
  office.desk.staff.review({
    changeIds: [id],
    outcome,
    reason: '情况属实。',
    seen: posting.findings.map(({ code }) => code),
  });
const inRegister = (of: Office | Counter, number: string) =>
  of.store.knowledge.staff().find(({ staffNumber }) => staffNumber === number);
const isEmpty = () => until('everything sent', () => office.store.outbox.counts().pending === 0 || null);

async function inDistrict(query: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: district.databaseUrl });
  await client.connect();
  try {
    return (await client.query(query, values)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

describe('somebody new', () => {
  it('is proposed, and is not in the register by that', async () => {
    await enter('G1007');
    await done(propose(entryOf()));
    await isEmpty();
    expect(inRegister(office, 'G1101')).toBeUndefined();
    expect(await waiting('G1101')).toMatchObject({ kind: 'new', mayReview: false, differences: [] });
  });

  it('is not reviewed by whoever proposed it', async () => {
    const change = await waiting('G1101');
    expect((await refusal(review(change))).code).toBe('ownChange');
  });

  it('is in the register everywhere once the centre has approved, at once', async () => {
    await enter('G1005');
    const change = await waiting('G1101');
    expect(change.mayReview).toBe(true);
    await done(review(change));
    await until('in the office’s register', () => inRegister(office, 'G1101'));
    const posting = await until('in the counter’s register', () => inRegister(counter, 'G1101'));
    expect(posting).toMatchObject({ name: '商新来', role: 'clerk', organisationId: street, unitId: civil });
  });

  it('signs in at the counter with a first password, and takes a case', async () => {
    const main = join(import.meta.dirname, '../../src-server/main.ts');
    const give = () =>
      execFileSync(process.execPath, [main, '--first-password', 'G1101'], {
        env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: district.databaseUrl },
        stdio: ['ignore', 'pipe', 'ignore'],
        encoding: 'utf8',
      });
    const password = /初始密码：(\w+)/.exec(give())?.[1] ?? '';
    await done(counter.clerk.signIn({ staffNumber: 'G1101', password }));
    expect((await takeCase(counter.clerk)).status).toBe('received');
    // It is given once.
    expect(give).toThrow();
  });

  it('has a history that says who proposed and who reviewed it, and when', async () => {
    const { rows } = await office.desk.staff.list({
      ...{ organisationId: street, state: 'inPost', warned: false, text: '商新来', page: 1 },
    });
    const detail = await office.desk.staff.get({ postingId: rows[0]?.postingId ?? '' });
    expect(detail).toMatchObject({ fromSetUp: false, posting: { state: 'active', findings: [] } });
    expect(detail?.changes).toMatchObject([
      {
        status: 'approved',
        proposed: { name: '管维新', reason: '按派驻计划调整。' },
        review: { name: '管明堂', outcomeName: '批准', reason: '情况属实。' },
      },
    ]);
  });
});

describe('a grant to sign (签批授权, M21)', () => {
  const grant = (changes: object = {}) =>
    signingGrantSchema.parse({
      ...{ kind: 'onTheSpot', departmentId: civil, matters: ['11410104999900011M4000511104000'] },
      ...{ document: '管民授〔2026〕7号', from: today, to: null, ...changes },
    });

  it('is proposed by the unit’s line and counts once the centre has approved it, with its document', async () => {
    await enter('G1007');
    await done(propose({ ...held('G1101'), grants: [grant()] }));
    await isEmpty();
    const change = await waiting('G1101');
    expect(change.differences).toEqual([expect.stringContaining('签批授权：没有 → 窗口当场签批，1个事项')]);
    await enter('G1005');
    await done(review(change));
    const posting = await until('the grant at the counter', () => {
      const found = inRegister(counter, 'G1101');
      return found?.grants.length === 1 ? found : null;
    });
    expect(posting.grants).toMatchObject([{ kind: 'onTheSpot', document: '管民授〔2026〕7号' }]);
    await until('the grant at the office', () => inRegister(office, 'G1101')?.grants.length === 1);
  });

  it('is refused where it does not fit the posting: a clerk is no chief representative', async () => {
    await enter('G1007');
    const entry = { ...held('G1101'), grants: [grant({ kind: 'chief' })] };
    expect(await codesOf(entry)).toContain('grantMisplaced');
    expect((await refusal(propose(entry))).code).toBe('grantMisplaced');
    await done(propose({ ...held('G1101'), grants: [] }));
    await isEmpty();
    const change = await waiting('G1101');
    await enter('G1005');
    await done(review(change));
    await until('no grant', () => inRegister(office, 'G1101')?.grants.length === 0);
  });
});

describe('what the rules say', () => {
  it('is read before it is proposed: a warning that was not shown stops it', async () => {
    await enter('G1007');
    const entry = { ...held('G1101'), to: day(100) };
    expect(await codesOf(entry)).toEqual(['servedTooShort']);
    const unread = await refusal(office.desk.staff.propose({ entry, reason: '提前调整。', seen: [] }));
    expect(unread).toMatchObject({
      code: 'warningsUnseen',
      message: expect.stringContaining('服务期不满2年'),
    });
    await done(office.desk.staff.propose({ entry, reason: '提前调整。', seen: ['servedTooShort'] }));
  });

  it('and before it is approved', async () => {
    await isEmpty();
    await enter('G1010');
    const change = await waiting('G1101');
    expect(change).toMatchObject({ kind: 'end', differences: [expect.stringContaining('任职结束：长期 →')] });
    const asked = { changeIds: [change.id], reason: '同意。', seen: [] };
    expect((await refusal(office.desk.staff.review({ ...asked, outcome: 'approved' }))).code).toBe(
      'warningsUnseen',
    );
    // Sending it back needs no reading.
    await done(office.desk.staff.review({ ...asked, outcome: 'returned' }));
    await isEmpty();
    expect(inRegister(office, 'G1101')?.to).toBeNull();
    expect(
      await inDistrict(
        `select body ->> 'to' as "to" from staff_posting where body ->> 'staffNumber' = 'G1101'`,
      ),
    ).toEqual([{ to: null }]);
  });

  it('a contradiction is refused: somebody else’s number', async () => {
    await enter('G1007');
    const entry = entryOf({ staffNumber: staffNumberSchema.parse('G1001'), name: '商冒名' });
    expect((await refusal(propose(entry))).message).toBe('工号G1001已由管小窗使用，请另编工号。');
  });

  it('a second chief representative is not approved while the first is in post', async () => {
    await done(
      propose(
        entryOf({
          ...{ staffNumber: staffNumberSchema.parse('G2101'), name: '豫接任', role: 'chiefRepresentative' },
          ...{ organisationId: civil, unitId: null },
        }),
      ),
    );
    await isEmpty();
    await enter('G1010');
    const change = await waiting('G2101');
    expect((await refusal(review(change))).code).toBe('secondChief');
    await done(review(change, 'returned'));
    await isEmpty();
  });

  it('one change at a time waits for a posting', async () => {
    await enter('G1007');
    await done(propose({ ...held('G1002'), certificateUntil: day(700) }, '换证。'));
    expect((await refusal(propose({ ...held('G1002'), to: day(10) }))).code).toBe('alreadyWaiting');
    await isEmpty();
    await enter('G1005');
    await done(review(await waiting('G1002'), 'returned'));
    await isEmpty();
  });
});

describe('a centre sends somebody back', () => {
  it('which the unit’s chief representative approves; and nothing else may the centre propose', async () => {
    await enter('G1005');
    expect(
      (await refusal(propose(entryOf({ staffNumber: staffNumberSchema.parse('G1102'), name: '城某' })))).code,
    ).toBe('onlyReturn');
    await done(propose({ ...held('G1101'), from: today, to: today }, '考勤多次不合格。'));
    await isEmpty();
    const change = await waiting('G1101');
    expect(change).toMatchObject({ kind: 'return', mayReview: false });
    expect((await refusal(review(change))).code).toBe('ownChange');
    await enter('G2001');
    await done(review(await waiting('G1101')));
    await until('the end at the counter', () => inRegister(counter, 'G1101')?.to === today);
  });

  it('on the last day they still work; from the day after they are told that they hold no posting', async () => {
    expect(counter.store.knowledge.staff().find(({ staffNumber }) => staffNumber === 'G1101')?.to).toBe(
      today,
    );
    // What the register says of yesterday: the same change, a day earlier.
    await enter('G1007');
    await done(propose({ ...held('G1001'), from: day(-300), to: day(-1) }, '补录：昨日已离岗。'));
    await isEmpty();
    await enter('G1005');
    await done(review(await waiting('G1001')));
    await until('the end at the counter', () => inRegister(counter, 'G1001')?.to === day(-1));
    await done(counter.clerk.signOut());
    const answer = await refusal(counter.clerk.signIn({ staffNumber: 'G1001', password: 'demo-G1001' }));
    expect(answer.code).toBe('notPosted');
    expect((await refusal(counter.clerk.visits.open())).code).toBe('nobodySignedIn');
  });

  it('is not undone by the file that set the district up', async () => {
    await district.publish(file);
    const ends = await inDistrict(
      `select body ->> 'staffNumber' as number, body ->> 'to' as "to" from staff_posting
       where body ->> 'staffNumber' in ('G1001', 'G1101') order by 1`,
    );
    expect(ends).toEqual([
      { number: 'G1001', to: day(-1) },
      { number: 'G1101', to: today },
    ]);
    await until(
      'the office is back',
      async () => (await office.onDesk.now()).sync.state === 'online' || null,
    );
    expect(inRegister(office, 'G1001')?.to).toBe(day(-1));
  });
});

describe('machines and steps that are held back', () => {
  it('every installation is seen at the office, and this one cannot be revoked from itself', async () => {
    await enter('G1007');
    const rows = await until('both installations', async () => {
      const list = await office.desk.installations.list();
      return list.length >= 2 ? list : null;
    });
    const own = rows.find((each) => each.own);
    expect(own?.kindName).toBe('管理端');
    expect(
      (await refusal(office.desk.installations.revoke({ id: own?.id ?? '', reason: '报废。' }))).code,
    ).toBe('ownInstallation');
  });

  it('what a revoked counter uploads is held back, shown without anything personal, and disposed of once', async () => {
    await done(counter.clerk.signIn({ staffNumber: 'G1002', password: 'demo-G1002' }));
    const target = (await office.desk.installations.list()).find(({ kindName }) => kindName === '窗口');
    await done(office.desk.installations.revoke({ id: target?.id ?? '', reason: '电脑丢失。' }));
    await until('revoked at the district', async () => {
      const rows = await inDistrict(
        `select 1 from installation where id = $1 and revoked_at is not null`,
        target?.id,
      );
      return rows.length > 0 || null;
    });
    await takeCase(counter.clerk);
    const held = await until('a step that is held back', async () => {
      const rows = await office.desk.quarantine.list({ status: 'held' });
      return rows.find(({ title }) => title === '收件') ?? null;
    });
    expect(held).toMatchObject({ reasonName: '设备登记已撤销后上传', actorName: '商知礼', releasable: true });
    expect(JSON.stringify(await office.desk.quarantine.list({ status: 'held' }))).not.toMatch(
      /豫小满|41010419/,
    );
    const dispose = () =>
      office.desk.quarantine.dispose({ id: held.id, outcome: 'dismissed', reason: '电脑丢失后的操作。' });
    // Whoever keeps the register does not decide on it.
    expect((await refusal(dispose())).code).toBe('notAuthorised');
    await enter('G1008');
    await done(dispose());
    expect((await refusal(dispose())).code).toBe('alreadyDisposed');
    const [disposed] = await until('disposed', async () => {
      const rows = await office.desk.quarantine.list({ status: 'disposed' });
      return rows.length > 0 && rows[0]?.pending === false ? rows : null;
    });
    expect(disposed).toMatchObject({ statusName: '已退回', disposal: { name: '商守密' } });
  });
});

describe('who may do what at the office', () => {
  it('a supervisor reads everything and changes nothing', async () => {
    await enter('G1006');
    const desk = await office.onDesk.now();
    expect(desk.may).toEqual({
      ...{ readStaff: true, readMachines: true, propose: false, importSheet: false, onlyReturn: false },
      ...{ review: false, approve: false, revoke: false, dispose: false },
      ...{ proposeMatters: false, reviewMatters: false, publishCalendar: false },
      ...{ readUnmaskings: true, readInterfaces: true, steerInterfaces: false },
    });
    expect((await office.desk.staff.list({ ...nobody, state: 'all' })).total).toBeGreaterThan(0);
    expect(
      (
        await refusal(
          office.desk.installations.approve({ ids: [office.store.knowledge.place().installationId] }),
        )
      ).code,
    ).toBe('notAuthorised');
  });
  const nobody = { organisationId: null, warned: false, text: '', page: 1 } as const;

  it('nobody reads anything before signing in', async () => {
    await done(office.desk.signOut());
    await expect(office.desk.staff.list({ ...nobody, state: 'all' })).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    });
    expect((await office.onDesk.now()).counts).toEqual({
      ...{ proposed: 0, pendingInstallations: 0, held: 0, matterChanges: 0, outbox: 0, attention: 0 },
    });
  });
});
