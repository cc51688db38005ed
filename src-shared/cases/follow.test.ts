import { describe, expect, it } from 'vitest';
import { calendar2026, caseNumber, caseThrough, day, facts, stateAfter } from '../../tests/support/domain.ts';
import { followedCase } from './follow.ts';
import { followRatingCode } from './follow-token.ts';

const token = 'AAAAAAAAAAAAAAAAAAAAAA';
const { received, accepted, delivered } = caseThrough({ token });
const at = day('2026-09-28');

describe('a case that its applicant follows from afar', () => {
  it('says in plain words how far it is and by when, with nothing of anybody but a masked name', () => {
    const followed = followedCase(accepted, calendar2026, at);
    expect(followed).toMatchObject({
      ...{ matterName: '临时救助', caseNumber, applicantName: '豫*满', status: '已受理' },
      canRate: false,
    });
    expect(followed.promised).not.toBeNull();
    expect(followed.steps.map(({ text }) => text)).toEqual([
      '窗口收下了您的申请材料。',
      '您的申请已受理，开始计算办理时限。',
    ]);
    const said = JSON.stringify(followed);
    for (const secret of ['小满', '41010419900321998X', '13812345678', '清和里', 'person-', token])
      expect(said).not.toContain(secret);
  });

  it('keeps the office’s own to itself', () => {
    const noted = stateAfter(received, 'declareOutside', facts());
    expect(JSON.stringify(followedCase(noted, calendar2026, at))).not.toContain('厅外');
  });

  it('can be rated once it was handed over, with a code that only its token gives', () => {
    expect(followedCase(delivered, calendar2026, at)).toMatchObject({
      canRate: true,
      rated: false,
      promised: null,
    });
    expect(followRatingCode(token)).toMatch(/^\d{8}$/);
    expect(followRatingCode('BAAAAAAAAAAAAAAAAAAAAA')).not.toBe(followRatingCode(token));
  });
});
