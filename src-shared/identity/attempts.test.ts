import { describe, expect, it } from 'vitest';
import { type Instant, instantOfEpoch, instantSchema } from '../clock/beijing.ts';
import { type Attempts, countAttempt, lockedOut } from './attempts.ts';

const morning = Date.parse('2026-09-22T01:00:00.000Z');
const minute = (minutes: number): Instant => instantOfEpoch(morning + minutes * 60_000);

/** Wrong attempts at these minutes, one after the other; what is kept after the last, and which of them were locked. */
function wrong(...minutes: number[]) {
  let held: Attempts | null = null;
  const locked: number[] = [];
  for (const at of minutes) {
    const counted = countAttempt(held, 5, minute(at));
    held = counted.attempts;
    if (counted.locked) locked.push(at);
  }
  return { held, locked };
}

describe('attempts at signing in', () => {
  it('are five; the sixth is not checked any more, for fifteen minutes from the fifth', () => {
    expect(wrong(0, 1, 2, 3, 4).locked).toEqual([]);
    expect(wrong(0, 1, 2, 3, 4, 5, 18).locked).toEqual([5, 18]);
    expect(wrong(0, 1, 2, 3, 4, 19).locked).toEqual([]);
  });

  it('that are locked do not make the lock longer', () => {
    expect(wrong(0, 1, 2, 3, 4, 5, 10, 15, 18).held?.until).toBe(minute(19));
  });

  it('are forgotten a quarter of an hour after the first, so that a slow morning locks nobody', () => {
    expect(wrong(0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40).locked).toEqual([]);
  });

  it('count from one again after a lock', () => {
    expect(wrong(0, 0, 0, 0, 0, 15).held).toEqual({ count: 1, until: minute(30) });
  });

  it('hold nobody longer when the clock is set back a day, and not for ever', () => {
    const day = 24 * 60;
    const { held } = wrong(day, day, day, day, day);
    const back = countAttempt(held, 5, minute(0));
    expect(back).toMatchObject({ locked: true, attempts: { until: minute(15) } });
    expect(countAttempt(back.attempts, 5, minute(14)).locked).toBe(true);
    expect(countAttempt(back.attempts, 5, minute(15)).locked).toBe(false);
  });

  it('that are locked are answered with until when, and who can help', () => {
    const { refusal } = lockedOut(instantSchema.parse('2026-09-22T01:19:00.000Z'), 'person');
    expect(refusal.message).toBe(
      '密码多次输错，这个工号已暂停登录，09:19后再试。急办请由另一位同事登录；忘记密码请联系安全管理员。',
    );
  });
});
