import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actor,
  applicant,
  args,
  atDepartment,
  beijing,
  caseThrough,
  chief,
  clerk,
  counter3,
  counter4,
  departmentDesk,
  facts,
  give,
  organisations,
  otherCaseId,
  otherStreet,
  personal,
  refusalOf,
  stamp,
  stateAfter,
} from '../../tests/support/domain.ts';
import type { Facts } from '../decider.ts';
import { reveal, withoutPersonal } from '../sync/personal.ts';
import { type CaseFile, isConcluded } from './case-file.ts';
import type { MistakeCommand } from './mistakes.ts';

const { received, accepted, decided, issued, delivered } = caseThrough();
const colleague = actor('clerk', organisations.street);
const second: Facts = facts({ actor: { ...colleague, actorId: 'person-colleague' } });
const manager: Facts = facts({ actor: actor('hallManager') });
/** The clerk at the counter so many milliseconds after the step before. */
const later = (ms: number, changes: Partial<Facts> = {}): Facts =>
  facts({ clock: { monotonicMs: 1_000_000 + ms, bootId: 'boot-1' }, ...changes });

describe('putting a case right', () => {
  const phone = { corrected: personal({ phone: '13912345678' }) };
  const name = { corrected: personal({ name: '豫大满' }) };
  const papers = {
    corrected: personal({ materials: [{ materialId: 'id-card', form: 'copy', copies: 2 }] }),
  };

  it('changes what is named and nothing else, and keeps what stood there', () => {
    const right = stateAfter(received, 'correctCase', facts(), name);
    expect(reveal(right.applicant)).toEqual({ ...applicant, name: '豫大满', source: 'typed' });
    expect(right.corrections).toEqual([
      {
        fields: ['name'],
        before: personal({ name: '豫小满' }),
        reason: args.correctCase.reason,
        by: clerk.actorId,
        at: stamp(beijing('2026-09-22 09:05')),
      },
    ]);
    const again = stateAfter(right, 'correctCase', facts(), phone);
    expect(again.corrections).toHaveLength(2);
    expect(reveal(again.applicant)).toMatchObject({ name: '豫大满', phone: '13912345678' });
  });

  it('keeps the card as the source where only the telephone was put right', () => {
    expect(reveal(stateAfter(received, 'correctCase', facts(), phone).applicant)?.source).toBe('card');
  });

  it('leaves nothing confirmed that the citizen has not seen', () => {
    expect(received.confirmation).not.toBeNull();
    for (const changed of [phone, name, papers])
      expect(stateAfter(received, 'correctCase', facts(), changed).confirmation).toBeNull();
  });

  it('keeps the papers as they were, in words', () => {
    const right = stateAfter(received, 'correctCase', facts(), papers);
    expect(right.materials[0]).toMatchObject({ name: '居民身份证', form: 'copy', copies: 2 });
    expect(right.corrections[0]?.before).toEqual(
      personal({ materials: '居民身份证 原件及复印件1份；临时救助申请表 表格1份' }),
    );
  });

  it('has nothing left to read of what stood there once personal data is erased', () => {
    const right = stateAfter(received, 'correctCase', facts(), name);
    expect(JSON.stringify(withoutPersonal(right))).not.toMatch(/豫|13812345678/);
  });

  it.each([
    ['papers', papers, ['received']],
    ['who it is', name, ['received', 'accepted']],
    ['how to reach them', phone, ['received', 'accepted', 'decided', 'issued']],
  ] as const)('%s until what rests upon it has gone out', (_, changed, open) => {
    const files = { received, accepted, decided, issued, delivered };
    const may = Object.entries(files).filter(
      ([, file]) => give(file, 'correctCase', facts(), changed).kind === 'applied',
    );
    expect(may.map(([status]) => status)).toEqual(open);
  });

  it('says what to do where it comes too late', () => {
    expect(refusalOf(accepted, 'correctCase', facts(), papers)).toEqual({
      code: 'tooLate',
      message: '已受理的办件，材料清单不能再改；确实收错的，请申请作废后重新收件。',
    });
    expect(refusalOf(decided, 'correctCase', facts(), name)).toEqual({
      code: 'tooLate',
      message:
        '管城回族区民政局已经签批，姓名（名称）写进了决定，请联系该部门更正；联系电话和地址仍可在这里更正。',
    });
    expect(refusalOf(delivered, 'correctCase', facts(), phone)).toEqual({
      code: 'concluded',
      message: '这个办件已送达办结，内容不能再更正；请在办件详情中查看。',
    });
  });

  it('is no correction where nothing changes', () => {
    const same = { corrected: personal({ name: applicant.name }) };
    expect(refusalOf(received, 'correctCase', facts(), same).code).toBe('nothingCorrected');
  });

  it('is done by the centre that received', () => {
    expect(stateAfter(received, 'correctCase', facts({ place: counter4 })).corrections).toHaveLength(1);
    expect(refusalOf(received, 'correctCase', facts({ place: otherStreet })).code).toBe('otherOrganisation');
  });
});

