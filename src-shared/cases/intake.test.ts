import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applicant,
  atDepartment,
  beijing,
  calendar2026,
  clerk,
  counter4,
  facts,
  give,
  matter,
  otherStreet,
  personal,
  refusalOf,
  stamp,
  stateAfter,
} from '../../tests/support/domain.ts';
import { deadlinesOf } from './case-clock.ts';
import type { CaseEvent } from './case-events.ts';
import { type CaseFile, caseBeginning } from './case-file.ts';

/** 临时救助 with a third required paper that may follow within ten working days. */
const tolerant = matter({
  materials: [
    ...matter().materials,
    { ...matter().materials[2], id: 'income', name: '收入证明', required: true, mayFollowWithin: 10 },
  ],
});
const known = facts({ matters: [tolerant] });
const paper = (id: string) => {
  const found = tolerant.materials.find((each) => String(each.id) === id);
  if (found === undefined) throw new Error(`no paper ${id}`);
  return { materialId: found.id, name: found.name, form: found.form, copies: found.copies };
};
const receivedWith = (...ids: string[]): CaseFile =>
  stateAfter(null, 'receiveCase', known, { materials: ids.map(paper), incomplete: true });
const told = (ids: readonly string[], more: Record<string, unknown> = {}) => ({
  missing: ids.map((materialId) => ({ materialId, why: '未提交' })),
  papersKept: true,
  newFacts: null,
  ...more,
});
const brought = (...ids: string[]) => ({ materials: ids.map(paper) });

describe('收件', () => {
  it('says what was received, and leaves out how every case begins', () => {
    const outcome = give(null, 'receiveCase', known, {
      materials: ['id-card', 'application', 'income'].map(paper),
    });
    if (outcome.kind !== 'applied') throw new Error(JSON.stringify(outcome));
    const [event] = outcome.events as readonly CaseEvent[];
    if (event?.type !== 'CaseReceived') throw new Error('nothing was received');
    expect(Object.keys(event.caseFile).filter((key) => key in caseBeginning)).toEqual([
      'token',
      'situations',
      'agent',
      'attachments',
      'missing',
    ]);
    expect(outcome.state).toEqual({ ...caseBeginning, ...event.caseFile, undo: event.undo });
  });
});

describe('收件: incomplete papers', () => {
  it('are received when the clerk means it, and what is missing stands on the case', () => {
    const received = receivedWith('id-card');
    expect(received.status).toBe('received');
    expect(received.missing.map(({ name, mayFollowWithin }) => [name, mayFollowWithin])).toEqual([
      ['临时救助申请表', null],
      ['收入证明', 10],
    ]);
  });

  it('are not received by a slip of the finger', () => {
    expect(refusalOf(null, 'receiveCase', known, brought('id-card')).code).toBe('materialsMissing');
  });
});

describe('受理', () => {
  it('is refused while a required paper is missing, and names it', () => {
    expect(refusalOf(receivedWith('id-card', 'income'), 'acceptCase', known)).toEqual({
      code: 'materialsMissing',
      message: '还缺必要材料《临时救助申请表》，请补齐后受理，或一次性告知申请人。',
    });
  });

  it('容缺: a paper that the matter lets follow is owed, within the days of the matter', () => {
    const accepted = stateAfter(receivedWith('id-card', 'application'), 'acceptCase', known, {
      owed: ['income'],
    });
    expect(accepted.owed).toEqual([
      { materialId: 'income', name: '收入证明', withinDays: 10, supplied: null },
    ]);
  });

  it('容缺: no other paper may follow, whoever asks', () => {
    const owed = ['application', 'income'];
    expect(refusalOf(receivedWith('id-card'), 'acceptCase', known, { owed })).toEqual({
      code: 'mayNotFollow',
      message: '《临时救助申请表》不在本事项可以容缺的材料之内，请补齐后受理，或一次性告知申请人。',
    });
  });

  it('never accepts a case with a required paper neither given nor owed', () => {
    const ids: string[] = tolerant.materials.map(({ id }) => id);
    fc.assert(
      fc.property(fc.subarray(ids), fc.subarray(ids), (given, owed) => {
        const outcome = give(receivedWith(...given), 'acceptCase', known, { owed });
        if (outcome.kind !== 'applied') return;
        const accepted = outcome.state as CaseFile;
        for (const { id, required, mayFollowWithin } of tolerant.materials) {
          if (!required || given.includes(id)) continue;
          expect(accepted.owed).toContainEqual(
            expect.objectContaining({ materialId: id, withinDays: mayFollowWithin }),
          );
        }
        // What is there is not owed, whatever the clerk ticked.
        for (const { materialId } of accepted.owed) expect(given).not.toContain(materialId);
      }),
    );
  });
});

