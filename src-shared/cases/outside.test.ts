import { describe, expect, it } from 'vitest';
import {
  actor,
  atDepartment,
  beijing,
  calendar2026,
  caseThrough,
  chief,
  facts,
  otherStreet,
  refusalOf,
  reviewer,
  stamp,
  stateAfter,
} from '../../tests/support/domain.ts';
import type { CaseFile } from './case-file.ts';
import { volumeOf } from './documents/volume.ts';
import { lackingApprovals } from './outside.ts';
import { timelineOf } from './timeline.ts';

const manager = actor('hallManager');
const atCentre = facts({ actor: manager });
const { accepted, decided } = caseThrough();
const declared = stateAfter(accepted, 'declareOutside', facts());
const byDepartment = stateAfter(declared, 'approveOutside', atDepartment());
const byCentre = stateAfter(declared, 'approveOutside', atCentre, { document: '管政务急〔2026〕1号' });
const byBoth = stateAfter(byDepartment, 'approveOutside', atCentre, { document: '管政务急〔2026〕1号' });

describe('no way around the counter (M10)', () => {
  it.each<[string, CaseFile, string]>([
    ['nobody has approved', declared, '还缺部门负责人批准、中心批准'],
    ['only the department has', byDepartment, '还缺中心批准'],
    ['only the centre has', byCentre, '还缺部门负责人批准'],
  ])('what came in outside the hall is not decided while %s', (_, state, lacking) => {
    const refusal = refusalOf(state, 'signOffCase', atDepartment());
    expect(refusal.code).toBe('outsideNotApproved');
    expect(refusal.message).toContain(lacking);
  });

  it('is decided once both have approved, each with reason and document number', () => {
    expect(lackingApprovals(byBoth)).toEqual([]);
    expect(byBoth.outside?.approvals).toMatchObject({
      department: { by: chief.actorId, document: '管民急〔2026〕3号', reason: '情况紧急，同意厅外收件。' },
      centre: { by: manager.actorId, document: '管政务急〔2026〕1号' },
    });
    expect(stateAfter(byBoth, 'signOffCase', atDepartment()).status).toBe('decided');
  });

  it.each(['issueResult', 'deliverResult', 'postResult'] as const)(
    'nothing is handed out without them either: %s',
    (step) => {
      // As a state that was decided in spite of it would stand there.
      const forged: CaseFile = {
        ...decided,
        status: step === 'issueResult' ? 'decided' : 'issued',
        outside: byDepartment.outside,
      };
      expect(refusalOf(forged, step, facts()).code).toBe('outsideNotApproved');
    },
  );

  it('is approved by the deciding department’s chief representative and the receiving centre’s manager alone', () => {
    const others = [
      facts(),
      atDepartment({ actor: reviewer }),
      facts({ actor: actor('hallManager', 'street-2'), place: otherStreet }),
      facts({ actor: actor('chiefRepresentative', 'dept-market') }),
    ];
    expect(others.map((known) => refusalOf(declared, 'approveOutside', known).code)).toEqual([
      'notAuthorised',
      'notAuthorised',
      'notYours',
      'notYours',
    ]);
  });

  it('is approved by two persons, neither of them whoever declared it', () => {
    const both = { ...manager, actorId: chief.actorId };
    expect(refusalOf(byDepartment, 'approveOutside', facts({ actor: both })).code).toBe('samePerson');
    const declarer = { ...manager, actorId: declared.outside?.by ?? '' };
    expect(refusalOf(declared, 'approveOutside', facts({ actor: declarer })).code).toBe('samePerson');
    expect(refusalOf(byCentre, 'approveOutside', atCentre).code).toBe('approved');
  });

  it('is an exception of what is still undecided, declared once where it was received', () => {
    expect(refusalOf(declared, 'declareOutside', facts()).code).toBe('declared');
    expect(refusalOf(decided, 'declareOutside', facts()).code).toBe('wrongStep');
    expect(refusalOf(accepted, 'declareOutside', facts({ place: otherStreet })).code).toBe(
      'otherOrganisation',
    );
    expect(refusalOf(accepted, 'approveOutside', atCentre).code).toBe('notOutside');
  });

  it('is not received at a department’s own desk, exception or not', () => {
    expect(refusalOf(null, 'receiveCase', atDepartment({ actor: actor('clerk') })).code).toBe('notAtCounter');
  });

  it('stands in the life of the case with both documents', () => {
    const entries = timelineOf(byBoth).filter(({ title }) => title.includes('厅外收件'));
    expect(entries.map(({ title, by }) => [title, by])).toEqual([
      ['登记厅外收件', declared.outside?.by],
      ['厅外收件部门负责人批准', chief.actorId],
      ['厅外收件中心批准', manager.actorId],
    ]);
    expect(entries.at(-1)?.detail).toContain('管政务急〔2026〕1号');
  });
});

