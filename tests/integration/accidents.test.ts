import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeviceStatus } from '#shared/devices/device-status.ts';
import { type Paper, textOfPaper } from '#shared/devices/paper.ts';
import { type Cable, startCable } from '../support/cable.ts';
import {
  applicant,
  done,
  enterDraft,
  matters,
  prepareInstallation,
  takeCase,
  uuidv7,
} from '../support/counter.ts';
import { cardOf, type VirtualPlace, virtualPlace } from '../support/devices.ts';
import { hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, startCounter } from '../support/hall.ts';
import { startTaking } from '../support/taking.ts';
import { until } from '../support/wait.ts';

/** A counter without its district, and every device with all its faults. */
let counter: Counter;
let atCounter: VirtualPlace;
let atKiosk: VirtualPlace;

beforeAll(async () => {
  [atCounter, atKiosk] = await Promise.all([virtualPlace(), virtualPlace()]);
  counter = await startCounter({
    folder: prepareInstallation(tempFolder()),
    devices: { counter: atCounter.devices, kiosk: atKiosk.devices },
  });
  await counter.signIn();
});
afterAll(async () => {
  await counter.close();
  await Promise.all([atCounter.printer.close(), atKiosk.printer.close()]);
});

const isReady =
  (kind: DeviceStatus['kind']) =>
  ({ devices }: { devices: DeviceStatus[] }) =>
    devices.some((each) => each.kind === kind && each.code === 'ready');
const textOf = (paper: Paper | undefined) => (paper === undefined ? '' : textOfPaper(paper).join(''));