const other = (changes: Partial<CaseFile> = {}): CaseFile => ({ ...received, id: otherCaseId, ...changes });
const knowing = (file: CaseFile | null): Facts => facts({ caseFile: () => file });
const requested = stateAfter(received, 'requestVoid', facts());

describe('ways in which a case ends undecided', () => {
  it('the applicant withdraws: whose wish, what was signed, and why', () => {
    const file = stateAfter(accepted, 'withdrawCase', facts());
    expect(file).toMatchObject({
      status: 'withdrawn',
      caseNumber: accepted.caseNumber,
      ending: { kind: 'withdrawn', signed: 'slip', reason: '暂不需要办理。', by: clerk.actorId },
    });
    expect(give(accepted, 'withdrawCase', facts(), { signed: 'none' }).kind).toBe('unreadable');
  });

  it('is terminated by its ground in the law: before the acceptance by the counter, after it by the department', () => {
    const atDesk = atDepartment();
    expect(stateAfter(received, 'terminateCase', facts()).status).toBe('terminated');
    expect(refusalOf(received, 'terminateCase', atDesk).code).toBe('otherOrganisation');
    expect(refusalOf(accepted, 'terminateCase', facts())).toEqual({
      code: 'otherDepartment',
      message:
        '已受理的办件由管城回族区民政局终止办理，请联系该部门的首席代表；申请人自己不办了的，请办撤回。',
    });
    expect(stateAfter(accepted, 'terminateCase', atDesk).ending).toMatchObject({
      kind: 'terminated',
      ground: 'noLongerPossible',
      basis: '《社会救助暂行办法》第四十七条',
      by: chief.actorId,
    });
    const market = atDepartment({ actor: actor('chiefRepresentative', organisations.market) });
    expect(refusalOf(accepted, 'terminateCase', market).code).toBe('otherDepartment');
    expect(refusalOf(accepted, 'terminateCase', facts({ actor: chief })).code).toBe('otherDepartment');
  });

  it('is not terminated for want of a supplement that nobody was asked for', () => {
    const ground = { ground: 'notSupplemented' };
    expect(refusalOf(received, 'terminateCase', facts(), ground).code).toBe('notSupplementing');
    const waiting: CaseFile = { ...received, status: 'supplementing' };
    expect(stateAfter(waiting, 'terminateCase', facts(), ground).status).toBe('terminated');
  });

  it('goes on under another number: same applicant, same matter, still open', () => {
    const merged = stateAfter(received, 'mergeCases', knowing(other({ caseNumber: accepted.caseNumber })));
    expect(merged).toMatchObject({ status: 'merged', ending: { into: accepted.caseNumber } });
    const somebody = personal({ ...applicant, idNumber: '410104199003219898' });
    for (const [file, code] of [
      [null, 'intoUnknown'],
      [other({ status: 'voided' }), 'intoConcluded'],
      [other({ applicant: somebody }), 'notAlike'],
      [other({ applicant: { digest: `sha256:${'0'.repeat(64)}` } }), 'notAlike'],
      [other({ matter: { ...received.matter, code: 'another' } }), 'notAlike'],
    ] as const)
      expect(refusalOf(received, 'mergeCases', knowing(file)).code).toBe(code);
    const itself = knowing(received);
    expect(refusalOf(received, 'mergeCases', itself, { into: received.id }).code).toBe('sameCase');
  });

  it.each(['withdrawCase', 'terminateCase', 'mergeCases', 'requestVoid'] as const)(
    '%s of what is decided is refused: the decision stands, or its department revokes it',
    (name) => {
      for (const file of [decided, issued]) {
        const { code, message } = refusalOf(
          file,
          name,
          name === 'terminateCase' ? atDepartment() : knowing(other()),
        );
        expect(code).toBe('decided');
        expect(message).toMatch(
          /^管城回族区民政局已经签批，不能.+；请按签批结果发证、送达，决定有错的请联系该部门。$/,
        );
      }
      expect(refusalOf(delivered, name, knowing(other())).code).toBe('concluded');
    },
  );

  it('tells the department whose sign-off comes after the end what has happened', () => {
    const file = stateAfter(accepted, 'withdrawCase', facts());
    expect(refusalOf(file, 'signOffCase', atDepartment())).toEqual({
      code: 'wrongStep',
      message: '这个办件已由申请人撤回，这一步没有生效，不用再办；原因是：暂不需要办理。',
    });
  });
});

