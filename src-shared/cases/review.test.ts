import { describe, expect, it } from 'vitest';
import {
  atDepartment,
  beijing,
  calendar2026,
  caseThrough,
  chief,
  chiefPosting,
  counter3,
  day,
  facts,
  organisations,
  postingOf,
  refusalOf,
  reviewer,
  reviewerPosting,
  stamp,
  stateAfter,
} from '../../tests/support/domain.ts';
import { deadlinesOf } from './case-clock.ts';
import type { CaseFile } from './case-file.ts';

const uploaded = stamp(beijing('2026-09-22 09:05'), beijing('2026-09-22 09:06'));
const { received, accepted, decided } = caseThrough({}, facts({ stamp: uploaded }));
const other = { ...reviewer, actorId: 'person-other', postingId: 'posting-other' };
const postings = [chiefPosting, reviewerPosting, postingOf(other, { staffNumber: 'G3002', name: '商另核' })];
const byChief = atDepartment({ postings });
const byReviewer = atDepartment({ postings, actor: reviewer });
const byOther = atDepartment({ postings, actor: other });
const mine = stateAfter(accepted, 'assignCase', byReviewer);
const drafted = stateAfter(mine, 'draftDecision', byReviewer);

describe('whose case it is', () => {
  it('is taken by a reviewer, and then nobody else’s', () => {
    expect(mine.review?.assignee).toMatchObject({ personId: 'person-reviewer', by: 'person-reviewer' });
    const refusal = {
      code: 'taken',
      message: '这个办件由商民安审核，要换人的请首席代表重新分派，或先办其他办件。',
    };
    expect(refusalOf(mine, 'assignCase', byOther, { personId: 'person-other' })).toEqual(refusal);
    expect(refusalOf(mine, 'draftDecision', byOther).code).toBe('taken');
  });

  it('is given to somebody by the chief representative alone', () => {
    expect(refusalOf(accepted, 'assignCase', byReviewer, { personId: 'person-other' }).code).toBe(
      'onlyChief',
    );
    const moved = stateAfter(mine, 'assignCase', byChief, { personId: 'person-other' });
    expect(moved.review?.assignee).toMatchObject({ personId: 'person-other', by: chief.actorId });
  });

  it('goes to people of this department who are posted today', () => {
    const ended = [chiefPosting, postingOf(reviewer, { to: '2026-09-21' })];
    expect(refusalOf(accepted, 'assignCase', atDepartment({ postings: ended })).code).toBe('notPosted');
    expect(refusalOf(accepted, 'assignCase', byChief, { personId: 'person-clerk' }).code).toBe('notPosted');
  });

  it('is given back by whoever has it', () => {
    expect(stateAfter(mine, 'assignCase', byReviewer, { personId: null }).review?.assignee).toBeNull();
    expect(refusalOf(accepted, 'assignCase', byReviewer, { personId: null }).code).toBe('assignedSo');
  });

  it('is reviewed at the department’s own desk, between acceptance and decision', () => {
    expect(refusalOf(accepted, 'draftDecision', { ...byReviewer, place: counter3 }).code).toBe(
      'otherDepartment',
    );
    expect(refusalOf(received, 'draftDecision', byReviewer).code).toBe('wrongStep');
    expect(refusalOf(decided, 'draftDecision', byReviewer).code).toBe('wrongStep');
  });
});

describe('the draft of the decision', () => {
  it('waits for the signature, and goes back for another review with a reason', () => {
    expect(drafted.review?.draft).toMatchObject({ outcome: 'approved', opinion: '材料齐全，建议同意。' });
    const returned = stateAfter(drafted, 'returnForReview', byChief);
    expect(returned.review).toMatchObject({
      draft: { outcome: 'approved' },
      returned: { reason: '请核对家庭收入后再报。', by: chief.actorId },
    });
    expect(refusalOf(returned, 'returnForReview', byChief).code).toBe('noDraft');
    const again = stateAfter(returned, 'draftDecision', byReviewer, { opinion: '收入已核对，建议同意。' });
    expect(again.review).toMatchObject({ draft: { opinion: '收入已核对，建议同意。' }, returned: null });
  });

  it('is not needed: the chief representative may sign without one', () => {
    expect(stateAfter(accepted, 'signOffCase', byChief).status).toBe('decided');
    expect(refusalOf(accepted, 'returnForReview', byChief).code).toBe('noDraft');
  });
});

