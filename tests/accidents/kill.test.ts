import { expect, it } from 'vitest';
import { freshDatabase } from '../integration/postgres.ts';
import { tempFolder } from '../support/folder.ts';
import { killDay } from './kill-day.ts';

/** The whole of it is `node tests/accidents/kill.ts`: two hundred kills. */
it('a core that is killed at any moment of a busy day loses nothing acknowledged and does nothing twice', {
  timeout: 600_000,
}, async () => {
  const figures = await killDay({
    kills: 8,
    seed: 20260922,
    folder: tempFolder(),
    databaseUrl: await freshDatabase(),
  });
  expect(figures).toMatchObject({ kills: 8 });
  expect(figures.acknowledged).toBeGreaterThan(50);
  expect(figures.cases).toBeGreaterThan(3);
});
