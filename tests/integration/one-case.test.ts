import { createRouterClient } from '@orpc/server';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseRow } from '#shared/contracts/case-views.ts';
import type { CitizenScreen } from '#shared/contracts/citizen.ts';
import { textOfPaper } from '#shared/devices/paper.ts';
import { changes } from '../../src-main/core/store/changes.ts';
import { startTray } from '../../src-main/demo/tray.ts';
import { done, matters, onSite, refusal, uuidv7 } from '../support/counter.ts';
import { type DistrictProcess, type HallCodes, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Department, startCounter, startDepartment } from '../support/hall.ts';
import { type Screen, screenOf } from '../support/screen.ts';
import { signOff } from '../support/sign-off.ts';
import { until } from '../support/wait.ts';

let district: DistrictProcess;
let codes: HallCodes;
let counter: Counter;
let department: Department;
let tray: Awaited<ReturnType<typeof openTray>>;

/** The device tray, with the district's cable in it: pulling it stops the server. */
async function openTray() {
  const { changed, onChange } = changes();
  let state = { running: true, busy: false };
  const enter = (next: typeof state) => {
    state = next;
    changed();
  };
  const { router, devices, close } = await startTray({
    running: () => state.running,
    busy: () => state.busy,
    onChange,
    set(running) {
      enter({ ...state, busy: true });
      void (running ? district.start() : district.stop()).then(() => enter({ running, busy: false }));
    },
  });
  const client = createRouterClient(router);
  return { client, devices, close, screen: screenOf(client.watch) };
}

beforeAll(async () => {
  const hall = hallFile();
  codes = hall.codes;
  district = await startDistrict(hall.file);
  tray = await openTray();
  [counter, department] = await Promise.all([
    startCounter({
      folder: tempFolder(),
      districtUrl: district.url,
      enrolmentCode: codes.counter,
      devices: tray.devices,
    }),
    startDepartment({ folder: tempFolder(), districtUrl: district.url, enrolmentCode: codes.department }),
  ]);
  return async () => {
    await counter.close();
    await tray.close();
  };
});

/** What stands on the newest paper of a place, once it is there. */
async function paperWith(place: 'kiosk' | 'counter', ...words: string[]): Promise<string> {
  const papers = (shown: Awaited<ReturnType<typeof tray.screen.now>>) =>
    shown.places.find((each) => each.place === place)?.papers ?? [];
  const textOf = (shown: Awaited<ReturnType<typeof tray.screen.now>>) =>
    papers(shown)
      .filter((paper) => paper.cut)
      .map((paper) => textOfPaper(paper).join('\n'))
      .find((text) => words.every((word) => text.replaceAll('\n', '').includes(word)));
  return (
    textOf(await tray.screen.when(`a paper with ${words}`, (shown) => textOf(shown) !== undefined)) ?? ''
  );
}

const rowAt = async (caseId: string): Promise<CaseRow | undefined> =>
  (await counter.clerk.cases.list({ scope: 'all', text: '' })).find(({ id }) => id === caseId);

/** A row of the counter, once it is as wanted. */
const rowWhen = (what: string, caseId: string, fits: (row: CaseRow) => boolean): Promise<CaseRow> =>
  until(what, async () => {
    const row = await rowAt(caseId);
    return row !== undefined && fits(row) ? row : null;
  });

type Entries = Extract<CitizenScreen, { kind: 'entries' }>;
const isEntries = (view: CitizenScreen): view is Entries => view.kind === 'entries';
const entriesOf = (
  screen: Screen<CitizenScreen>,
  what: string,
  fits: (view: Entries) => boolean,
): Promise<Entries> => screen.when(what, (view): view is Entries => isEntries(view) && fits(view));

const aDay = /^\d{4}年\d{1,2}月\d{1,2}日前/;

