import { describe, expect, it } from 'vitest';
import { beijingDateSchema } from '../clock/beijing.ts';
import { isActivePosting, staffPostingSchema } from './staff.ts';

const posting = {
  postingId: 'posting-1',
  personId: 'person-1',
  staffNumber: 'G1001',
  name: '管小窗',
  role: 'clerk',
  organisationId: 'street',
  from: '2026-01-01',
  to: '2026-06-30',
};
const on = (text: string) => beijingDateSchema.parse(text);

describe('a posting', () => {
  it('holds on its first and its last day, and not outside', () => {
    const parsed = staffPostingSchema.parse(posting);
    const days = ['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'];
    expect(days.map((day) => isActivePosting(parsed, on(day)))).toEqual([false, true, true, false]);
  });

  it('without an end holds on', () => {
    expect(isActivePosting(staffPostingSchema.parse({ ...posting, to: null }), on('2030-01-01'))).toBe(true);
  });

  it('cannot end before it begins', () => {
    expect(staffPostingSchema.safeParse({ ...posting, to: '2025-12-31' }).success).toBe(false);
  });
});
