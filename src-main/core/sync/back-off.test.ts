import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOff } from './back-off.ts';

const failures = fc.integer({ min: 1, max: 1_000_000 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the wait after failures in a row', () => {
  it('is never longer than half a minute, however long the district is gone, and never nothing', () => {
    fc.assert(
      fc.property(failures, random, (count, chance) => {
        const wait = backOff(count, chance);
        expect(wait).toBeGreaterThanOrEqual(500);
        expect(wait).toBeLessThanOrEqual(30_000);
      }),
    );
  });

  it('grows with each failure until the cap', () => {
    fc.assert(
      fc.property(failures, random, (count, chance) => {
        expect(backOff(count + 1, chance)).toBeGreaterThanOrEqual(backOff(count, chance));
      }),
    );
    expect([1, 2, 3, 4, 5, 6, 7, 8].map((count) => backOff(count, 0.999_999).toFixed(0))).toEqual([
      ...['1000', '2000', '4000', '8000', '16000'],
      ...['30000', '30000', '30000'],
    ]);
  });

  it('is spread over half of its length, so that a hall does not come back all at once', () => {
    expect(backOff(9, 0)).toBe(15_000);
    expect(backOff(9, 0.5)).toBe(22_500);
  });
});
