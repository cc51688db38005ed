import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import type { Desk } from '#shared/contracts/clerk.ts';
import type { Witness } from '#shared/contracts/mistakes.ts';
import { type Cable, startCable } from '../support/cable.ts';
import { applicant, done, refusal, settableClock, takeCase } from '../support/counter.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Department, startCounter, startDepartment } from '../support/hall.ts';
import { signOff } from '../support/sign-off.ts';
import { until } from '../support/wait.ts';

let district: DistrictProcess;
let cable: Cable;
let departmentCable: Cable;
let counter: Counter;
let neighbour: Counter;
let department: Department;

beforeAll(async () => {
  const people = ['person-g1001', 'person-g1002', 'person-g1005', 'person-g2001'];
  const { file, codes } = hallFile(people);
  district = await startDistrict(file);
  [cable, departmentCable] = await Promise.all([startCable(district.url), startCable(district.url)]);
  [counter, neighbour, department] = await Promise.all([
    startCounter({ folder: tempFolder(), districtUrl: cable.url, enrolmentCode: codes.counter }),
    startCounter({ folder: tempFolder(), districtUrl: district.url, enrolmentCode: codes.neighbour }),
    startDepartment({
      folder: tempFolder(),
      districtUrl: departmentCable.url,
      enrolmentCode: codes.department,
    }),
  ]);
  await Promise.all([counter.signIn(), neighbour.signIn('G1002'), department.signIn()]);
  // The second people of the hall have been here once, so that their passes open without the district too.
  for (const number of ['G1002', 'G1005', 'G1001'])
    await until('signed in', async () => {
      const given = { staffNumber: number, password: `demo-${number}` };
      return (await counter.clerk.signIn(given)).kind === 'done';
    });
});

const second = (staffNumber: string): Witness => ({
  ...{ staffNumber, by: 'password', secret: `demo-${staffNumber}` },
});
const detail = async (at: Counter, caseId: string): Promise<CaseDetail> => {
  const found = await at.clerk.cases.get({ caseId });
  if (found === null) throw new Error('the case is not here');
  return found;
};
const detailWhen = (what: string, at: Counter, caseId: string, fits: (shown: CaseDetail) => boolean) =>
  until(what, async () => {
    const shown = await at.clerk.cases.get({ caseId });
    return shown !== null && fits(shown) ? shown : null;
  });
const isQuiet = ({ sync }: Pick<Desk, 'sync'>) => sync.state === 'online' && sync.pending === 0;
const quiet = () => counter.onDesk.when('quiet', isQuiet);

async function acceptedCase(): Promise<string> {
  const { id } = await takeCase(counter.clerk);
  await done(counter.clerk.cases.accept({ caseId: id }));
  return id;
}
const inInbox = (caseId: string) =>
  until('the case in the inbox', async () =>
    (await department.desk.cases.list({ scope: 'inbox' })).some(({ id }) => id === caseId),
  );
const approve = (caseId: string) =>
  signOff(department.desk, { caseId, outcome: 'approved', opinion: '同意。' });