describe('a correction that the department asks for (补正)', () => {
  const on = (text: string) => atDepartment({ actor: reviewer, stamp: stamp(beijing(text)) });
  const asked = stateAfter(accepted, 'requestCorrection', on('2026-09-23 10:00'));

  it('stops the case until the applicant has brought it, and both limits begin anew then', () => {
    expect(asked).toMatchObject({
      status: 'supplementing',
      notices: [{ missing: [{ materialId: 'application', why: '申请表没有签名' }], by: reviewer.actorId }],
    });
    const supplied = stateAfter(
      asked,
      'supplementCase',
      facts({ stamp: stamp(beijing('2026-09-28 10:00'), beijing('2026-09-28 10:01')) }),
    );
    const again = stateAfter(supplied, 'acceptCase', facts({ stamp: stamp(beijing('2026-09-28 10:05')) }));
    // Five working days after Monday 28 September: 29, 30, 8, 9, 10 October.
    expect(promised(again)).toBe('2026-10-10');
    expect(promised(accepted)).not.toBe(promised(again));
  });

  it('comes within five working days of the receipt: the 30th is the last, the 8th of October too late', () => {
    expect(stateAfter(accepted, 'requestCorrection', on('2026-09-30 17:00')).status).toBe('supplementing');
    expect(refusalOf(accepted, 'requestCorrection', on('2026-10-08 09:00'))).toEqual({
      code: 'tooLate',
      message: '补正应在收件后5个工作日内（2026年9月30日前）一次告知，现已超期，请按现有材料审核。',
    });
  });

  it('comes once, with papers of the list only', () => {
    const known = on('2026-09-23 10:00');
    expect(
      refusalOf(accepted, 'requestCorrection', known, { missing: [{ materialId: 'x', why: '缺' }] }).code,
    ).toBe('notOnTheList');
    expect(refusalOf(asked, 'requestCorrection', known).code).toBe('toldOnce');
  });

  const promised = (file: CaseFile) => {
    const due = deadlinesOf(file, calendar2026, day('2026-09-28')).promised;
    return due.kind === 'due' ? due.date : due.kind;
  };
});

describe('a question to another department (M27)', () => {
  const asked = stateAfter(accepted, 'askDepartment', byReviewer);
  const [inquiry] = asked.inquiries;
  const market = (text: string) => ({
    ...atDepartment({
      actor: { ...reviewer, organisationId: organisations.market },
      stamp: stamp(beijing(text)),
    }),
    place: { ...atDepartment().place, organisationId: organisations.market },
  });

  it('stands on the case with its day, and so does the answer', () => {
    expect(inquiry).toMatchObject({
      departmentName: '管城回族区市场监督管理局',
      due: '2026-09-29',
      answer: null,
    });
    const answered = stateAfter(asked, 'answerInquiry', market('2026-09-28 11:00'));
    expect(answered.inquiries[0]?.answer).toMatchObject({ text: '名下没有市场主体登记。' });
    expect(refusalOf(answered, 'answerInquiry', market('2026-09-28 11:05')).code).toBe('answered');
  });

  it('is answered by the department that was asked', () => {
    expect(refusalOf(asked, 'answerInquiry', byReviewer)).toEqual({
      code: 'otherDepartment',
      message: '这条征询由管城回族区市场监督管理局在本部门的电脑上答复。',
    });
  });

  it('goes to another department, with a day that is still to come', () => {
    const ask = (changes: Record<string, unknown>) =>
      refusalOf(accepted, 'askDepartment', byReviewer, changes).code;
    expect(ask({ departmentId: organisations.civil })).toBe('notADepartment');
    expect(ask({ departmentId: organisations.street })).toBe('notADepartment');
    expect(ask({ due: day('2026-09-21') })).toBe('dueInThePast');
  });

  it('does not hold up the decision, and is not answered after it', () => {
    const signed = stateAfter(asked, 'signOffCase', byChief);
    expect(refusalOf(signed, 'answerInquiry', market('2026-09-28 11:00')).code).toBe('wrongStep');
  });
});