describe('an identity card', () => {
  const accidents = [
    ['whose answer has a wrong checksum', 'wrongChecksum', '读取证件时数据传输出错，请取走证件后重新平放。'],
    ['whose answer breaks off', 'tornFrame', '读取证件时数据传输出错，请取走证件后重新平放。'],
    [
      'that is moved while it is read',
      'readFails',
      '证件没有读出来，请取走证件后重新平放，读取时请不要移动。',
    ],
  ] as const;

  it.each(accidents)(
    '%s: the clerk reads what to do, and nothing entered is lost',
    async (_, fault, sentence) => {
      await enterDraft(counter.clerk);
      const before = (await counter.onDesk.now()).visit?.draft;
      atCounter.reader.setFault(fault);
      atCounter.reader.lay(cardOf('yuxiaoman'));
      const desk = await counter.onDesk.when('the sentence', ({ cardSentence }) => cardSentence === sentence);
      expect(desk.devices).toContainEqual(expect.objectContaining({ kind: 'cardReader', message: sentence }));
      expect(desk.visit?.draft).toEqual(before);

      // As told: taken away, laid again.
      atCounter.reader.lift();
      atCounter.reader.setFault('none');
      await counter.onDesk.when('ready', isReady('cardReader'));
      atCounter.reader.lay(cardOf('yuxiaoman'));
      const read = await counter.onDesk.when(
        'the card',
        (view) => view.visit?.draft.applicant?.source === 'card',
      );
      expect(read.cardSentence).toBe('');
      expect(read.visit?.draft).toMatchObject({
        matter: { code: matters.sunk },
        tickedMaterialIds: before?.tickedMaterialIds,
        applicant: { name: '豫*满', phone: '138****5678' },
      });
      atCounter.reader.lift();
      await done(counter.clerk.visits.close({ outcome: 'advised' }));
    },
  );

  it.each(accidents)(
    '%s: the kiosk says the same, and gives a number without it',
    async (_, fault, sentence) => {
      atKiosk.reader.setFault(fault);
      atKiosk.reader.lay(cardOf('guanxiaohe'));
      await counter.onKiosk.when('the sentence', ({ cardSentence }) => cardSentence === sentence);
      const ticketId = uuidv7();
      await done(counter.kiosk.issue({ ticketId, categoryId: 'civil' }));
      const { queue } = await counter.onDesk.now();
      expect(queue.hall.waiting.find(({ id }) => id === ticketId)).toMatchObject({ holderName: null });
      atKiosk.reader.lift();
      atKiosk.reader.setFault('none');
      await counter.onKiosk.when('ready', isReady('cardReader'));
      await done(counter.kiosk.clear());
    },
  );

  it('of somebody over sixty offers priority at the kiosk, and theirs it is to take', async () => {
    const offered = async (id: string) => {
      atKiosk.reader.lay(cardOf(id));
      const { priorityOffered } = await counter.onKiosk.when(
        'the card',
        ({ holderName }) => holderName !== null,
      );
      atKiosk.reader.lift();
      return priorityOffered;
    };
    expect(await offered('guanxiaohe')).toBeNull();
    await done(counter.kiosk.clear());
    expect(await offered('songchanggeng')).toBe('elderly');
    const ticketId = uuidv7();
    await done(counter.kiosk.issue({ ticketId, categoryId: 'civil', lane: 'priority', priority: 'elderly' }));
    const { queue } = await counter.onDesk.now();
    expect(queue.hall.waiting.find(({ id }) => id === ticketId)).toMatchObject({ laneText: '优先·老年人' });
  });

  it('of somebody else empties the ticks, and says so: their papers are not this one’s', async () => {
    await enterDraft(counter.clerk);
    atCounter.reader.lay(cardOf('guanxiaohe'));
    const desk = await counter.onDesk.when(
      'the other person',
      (view) => view.visit?.draft.applicant?.name === '管*禾',
    );
    expect(desk.visit?.draft).toMatchObject({
      tickedMaterialIds: [],
      applicant: { phone: '', source: 'card' },
    });
    expect(desk.cardSentence).toBe('申请人已换成刚读的证件，已勾选的材料已清空，请重新核对。');
    atCounter.reader.lift();
    await done(counter.clerk.visits.close({ outcome: 'advised' }));
  });

  it('of another person takes the place of the one before, and their papers with them', async () => {
    await enterDraft(counter.clerk);
    atCounter.reader.lay(cardOf('guanxiaohe'));
    const desk = await counter.onDesk.when(
      'the card',
      (view) => view.visit?.draft.applicant?.name === '管*禾',
    );
    expect(desk.cardSentence).toBe('申请人已换成刚读的证件，已勾选的材料已清空，请重新核对。');
    expect(desk.visit?.draft).toMatchObject({
      tickedMaterialIds: [],
      applicant: { phone: '', source: 'card' },
    });
    atCounter.reader.lift();
    await done(counter.clerk.visits.close({ outcome: 'advised' }));
  });

  it('whose number fails its check is not believed', async () => {
    await done(counter.clerk.visits.open());
    atCounter.reader.lay(cardOf('wrongdigit'));
    const desk = await counter.onDesk.when('the sentence', ({ cardSentence }) => cardSentence !== '');
    expect(desk.cardSentence).toBe(
      '证件上的身份号码校验不正确，请取走证件，改用其他有效证件，或到窗口办理。',
    );
    expect(desk.visit?.draft.applicant).toBeNull();
    atCounter.reader.lift();
    await done(counter.clerk.visits.close({ outcome: 'advised' }));
  });

  it('that is read while nobody is received goes into nobody’s form', async () => {
    atCounter.reader.lay(cardOf('yuxiaoman'));
    const desk = await counter.onDesk.when('the sentence', ({ cardSentence }) => cardSentence !== '');
    expect(desk.cardSentence).toBe('证件已读取，但还没有开始接待。请先叫号并开始办理，再刷一次证件。');
    atCounter.reader.lift();
    await done(counter.clerk.visits.open());
    expect((await counter.onDesk.now()).visit?.draft.applicant).toBeNull();
    await done(counter.clerk.visits.close({ outcome: 'advised' }));
  });

  it('without a reader: the reader says so and comes back, and meanwhile a person types', async () => {
    atCounter.reader.unplug();
    const reader = (code: string) =>
      counter.onDesk.when(code, ({ devices }) =>
        devices.some((each) => each.kind === 'cardReader' && each.code === code),
      );
    const desk = await reader('unplugged');
    expect(desk.devices).toContainEqual(
      expect.objectContaining({ message: '身份证阅读机具未连接，请检查连接线，接好后会自动恢复。' }),
    );
    const row = await takeCase(counter.clerk);
    expect(row.applicantName).toBe('豫*满');
    await done(counter.clerk.visits.close({ outcome: 'advised' }));
    atCounter.reader.plugIn();
    await reader('ready');
  });
});

describe('a number that somebody types', () => {
  it('of any length leaves the desk standing, hides what it has to and says what is wrong', async () => {
    await done(counter.clerk.visits.open());
    for (const idNumber of ['', '4', 'E12345678', '4101041990', '41010419900321998', '410104199003219981']) {
      await done(counter.clerk.draft.setApplicant({ ...applicant, idNumber, phone: '6612345' }));
      const { visit } = await counter.onDesk.now();
      expect(visit?.draft.faults.map(({ field }) => field)).toEqual(['idNumber']);
      expect(visit?.draft.applicant?.idNumber.length).toBe(idNumber.length);
      expect(visit?.draft.applicant?.phone).toBe('*****45');
    }
    const { visit } = await counter.onDesk.now();
    expect(visit?.draft.faults).toEqual([
      { field: 'idNumber', message: '身份证号码校验不正确，请逐位核对后重新填写。' },
    ]);
    await done(counter.clerk.visits.close({ outcome: 'advised' }));
  });
});