describe('voiding takes two', () => {
  it('one asks with a reason, another confirms exactly that, and the number stays used', () => {
    expect(requested.voidRequested).toMatchObject({ reason: '事项选错。', by: clerk.actorId });
    expect(requested.status).toBe('received');
    const voided = stateAfter(requested, 'confirmVoid', second);
    expect(voided).toMatchObject({
      status: 'voided',
      caseNumber: received.caseNumber,
      voidRequested: null,
      ending: { kind: 'voided', reason: '事项选错。', by: clerk.actorId, confirmedBy: 'person-colleague' },
    });
  });

  it('nobody confirms their own', () => {
    expect(refusalOf(requested, 'confirmVoid', facts())).toEqual({
      code: 'samePerson',
      message: '作废要由另一位同事复核，申请人本人不能复核；请同事或大厅负责人确认。',
    });
    const own = stateAfter(received, 'requestVoid', manager);
    expect(refusalOf(own, 'confirmVoid', manager).code).toBe('samePerson');
  });

  it('what was accepted wants the hall’s manager', () => {
    const asked = stateAfter(accepted, 'requestVoid', facts());
    expect(refusalOf(asked, 'confirmVoid', second).code).toBe('managerNeeded');
    expect(stateAfter(asked, 'confirmVoid', manager).status).toBe('voided');
  });

  it('is confirmed for the reason that was given, and for no other', () => {
    expect(refusalOf(requested, 'confirmVoid', second, { reason: '别的理由' }).code).toBe('requestChanged');
    expect(refusalOf(received, 'confirmVoid', second).code).toBe('notRequested');
    expect(refusalOf(requested, 'requestVoid', second).code).toBe('voidRequested');
  });

  it('is turned down with a reason, and the case goes on', () => {
    const rejected = stateAfter(requested, 'rejectVoid', second);
    expect(rejected).toMatchObject({
      status: 'received',
      voidRequested: null,
      voidRejected: { reason: '事项没有选错。', by: 'person-colleague' },
    });
    expect(stateAfter(rejected, 'acceptCase', facts()).status).toBe('accepted');
    expect(stateAfter(rejected, 'requestVoid', facts()).voidRejected).toBeNull();
  });

  it('comes to nothing where the department signed off in between', () => {
    const asked = stateAfter(accepted, 'requestVoid', facts());
    const signed = stateAfter(asked, 'signOffCase', atDepartment());
    expect(refusalOf(signed, 'confirmVoid', manager).code).toBe('decided');
  });

  it('happens in the house that received', () => {
    expect(refusalOf(requested, 'confirmVoid', facts({ place: otherStreet, actor: second.actor })).code).toBe(
      'otherOrganisation',
    );
    expect(
      refusalOf(requested, 'confirmVoid', facts({ place: departmentDesk, actor: second.actor })).code,
    ).toBe('otherOrganisation');
  });
});

