import { describe, expect, it } from 'vitest';
import {
  applicant,
  beijing,
  calendar2026,
  caseThrough,
  day,
  facts,
  personal,
  stamp,
  stateAfter,
} from '../../tests/support/domain.ts';
import type { CaseFile } from './case-file.ts';
import { caseDecider } from './decide.ts';
import { isReminderDue, reminded } from './reminder.ts';
import { timelineOf } from './timeline.ts';

// Decided on Thursday 24 September: holidays out and the worked Saturday in, the ten working days end on 15 October.
const { decided, issued, delivered } = caseThrough();
const isDue = (state: CaseFile, on: string) => isReminderDue(state, calendar2026, day(on));

describe('a result that was not collected in time', () => {
  it('is reminded of on the day after the ten working days, not on the last of them', () => {
    expect(isDue(issued, '2026-10-15')).toBe(false);
    expect(isDue(issued, '2026-10-16')).toBe(true);
  });

  it('is reminded of once', () => {
    const after = caseDecider.evolve(issued, reminded(stamp(beijing('2026-10-19 09:00'))));
    expect(isDue(after, '2026-10-20')).toBe(false);
    expect(after.status).toBe('issued');
    expect(timelineOf(after).at(-1)).toMatchObject({ title: '短信通知申请人', by: null });
  });

  it.each<[string, CaseFile]>([
    ['is not ready to be collected yet', decided],
    ['was handed out', delivered],
    ['is on its way by post', stateAfter(issued, 'postResult', facts())],
    [
      'has no mobile telephone to it',
      { ...issued, applicant: personal({ ...applicant, phone: '0371-60000000' }) },
    ],
  ])('is not reminded of where it %s', (_, state) => {
    expect(isDue(state, '2026-12-01')).toBe(false);
  });
});