describe('one case, from the ticket to the delivered result', () => {
  let row: CaseRow;

  it('begins at the kiosk: card, number, paper', async () => {
    await done(tray.client.lay({ place: 'kiosk', cardId: 'yuxiaoman' }));
    const read = await counter.onKiosk.when('the card was read', ({ holderName }) => holderName !== null);
    expect(read).toMatchObject({ holderName: '豫*满', cardSentence: '身份证已读取，请选择业务。' });
    const ticketId = uuidv7();
    const issued = await done(counter.kiosk.issue({ ticketId, categoryId: 'civil' }));
    expect(issued).toMatchObject({ number: 'A001', ahead: 0 });
    expect(await paperWith('kiosk', 'A001')).toContain('民政社保');
    const shown = await counter.onKiosk.when('printed', ({ lastTicket }) => lastTicket?.print === 'printed');
    expect(shown.lastTicket).toMatchObject({ id: ticketId, number: 'A001' });
    // The next person finds nothing of this one.
    expect(shown.holderName).toBeNull();
    await done(tray.client.lift({ place: 'kiosk' }));
    // The same touch again, as after a lost answer, is the same ticket.
    expect(await counter.kiosk.issue({ ticketId, categoryId: 'civil' })).toMatchObject({ number: 'A001' });
  });

  it('is called, on every board', async () => {
    await counter.signIn();
    expect((await counter.onDesk.now()).queue.hall.waiting).toHaveLength(1);
    const { ticket } = await done(counter.clerk.queue.callNext({}));
    expect(ticket).toMatchObject({ number: 'A001', holderName: '豫*满', calls: 1 });
    const board = await counter.onBoard.when('the call', ({ calls }) => calls[0]?.number === 'A001');
    expect(board.calls[0]).toMatchObject({ counterName: '3号综合窗口', calls: 1 });
    expect(JSON.stringify(board)).not.toContain('豫');
    await done(counter.clerk.queue.recall());
    await counter.onBoard.when('the repeated call', ({ calls }) => calls[0]?.calls === 2);
  });

  it('becomes a visit, whose form the card has filled', async () => {
    await done(counter.clerk.queue.arrive());
    const { visit } = await counter.onDesk.when('the visit', (desk) => desk.visit !== null);
    expect(visit).toMatchObject({ ticketNumber: 'A001', firstReceiver: '管小窗' });
    expect(visit?.draft.applicant).toMatchObject({
      name: '豫*满',
      idNumber: '410104********998X',
      source: 'card',
    });
    expect(visit?.draft.faults).toEqual([]);
    // The card at the counter brings the same person, and their address.
    await done(tray.client.lay({ place: 'counter', cardId: 'yuxiaoman' }));
    const desk = await counter.onDesk.when('the card', ({ devices }) =>
      devices.some(({ code }) => code === 'cardLeft'),
    );
    expect(desk.cardSentence).toBe('');
    await done(tray.client.lift({ place: 'counter' }));
    const { applicant } = await done(counter.clerk.draft.reveal());
    expect(applicant).toMatchObject({
      name: '豫小满',
      idNumber: '41010419900321998X',
      address: '河南省郑州市管城回族区清和里8号院2号楼15号',
    });
    await done(counter.clerk.draft.setApplicant({ ...applicant, phone: '13812345678' }));
    const filled = await counter.onDesk.when(
      'the phone',
      (desk) => desk.visit?.draft.applicant?.phone !== '',
    );
    expect(filled.visit?.draft.applicant).toMatchObject({ phone: '138****5678', source: 'card' });
  });

  it('finds its matter by the initials of its pinyin', async () => {
    const found = await counter.clerk.matters.search({ text: 'lsjz' });
    expect(found[0]).toMatchObject({ code: matters.sunk, name: '临时救助', sunk: true });
    await done(counter.clerk.draft.setMatter({ code: matters.sunk }));
    expect(await refusal(counter.clerk.cases.receive())).toMatchObject({ code: 'materialsMissing' });
    await done(counter.clerk.draft.tickAllMaterials());
  });

  it('is confirmed by the citizen, on what they see and nothing else', async () => {
    const shown = await entriesOf(
      counter.onCitizen,
      'complete entries',
      ({ masked }) => masked.materials.length > 0,
    );
    expect(shown).toMatchObject({ matterName: '临时救助', complete: true, confirmed: false });
    expect(JSON.stringify(shown)).not.toContain('41010419900321998X');
    const { entries } = await done(counter.citizen.reveal({ digest: shown.digest }));
    expect(entries.rows).toContainEqual({ label: '证件号码', value: '41010419900321998X' });
    await done(counter.citizen.confirm({ digest: shown.digest }));
    await entriesOf(counter.onCitizen, 'confirmed', ({ confirmed }) => confirmed);
    expect((await counter.onDesk.now()).visit?.draft.confirmedAt).not.toBeNull();

    // One tick less is another thing: what was confirmed no longer counts, and cannot be confirmed late.
    const { tickedMaterialIds } = (await counter.onDesk.now()).visit?.draft ?? { tickedMaterialIds: [] };
    const materialId = tickedMaterialIds[0] ?? '';
    await done(counter.clerk.draft.tickMaterial({ materialId, ticked: false }));
    const changed = await entriesOf(counter.onCitizen, 'no longer confirmed', ({ confirmed }) => !confirmed);
    expect(changed.digest).not.toBe(shown.digest);
    expect((await counter.onDesk.now()).visit?.draft.confirmedAt).toBeNull();
    expect(await refusal(counter.citizen.confirm({ digest: shown.digest }))).toEqual({
      code: 'entriesChanged',
      message: '内容刚刚有变动，请重新核对后再确认。',
    });
    // What is put back is what was confirmed.
    await done(counter.clerk.draft.tickMaterial({ materialId, ticked: true }));
    await entriesOf(counter.onCitizen, 'confirmed again', ({ confirmed }) => confirmed);
  });

  it('is received: a number on the screens and on the slip', async () => {
    ({ case: row } = await done(counter.clerk.cases.receive()));
    expect(row).toMatchObject({ status: 'received', statusName: '已收件', applicantName: '豫*满' });
    expect(row.caseNumber).toMatch(/^410104009\d{8}\d{3}0001\d$/);
    const slip = await paperWith('counter', '收件凭证', row.caseNumber);
    expect(slip).toContain('不等于受理');
    const citizen = await counter.onCitizen.when('the number', (view) => view.kind === 'taken');
    expect(citizen).toMatchObject({
      caseNumber: row.caseNumber,
      matterName: '临时救助',
      statusName: '已收件',
    });
    const detail = await counter.clerk.cases.get({ caseId: row.id });
    expect(detail?.confirmedAt).not.toBeNull();
  });

  it('is accepted, and seen by the department that decides', async () => {
    const { case: accepted } = await done(counter.clerk.cases.accept({ caseId: row.id }));
    expect(accepted.status).toBe('accepted');
    await paperWith('counter', '受理通知书', row.caseNumber);
    await department.signIn();
    await department.onDesk.when('the case in the inbox', ({ counts }) => counts.inbox === 1);
    const [inbox] = await department.desk.cases.list({ scope: 'inbox' });
    expect(inbox).toMatchObject({ caseNumber: row.caseNumber, applicantIdNumber: '410104********998X' });
    const opened = await department.desk.cases.get({ caseId: row.id });
    expect(opened?.matter?.publicFields).toHaveLength(11);
    expect(opened?.case.receivedBy).toBe('管小窗');
  });

  it('of a sunk matter is due by the district’s stamp', async () => {
    const uploaded = await rowWhen(
      'uploaded',
      row.id,
      ({ uploadedAt, pending }) => uploadedAt !== null && pending === 0,
    );
    expect(uploaded.promised).toMatchObject({ kind: 'due', from: 'upload' });
    expect(uploaded.promisedText).toMatch(aDay);
    const { sync } = await counter.onDesk.when('all uploaded', ({ sync }) => sync.pending === 0);
    expect(sync.sentence).toBe('已连通，全部已上传');
    await until('an empty outbox', async () => (await counter.clerk.outbox.list()).length === 0);
  });

  it('is signed off by the chief representative, and the result comes back to the counter', async () => {
    expect(await refusal(counter.clerk.handing.issue({ caseId: row.id, copies: 1 }))).toMatchObject({
      code: 'wrongStep',
    });
    await done(
      signOff(department.desk, { caseId: row.id, outcome: 'approved', opinion: '符合条件，同意。' }),
    );
    const decided = await rowWhen('the result', row.id, ({ status }) => status === 'decided');
    expect(decided.statusName).toBe('已批准，待发证');
    const desk = await counter.onDesk.when('the result is counted', ({ counts }) => counts.results === 1);
    expect(desk.counts).toMatchObject({ open: 0, results: 1, attention: 0 });
    expect((await counter.clerk.cases.get({ caseId: row.id }))?.decision).toMatchObject({
      outcome: 'approved',
      opinion: '符合条件，同意。',
      decidedBy: '豫民安',
    });
  });

  it('is issued and delivered where it was received, each with its paper', async () => {
    await done(counter.clerk.handing.issue({ caseId: row.id, copies: 1 }));
    expect(await paperWith('counter', '领证单', row.caseNumber)).toContain('准予批准');
    await done(
      counter.clerk.handing.deliver({ caseId: row.id, recipientName: '豫小满', relation: 'self', ...onSite }),
    );
    expect(await paperWith('counter', '送达回证', row.caseNumber)).toContain('窗口直接送达');
    await done(counter.clerk.visits.close({ outcome: 'advised' }));
    await rowWhen(
      'delivered and uploaded',
      row.id,
      ({ status, pending }) => status === 'delivered' && pending === 0,
    );
    await department.onDesk.when('decided', ({ counts }) => counts.decided === 1);
    const farewell = await counter.onCitizen.when('a farewell', (view) => view.kind === 'leaving');
    expect(JSON.stringify(farewell)).not.toMatch(/豫|临时救助/);
    await until('an empty outbox', async () => (await counter.clerk.outbox.list()).length === 0);
  });
});