describe('一次性告知', () => {
  it('names everything that is missing, each with why; the case waits', () => {
    const waiting = stateAfter(
      receivedWith('id-card'),
      'giveOneTimeNotice',
      known,
      told(['application', 'income']),
    );
    expect(waiting.status).toBe('supplementing');
    expect(waiting.notices).toMatchObject([
      {
        missing: [
          { materialId: 'application', name: '临时救助申请表', why: '未提交' },
          { materialId: 'income', name: '收入证明', why: '未提交' },
        ],
        papersKept: true,
        by: clerk.actorId,
        supplemented: null,
      },
    ]);
  });

  it('is complete or is not given: whatever is listed, nothing required and missing is left out', () => {
    const ids: string[] = tolerant.materials.map(({ id }) => id);
    fc.assert(
      fc.property(fc.subarray(ids), fc.subarray(ids, { minLength: 1 }), (given, listed) => {
        const received = receivedWith(...given);
        const outcome = give(received, 'giveOneTimeNotice', known, told(listed));
        const leftOut = received.missing.filter(({ materialId }) => !listed.includes(materialId));
        expect(outcome.kind).toBe(leftOut.length === 0 ? 'applied' : 'refused');
        if (outcome.kind !== 'refused') return;
        expect(outcome.refusal.code).toBe('listIncomplete');
        for (const { name } of leftOut) expect(outcome.refusal.message).toContain(`《${name}》`);
      }),
    );
  });

  it('may name a paper that was handed over and is not in order: it has to come again', () => {
    const waiting = stateAfter(receivedWith('id-card', 'application', 'income'), 'giveOneTimeNotice', known, {
      ...told([]),
      missing: [{ materialId: 'application', why: '未签名' }],
    });
    expect(waiting.materials.map(({ materialId }) => materialId)).toEqual(['id-card', 'income']);
    expect(waiting.missing.map(({ materialId }) => materialId)).toEqual(['application']);
  });

  it('asks for nothing that the matter does not ask for', () => {
    const list = told(['application', 'income', 'marriage-proof']);
    expect(refusalOf(receivedWith('id-card'), 'giveOneTimeNotice', known, list)).toEqual({
      code: 'notOnTheList',
      message: '事项材料清单以外的材料不能要求提供，请从清单中选择。',
    });
  });

  it('papers that the applicant takes home have to come again, and are not on the case', () => {
    const list = told(['application', 'income'], { papersKept: false });
    const waiting = stateAfter(receivedWith('id-card'), 'giveOneTimeNotice', known, list);
    expect(waiting.materials).toEqual([]);
    expect(waiting.missing.map(({ materialId }) => materialId).sort()).toEqual([
      'application',
      'id-card',
      'income',
    ]);
    expect(waiting.notices[0]?.missing).toHaveLength(2);
  });

  it('is given once: what was not on it is not asked for later, unless facts are new and written down', () => {
    const first = stateAfter(
      receivedWith('id-card', 'income'),
      'giveOneTimeNotice',
      known,
      told(['application']),
    );
    const more = told(['application', 'proof']);
    expect(refusalOf(first, 'giveOneTimeNotice', known, more)).toEqual({
      code: 'toldOnce',
      message: '《疾病诊断证明》不在已经告知的清单里，不能再要求补正。确有新情况的，请写明后再告知。',
    });
    expect(refusalOf(first, 'giveOneTimeNotice', known, { ...more, newFacts: '　' }).code).toBe('toldOnce');
    const again = stateAfter(first, 'giveOneTimeNotice', known, { ...more, newFacts: '申请人称新近住院。' });
    expect(again.notices.map(({ newFacts }) => newFacts)).toEqual([null, '申请人称新近住院。']);
  });

  it('what was on it may be asked for again when what came is not in order', () => {
    const first = stateAfter(
      receivedWith('id-card', 'income'),
      'giveOneTimeNotice',
      known,
      told(['application']),
    );
    expect(refusalOf(first, 'giveOneTimeNotice', known, told(['application'])).code).toBe('alreadyTold');
    const back = stateAfter(first, 'supplementCase', known, brought('application'));
    const again = stateAfter(back, 'giveOneTimeNotice', known, {
      ...told([]),
      missing: [{ materialId: 'application', why: '未签名' }],
    });
    expect(again.status).toBe('supplementing');
  });

  it('comes too late after five working days of silence: the case counts as accepted', () => {
    const late = facts({ matters: [tolerant], stamp: stamp(beijing('2026-10-12 09:00')) });
    for (const step of ['giveOneTimeNotice', 'refuseAcceptance'] as const)
      expect(
        refusalOf(
          receivedWith('id-card'),
          step,
          late,
          step === 'giveOneTimeNotice' ? told(['application', 'income']) : {},
        ).code,
      ).toBe('deemedAccepted');
  });

  it('that adds new facts leaves one list to answer, however late it comes', () => {
    const first = stateAfter(
      receivedWith('id-card', 'income'),
      'giveOneTimeNotice',
      known,
      told(['application']),
    );
    const late = facts({ matters: [tolerant], stamp: stamp(beijing('2026-10-12 09:00')) });
    const more = { ...told(['application', 'proof']), newFacts: '申请人称新近住院。' };
    const again = stateAfter(first, 'giveOneTimeNotice', late, more);
    const whole = stateAfter(again, 'supplementCase', late, brought('application', 'proof'));
    expect(whole.notices.map(({ supplemented }) => supplemented?.at)).toEqual([late.stamp, late.stamp]);
    const { promised } = deadlinesOf(
      { ...whole, received: { ...whole.received, uploadedAt: whole.received.capturedAt } },
      calendar2026,
    );
    expect(promised).toMatchObject({ from: 'supplement', date: '2026-10-19' });
  });

  it('is not possible any more once the case is accepted', () => {
    const accepted = stateAfter(receivedWith('id-card', 'application', 'income'), 'acceptCase', known);
    expect(refusalOf(accepted, 'giveOneTimeNotice', known, told(['application'])).code).toBe('wrongStep');
  });
});