describe('its archive volume', () => {
  const office = {
    receiving: { name: '航海东路街道便民服务中心', contact: '' },
    deciding: { name: '管城回族区民政局', contact: '' },
    counterName: '3号综合窗口',
    calendar: calendar2026,
    nameOf: (id: string) => (id === manager.actorId ? '商大厅' : '豫民安'),
    placeName: (id: string) => id,
    matter: undefined,
    documents: [],
  };
  const cover = (state: CaseFile) => new Map(volumeOf(state, office).cover);

  it('names the reason and both approvals on its cover', () => {
    expect(cover(byBoth).get('厅外收件')).toBe('申请人住院，在病房收取材料。');
    expect(cover(byBoth).get('部门负责人批准')).toBe('管民急〔2026〕3号，豫民安，2026年9月22日');
    expect(cover(byBoth).get('中心批准')).toBe('管政务急〔2026〕1号，商大厅，2026年9月22日');
    expect(cover(byDepartment).get('中心批准')).toBe('未批准');
  });

  it('says nothing of it where the case came in over a counter', () => {
    expect([...cover(accepted).keys()]).not.toContain('厅外收件');
  });
});

describe('the review in the life of a case', () => {
  it('keeps every assignment, draft and return, not only the last', () => {
    const at = (time: string) => ({ stamp: stamp(beijing(`2026-09-23 ${time}`)) });
    const steps = [
      ['assignCase', atDepartment(at('09:00')), { personId: 'person-reviewer' }],
      ['draftDecision', atDepartment({ actor: reviewer, ...at('10:00') }), { opinion: '先报一次。' }],
      ['returnForReview', atDepartment(at('11:00')), {}],
      ['assignCase', atDepartment(at('11:30')), { personId: null }],
      ['draftDecision', atDepartment({ actor: reviewer, ...at('14:00') }), { opinion: '核对后再报。' }],
    ] as const;
    const reviewed = steps.reduce<CaseFile>(
      (state, [name, known, changed]) => stateAfter(state, name, known, changed),
      accepted,
    );
    const life = timelineOf(reviewed).slice(-5);
    expect(life.map(({ title, detail }) => [title, detail])).toEqual([
      ['分派审核', ''],
      ['拟同意', '先报一次。'],
      ['退回重审', '请核对家庭收入后再报。'],
      ['退回待分派', ''],
      ['拟同意', '核对后再报。'],
    ]);
    expect(life[0]).toMatchObject({ by: chief.actorId, person: 'person-reviewer' });
  });

  it('shows the last of each of a case that was reviewed before they were kept', () => {
    const drafted = stateAfter(accepted, 'draftDecision', atDepartment({ actor: reviewer }));
    const old: CaseFile = { ...drafted, reviewed: [] };
    expect(timelineOf(old).map(({ title }) => title)).toContain('拟同意');
    const returned = stateAfter(old, 'returnForReview', atDepartment());
    expect(returned.reviewed.map(({ type }) => type)).toEqual(['DecisionDrafted', 'ReturnedForReview']);
  });
});
