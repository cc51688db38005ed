/**
 * `npm run kill [-- --kills 200 --seed N]`: a busy day whose core is killed at any moment, on a
 * PostgreSQL of its own. Prints the seed, how far it is, and the figures on the last line; exits 1 at the first fault,
 * and leaves the stores then.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../../src-server/database/embedded-postgres.ts';
import { openLog } from '../../src-server/log.ts';
import { killDay } from './kill-day.ts';

const { values: options } = parseArgs({
  options: { kills: { type: 'string', default: '200' }, seed: { type: 'string' } },
});
const seed = Number(options.seed ?? Date.now() % 1_000_000);
console.log(`seed ${seed}`);
const folder = mkdtempSync(join(tmpdir(), 'yichuang-kill-'));
// PostgreSQL runs under an account of its own where this runs as root.
chmodSync(folder, 0o755);
const data = join(folder, 'postgres');
mkdirSync(data);
const postgres = await startEmbeddedPostgres(data, openLog({ write: () => undefined }));
try {
  const figures = await killDay({
    kills: Number(options.kills),
    seed,
    folder,
    databaseUrl: postgres.url,
    say: (line) => console.log(line),
  });
  const { kills, killsInStart, acknowledged, survivors, replayed, tornBytes } = figures;
  const { districtOutages, backups, commands, cases, tickets, longestOpenMs, seconds } = figures;
  await postgres.stop();
  rmSync(folder, { recursive: true });
  console.log(
    `sound: ${kills} kills (${killsInStart} before the first act), ${acknowledged} acts acknowledged and none lost, ` +
      `${survivors.done + survivors.notDone} cut off (${survivors.done} there wholly, ${survivors.notDone} not at all), ` +
      `${replayed} commands out of the journal, ${tornBytes} torn bytes, ${districtOutages} outages of the district, ${backups} backups, ` +
      `${commands} commands there once each, ${cases} cases, ${tickets} tickets, ` +
      `slowest opening ${longestOpenMs.toFixed(0)} ms, ${seconds.toFixed(0)} s, seed ${seed}`,
  );
} catch (error) {
  console.log(
    `FAULT with seed ${seed}, stores left in ${folder}: ${error instanceof Error ? error.stack : error}`,
  );
  await postgres.stop();
  process.exit(1);
}