describe('补正收件', () => {
  const waiting = stateAfter(
    receivedWith('id-card'),
    'giveOneTimeNotice',
    known,
    told(['application', 'income']),
  );

  it('matches the list', () => {
    expect(refusalOf(waiting, 'supplementCase', known, brought('application', 'proof'))).toEqual({
      code: 'notOnNotice',
      message: '《疾病诊断证明》不在告知的清单里，请按清单核对后收件。',
    });
  });

  it('in parts waits for the rest, each part with a receipt; the last one completes it', () => {
    const part = stateAfter(waiting, 'supplementCase', known, brought('application'));
    expect(part).toMatchObject({ status: 'supplementing', notices: [{ supplemented: null }] });
    const whole = stateAfter(part, 'supplementCase', known, brought('income'));
    expect(whole.status).toBe('received');
    expect(whole.notices[0]?.supplies.map(({ materials }) => materials.map(({ name }) => name))).toEqual([
      ['临时救助申请表'],
      ['收入证明'],
    ]);
    expect(whole.notices[0]?.supplemented?.by).toBe(clerk.actorId);
    expect(stateAfter(whole, 'acceptCase', known).status).toBe('accepted');
  });

  it('begins both limits anew when complete', () => {
    const later = facts({
      matters: [tolerant],
      stamp: stamp(beijing('2026-09-24 10:00'), beijing('2026-09-24 10:00')),
    });
    const whole = stateAfter(waiting, 'supplementCase', later, brought('application', 'income'));
    const accepted = stateAfter({ ...whole, received: later.stamp }, 'acceptCase', later);
    const { promised, statutory } = deadlinesOf(accepted, calendar2026);
    expect(promised).toMatchObject({ kind: 'due', from: 'supplement', date: '2026-10-09' });
    expect(statutory).toMatchObject({ kind: 'due', from: 'supplement' });
  });

  it('is taken at any counter of the centre, at no other', () => {
    const at = (place: typeof counter4) => facts({ matters: [tolerant], place });
    expect(give(waiting, 'supplementCase', at(counter4), brought('income')).kind).toBe('applied');
    expect(refusalOf(waiting, 'supplementCase', at(otherStreet), brought('income')).code).toBe(
      'otherOrganisation',
    );
  });
});

describe('不予受理', () => {
  it('is written, with ground, reason and basis, and ends the case', () => {
    const ended = stateAfter(receivedWith(), 'refuseAcceptance', known);
    expect(ended).toMatchObject({
      status: 'notAccepted',
      nonAcceptance: { ground: 'notOurPower', authority: '申请人户籍所在地区民政局', by: clerk.actorId },
    });
  });

  it('for want of power names the right authority', () => {
    const nameless = { authority: null };
    expect(refusalOf(receivedWith(), 'refuseAcceptance', known, nameless)).toEqual({
      code: 'noAuthority',
      message: '不属于本机关职权的，要告诉申请人向哪个机关申请，请填写有权机关。',
    });
    const notNeeded = { ground: 'notNeeded', authority: null };
    expect(stateAfter(receivedWith(), 'refuseAcceptance', known, notNeeded).status).toBe('notAccepted');
  });

  it.each(['bookedOut', 'queueFull', ''])('never on the ground "%s"', (ground) => {
    expect(give(receivedWith(), 'refuseAcceptance', known, { ground }).kind).toBe('unreadable');
  });
});

