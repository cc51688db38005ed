import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { addCalendarDays, beijingDateOf } from '#shared/clock/beijing.ts';
import type { InboxQuestion } from '#shared/contracts/inbox.ts';
import { newCodes } from '../../src-main/demo/district-import.ts';
import { type Cable, startCable } from '../support/cable.ts';
import { done, matters, refusal, takeCase } from '../support/counter.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Department, startCounter, startDepartment } from '../support/hall.ts';
import { signOff } from '../support/sign-off.ts';
import { startStopwatch, until } from '../support/wait.ts';

let district: DistrictProcess;
let counter: Counter;
/** Two desks of the department that decides, and one of another. */
let civil: Department;
let secondDesk: Department;
let other: Department;
let [counterCable, civilCable, secondCable]: Cable[] = [];
let marketId = '';

const all: InboxQuestion = {
  kind: 'review',
  sort: 'urgency',
  filter: { light: null, assignee: null, stage: null, matterCode: null },
  skip: 0,
};
const ask = (changes: Partial<InboxQuestion> = {}) => ({ ...all, ...changes });

beforeAll(async () => {
  const { file, codes } = hallFile(['person-g1001', 'person-g2001', 'person-g3001']);
  file.passwords.push({ personId: 'person-g3009', password: 'demo-G3009' });
  const reviewer = file.staff.find(({ personId }) => personId === 'person-g3001');
  if (reviewer === undefined) throw new Error('the demo has no reviewer');
  // Somebody who stands in for the chief representative, by a grant of their own.
  file.staff.push({
    ...reviewer,
    ...{ postingId: 'posting-g3101' as never, personId: 'person-g3101' as never },
    ...{ staffNumber: 'G3101' as never, name: '豫代签' },
    grants: [
      {
        ...{ kind: 'substitute', departmentId: reviewer.organisationId, matters: null },
        ...{ document: '管民代〔2026〕1号', from: reviewer.from, to: null },
      },
    ],
  });
  file.passwords.push({ personId: 'person-g3101', password: 'demo-G3101' });
  const [department] = file.enrolmentCodes.filter(({ kind }) => kind === 'department');
  const theMarket = file.reference.organisations.find(({ name }) => name.endsWith('市场监督管理局'));
  if (department === undefined || theMarket === undefined) throw new Error('the demo has no such department');
  marketId = theMarket.id;
  const [second, theirs] = [newCodes().department, newCodes().department];
  file.enrolmentCodes.push(
    { ...department, code: second },
    { ...department, code: theirs, organisationId: marketId },
  );
  // The other department supervises afterwards what is decided about this matter.
  file.reference.matters = file.reference.matters.map((matter) =>
    matter.code === matters.sunk
      ? { ...matter, supervisor: { organisationId: theMarket.id, name: theMarket.name } }
      : matter,
  );
  district = await startDistrict(file);
  [counterCable, civilCable, secondCable] = await Promise.all([
    startCable(district.url),
    startCable(district.url),
    startCable(district.url),
  ]);
  const at = (districtUrl: string, enrolmentCode: string) => ({
    folder: tempFolder(),
    districtUrl,
    enrolmentCode,
  });
  [counter, civil, secondDesk, other] = await Promise.all([
    startCounter(at(counterCable?.url ?? '', codes.counter)),
    startDepartment(at(civilCable?.url ?? '', codes.department)),
    startDepartment(at(secondCable?.url ?? '', second)),
    startDepartment(at(district.url, theirs)),
  ]);
  // One after the other: a password takes its time, and a busy machine more of it.
  for (const each of [counter, civil, secondDesk]) await each.signIn();
  await other.signIn('G3009');
});

async function acceptedCase(code?: string): Promise<string> {
  const { id } = await takeCase(counter.clerk, code);
  await done(counter.clerk.cases.accept({ caseId: id }));
  return id;
}
const waitsAt = (desk: Department, caseId: string, kind: InboxQuestion['kind'] = 'review') =>
  until('the case in the list', async () =>
    (await desk.desk.inbox.page(ask({ kind }))).find(({ id }) => id === caseId),
  );
const statusAt = async (caseId: string) => (await counter.clerk.cases.get({ caseId }))?.status;
const approval = { outcome: 'approved', opinion: '符合条件，同意。' } as const;

