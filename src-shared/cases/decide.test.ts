import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actor,
  applicant,
  args,
  atDepartment,
  beijing,
  caseId,
  caseThrough,
  chief,
  clerk,
  counter3,
  counter4,
  departmentDesk,
  digest,
  facts,
  give,
  matter,
  organisations,
  otherStreet,
  personal,
  refusalOf,
  stamp,
  stateAfter,
} from '../../tests/support/domain.ts';
import type { Facts } from '../decider.ts';
import type { CaseFile, CaseStatus } from './case-file.ts';

const given = (...ids: string[]) => ({
  materials: ids.map((materialId) => ({ materialId, name: materialId, form: 'original', copies: 1 })),
});

describe('taking a case in', () => {
  it('keeps who, where, when, for what and under which number', () => {
    const file = stateAfter(null, 'receiveCase', facts());
    expect(file).toMatchObject({
      id: caseId,
      caseNumber: args.receiveCase.caseNumber,
      status: 'received',
      revision: 1,
      receivingCounterId: counter3.counterId,
      receivingOrganisationId: counter3.organisationId,
      decidingDepartmentId: organisations.civil,
      receivedBy: clerk.actorId,
      received: stamp(beijing('2026-09-22 09:05')),
      confirmation: { digest, at: beijing('2026-09-22 09:04') },
      accepted: null,
      decision: null,
      issued: null,
      delivered: null,
    });
  });

  it('is not acceptance, not even within the same minute', () => {
    expect(stateAfter(null, 'receiveCase', facts()).accepted).toBeNull();
  });

  it('keeps the matter in the version that the citizen was told, whatever is published later', () => {
    const matters = [
      matter(),
      matter({ version: 2, name: '临时救助（新）', sunk: false, promised: { kind: 'workingDays', days: 1 } }),
    ];
    const early = stateAfter(null, 'receiveCase', facts({ matters }));
    const late = stateAfter(null, 'receiveCase', facts({ matters }), { matterVersion: 2 });
    expect(early.matter).toMatchObject({ version: 1, name: '临时救助', sunk: true, promised: { days: 5 } });
    expect(late.matter).toMatchObject({
      version: 2,
      name: '临时救助（新）',
      sunk: false,
      promised: { days: 1 },
    });
    expect(stateAfter(early, 'acceptCase', facts({ matters })).matter).toEqual(early.matter);
  });

  it('refuses while a required paper is missing, and names it', () => {
    const refusal = refusalOf(null, 'receiveCase', facts(), given('id-card', 'proof'));
    expect(refusal).toEqual({
      code: 'materialsMissing',
      message: '还缺必要材料《临时救助申请表》，请补齐后收件，或一次性告知申请人。',
    });
  });

  it('takes exactly what is complete: every required paper, with or without the others', () => {
    const { materials } = matter();
    fc.assert(
      fc.property(fc.subarray(materials.map(({ id }) => id)), (ids) => {
        const missing = materials.filter(({ id, required }) => required && !ids.includes(id));
        const outcome = give(null, 'receiveCase', facts(), given(...ids));
        expect(outcome.kind).toBe(missing.length === 0 ? 'applied' : 'refused');
        if (outcome.kind !== 'refused') return;
        for (const { name } of materials) {
          expect(outcome.refusal.message.includes(`《${name}》`)).toBe(
            missing.some((each) => each.name === name),
          );
        }
      }),
    );
  });

  it('refuses a matter, or a version of one, that nobody here holds', () => {
    expect(refusalOf(null, 'receiveCase', facts(), { matterVersion: 9 })).toEqual({
      code: 'matterUnknown',
      message: '没有找到这个版本的事项，请刷新事项目录后重新选择。',
    });
  });

  it('happens at a counter only', () => {
    const refusal = refusalOf(null, 'receiveCase', facts({ place: departmentDesk }));
    expect(refusal).toEqual({
      code: 'notAtCounter',
      message: '收件只能在窗口进行，请在窗口电脑上办理。',
    });
  });

  it('takes no number of somebody else’s series', () => {
    for (const place of [
      { ...counter3, series: '002' },
      { ...counter3, areaCode: '410104008' },
    ]) {
      expect(refusalOf(null, 'receiveCase', facts({ place }))).toEqual({
        code: 'foreignNumber',
        message: '办件编号不属于本窗口的号段，请重新收件；再次出现请联系运维。',
      });
    }
  });

  it('happens once', () => {
    const { code, message } = refusalOf(stateAfter(null, 'receiveCase', facts()), 'receiveCase', facts());
    expect(code).toBe('alreadyReceived');
    expect(message).toBe('这个办件已经收过了，请在办件列表中查看。');
  });
});

