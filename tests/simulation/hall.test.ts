import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../support/folder.ts';
import { simulateHall, smallHall } from './hall.ts';

describe('a hall whose core is ended and cut off at work', () => {
  it.each([1, 2])(
    'gives no number twice, calls nobody twice and loses nobody: seed %i',
    async (seed) => {
      const tried = await simulateHall(seed, smallHall, join(tempFolder(), String(seed)));
      expect(tried.tickets).toBeGreaterThanOrEqual(smallHall.tickets);
      expect(tried.breaks).toBe(smallHall.breaks);
    },
    600_000,
  );
});
