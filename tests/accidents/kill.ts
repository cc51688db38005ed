/**
 * `npm run kill [-- --kills 200 --seed N]`: a busy day whose core is killed at any moment, on a PostgreSQL of its own.
 * `npm run kill -- sync [--times 200 --from S]`: cores, district and PostgreSQL are killed over bad lines, one or more by
 * each seed from S on, in worlds of twenty.
 *
 * Prints how far it is. A day ends with the figures, or with the first fault; sync with `N passed, N failed`, and with
 * the seed where one failed. Both exit 1 at a fault, and leave the stores then.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../../src-server/database/embedded-postgres.ts';
import { openLog } from '../../src-server/log.ts';
import { killDay } from './kill-day.ts';
import { killSync } from './kill-sync.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string' },
    times: { type: 'string', default: '200' },
    from: { type: 'string' },
  },
});
const isSync = positionals[0] === 'sync';
const seed = Number((isSync ? options.from : options.seed) ?? Date.now() % 1_000_000);
const say = (line: string) => console.log(line);
say(`seed ${seed}`);
// An interrupted one ends in order: what it has started ends with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const newFolder = () => mkdtempSync(join(tmpdir(), 'yichuang-kill-'));
process.exit((await (isSync ? manyWorlds(Number(options.times)) : oneDay(Number(options.kills)))) ? 0 : 1);

async function oneDay(kills: number): Promise<boolean> {
  const folder = newFolder();
  // PostgreSQL runs under an account of its own where this runs as root.
  chmodSync(folder, 0o755);
  const data = join(folder, 'postgres');
  mkdirSync(data);
  const postgres = await startEmbeddedPostgres(data, openLog({ write: () => undefined }));
  try {
    const figures = await killDay({ kills, seed, folder, databaseUrl: postgres.url, say });
    const { killsInStart, acknowledged, survivors, replayed, tornBytes } = figures;
    const { districtOutages, backups, commands, cases, tickets, longestOpenMs, seconds } = figures;
    await postgres.stop();
    rmSync(folder, { recursive: true });
    say(
      `sound: ${figures.kills} kills (${killsInStart} before the first act), ${acknowledged} acts acknowledged and none lost, ` +
        `${survivors.done + survivors.notDone} cut off (${survivors.done} there wholly, ${survivors.notDone} not at all), ` +
        `${replayed} commands out of the journal, ${tornBytes} torn bytes, ${districtOutages} outages of the district, ${backups} backups, ` +
        `${commands} commands there once each, ${cases} cases, ${tickets} tickets, ` +
        `slowest opening ${longestOpenMs.toFixed(0)} ms, ${seconds.toFixed(0)} s, seed ${seed}`,
    );
    return true;
  } catch (error) {
    say(`FAULT with seed ${seed}, stores left in ${folder}: ${error instanceof Error ? error.stack : error}`);
    await postgres.stop();
    return false;
  }
}

/**
 * A world's kills pass together, when all has been held against what was acknowledged. A fault is its latest seed's; the
 * ones behind it go on in a new world.
 */
async function manyWorlds(times: number): Promise<boolean> {
  const kills = Array.from({ length: times }, (_, index) => seed + index);
  let [passed, failed] = [0, 0];
  while (kills.length > 0) {
    const seeds = kills.splice(0, 20);
    const [first = seed] = seeds;
    const folder = newFolder();
    let done = 0;
    try {
      const { commands, ...all } = await killSync({
        seeds,
        folder,
        onKill(at, { acknowledged, acknowledgedByDistrict, cases, signedOff, mishaps, seconds }) {
          done += 1;
          say(
            `${passed + failed + done} of ${times} kills, seed ${at}: ${acknowledged} acts acknowledged, ` +
              `${acknowledgedByDistrict} by the district, ${cases} cases, ${signedOff} signed off, ${mishaps} mishaps on the lines, ${seconds.toFixed(0)} s`,
          );
        },
      });
      const { survivors } = all;
      say(
        `held after ${done} kills: ${all.acknowledged} acts and ${all.signedOff} decisions acknowledged and none lost, ` +
          `${survivors.done + survivors.notDone} cut off (${survivors.done} there wholly, ${survivors.notDone} not at all), ` +
          `${commands} commands there once each, ${all.seconds.toFixed(0)} s`,
      );
      passed += done;
      rmSync(folder, { recursive: true });
    } catch (error) {
      // At the end, when everything is compared, it is the last one's.
      const before = Math.min(done, seeds.length - 1);
      kills.unshift(...seeds.slice(before + 1));
      passed += before;
      failed += 1;
      say(
        `FAULT at seed ${seeds[before]}, stores left in ${folder}: ${error instanceof Error ? error.stack : error}\n` +
          `again: npm run kill -- sync --times ${before + 1} --from ${first}`,
      );
    }
  }
  say(`${passed} passed, ${failed} failed`);
  return failed === 0;
}
