import { describe, expect, it } from 'vitest';
import {
  atDepartment,
  beijing,
  caseThrough,
  facts,
  reviewer,
  stamp,
  stateAfter,
} from '../../tests/support/domain.ts';
import { timelineOf } from './timeline.ts';

const at = (text: string) => ({ stamp: stamp(beijing(text)) });
const { accepted } = caseThrough();
const asked = stateAfter(
  accepted,
  'askDepartment',
  atDepartment({ actor: reviewer, ...at('2026-09-23 09:00') }),
);
const drafted = stateAfter(
  asked,
  'draftDecision',
  atDepartment({ actor: reviewer, ...at('2026-09-23 10:00') }),
);
const decided = stateAfter(drafted, 'signOffCase', atDepartment(at('2026-09-24 15:30')), {
  outcome: 'rejected',
  opinion: '收入高于标准，不予批准。',
});
const told = stateAfter(decided, 'tellApplicant', facts(at('2026-09-25 09:00')));
const issued = stateAfter(told, 'issueResult', facts(at('2026-09-28 10:00')));
const delivered = stateAfter(issued, 'deliverResult', facts(at('2026-09-28 10:05')));

describe('the life of a case', () => {
  const timeline = timelineOf(delivered);

  it('shows everything in order, with who did it and what goes with it', () => {
    expect(timeline.map(({ title }) => title)).toEqual([
      '收件',
      '受理',
      '征询管城回族区市场监督管理局',
      '拟同意',
      '签批：不予',
      '短信通知申请人',
      '发证',
      '送达',
    ]);
    const [, , inquiry, , decision] = timeline;
    expect(inquiry).toMatchObject({ by: 'person-reviewer', at: beijing('2026-09-23 09:00') });
    expect(decision).toMatchObject({ document: 'rejection', by: 'person-chiefRepresentative' });
    expect(decision?.detail).toContain('与拟办意见不一致');
  });

  it('tells the applicant the same in plain words, and nothing of what is the office’s own', () => {
    const plain = timeline.flatMap((entry) => entry.plain ?? []);
    expect(plain).toEqual([
      '窗口收下了您的申请材料。',
      '您的申请已受理，开始计算办理时限。',
      '已作出不予的决定，理由写在决定书上。',
      '已短信通知您领取结果。',
      '结果已经可以领取。',
      '结果已经送达，这件事办完了。',
    ]);
    expect(plain.join('')).not.toMatch(/拟|征询|收入/);
  });
});