describe('the list of a department’s desk', () => {
  it('shows what waits with its light and due dates, and lets go of what is signed', async () => {
    const caseId = await acceptedCase();
    const row = await waitsAt(civil, caseId);
    expect(row).toMatchObject({ stage: 'new', assignee: null, light: 'normal' });
    expect(row.dueOn).not.toBeNull();
    await done(signOff(civil.desk, { caseId, ...approval }));
    expect((await civil.desk.inbox.page(ask())).some(({ id }) => id === caseId)).toBe(false);
  });

  it('is narrowed by whose a case is, by how far it is, and by matter', async () => {
    const caseId = await acceptedCase();
    await waitsAt(civil, caseId);
    await civil.signIn('G3001');
    await done(civil.desk.review.assign({ caseId, personId: 'person-g3001' }));
    const mine = async (changes: Partial<InboxQuestion['filter']>) =>
      (await civil.desk.inbox.page(ask({ filter: { ...all.filter, ...changes } }))).map(({ id }) => id);
    expect(await mine({ assignee: 'me' })).toEqual([caseId]);
    expect(await mine({ assignee: 'nobody' })).not.toContain(caseId);
    await done(civil.desk.review.draft({ caseId, outcome: 'rejected', opinion: '收入高于标准，建议不予。' }));
    expect(await mine({ stage: 'drafted' })).toEqual([caseId]);
    expect(await mine({ matterCode: 'another' })).toEqual([]);
    expect((await civil.onDesk.now()).inbox).toMatchObject({ mine: 1, drafted: 1 });

    // The chief representative reads the draft, sends it back, and departs from the next one: that is flagged.
    await civil.signIn('G2001');
    await done(civil.desk.review.sendBack({ caseId, reason: '请核对扣除项。' }));
    expect((await civil.desk.cases.get({ caseId }))?.case.review.returned).toMatchObject({ by: '豫民安' });
    expect(await mine({ stage: 'returned' })).toEqual([caseId]);
    await done(signOff(civil.desk, { caseId, ...approval }));
    const decided = await civil.desk.cases.get({ caseId });
    expect(decided?.case.decision).toMatchObject({ departsFromDraft: true, decidedBy: '豫民安' });
    expect(decided?.case.decision?.under).toContain('首席代表');
  });
});

describe('a question to another department (M27)', () => {
  it('reaches its desk, is answered there, and stands answered on the case', async () => {
    const caseId = await acceptedCase();
    await waitsAt(civil, caseId);
    const due = addCalendarDays(beijingDateOf(civil.store.now()), 3);
    const question = '申请人名下是否登记有市场主体？';
    await done(civil.desk.review.ask({ caseId, departmentId: marketId, question, due }));
    const asked = await waitsAt(other, caseId, 'asked');
    expect(asked.dueOn).toBe(due);
    expect((await other.onDesk.now()).inbox).toMatchObject({ asked: 1, review: 0 });
    expect(await other.desk.cases.list({ scope: 'decided' })).toEqual([]);
    // They see the case, and decide nothing about it.
    const opened = await other.desk.cases.get({ caseId });
    const [inquiry] = opened?.case.inquiries ?? [];
    expect(inquiry).toMatchObject({ question, answer: null, late: false });
    expect((await other.desk.signing.of({ caseId }))?.stopped).toContain('民政局');
    const answer = '名下没有市场主体登记。';
    await done(other.desk.review.answer({ caseId, inquiryId: inquiry?.inquiryId ?? '', answer }));
    const [answered] = await until('the answer', async () => {
      const { inquiries = [] } = (await civil.desk.cases.get({ caseId }))?.case ?? {};
      return inquiries[0]?.answer ? inquiries : null;
    });
    expect(answered?.answer).toMatchObject({ text: answer, by: '商市通' });
    expect((await other.desk.inbox.page(ask({ kind: 'asked' }))).map(({ id }) => id)).not.toContain(caseId);

    await done(signOff(civil.desk, { caseId, ...approval }));
    // What was decided goes on to the department that supervises it (M38).
    const sent = await waitsAt(other, caseId, 'supervised');
    expect(sent.status).toBe('decided');
  });
});

