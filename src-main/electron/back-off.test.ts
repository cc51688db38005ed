import { describe, expect, it } from 'vitest';
import { backOff } from './back-off.ts';

describe('pauses between tries', () => {
  it('double up to a limit while it keeps failing, and are short again after it worked for a while', () => {
    const pauses = backOff({ first: 500, longest: 3_000, healthyAfterMs: 60_000 });
    expect([0, 0, 0, 0, 0].map((lasted) => pauses.next(lasted))).toEqual([500, 1_000, 2_000, 3_000, 3_000]);
    expect(pauses.failures).toBe(5);
    expect(pauses.next(60_000)).toBe(500);
    expect(pauses.failures).toBe(1);
  });
});
