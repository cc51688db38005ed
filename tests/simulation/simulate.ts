/**
 * `npm run simulate -- sync|hall --seeds N --from S`, or `--seed n` for one: seeds S to S+N−1, each the same world again.
 * Says which seed failed and why; the last line is `N passed, N failed`, and one that failed makes it end with 1.
 *
 * A hall has twenty counters, four kiosks, 10,000 tickets and fifty breaks, or what `--counters`, `--kiosks`, `--tickets`
 * and `--breaks` say.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { wholeHall } from './hall.ts';
import { openHallSimulation } from './simulate-hall.ts';
import { openSync } from './simulate-sync.ts';
import { unhurriedClock } from './unhurried-clock.ts';

/** A world that can be run by seed. */
export interface Simulation {
  /** @throws where something is not as it must be */
  run(seed: number): Promise<void>;
  /** What has been tried so far. */
  summary(): string;
  close(): Promise<void>;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    counters: { type: 'string', default: String(wholeHall.counters) },
    kiosks: { type: 'string', default: String(wholeHall.kiosks) },
    tickets: { type: 'string', default: String(wholeHall.tickets) },
    breaks: { type: 'string', default: String(wholeHall.breaks) },
  },
});
const [what] = positionals;
if (what !== 'sync' && what !== 'hall') {
  console.error(
    'npm run simulate -- sync|hall [--seeds N] [--from S] [--seed n] [--counters n --kiosks n --tickets n --breaks n]',
  );
  process.exit(2);
}
const [counters = 0, kiosks = 0, tickets = 0, breaks = 0] = [
  values.counters,
  values.kiosks,
  values.tickets,
  values.breaks,
].map(Number);
const folder = mkdtempSync(join(tmpdir(), 'yichuang-simulate-'));
if (what === 'hall') unhurriedClock();
const simulation =
  what === 'sync'
    ? await openSync(folder)
    : await openHallSimulation(folder, { counters, kiosks, tickets, breaks });
const first = Number(values.seed ?? values.from);
// A whole hall takes minutes, where a line takes seconds.
const count = values.seed === undefined ? Number(values.seeds ?? (what === 'sync' ? 20 : 1)) : 1;

let passed = 0;
const failed: number[] = [];
const began = Date.now();
try {
  for (let seed = first; seed < first + count; seed += 1) {
    try {
      await simulation.run(seed);
      passed += 1;
    } catch (error) {
      failed.push(seed);
      console.log(`seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
    }
    if ((seed - first + 1) % 25 === 0)
      console.log(`${seed - first + 1} of ${count} seeds, ${failed.length} failed`);
  }
} finally {
  await simulation.close();
}
const seconds = ((Date.now() - began) / 1000).toFixed(0);
console.log(`${simulation.summary()}, ${seconds} s`);
for (const seed of failed) console.log(`again: npm run simulate -- ${what} --seed ${seed}`);
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length === 0 ? 0 : 1);
