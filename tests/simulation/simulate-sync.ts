import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src-server/database/embedded-postgres.ts';
import { openLog } from '../../src-server/log.ts';
import type { Simulation } from './simulate.ts';
import { begin, simulateSync } from './sync.ts';
import { makeTemplate } from './template.ts';

/** Counters, a department and their district; see `sync.ts`. */
export async function openSync(folder: string): Promise<Simulation> {
  // PostgreSQL runs under an account of its own where this runs as root.
  chmodSync(folder, 0o755);
  const data = join(folder, 'postgres');
  mkdirSync(data);
  const postgres = await startEmbeddedPostgres(data, openLog({ write: () => undefined }));
  const template = await makeTemplate(postgres.url, join(folder, 'template'), begin);
  const sums = { acts: 0, crashes: 0, turns: 0, restores: 0, mishaps: 0 };
  return {
    async run(seed) {
      const tried = await simulateSync(seed, template, postgres.url, join(folder, `seed-${seed}`));
      for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += tried[key];
    },
    summary: () =>
      `${sums.acts} acts, ${sums.turns} turns with the district, ${sums.mishaps} mishaps on the line, ${sums.crashes} crashes, ${sums.restores} restores of the district`,
    async close() {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