const steps = ['acceptCase', 'signOffCase', 'issueResult', 'deliverResult'] as const;
type Step = (typeof steps)[number];
/** The straight way; its side ways have rules and tests of their own. */
type OnTheWay = Extract<CaseStatus, 'received' | 'accepted' | 'decided' | 'issued' | 'delivered'>;
const nextStep: Record<OnTheWay, Step | null> = {
  received: 'acceptCase',
  accepted: 'signOffCase',
  decided: 'issueResult',
  issued: 'deliverResult',
  delivered: null,
};
const standsAt: Record<OnTheWay, string> = {
  received: '已收件、尚未受理',
  accepted: '已受理、正在审批',
  decided: '已签批、等待发证',
  issued: '已发证、等待送达',
  delivered: '已送达办结',
};
/** Where each step may be taken, so that nothing but the order is judged. */
const rightPlace = (step: Step): Facts => (step === 'signOffCase' ? atDepartment() : facts());

describe('one step after the other', () => {
  const files = Object.entries(caseThrough()) as [OnTheWay, CaseFile][];

  it.each(files.flatMap(([status, file]) => steps.map((step) => ({ status, step, file }))))(
    '$step of a case that is $status',
    ({ status, step, file }) => {
      const outcome = give(file, step, rightPlace(step));
      if (nextStep[status] === step) {
        expect(outcome).toMatchObject({ kind: 'applied', state: { revision: file.revision + 1 } });
      } else {
        expect(outcome).toEqual({
          kind: 'refused',
          refusal:
            step === 'signOffCase' && file.decision !== null
              ? { code: 'signedBefore', message: expect.stringContaining('先签批（准予）') }
              : {
                  code: 'wrongStep',
                  message: `这个办件${standsAt[status]}，不能重复或越过这一步；请刷新后查看。`,
                },
        });
      }
    },
  );

  it.each(steps)('%s of a case that was never taken in says so', (step) => {
    expect(refusalOf(null, step, rightPlace(step))).toEqual({
      code: 'caseUnknown',
      message: '没有找到这个办件：它的收件尚未成功，请先处理收件。',
    });
  });

  it('whatever is tried in whatever order: the steps that were taken are the first ones, each once', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 12 }), (tried) => {
        let file = stateAfter(null, 'receiveCase', facts());
        const taken: Step[] = [];
        for (const step of tried) {
          const outcome = give(file, step, rightPlace(step));
          if (outcome.kind !== 'applied') continue;
          file = outcome.state as CaseFile;
          taken.push(step);
        }
        expect(taken).toEqual(steps.slice(0, taken.length));
        expect(file.revision).toBe(1 + taken.length);
        expect(file.received).toEqual(stateAfter(null, 'receiveCase', facts()).received);
      }),
    );
  });

  it('the first receiver stays answerable, whoever takes the later steps', () => {
    const colleague = facts({ actor: { ...clerk, actorId: 'person-colleague' } });
    const accepted = stateAfter(stateAfter(null, 'receiveCase', facts()), 'acceptCase', colleague);
    const decided = stateAfter(accepted, 'signOffCase', atDepartment());
    const issued = stateAfter(decided, 'issueResult', colleague);
    expect(issued.receivedBy).toBe(clerk.actorId);
    expect(issued.issued?.by).toBe('person-colleague');
  });

  it('a rejection goes out the same way, with its reason', () => {
    const accepted = caseThrough().accepted;
    const decided = stateAfter(accepted, 'signOffCase', atDepartment(), {
      outcome: 'rejected',
      opinion: '家庭收入高于标准。',
    });
    expect(decided).toMatchObject({
      status: 'decided',
      decision: { outcome: 'rejected', opinion: '家庭收入高于标准。', decidedBy: chief.actorId },
    });
    expect(stateAfter(decided, 'issueResult', facts()).status).toBe('issued');
  });
});