describe('taking the last step back', () => {
  it('a receipt: the number is voided and stays used', () => {
    const voided = stateAfter(received, 'undoStep', later(30_000));
    expect(voided).toMatchObject({
      status: 'voided',
      caseNumber: received.caseNumber,
      ending: { kind: 'voided', by: clerk.actorId, confirmedBy: null, reason: '收件后一分钟内由本人撤销' },
    });
  });

  it('an acceptance: the case is received again, and its clock has not begun', () => {
    const back = stateAfter(accepted, 'undoStep', later(1), { step: 'acceptCase' });
    expect(back).toMatchObject({ status: 'received', accepted: null, ending: null });
    expect(back.received).toEqual(received.received);
    expect(stateAfter(back, 'acceptCase', facts()).status).toBe('accepted');
  });

  it('an issue: the result waits again', () => {
    const back = stateAfter(issued, 'undoStep', later(1), { step: 'issueResult' });
    expect(back).toMatchObject({ status: 'decided', issued: null, decision: decided.decision });
  });

  it('for a minute of the monotonic clock, whatever the wall clock says', () => {
    const wrong = stamp(beijing('2026-09-23 09:05'));
    expect(give(received, 'undoStep', later(60_000 - 1, { stamp: wrong })).kind).toBe('applied');
    expect(refusalOf(received, 'undoStep', later(60_000)).code).toBe('undoTooLate');
    // A start of the machine in between: nobody knows how long it took.
    const rebooted = { clock: { monotonicMs: 1_000_001, bootId: 'boot-2' } };
    expect(refusalOf(received, 'undoStep', facts(rebooted)).code).toBe('undoTooLate');
  });

  it('by whoever took it, where they took it', () => {
    expect(refusalOf(received, 'undoStep', second).code).toBe('notYours');
    expect(
      refusalOf(received, 'undoStep', facts({ place: { ...counter3, installationId: 'another' } })).code,
    ).toBe('notYours');
  });

  it('not once something has followed', () => {
    expect(refusalOf(accepted, 'undoStep', facts()).code).toBe('nothingToUndo');
    expect(refusalOf(decided, 'undoStep', facts(), { step: 'acceptCase' })).toEqual({
      code: 'decided',
      message: '管城回族区民政局已经签批，受理不能撤销；请按签批结果办理，决定有错的请联系该部门。',
    });
    expect(refusalOf(delivered, 'undoStep', facts(), { step: 'issueResult' }).code).toBe('nothingToUndo');
    const corrected = stateAfter(received, 'correctCase', facts());
    expect(refusalOf(corrected, 'undoStep', facts()).code).toBe('nothingToUndo');
    const back = stateAfter(accepted, 'undoStep', facts(), { step: 'acceptCase' });
    expect(refusalOf(back, 'undoStep', facts()).code).toBe('nothingToUndo');
  });
});

describe('whatever is tried in whatever order, by whomever', () => {
  type Try = readonly [
    name: MistakeCommand['name'] | 'acceptCase' | 'signOffCase' | 'issueResult' | 'deliverResult',
    by: Facts,
  ];
  const who = [facts(), second, manager, atDepartment(), knowing(other())];
  const names = [
    ...([
      'acceptCase',
      'signOffCase',
      'issueResult',
      'deliverResult',
      'correctCase',
      'withdrawCase',
    ] as const),
    ...(['terminateCase', 'mergeCases', 'requestVoid', 'confirmVoid', 'rejectVoid', 'undoStep'] as const),
  ];
  const tries = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...who)) as fc.Arbitrary<Try>, {
    maxLength: 25,
  });

  it('the number stays the same, no end is left again, and every end says who and why', () => {
    fc.assert(
      fc.property(tries, fc.constantFrom('receiveCase', 'acceptCase', 'issueResult'), (tried, step) => {
        let file = received;
        let end: CaseFile | null = null;
        for (const [name, by] of tried) {
          const outcome = give(file, name, by, name === 'undoStep' ? { step } : {});
          if (end !== null) expect(outcome.kind).toBe('refused');
          if (outcome.kind === 'refused') expect(outcome.refusal.message).toMatch(/[，；].+[。]$/);
          if (outcome.kind !== 'applied') continue;
          const next = outcome.state as CaseFile;
          expect(next.revision).toBe(file.revision + 1);
          expect(next.caseNumber).toBe(received.caseNumber);
          // Nobody decides twice, and what was decided is delivered or waits for it.
          if (file.decision !== null) expect(next.decision).toEqual(file.decision);
          file = next;
          if (isConcluded(file.status)) end = file;
          if (end !== null && end.status !== 'delivered')
            expect(end.ending).toMatchObject({ kind: end.status, reason: expect.stringMatching(/./) });
          expect(file.ending === null).toBe(!isConcluded(file.status) || file.status === 'delivered');
          if (file.ending?.kind === 'voided' && file.ending.confirmedBy !== null)
            expect(file.ending.confirmedBy).not.toBe(file.ending.by);
        }
      }),
      { numRuns: 500 },
    );
  });
});
