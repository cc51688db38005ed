import { expect, it } from 'vitest';
import { tempFolder } from '../support/folder.ts';
import { killSync } from './kill-sync.ts';

/** The whole of it is `npm run kill -- sync`: two hundred kills. */
it.runIf(process.platform === 'linux')(
  'cores, district and PostgreSQL that are killed over a bad line lose nothing acknowledged and do nothing twice',
  { timeout: 600_000 },
  async () => {
    // By their plans: counter and district, the department, PostgreSQL, and all of them at once.
    const figures = await killSync({ seeds: [42, 2, 17, 7], folder: tempFolder() });
    expect(figures.kills).toBe(4);
    expect(figures.acknowledged).toBeGreaterThan(50);
  },
);