describe('whose step it is', () => {
  const { received, accepted, decided, issued } = caseThrough();

  it('the centre that received the papers accepts them, at any of its counters', () => {
    expect(stateAfter(received, 'acceptCase', facts({ place: counter4 })).status).toBe('accepted');
    expect(refusalOf(received, 'acceptCase', facts({ place: otherStreet }))).toEqual({
      code: 'otherOrganisation',
      message: '受理、告知和补正由收件的中心（站）办理，请联系原收件窗口。',
    });
  });

  it('the department of the matter signs off, no other', () => {
    const other = atDepartment({ actor: actor('chiefRepresentative', organisations.market) });
    expect(refusalOf(accepted, 'signOffCase', other)).toEqual({
      code: 'otherDepartment',
      message: '这个办件由管城回族区民政局签批，您不是该部门的首席代表，也没有它的授权。',
    });
  });

  it('is signed off at the department’s own desk, never at a counter in somebody’s name', () => {
    expect(refusalOf(accepted, 'signOffCase', facts({ actor: chief })).code).toBe('otherDepartment');
  });

  it.each([
    ['issueResult', decided],
    ['deliverResult', issued],
  ] as const)('%s happens where the papers came in', (step, file) => {
    for (const place of [counter4, otherStreet, departmentDesk]) {
      expect(refusalOf(file, step, facts({ place }))).toEqual({
        code: 'otherCounter',
        message: '结果由原收件窗口发证、送达，请引导申请人到原收件窗口。',
      });
    }
  });

  it('belongs to the counter, not to the computer that stands there', () => {
    const newComputer = { ...counter3, installationId: 'installation-new', series: '002' };
    expect(stateAfter(decided, 'issueResult', facts({ place: newComputer })).status).toBe('issued');
  });
});

describe('what cannot be read', () => {
  it('is told from what may not be done', () => {
    const file = stateAfter(null, 'receiveCase', facts());
    expect(give(file, 'signOffCase', atDepartment(), { outcome: 'perhaps' })).toMatchObject({
      kind: 'unreadable',
      reason: 'arguments of signOffCase do not fit: outcome',
    });
    expect(give(null, 'receiveCase', facts(), { applicant: personal({ name: '只有姓名' }) }).kind).toBe(
      'unreadable',
    );
    expect(give(null, 'receiveCase', facts(), { caseNumber: '4101040092026092200100070' }).kind).toBe(
      'unreadable',
    );
  });
});

describe('what a virtual reader has read', () => {
  const virtual = { applicant: personal({ ...applicant, virtual: true }) };

  it('is evidence of nothing outside a demo', () => {
    expect(refusalOf(null, 'receiveCase', facts(), virtual)).toEqual({
      code: 'virtualEvidence',
      message: '证件信息来自演示读卡器，正式办理不能使用。请用真实的身份证阅读机具重新读取，或手工录入核对。',
    });
    const holder = personal({ name: '豫小满', idNumber: '', address: '', virtual: true });
    expect(refusalOf(null, 'issueTicket', facts({ actor: actor('kiosk') }), { holder }).code).toBe(
      'virtualEvidence',
    );
  });

  it('is taken in a demo, and marked', () => {
    const received = stateAfter(null, 'receiveCase', facts({ demo: true }), virtual);
    expect(received.applicant).toMatchObject({ personal: { virtual: true } });
  });
});
