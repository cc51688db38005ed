import { describe, expect, it } from 'vitest';
import {
  applicant,
  facts,
  give,
  matter,
  personal,
  refusalOf,
  stateAfter,
} from '../../tests/support/domain.ts';

const company = {
  ...applicant,
  kind: 'enterprise',
  name: '郑州清和里餐饮有限公司',
  idNumber: '91350100M000100Y43',
  source: 'typed',
} as const;
const asked = (subject: 'person' | 'enterprise' | 'both') => facts({ matter: () => matter({ subject }) });
const by = (who: object) => ({ applicant: personal({ ...applicant, ...who }) });

describe('who may ask for a matter', () => {
  it('a person for a matter of persons, an enterprise for one of enterprises, either for one of both', () => {
    expect(refusalOf(null, 'receiveCase', asked('enterprise'))).toMatchObject({
      code: 'applicantFault',
      message: expect.stringContaining('由单位申请'),
    });
    expect(refusalOf(null, 'receiveCase', asked('person'), by(company)).message).toContain('由个人申请');
    for (const [subject, who] of [
      ['person', {}],
      ['enterprise', company],
      ['both', {}],
      ['both', company],
    ] as const)
      expect(give(null, 'receiveCase', asked(subject), by(who)).kind).toBe('applied');
  });

  it('under a number that can be one: the district looks again at what a desk has let through', () => {
    const typed = { ...applicant, source: 'typed', idNumber: '410104199003219981' };
    expect(refusalOf(null, 'receiveCase', asked('both'), by(typed)).code).toBe('applicantFault');
    const wrong = { ...company, idNumber: '91350100M000100Y44' };
    expect(refusalOf(null, 'receiveCase', asked('both'), by(wrong)).code).toBe('applicantFault');
    // No card carries a company: a code is checked wherever it is said to come from.
    expect(refusalOf(null, 'receiveCase', asked('both'), by({ ...wrong, source: 'card' })).code).toBe(
      'applicantFault',
    );
  });

  it('with a card whose number follows another rule', () => {
    const foreign = { name: 'ANNA SMITH', idNumber: 'CAN310079112201', source: 'card' };
    expect(give(null, 'receiveCase', asked('person'), by(foreign)).kind).toBe('applied');
  });

  it('and a correction makes no wrong number either, but leaves a telephone to be put right', () => {
    const received = stateAfter(null, 'receiveCase', facts());
    const correct = (corrected: object) => ({ corrected: personal(corrected), reason: '录错。' });
    expect(
      refusalOf(received, 'correctCase', facts(), correct({ idNumber: '410104199003219981' })).code,
    ).toBe('applicantFault');
    expect(give(received, 'correctCase', facts(), correct({ phone: '13900000000' })).kind).toBe('applied');
  });
});