describe('the same without the district', () => {
  let sunk: CaseRow;
  let own: CaseRow;

  it('works on when the server is gone, and says so', async () => {
    await done(tray.client.setDistrict({ running: false }));
    await tray.screen.when('the district is off', (view) => !view.district.running && !view.district.busy);
    await done(tray.client.lay({ place: 'kiosk', cardId: 'guanxiaohe' }));
    await counter.onKiosk.when('the card was read', ({ holderName }) => holderName === '管*禾');
    const { number } = await done(counter.kiosk.issue({ ticketId: uuidv7(), categoryId: 'civil' }));
    expect(number).toBe('A002');
    await paperWith('kiosk', 'A002');
    await done(tray.client.lift({ place: 'kiosk' }));
    const offline = await counter.onDesk.when('offline', ({ sync }) => sync.state === 'offline');
    expect(offline.sync.sentence).toBe('区级平台连不上，照常办理，1 步待上传，恢复后自动上传');

    // Out of reach, somebody who signed in here today signs in again.
    await done(counter.clerk.signOut());
    expect(await refusal(counter.clerk.signIn({ staffNumber: 'G1001', password: 'wrong' }))).toMatchObject({
      code: 'wrongPassword',
    });
    await counter.signIn();
    expect(
      await refusal(counter.clerk.signIn({ staffNumber: 'G1002', password: 'demo-G1002' })),
    ).toMatchObject({
      code: 'districtNeeded',
    });
  });

  it('takes a case whose limit waits for the upload, and one whose date is known at once', async () => {
    await done(counter.clerk.queue.callNext({}));
    await done(counter.clerk.queue.arrive());
    await done(counter.clerk.draft.setMatter({ code: matters.sunk }));
    await done(counter.clerk.draft.tickAllMaterials());
    const shown = await entriesOf(
      counter.onCitizen,
      'complete entries',
      ({ masked }) => masked.materials.length > 0,
    );
    await done(counter.citizen.confirm({ digest: shown.digest }));
    ({ case: sunk } = await done(counter.clerk.cases.receive()));
    expect(sunk).toMatchObject({ promisedText: '时限以上传时间为准', uploadedAt: null, pending: 1 });
    expect(await paperWith('counter', '收件凭证', sunk.caseNumber)).toContain('时限以上传时间为准');

    // The same person, the next matter.
    await done(counter.clerk.draft.setMatter({ code: matters.own }));
    await done(counter.clerk.draft.tickAllMaterials());
    ({ case: own } = await done(counter.clerk.cases.receive()));
    expect(own.applicantName).toBe('管*禾');
    expect(own.promised).toMatchObject({ kind: 'due', from: 'receipt' });
    expect(own.promisedText).toMatch(aDay);
    await done(counter.clerk.cases.accept({ caseId: own.id }));
    await paperWith('counter', '受理通知书', own.caseNumber);

    const desk = await counter.onDesk.when('what waits', ({ visit }) => visit?.cases.length === 2);
    // Ticket, call, arrival, visit, confirmation, two receipts, one acceptance.
    expect(desk.sync).toMatchObject({ state: 'offline', pending: 8, attention: 0 });
    expect(desk.counts).toMatchObject({ outbox: 8, open: 2 });
    expect(desk.sync.sentence).toBe('区级平台连不上，照常办理，8 步待上传，恢复后自动上传');
    const waiting = await counter.clerk.outbox.list();
    expect(waiting.map(({ title }) => title)).toEqual([
      '取号 A002',
      '叫号 A002',
      '到达窗口 A002',
      '开始接待',
      '申请人确认',
      `收件 临时救助 ${sunk.caseNumber}`,
      `收件 食品经营许可 ${own.caseNumber}`,
      `受理 食品经营许可 ${own.caseNumber}`,
    ]);
    for (const { sentence } of waiting) expect(sentence).toBe('区级平台连不上，恢复后自动上传，不用操作。');
  });

  it('uploads by itself when the server is back; the date becomes definite, the other stays', async () => {
    await done(tray.client.setDistrict({ running: true }));
    await tray.screen.when('the district is on', (view) => view.district.running && !view.district.busy);
    const uploaded = await rowWhen(
      'uploaded',
      sunk.id,
      ({ uploadedAt, pending }) => uploadedAt !== null && pending === 0,
    );
    expect(uploaded.promised).toMatchObject({ kind: 'due', from: 'upload' });
    expect(uploaded.promisedText).toMatch(aDay);
    expect(uploaded.caseNumber).toBe(sunk.caseNumber);
    const other = await rowWhen(
      'uploaded',
      own.id,
      ({ uploadedAt, pending }) => uploadedAt !== null && pending === 0,
    );
    expect(other.promised).toEqual(own.promised);
    const desk = await counter.onDesk.when(
      'all uploaded',
      ({ sync }) => sync.state === 'online' && sync.pending === 0,
    );
    expect(desk.sync.sentence).toBe('已连通，全部已上传');
    // The screen of the citizen says it too.
    const citizen = await counter.onCitizen.when('the latest case', (view) => view.kind === 'taken');
    expect(citizen).toMatchObject({ caseNumber: own.caseNumber, statusName: '已受理' });
    await until('an empty outbox', async () => (await counter.clerk.outbox.list()).length === 0);
  });
});