describe('a printer', () => {
  const accidents = [
    ['that does not answer', 'silent', 'failed', '没有打印。打印机没有应答，请检查打印机状态。'],
    ['without paper', 'paperOut', 'failed', '没有打印。打印纸已用完，请更换纸卷。'],
    ['with its cover open', 'coverOpen', 'failed', '没有打印。打印机上盖没有合上，请合好上盖。'],
    [
      'that is cut off in the middle',
      'cutMidJob',
      'unknown',
      '打印结果未确认，请看一下打印机，没有出纸再点重打。',
    ],
  ] as const;

  it.each(accidents)(
    '%s: the case is taken, the clerk reads what to do, and prints again',
    async (_, fault, state, sentence) => {
      atCounter.printer.setFault(fault);
      const row = await takeCase(counter.clerk);
      const told = await counter.onDesk.when('the outcome', ({ lastPrint }) => lastPrint?.state === state);
      expect(told.lastPrint).toMatchObject({ title: '收件凭证 临时救助', state, sentence });
      expect(await counter.clerk.cases.get({ caseId: row.id })).toMatchObject({ caseNumber: row.caseNumber });

      atCounter.printer.setFault('none');
      await counter.onDesk.when('ready again', isReady('ticketPrinter'));
      await done(counter.clerk.cases.reprint({ caseId: row.id }));
      const printed = await counter.onDesk.when('printed', ({ lastPrint }) => lastPrint?.state === 'printed');
      expect(printed.lastPrint?.sentence).toBe('已打印。');
      const [paper] = atCounter.printer.papers();
      expect(textOf(paper)).toContain('（重打）');
      expect(textOf(paper)).toContain(row.caseNumber);
      await done(counter.clerk.visits.close({ outcome: 'advised' }));
    },
  );

  it.each(accidents)('%s: the number is valid, and the kiosk says so', async (_, fault, state) => {
    atKiosk.printer.setFault(fault);
    const ticketId = uuidv7();
    const { number } = await done(counter.kiosk.issue({ ticketId, categoryId: 'other' }));
    const { lastTicket } = await counter.onKiosk.when(
      'the outcome',
      (view) => view.lastTicket?.print === state,
    );
    expect(lastTicket).toMatchObject({ number, sentence: '票没有打印出来，请记住屏幕上的号码，号码有效。' });
    expect((await counter.onDesk.now()).queue.hall.waiting.map((each) => each.number)).toContain(number);
    atKiosk.printer.setFault('none');
    await done(counter.kiosk.clear());
  });

  it('that lacks a character, as the bundled dots do, prints 〓 for it and says so', async () => {
    await enterDraft(counter.clerk);
    await done(counter.clerk.draft.setApplicant({ ...applicant, name: '郑\u{30000}' }));
    await done(counter.clerk.cases.receive());
    const { lastPrint } = await counter.onDesk.when('printed', (view) => view.lastPrint?.state === 'printed');
    expect(lastPrint?.sentence).toBe('已打印。有的字打印机字库没有，纸上以〓代替，请手写补上。');
    expect(textOf(atCounter.printer.papers()[0])).toContain('郑〓');
    await done(counter.clerk.visits.close({ outcome: 'advised' }));
  });

  it('whose outcome the disk does not take leaves the program at work and the job unconfirmed', async () => {
    const papers = atCounter.printer.papers().length;
    atCounter.printer.setDelay(100);
    await takeCase(counter.clerk);
    counter.store.db.pragma('query_only = ON');
    try {
      await until('the paper', () => atCounter.printer.papers().length > papers || null);
      atCounter.printer.setDelay(0);
      await counter.onDesk.when('the printer at rest', isReady('ticketPrinter'));
    } finally {
      counter.store.db.pragma('query_only = OFF');
    }
    expect((await counter.onDesk.now()).lastPrint).toMatchObject({
      state: 'printing',
      sentence: '正在打印……',
    });
    await done(counter.clerk.visits.close({ outcome: 'advised' }));
  });

  it('that is not there at all stops nobody', async () => {
    const bare = await startCounter({ folder: prepareInstallation(tempFolder()) });
    await bare.signIn();
    await takeCase(bare.clerk);
    const { lastPrint } = await bare.onDesk.when('the job', (view) => view.lastPrint !== null);
    expect(lastPrint).toMatchObject({
      state: 'noPrinter',
      sentence: '没有接打印机，请把屏幕上的号码或编号抄给群众。',
    });
    await bare.close();
  });
});