describe('容缺补交', () => {
  const accepted = stateAfter(receivedWith('id-card', 'application'), 'acceptCase', known, {
    owed: ['income'],
  });

  it('holds an approval back until everything owed has come', () => {
    expect(refusalOf(accepted, 'signOffCase', atDepartment())).toEqual({
      code: 'papersOwed',
      message: '容缺材料《收入证明》还没有补齐，收件窗口收到后才能准予批准。',
    });
    const supplied = stateAfter(accepted, 'supplyOwed', known, brought('income'));
    expect(supplied.owed[0]?.supplied).toEqual(known.stamp);
    expect(supplied.materials.map(({ name }) => name)).toContain('收入证明');
    expect(stateAfter(supplied, 'signOffCase', atDepartment()).status).toBe('decided');
  });

  it('an acceptance that is taken back leaves nothing owed, and the papers missing as before', () => {
    const back = stateAfter(accepted, 'undoStep', known, { step: 'acceptCase' });
    expect(back).toMatchObject({ status: 'received', owed: [], missing: [{ materialId: 'income' }] });
    expect(refusalOf(back, 'acceptCase', known).code).toBe('materialsMissing');
  });

  it('takes what is owed, once', () => {
    expect(refusalOf(accepted, 'supplyOwed', known, brought('proof')).code).toBe('notOwed');
    const supplied = stateAfter(accepted, 'supplyOwed', known, brought('income'));
    expect(refusalOf(supplied, 'supplyOwed', known, brought('income')).code).toBe('notOwed');
  });
});

describe('whatever is tried in whatever order', () => {
  const steps = [
    ['acceptCase', {}],
    ['acceptCase', { owed: ['income'] }],
    ['giveOneTimeNotice', told(['application', 'income'])],
    ['giveOneTimeNotice', told(['application'])],
    [
      'giveOneTimeNotice',
      told(['proof', 'application', 'income'], { papersKept: false, newFacts: '新情况' }),
    ],
    ['supplementCase', brought('application')],
    ['supplementCase', brought('application', 'proof')],
    ['supplementCase', brought('id-card', 'income')],
    ['refuseAcceptance', {}],
    ['supplyOwed', brought('income')],
    ['signOffCase', {}],
  ] as const;

  it('a refused or waiting case is not decided, and none is with a paper missing', () => {
    fc.assert(
      fc.property(
        fc.subarray(tolerant.materials.map(({ id }) => id)),
        fc.array(fc.constantFrom(...steps), { maxLength: 10 }),
        (given, tried) => {
          let file = receivedWith(...given);
          for (const [name, args] of tried) {
            const at = name === 'signOffCase' ? atDepartment() : known;
            const outcome = give(file, name, at, args);
            if (outcome.kind !== 'applied') continue;
            const before = file;
            file = outcome.state as CaseFile;
            expect(before.status).not.toBe('notAccepted');
            if (name === 'signOffCase') expect(before.status).toBe('accepted');
            expect(file.status === 'supplementing').toBe(
              file.notices.some(({ supplemented }) => supplemented === null) && file.status !== 'notAccepted',
            );
          }
          if (file.accepted === null) return;
          for (const { id, required } of tolerant.materials) {
            const isThere = file.materials.some(({ materialId }) => materialId === id);
            const isOwed = file.owed.some(
              ({ materialId, supplied }) => materialId === id && supplied === null,
            );
            if (required) expect(isThere || isOwed, id).toBe(true);
          }
          if (file.decision !== null) expect(file.owed.every(({ supplied }) => supplied !== null)).toBe(true);
        },
      ),
    );
  });
});

describe('代办', () => {
  const agent = {
    name: '管晓禾',
    idNumber: '11010519491231002X',
    phone: '13900001111',
    relation: '社区代办员',
    authorisation: 'signed',
    source: 'typed',
  };

  it('is free: the fee is nothing, and nothing else can be written', () => {
    const received = stateAfter(null, 'receiveCase', facts(), { agent: personal(agent) });
    expect(received.agent).toMatchObject({ personal: { name: '管晓禾', fee: 0 } });
    expect(give(null, 'receiveCase', facts(), { agent: personal({ ...agent, fee: 100 }) }).kind).toBe(
      'unreadable',
    );
  });

  it('is somebody else’s than the applicant', () => {
    const same = personal({ ...agent, idNumber: applicant.idNumber });
    expect(refusalOf(null, 'receiveCase', facts(), { agent: same }).code).toBe('agentIsApplicant');
  });

  it('is not proved by a virtual reader outside a demo', () => {
    const virtual = personal({ ...agent, source: 'card', virtual: true });
    expect(refusalOf(null, 'receiveCase', facts(), { agent: virtual }).code).toBe('virtualEvidence');
  });
});