describe('an extension (行政许可法 Art 42)', () => {
  const terms = { days: 5, reason: '需要向外地核查。' } as const;
  const step = (desk: Department, caseId: string, given: object, second: object | null = null) =>
    desk.desk.cases.takeStep({ caseId, step: given, second } as never);

  it('is asked for by the reviewer, waits in sight of the chief representative, and is approved by them', async () => {
    const caseId = await acceptedCase();
    await waitsAt(civil, caseId);
    await civil.signIn('G3001');
    expect(await refusal(step(civil, caseId, { name: 'extendCase', ...terms }))).toMatchObject({
      code: 'notGranted',
    });
    await done(step(civil, caseId, { name: 'requestExtension', ...terms }));
    await civil.signIn('G2001');
    expect(await waitsAt(civil, caseId)).toMatchObject({ extensionWaits: true });
    await done(step(civil, caseId, { name: 'extendCase', ...terms }));
    await until(
      'confirmed at the counter',
      () => counter.store.cases.get(caseId)?.base?.extensions.length === 1,
    );
    expect(counter.store.cases.get(caseId)?.base?.extensions).toMatchObject([
      { by: 'person-g2001', requested: { by: 'person-g3001' }, grant: { kind: 'chief' } },
    ]);
    const { timeline } = (await counter.clerk.cases.get({ caseId })) ?? { timeline: [] };
    expect(timeline.find(({ title }) => title === '批准延期5个工作日')?.by).toBe('豫民安');
  });

  it('is approved beside the reviewer with the approver’s own password, under the approver’s own signature', async () => {
    const caseId = await acceptedCase();
    await waitsAt(civil, caseId);
    await civil.signIn('G3001');
    await done(step(civil, caseId, { name: 'requestExtension', ...terms }));
    const second = { staffNumber: 'G2001', by: 'password', secret: 'demo-G2001' };
    const approve = { name: 'extendCase', ...terms };
    expect(await refusal(step(civil, caseId, approve, { ...second, secret: 'demo-G3001' }))).toMatchObject({
      code: 'signInFailed',
    });
    await done(step(civil, caseId, approve, second));
    await until('confirmed', () => civil.store.cases.get(caseId)?.base?.extensions.length === 1);
    expect(civil.store.cases.get(caseId)?.base?.extensions).toMatchObject([{ by: 'person-g2001' }]);
    expect((await civil.onDesk.now()).person?.staffNumber).toBe('G3001');
    await civil.signIn('G2001');
  });
});