describe('a program that is killed in mid-case', () => {
  it('has the case, the entries and the visit again, and says which print nobody confirmed', async () => {
    const folder = prepareInstallation(tempFolder());
    const killed = startTaking(folder, 'wait-in-mid-case');
    const caseNumber = await killed.line();
    expect(await killed.line()).toBe('ready');
    killed.child.kill('SIGKILL');
    expect(await killed.end).toBe('SIGKILL');

    const again = await startCounter({ folder });
    await again.signIn();
    const desk = await again.onDesk.when('the visit', ({ visit }) => visit !== null);
    expect(desk.visit?.cases.map((row) => row.caseNumber)).toEqual([caseNumber]);
    expect(desk.visit?.draft).toMatchObject({
      applicant: { name: '豫*满', idNumber: '410104********998X', phone: '138****5678' },
      matter: { code: matters.sunk },
      faults: [],
    });
    expect(desk.visit?.draft.tickedMaterialIds).toHaveLength(desk.visit?.draft.matter?.materials.length ?? 0);
    expect(desk.lastPrint).toMatchObject({
      title: '收件凭证 临时救助',
      state: 'unknown',
      sentence: '打印结果未确认，请看一下打印机，没有出纸再点重打。',
    });
    expect(desk.sync).toMatchObject({ pending: 2, attention: 0 });
    const { case: next } = await done(again.clerk.cases.receive());
    expect(next.caseNumber).not.toBe(caseNumber);
    await again.close();
  });
});

describe('on the way to the district', () => {
  let cable: Cable;
  let online: Counter;
  beforeAll(async () => {
    const { file, codes } = hallFile();
    const district = await startDistrict(file);
    cable = await startCable(district.url);
    online = await startCounter({
      folder: tempFolder(),
      districtUrl: cable.url,
      enrolmentCode: codes.counter,
    });
    await online.signIn();
  });

  it('a push that arrives twice does everything once, and the clerk sees it uploaded', async () => {
    await online.onDesk.when('online', ({ sync }) => sync.state === 'online');
    cable.spoil('/v1/push', 'twice', 'twice');
    const row = await takeCase(online.clerk);
    await done(online.clerk.cases.accept({ caseId: row.id }));
    const desk = await online.onDesk.when('uploaded', ({ sync, visit }) => {
      const [taken] = visit?.cases ?? [];
      return (
        sync.state === 'online' &&
        sync.pending === 0 &&
        taken?.uploadedAt != null &&
        taken.status === 'accepted'
      );
    });
    expect(desk.sync).toMatchObject({ sentence: '已连通，全部已上传', pending: 0, attention: 0 });
    expect(desk.visit?.cases).toHaveLength(1);
    expect(desk.visit?.cases[0]).toMatchObject({ caseNumber: row.caseNumber, attention: null, pending: 0 });
    await until('an empty outbox', async () => (await online.clerk.outbox.list()).length === 0);
  });

  it('a command out of its order is not taken: the clerk reads why, works on, and everything is kept', async () => {
    cable.unplug();
    await online.onDesk.when('offline', ({ sync }) => sync.state === 'offline');
    const first = await takeCase(online.clerk);
    const second = await takeCase(online.clerk);
    // One step has gone from the disk: what follows no longer joins what the district holds.
    const [missing] = online.store.outbox.waiting(1);
    online.store.db.prepare('DELETE FROM outbox WHERE seq = ?').run(missing?.seq);
    cable.plugIn();
    const desk = await online.onDesk.when('the stop', ({ sync }) => sync.state === 'stopped');
    const from = missing?.seq ?? 0;
    expect(desk.sync.sentence).toBe(
      `区级平台要求从第 ${from} 步续传，本机从第 ${from + 1} 步开始，请联系运维核对；本机数据都在。`,
    );
    const third = await takeCase(online.clerk);
    const shown = await online.clerk.cases.list({ scope: 'open', text: '' });
    expect(shown.map(({ caseNumber }) => caseNumber)).toEqual(
      expect.arrayContaining([first.caseNumber, second.caseNumber, third.caseNumber]),
    );
    const waiting = await online.clerk.outbox.list();
    expect(waiting.map(({ title }) => title)).toEqual([
      `收件 临时救助 ${second.caseNumber}`,
      `收件 临时救助 ${third.caseNumber}`,
    ]);
  });
});

describe('a screen', () => {
  it('that nobody has signed in at shows nothing of a visit', async () => {
    await enterDraft(counter.clerk);
    await done(counter.clerk.signOut());
    const desk = await counter.onDesk.when('nobody', ({ person }) => person === null);
    expect(desk.visit).toBeNull();
    expect(JSON.stringify(desk)).not.toContain('豫*满');
    await counter.signIn();
    expect((await counter.onDesk.now()).visit?.draft.applicant?.name).toBe('豫*满');
  });
});