/** Asks the district's own database, past every program. */
async function inDistrict(caseId: string) {
  const client = new pg.Client({ connectionString: district.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select envelope ->> 'name' as name, outcome, envelope ->> 'personSignature' as signature,
         envelope ->> 'actorId' as actor
       from command where envelope -> 'subject' ->> 'id' = $1 order by stamped_at, seq`,
      [caseId],
    );
    return rows as { name: string; outcome: string; signature: string | null; actor: string }[];
  } finally {
    await client.end();
  }
}

describe('putting right what went wrong, at the counter and at the district', () => {
  it('a correction: old paper back, new paper out, what was confirmed is open again', async () => {
    const { id } = await takeCase(counter.clerk);
    const { case: row } = await done(
      counter.clerk.mistakes.correct({
        caseId: id,
        corrected: { name: '豫小满', idNumber: applicant.idNumber, phone: '13900001111' },
        reason: '电话录错。',
      }),
    );
    const { title } = counter.store.db
      .prepare<[], { title: string }>('SELECT title FROM print_job ORDER BY rowid DESC LIMIT 1')
      .get() ?? { title: '' };
    expect(title).toBe('收件凭证（更正） 临时救助');
    const shown = await detailWhen(
      'at the neighbour',
      neighbour,
      id,
      ({ applicant }) => applicant.phone === '139****1111',
    );
    // Only what differs is a correction, and what stood there is masked as it is now.
    expect(shown.corrections).toEqual([
      expect.objectContaining({
        reason: '电话录错。',
        by: '管小窗',
        before: [{ label: '联系电话', value: '138****5678' }],
      }),
    ]);
    expect(row.caseNumber).toBe(shown.caseNumber);
    const wrong = { caseId: id, corrected: { idNumber: '410104199003219981' }, reason: '号码录错。' };
    expect((await refusal(counter.clerk.mistakes.correct(wrong))).code).toBe('applicantFault');
  });

  it('a withdrawal ends the case for the department, too', async () => {
    const id = await acceptedCase();
    await inInbox(id);
    await done(
      counter.clerk.mistakes.withdraw({
        ...{ caseId: id, name: '豫小满', relation: 'self', signed: 'slip', reason: '暂不办理。' },
      }),
    );
    await until('out of the inbox', async () =>
      (await department.desk.cases.list({ scope: 'inbox' })).every((each) => each.id !== id),
    );
    expect(await refusal(approve(id))).toMatchObject({
      code: 'wrongStep',
      message: '这个办件已由申请人撤回，这一步没有生效，不用再办；原因是：暂不办理。',
    });
    const { ending } = await detail(counter, id);
    expect(ending).toMatchObject({ name: '已撤回', facts: [{ label: '提出人', value: '豫*满' }] });
  });

  it('a termination after the acceptance is the department’s', async () => {
    const id = await acceptedCase();
    await inInbox(id);
    const given = { caseId: id, ground: 'died', reason: '申请人已死亡。', basis: '《规定》第一条' } as const;
    expect((await refusal(counter.clerk.mistakes.terminate(given))).code).toBe('otherDepartment');
    await done(department.desk.cases.terminate(given));
    const shown = await detailWhen('ended', counter, id, ({ status }) => status === 'terminated');
    expect(shown.ending?.facts.map(({ label }) => label)).toEqual(['情形', '依据']);
  });

  it('a second receipt goes on under the first number; its own stays used', async () => {
    await done(counter.clerk.visits.open()).catch(() => {});
    const first = await takeCase(counter.clerk);
    const again = await takeCase(counter.clerk);
    const choices = await counter.clerk.mistakes.mergeChoices({ caseId: again.id });
    expect(choices.map(({ id }) => id)).toContain(first.id);
    expect(choices.map(({ id }) => id)).not.toContain(again.id);
    await done(counter.clerk.mistakes.merge({ caseId: again.id, into: first.id, reason: '重复收件。' }));
    await quiet();
    expect((await inDistrict(again.id)).at(-1)).toMatchObject({ name: 'mergeCases', outcome: 'applied' });
    const shown = await detail(neighbour, again.id).catch(() => null);
    const merged = shown ?? (await detailWhen('merged', neighbour, again.id, () => true));
    expect(merged.caseNumber).toBe(again.caseNumber);
    const next = await takeCase(counter.clerk);
    expect(next.caseNumber > again.caseNumber).toBe(true);
  });
});

describe('voiding takes two', () => {
  it('the second says who they are at the desk of the first, signs by their own key, and leaves it as it was', async () => {
    const { id, caseNumber } = await takeCase(counter.clerk);
    await done(counter.clerk.mistakes.requestVoid({ caseId: id, reason: '事项选错。' }));
    expect((await detail(counter, id)).voidRequest).toMatchObject({ by: '管小窗', reason: '事项选错。' });
    const confirm = (who: Witness | null) =>
      counter.clerk.mistakes.confirmVoid({ caseId: id, reason: '事项选错。', second: who });
    expect((await refusal(confirm(null))).code).toBe('samePerson');
    expect((await refusal(confirm(second('G1001')))).code).toBe('samePerson');
    const wrong = { ...second('G1002'), secret: 'not-theirs' };
    expect((await refusal(confirm(wrong))).message).toBe('工号或密码不正确，请核对后重新输入。');
    await done(confirm(second('G1002')));
    expect((await counter.onDesk.now()).person?.staffNumber).toBe('G1001');
    await quiet();
    const [voided] = (await inDistrict(id)).slice(-1);
    expect(voided).toMatchObject({ name: 'confirmVoid', outcome: 'applied', actor: 'person-g1002' });
    expect(voided?.signature).toMatch(/^ed25519:/);
    const shown = await detailWhen('voided', neighbour, id, ({ status }) => status === 'voided');
    expect(shown).toMatchObject({ caseNumber, ending: { by: '管小窗' } });
  });

  it('by the PIN that the second has set at this very counter, and with the cable out', async () => {
    await counter.signIn('G1002');
    await done(counter.clerk.identity.setPin({ password: 'demo-G1002', pin: '271828' }));
    await counter.signIn('G1001');
    const { id } = await takeCase(counter.clerk);
    await quiet();
    cable.unplug();
    await counter.onDesk.when('offline', ({ sync }) => sync.state === 'offline');
    await done(counter.clerk.mistakes.requestVoid({ caseId: id, reason: '事项选错。' }));
    const byPin = (staffNumber: string, secret: string) =>
      counter.clerk.mistakes.confirmVoid({
        ...{ caseId: id, reason: '事项选错。', second: { staffNumber, by: 'pin', secret } },
      });
    expect((await refusal(byPin('G1002', '161803'))).message).toBe('快捷密码不对，还可以再试4次。');
    expect((await refusal(byPin('G1005', '271828'))).code).toBe('noPin');
    await done(byPin('G1002', '271828'));
    expect((await counter.onDesk.now()).person?.staffNumber).toBe('G1001');
    cable.plugIn();
    await detailWhen('voided', neighbour, id, ({ status }) => status === 'voided');
    const voided = (await inDistrict(id)).at(-1);
    expect(voided).toMatchObject({ name: 'confirmVoid', outcome: 'applied', actor: 'person-g1002' });
    expect(voided?.signature).toMatch(/^ed25519:/);
  });

  it('an accepted one wants the hall’s manager, who may do it at any counter of the hall', async () => {
    const id = await acceptedCase();
    await done(counter.clerk.mistakes.requestVoid({ caseId: id, reason: '申请人录错。' }));
    const given = { caseId: id, reason: '申请人录错。' };
    expect(
      (await refusal(counter.clerk.mistakes.confirmVoid({ ...given, second: second('G1002') }))).code,
    ).toBe('managerNeeded');
    await detailWhen('asked', neighbour, id, ({ voidRequested }) => voidRequested);
    await neighbour.signIn('G1005');
    await done(neighbour.clerk.mistakes.confirmVoid({ ...given, second: null }));
    await neighbour.signIn('G1002');
    await detailWhen('voided', counter, id, ({ status, pending }) => status === 'voided' && pending === 0);
  });

  it('or is turned down, with a reason that the first one reads', async () => {
    const { id } = await takeCase(counter.clerk);
    await done(counter.clerk.mistakes.requestVoid({ caseId: id, reason: '事项选错。' }));
    await detailWhen('asked', neighbour, id, ({ voidRequested }) => voidRequested);
    await done(neighbour.clerk.mistakes.rejectVoid({ caseId: id, reason: '事项没有选错。' }));
    const shown = await detailWhen('turned down', counter, id, ({ voidRejected }) => voidRejected !== null);
    expect(shown).toMatchObject({ voidRequested: false, voidRejected: { reason: '事项没有选错。' } });
  });
});

describe('voided at the counter while the department signs off', () => {
  const voidAt = async (id: string) => {
    await done(counter.clerk.mistakes.requestVoid({ caseId: id, reason: '事项选错。' }));
    const given = { caseId: id, reason: '事项选错。', second: second('G1005') };
    return done(counter.clerk.mistakes.confirmVoid(given));
  };

  it('the sign-off arrives first: the voiding comes back with what to do, and the result goes out', async () => {
    const id = await acceptedCase();
    await inInbox(id);
    cable.unplug();
    await counter.onDesk.when('offline', ({ sync }) => sync.state === 'offline');
    await voidAt(id);
    await done(approve(id));
    await until('signed', async () => (await inDistrict(id)).some(({ name }) => name === 'signOffCase'));
    cable.plugIn();
    const shown = await detailWhen(
      'refused',
      counter,
      id,
      (row) => row.attention !== null && row.status === 'decided',
    );
    expect(shown.attention).toBe(
      '管城回族区民政局已经签批，不能作废；请按签批结果发证、送达，决定有错的请联系该部门。',
    );
    expect(
      (await inDistrict(id)).filter(({ outcome }) => outcome === 'refused').map(({ name }) => name),
    ).toEqual(['requestVoid', 'confirmVoid']);
    await done(counter.clerk.handing.issue({ caseId: id, copies: 1 }));
    await detailWhen('issued', counter, id, ({ status, pending }) => status === 'issued' && pending === 0);
  });

  it('the voiding arrives first: the sign-off comes to nothing, and the department reads why', async () => {
    const id = await acceptedCase();
    await inInbox(id);
    departmentCable.unplug();
    await department.onDesk.when('offline', ({ sync }) => sync.state === 'offline');
    await done(approve(id));
    await voidAt(id);
    await detailWhen('voided', counter, id, ({ status, pending }) => status === 'voided' && pending === 0);
    departmentCable.plugIn();
    const [refused] = await until('the district’s answer', async () => {
      const rows = await department.desk.outbox.list();
      return rows.some(({ state }) => state === 'refused') ? rows : null;
    });
    expect(refused?.sentence).toBe(
      '区级平台没有接受：这个办件已作废，这一步没有生效，不用再办；原因是：事项选错。',
    );
    const open = await until('the case as it is', async () => {
      const shown = await department.desk.cases.get({ caseId: id });
      return shown?.case.status === 'voided' ? shown.case : null;
    });
    expect(open.attention).toContain('这个办件已作废');
  });
});

describe('a minute to take a step back', () => {
  it('a receipt: the number is voided and never given again, the entries stand there again', async () => {
    const row = await takeCase(counter.clerk);
    const { undo } = await counter.onDesk.when('the way back', (desk) => desk.undo?.caseId === row.id);
    expect(undo).toMatchObject({ step: 'receiveCase', paper: '请收回刚打印的收件凭证' });
    expect(undo?.leftMs).toBeGreaterThan(50_000);
    const { case: undone } = await done(counter.clerk.mistakes.undo({ caseId: row.id, step: 'receiveCase' }));
    expect(undone).toMatchObject({ status: 'voided', caseNumber: row.caseNumber });
    const { visit, undo: after } = await counter.onDesk.now();
    expect(after?.caseId).not.toBe(row.id);
    expect(visit?.draft).toMatchObject({ matter: { name: '临时救助' }, applicant: { name: '豫*满' } });
    expect(visit?.draft.tickedMaterialIds.length).toBeGreaterThan(0);
    const { case: next } = await done(counter.clerk.cases.receive());
    expect(next.caseNumber > row.caseNumber).toBe(true);
    await quiet();
    expect((await inDistrict(row.id)).map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'receiveCase applied',
      'undoStep applied',
    ]);
  });

  it('is whoever’s step it was: gone while a colleague or nobody is there, back with them', async () => {
    const row = await takeCase(counter.clerk);
    const shown = async () => (await counter.onDesk.now()).undo?.caseId ?? null;
    expect(await shown()).toBe(row.id);
    await done(counter.clerk.identity.lock());
    expect(await shown()).toBeNull();
    await counter.signIn('G1002');
    expect(await shown()).toBeNull();
    const undo = () => counter.clerk.mistakes.undo({ caseId: row.id, step: 'receiveCase' });
    expect((await refusal(undo())).code).toBe('notYours');
    await counter.signIn('G1001');
    expect(await shown()).toBe(row.id);
    await done(undo());
  });

  it('an acceptance, before the department signs off', async () => {
    const id = await acceptedCase();
    await done(counter.clerk.mistakes.undo({ caseId: id, step: 'acceptCase' }));
    const shown = await detailWhen('uploaded', counter, id, ({ pending }) => pending === 0);
    expect(shown).toMatchObject({ status: 'received', acceptedAt: null });
    await until('out of the inbox', async () =>
      (await department.desk.cases.list({ scope: 'inbox' })).every((each) => each.id !== id),
    );
  });

  it('an issue, before it is delivered: the result waits at the counter again, and can be issued once more', async () => {
    const id = await acceptedCase();
    await inInbox(id);
    await done(approve(id));
    await detailWhen('decided', counter, id, ({ status }) => status === 'decided');
    await done(counter.clerk.handing.issue({ caseId: id, copies: 1 }));
    const { undo } = await counter.onDesk.when('the way back', (desk) => desk.undo?.caseId === id);
    expect(undo?.step).toBe('issueResult');
    await done(counter.clerk.mistakes.undo({ caseId: id, step: 'issueResult' }));
    await detailWhen('uploaded', counter, id, ({ pending, status }) => pending === 0 && status === 'decided');
    await detailWhen('at the neighbour', neighbour, id, ({ status }) => status === 'decided');
    await done(counter.clerk.handing.issue({ caseId: id, copies: 1 }));
    await detailWhen('issued', neighbour, id, ({ status }) => status === 'issued');
    expect((await inDistrict(id)).slice(-3).map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'issueResult applied',
      'undoStep applied',
      'issueResult applied',
    ]);
  });

  it('an acceptance that is taken back after the sign-off, unknown here: it comes back, and the decision stands', async () => {
    const id = await acceptedCase();
    await inInbox(id);
    cable.unplug();
    await counter.onDesk.when('offline', ({ sync }) => sync.state === 'offline');
    await done(counter.clerk.mistakes.undo({ caseId: id, step: 'acceptCase' }));
    await done(approve(id));
    await until('signed', async () => (await inDistrict(id)).some(({ name }) => name === 'signOffCase'));
    cable.plugIn();
    const shown = await detailWhen(
      'refused',
      counter,
      id,
      (row) => row.attention !== null && row.status === 'decided',
    );
    expect(shown.attention).toBe(
      '管城回族区民政局已经签批，受理不能撤销；请按签批结果办理，决定有错的请联系该部门。',
    );
  });

  it('taken back first: the sign-off of a case that is not accepted any more comes to nothing', async () => {
    const id = await acceptedCase();
    await inInbox(id);
    departmentCable.unplug();
    await department.onDesk.when('offline', ({ sync }) => sync.state === 'offline');
    await done(approve(id));
    await done(counter.clerk.mistakes.undo({ caseId: id, step: 'acceptCase' }));
    await detailWhen(
      'uploaded',
      counter,
      id,
      ({ pending, status }) => pending === 0 && status === 'received',
    );
    departmentCable.plugIn();
    const sentence = '这个办件已收件、尚未受理，不能重复或越过这一步；请刷新后查看。';
    await until('the department reads why', async () =>
      (await department.desk.outbox.list()).some(
        ({ caseId, sentence: said }) => caseId === id && said.endsWith(sentence),
      ),
    );
  });
});

describe('the minute', () => {
  it('runs by the monotonic clock: a wall clock that is set gives none of it back', async () => {
    const clock = settableClock('2026-09-22T01:00:00.000Z' as never);
    const lone = await startCounter({ folder: tempFolder(), clock });
    await lone.signIn();
    const early = await takeCase(lone.clerk);
    clock.set('2026-09-25T01:00:00.000Z' as never);
    await done(lone.clerk.mistakes.undo({ caseId: early.id, step: 'receiveCase' }));
    const late = await takeCase(lone.clerk);
    clock.pass(1);
    clock.set('2026-09-22T01:00:00.000Z' as never);
    lone.store.changed();
    expect((await lone.onDesk.now()).undo).toBeNull();
    const undo = () => lone.clerk.mistakes.undo({ caseId: late.id, step: 'receiveCase' });
    expect(await refusal(undo())).toEqual({
      code: 'undoTooLate',
      message: '收件已超过一分钟，不能撤销；有误的请用更正、撤回或作废办理。',
    });
    await lone.close();
  });
});

describe('a visit', () => {
  it('ends as what was done says; where nothing was, the clerk is asked', async () => {
    const { visit } = await counter.onDesk.now();
    if (visit !== null) await done(counter.clerk.visits.close({ outcome: 'left' }));
    await done(counter.clerk.visits.open());
    expect((await counter.onDesk.when('open', (desk) => desk.visit !== null)).visit?.outcome).toBeNull();
    expect(await refusal(counter.clerk.visits.close({ outcome: null }))).toEqual({
      code: 'outcomeNeeded',
      message: '这次接待没有收件，请选择结果后再结束接待。',
    });
    await takeCase(counter.clerk);
    const taken = await counter.onDesk.when('taken', (desk) => desk.visit?.outcome === '已收件');
    // What was done counts, whatever somebody says.
    await done(counter.clerk.visits.close({ outcome: 'noShow' }));
    const id = taken.visit?.id ?? '';
    expect(counter.store.visits.get(id)?.state.closed?.outcome).toBe('taken');
    await done(counter.clerk.visits.open());
    await done(counter.clerk.visits.close({ outcome: 'referred' }));
  });
});
