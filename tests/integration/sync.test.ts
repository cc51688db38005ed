import { cpSync } from 'node:fs';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseRow } from '#shared/contracts/case-views.ts';
import type { Desk } from '#shared/contracts/clerk.ts';
import { type Cable, type Mishap, startCable } from '../support/cable.ts';
import { done, prepareInstallation, refusal, takeCase } from '../support/counter.ts';
import { type DistrictProcess, type HallCodes, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Department, startCounter, startDepartment } from '../support/hall.ts';
import { signOff } from '../support/sign-off.ts';
import { startStopwatch, until } from '../support/wait.ts';

let district: DistrictProcess;
let file: ReturnType<typeof hallFile>['file'];
let codes: HallCodes;
let cable: Cable;
let counter: Counter;
let neighbour: Counter;
let neighbourFolder: string;
let department: Department;
let departmentCable: Cable;

beforeAll(async () => {
  ({ file, codes } = hallFile());
  district = await startDistrict(file);
  [cable, departmentCable] = await Promise.all([startCable(district.url), startCable(district.url)]);
  neighbourFolder = tempFolder();
  [counter, neighbour, department] = await Promise.all([
    startCounter({ folder: tempFolder(), districtUrl: cable.url, enrolmentCode: codes.counter }),
    startCounter({ folder: neighbourFolder, districtUrl: district.url, enrolmentCode: codes.neighbour }),
    startDepartment({
      folder: tempFolder(),
      districtUrl: departmentCable.url,
      enrolmentCode: codes.department,
    }),
  ]);
  await Promise.all([counter.signIn(), neighbour.signIn('G1002'), department.signIn()]);
});