describe('the signature', () => {
  it('wants a confirmation of the very person, which ends with the session', async () => {
    const caseId = await acceptedCase();
    await waitsAt(civil, caseId);
    await done(civil.desk.signOut());
    await civil.signIn();
    const seen = (await civil.desk.signing.of({ caseId }))?.seen;
    if (seen === undefined) throw new Error('the case is not here');
    const sign = () => civil.desk.signing.sign({ caseId, ...approval, seen });
    expect(await refusal(sign())).toMatchObject({ code: 'notConfirmed' });
    expect(await refusal(civil.desk.signing.confirm({ by: 'password', secret: 'wrong' }))).toMatchObject({
      code: 'signInFailed',
    });
    await done(civil.desk.signing.confirm({ by: 'password', secret: 'demo-G2001' }));
    expect((await civil.desk.signing.of({ caseId }))?.leftMs).toBeGreaterThan(9 * 60_000);
    await done(sign());
  });

  it('is verified by openssl and sha256 alone, over what was decided and what was seen', async () => {
    const caseId = await acceptedCase();
    await waitsAt(civil, caseId);
    await done(signOff(civil.desk, { caseId, ...approval }));
    // The counter that prints the archive volume has the same signature.
    await until('the result', async () => (await statusAt(caseId)) === 'decided');
    const { files } = await done(civil.desk.signing.exportProof({ caseId }));
    const folder = tempFolder();
    for (const { name, base64 } of files) writeFileSync(join(folder, name), Buffer.from(base64, 'base64'));
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    const sha256 = (name: string) =>
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex');
    const openssl = (signed: string) =>
      execFileSync(
        'openssl',
        [
          ...['pkeyutl', '-verify', '-pubin', '-inkey', 'public-key.pem', '-rawin'],
          ...['-in', signed, '-sigfile', 'signature.bin'],
        ],
        { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
      );
    expect(openssl('signed.txt')).toContain('Signature Verified Successfully');
    expect(read('signed.txt').split('\n')[1]).toBe(`sha256:${sha256('act.json')}`);
    const act = JSON.parse(read('act.json'));
    expect(act).toMatchObject({ name: 'signOffCase', actorId: 'person-g2001', subject: { id: caseId } });
    expect(act.argsHash).toBe(`sha256:${sha256('decision.json')}`);
    const decision = JSON.parse(read('decision.json'));
    expect(decision).toMatchObject({ ...approval, seen: { matterVersion: 1 } });
    // One letter less and it is no longer what was signed.
    writeFileSync(join(folder, 'altered.txt'), read('signed.txt').slice(0, -1));
    expect(() => openssl('altered.txt')).toThrow();
  });

  it('is seen at the receiving counter as soon as it is given, online', async () => {
    const caseId = await acceptedCase();
    await waitsAt(civil, caseId);
    const seen = (await civil.desk.signing.of({ caseId }))?.seen;
    if (seen === undefined) throw new Error('the case is not here');
    const sinceSigned = startStopwatch();
    await done(civil.desk.signing.sign({ caseId, ...approval, seen }));
    await counter.onDesk.when(
      'the result',
      () => counter.store.cases.get(caseId)?.state.status === 'decided',
    );
    // Long before the counter would have asked by itself.
    expect(sinceSigned()).toBeLessThan(5_000);
  });
});

describe('on the spot, at the counter', () => {
  const soleTrader = '11410104999900097G4000131120000';

  it('is signed by the posting that holds the standing grant, with its own confirmation, and stands at the district', async () => {
    const caseId = await acceptedCase(soleTrader);
    const opened = await counter.clerk.signing.of({ caseId });
    expect(opened).toMatchObject({ stopped: null, leftMs: 0 });
    await done(signOff(counter.clerk, { caseId, ...approval }, 'demo-G1001'));
    await until('confirmed', () => counter.store.cases.get(caseId)?.base?.status === 'decided');
    expect(counter.store.cases.get(caseId)?.base?.decision).toMatchObject({
      decidedBy: 'person-g1001',
      grant: { kind: 'onTheSpot', document: '管市监授〔2026〕9号' },
    });
  });

  it('is no way for any other matter', async () => {
    const caseId = await acceptedCase();
    expect((await counter.clerk.signing.of({ caseId }))?.stopped).toContain('没有当场签批');
    expect(await refusal(signOff(counter.clerk, { caseId, ...approval }, 'demo-G1001'))).toMatchObject({
      code: 'notGranted',
    });
  });
});

describe('what the district refuses', () => {
  const offline = async (desk: Department, cable: Cable | undefined) => {
    cable?.unplug();
    await desk.onDesk.when('offline', ({ sync }) => sync.state === 'offline');
  };

  it('the second of two who sign at the same moment: one decision stands, the other reads whose', async () => {
    await secondDesk.signIn('G3101');
    const caseId = await acceptedCase();
    await Promise.all([waitsAt(civil, caseId), waitsAt(secondDesk, caseId)]);
    await Promise.all([offline(civil, civilCable), offline(secondDesk, secondCable)]);
    await Promise.all([
      done(signOff(civil.desk, { caseId, ...approval })),
      done(
        signOff(
          secondDesk.desk,
          { caseId, outcome: 'rejected', opinion: '收入高于标准，不予批准。' },
          'demo-G3101',
        ),
      ),
    ]);
    civilCable?.plugIn();
    secondCable?.plugIn();
    await until('one decision', async () => (await statusAt(caseId)) === 'decided');
    const refusedAt = await until('a refusal', async () => {
      for (const desk of [civil, secondDesk]) if ((await desk.onDesk.now()).counts.attention > 0) return desk;
      return null;
    });
    const [row] = await refusedAt.desk.outbox.list();
    expect(row).toMatchObject({ state: 'refused', caseId });
    const won = refusedAt === civil ? '豫代签' : '豫民安';
    expect(row?.sentence).toContain(`${won}已于`);
    expect(row?.sentence).toContain('您的签批没有生效');
    await done(refusedAt.desk.outbox.acknowledge({ commandId: row?.commandId ?? '' }));
    await until('the same decision everywhere', () => {
      const outcomes = [civil, secondDesk, counter].map(
        ({ store }) => store.cases.get(caseId)?.state.decision?.outcome,
      );
      return new Set(outcomes).size === 1;
    });
  });

  it('a decision made offline over papers that have changed meanwhile', async () => {
    const caseId = await acceptedCase();
    await waitsAt(civil, caseId);
    await offline(civil, civilCable);
    await done(
      counter.clerk.mistakes.correct({
        caseId,
        corrected: { address: '河南省郑州市管城回族区清和里9号院' },
        reason: '地址录错。',
      }),
    );
    await until('uploaded', async () => (await counter.onDesk.now()).sync.pending === 0);
    await done(signOff(civil.desk, { caseId, ...approval }));
    civilCable?.plugIn();
    const row = await until('the refusal', async () =>
      (await civil.desk.outbox.list()).find((each) => each.caseId === caseId && each.state === 'refused'),
    );
    expect(row.sentence).toContain('您打开之后，这个办件的材料或内容有变动');
    await done(civil.desk.outbox.acknowledge({ commandId: row.commandId }));
    // It waits again as it is now, and is signed over that.
    await until('the correction', () => civil.store.cases.get(caseId)?.state.corrections.length === 1);
    await waitsAt(civil, caseId);
    await done(signOff(civil.desk, { caseId, ...approval }));
    await until('decided', async () => (await statusAt(caseId)) === 'decided');
  });
});