/** Asks the district's own database, past every program. */
async function inDistrict(query: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: district.databaseUrl });
  await client.connect();
  try {
    return (await client.query(query, values)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}
/** What the district has done for a case: commands that were applied, in their order. */
const doneFor = async (caseId: string): Promise<string[]> =>
  (
    await inDistrict(
      `select envelope ->> 'name' as name from command
       where envelope -> 'subject' ->> 'id' = $1 and outcome = 'applied' order by stamped_at, seq`,
      caseId,
    )
  ).map(({ name }) => String(name));

const rowOf = async (at: Counter, caseId: string): Promise<CaseRow | null> =>
  (await at.clerk.cases.list({ scope: 'all', text: '' })).find(({ id }) => id === caseId) ?? null;
const rowWhen = (what: string, at: Counter, caseId: string, fits: (row: CaseRow) => boolean) =>
  until(what, async () => {
    const row = await rowOf(at, caseId);
    return row !== null && fits(row) ? row : null;
  });
const inInbox = (caseId: string) =>
  until(
    'the case in the inbox',
    async () =>
      (await department.desk.cases.list({ scope: 'inbox' })).some(({ id }) => id === caseId) || null,
  );
/** How many requests this counter has sent to a path so far. */
const sent = (path: string) => cable.requests.filter((each) => each === path).length;
/** Something that is held up until it is let go. */
function gate(): { opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
const isQuiet = ({ sync }: Pick<Desk, 'sync'>) => sync.state === 'online' && sync.pending === 0;
const emptyOutbox = (at: Counter) =>
  until('an empty outbox', async () => (await at.clerk.outbox.list()).length === 0);

describe('a line that fails', () => {
  const mishaps: [string, Mishap][] = [
    ['the answer is lost after the district took the batch', 'loseAnswer'],
    ['the answer breaks off in the middle', 'cutAnswer'],
    ['the batch arrives twice', 'twice'],
    ['the batch never arrives', 'refuse'],
    ['somebody in between says 503', 'busy'],
    ['somebody in between answers with a page of their own', 'portal'],
    ['the answer takes its time', { delayMs: 600 }],
  ];

  it.each(mishaps)('%s: everything is done once, by itself, and the outbox empties', async (_, mishap) => {
    await counter.onDesk.when('quiet', isQuiet);
    const before = sent('/v1/push');
    cable.spoil('/v1/push', mishap);
    const row = await takeCase(counter.clerk);
    await done(counter.clerk.cases.accept({ caseId: row.id }));
    await rowWhen('uploaded', counter, row.id, (now) => now.uploadedAt !== null && now.pending === 0);
    const desk = await counter.onDesk.when('quiet', isQuiet);
    expect(desk.sync).toMatchObject({ sentence: '已连通，全部已上传', attention: 0, oldestPendingAt: null });
    await emptyOutbox(counter);
    expect(await doneFor(row.id)).toEqual(['receiveCase', 'acceptCase']);
    expect(await rowOf(counter, row.id)).toMatchObject({ status: 'accepted', attention: null });
    expect(sent('/v1/push')).toBeGreaterThan(before);
  });

  it.each(mishaps)('%s, on the way back from a pull: nothing is half taken over', async (_, mishap) => {
    await counter.onDesk.when('quiet', isQuiet);
    cable.spoil('/v1/pull', mishap);
    const row = await takeCase(counter.clerk);
    await rowWhen(
      'uploaded',
      counter,
      row.id,
      ({ uploadedAt, pending }) => uploadedAt !== null && pending === 0,
    );
    await emptyOutbox(counter);
    expect(await doneFor(row.id)).toEqual(['receiveCase']);
    expect((await counter.onDesk.when('quiet', isQuiet)).sync.sentence).toBe('已连通，全部已上传');
  });

  it('tells how things stand while it fails, and lets the clerk work on', async () => {
    await counter.onDesk.when('quiet', isQuiet);
    cable.unplug();
    const offline = await counter.onDesk.when('offline', ({ sync }) => sync.state === 'offline');
    expect(offline.sync.sentence).toBe('区级平台连不上，照常办理，恢复后自动上传');
    const row = await takeCase(counter.clerk);
    expect(await rowOf(counter, row.id)).toMatchObject({ pending: 1, promisedText: '时限以上传时间为准' });
    const { sync } = await counter.onDesk.now();
    expect(sync).toMatchObject({
      sentence: '区级平台连不上，照常办理，1 步待上传，恢复后自动上传',
      pending: 1,
    });
    expect(sync.oldestPendingAt).not.toBeNull();
    const [waiting] = await counter.clerk.outbox.list();
    expect(waiting).toMatchObject({ state: 'waiting', caseId: row.id });
    // Somebody who does not want to wait for the next turn asks for it.
    cable.plugIn();
    const before = sent('/v1/push');
    await done(counter.clerk.outbox.sendNow());
    await until('a push on its way', () => sent('/v1/push') > before);
    await emptyOutbox(counter);
  });

  it('says that it is sending while an answer is awaited', async () => {
    await counter.onDesk.when('quiet', isQuiet);
    const answer = gate();
    cable.spoil('/v1/push', { answerAfter: answer.opened });
    await takeCase(counter.clerk);
    const desk = await counter.onDesk.when('sending', ({ sync }) => sync.state === 'sending');
    expect(desk.sync.sentence).toBe('正在上传，1 步待上传');
    answer.open();
    await emptyOutbox(counter);
  });
});

describe('a department out of reach', () => {
  it('signs off all the same; the result arrives when the line is back', async () => {
    const row = await takeCase(counter.clerk);
    await done(counter.clerk.cases.accept({ caseId: row.id }));
    await inInbox(row.id);
    departmentCable.unplug();
    await department.onDesk.when('offline', ({ sync }) => sync.state === 'offline');
    const { case: signed } = await done(
      signOff(department.desk, { caseId: row.id, outcome: 'rejected', opinion: '不符合条件。' }),
    );
    expect(signed).toMatchObject({ status: 'decided', statusName: '不予批准，待送达决定', pending: 1 });
    expect((await department.desk.outbox.list()).map(({ title }) => title)).toEqual([
      `签批 临时救助 ${row.caseNumber}`,
    ]);
    expect((await rowOf(counter, row.id))?.status).toBe('accepted');

    departmentCable.plugIn();
    const decided = await rowWhen('the result', counter, row.id, ({ status }) => status === 'decided');
    expect(decided.statusName).toBe('不予批准，待送达决定');
    await department.onDesk.when('quiet', isQuiet);
    expect(await doneFor(row.id)).toEqual(['receiveCase', 'acceptCase', 'signOffCase']);
  });
});

describe('a core that is connected', () => {
  it('closes at once, whatever it waits for', async () => {
    // A line that takes every question and never answers.
    const mute = await startCable(district.url, { mute: true });
    const visitor = await startDepartment({
      folder: prepareInstallation(tempFolder(), { kind: 'department' }),
      districtUrl: mute.url,
    });
    await until('questions on their way', () => mute.requests.length > 1);
    const closing = startStopwatch();
    await visitor.close();
    expect(closing()).toBeLessThan(450);
  });
});

describe('two counters of one hall', () => {
  it('a step that waits while somebody else takes it: it is shown at once, is still sent, and the case goes on', async () => {
    const row = await takeCase(counter.clerk);
    await rowWhen('at the neighbour', neighbour, row.id, ({ status }) => status === 'received');
    await rowWhen(
      'uploaded',
      counter,
      row.id,
      ({ pending, uploadedAt }) => pending === 0 && uploadedAt !== null,
    );
    await counter.onDesk.when('quiet', isQuiet);

    // This counter asks for news, and the line holds the question up until there is some.
    const pull = gate();
    const push = gate();
    const before = sent('/v1/pull');
    cable.spoil('/v1/pull', { sendAfter: pull.opened });
    cable.spoil('/v1/push', { answerAfter: push.opened });
    await done(neighbour.clerk.cases.accept({ caseId: row.id }));
    await neighbour.onDesk.when('quiet', isQuiet);
    await until('a pull on its way', () => sent('/v1/pull') > before);
    await done(counter.clerk.cases.accept({ caseId: row.id }));
    expect(await rowOf(counter, row.id)).toMatchObject({ status: 'accepted', pending: 1, attention: null });

    pull.open();
    const sentence = '这个办件已受理、正在审批，不能重复或越过这一步；请刷新后查看。';
    const waiting = await rowWhen('attention', counter, row.id, ({ attention }) => attention !== null);
    expect(waiting).toMatchObject({ status: 'accepted', attention: sentence, pending: 1 });
    // The list names the step that may come to nothing, and why, while it still waits.
    const [doubtful] = (await counter.clerk.outbox.list()).filter(({ caseId }) => caseId === row.id);
    expect(doubtful).toMatchObject({ state: 'doubtful', mayGiveAgain: false });
    expect(doubtful?.sentence).toContain(`可能不被接受：${sentence}`);

    push.open();
    const [refused] = await until('the district’s answer', async () => {
      const rows = await counter.clerk.outbox.list();
      return rows.some(({ state }) => state === 'refused') ? rows : null;
    });
    expect(refused).toMatchObject({
      state: 'refused',
      title: `受理 临时救助 ${row.caseNumber}`,
      sentence: `区级平台没有接受：${sentence}`,
      caseId: row.id,
      // Somebody else has done it: given once more it would come to nothing again.
      mayGiveAgain: false,
    });
    const commandId = refused?.commandId ?? '';
    expect(await refusal(counter.clerk.outbox.giveAgain({ commandId }))).toMatchObject({ message: sentence });
    expect(await rowOf(counter, row.id)).toMatchObject({ status: 'accepted', attention: sentence });
    expect(await doneFor(row.id)).toEqual(['receiveCase', 'acceptCase']);

    // The case itself goes on: it is accepted, whoever did it.
    await inInbox(row.id);
    await done(signOff(department.desk, { caseId: row.id, outcome: 'approved', opinion: '同意。' }));
    await rowWhen('the result', counter, row.id, ({ status }) => status === 'decided');
    await done(counter.clerk.handing.issue({ caseId: row.id, copies: 1 }));
    await rowWhen('issued', counter, row.id, ({ status, pending }) => status === 'issued' && pending === 0);
  });
});

describe('a step that the district does not take', () => {
  it('stays in sight with its reason, and so does what depended on it; neighbours go through', async () => {
    // Both clerks have signed in here while the district could be asked.
    await counter.signIn('G1002');
    await counter.signIn('G1001');
    await counter.onDesk.when('quiet', isQuiet);
    const { counts } = await counter.onDesk.now();
    cable.unplug();
    await counter.onDesk.when('offline', ({ sync }) => sync.state === 'offline');
    const row = await takeCase(counter.clerk);
    await counter.signIn('G1002');
    await done(counter.clerk.cases.accept({ caseId: row.id }));
    // Meanwhile the first clerk's posting has ended, which nobody at the counter can know.
    const staff = file.staff.map((posting) =>
      posting.personId === 'person-g1001' ? { ...posting, to: posting.from } : posting,
    );
    await district.publish({ ...file, staff });
    cable.plugIn();

    const desk = await counter.onDesk.when(
      'refused',
      (view) => view.counts.attention === counts.attention + 2,
    );
    expect(desk.sync).toMatchObject({ attention: counts.attention + 2 });
    const sentence = '区级平台暂未采用这一步，已转安全管理员核查，不用重复办理；有结果会在这里显示。';
    const rows = (await counter.clerk.outbox.list()).filter(({ caseId }) => caseId === row.id);
    expect(rows.map(({ state, title, sentence }) => ({ state, title, sentence }))).toEqual([
      { state: 'quarantined', title: `收件 临时救助 ${row.caseNumber}`, sentence },
      // What builds upon it waits with it.
      { state: 'quarantined', title: `受理 临时救助 ${row.caseNumber}`, sentence },
    ]);
    // The case stays on the screen as it was taken, and names the cause, not what followed from it.
    const shown = await rowOf(counter, row.id);
    expect(shown).toMatchObject({
      caseNumber: row.caseNumber,
      applicantName: '豫*满',
      attention: sentence,
      pending: 0,
      uploadedAt: null,
    });
    expect(await doneFor(row.id)).toEqual([]);

    // The sequence has gone on: what others do at this counter is taken.
    const next = await takeCase(counter.clerk);
    await rowWhen(
      'uploaded',
      counter,
      next.id,
      ({ uploadedAt, pending }) => uploadedAt !== null && pending === 0,
    );
    expect(await doneFor(next.id)).toEqual(['receiveCase']);
  });
});

describe('a line of work that has forked', () => {
  it('a disk cloned to a second computer is noticed; nothing is lost at either', async () => {
    await neighbour.onDesk.when('quiet', isQuiet);
    await neighbour.close();
    const clonedFolder = tempFolder();
    cpSync(neighbourFolder, clonedFolder, { recursive: true });
    const original = await startCounter({ folder: neighbourFolder, districtUrl: district.url });
    await original.signIn('G1002');
    const first = await takeCase(original.clerk);
    await rowWhen('uploaded', original, first.id, ({ uploadedAt }) => uploadedAt !== null);
    // Two that speak at once are noticed by that alone: here the clone has only what it holds to go by.
    await original.close();

    const clone = await startCounter({ folder: clonedFolder, districtUrl: district.url });
    await clone.signIn('G1002');
    const { sync } = await clone.onDesk.when('stopped', (desk) => desk.sync.state === 'stopped');
    expect(sync.sentence).toBe(
      '本机数据是较早的备份或副本，区级平台上已有更新的记录，已停止上传；本机数据都在，可以继续收件。请联系系统管理员领取新的登记码，重新启动后登记。',
    );
    // What the clone has heard of is not used again, even by a store that does not know that it gave it.
    const second = await takeCase(clone.clerk);
    expect(second.caseNumber).not.toBe(first.caseNumber);
    expect(await rowOf(clone, second.id)).toMatchObject({ caseNumber: second.caseNumber, pending: 1 });
    expect(await doneFor(second.id)).toEqual([]);
    expect(await doneFor(first.id)).toEqual(['receiveCase']);
  });
});
