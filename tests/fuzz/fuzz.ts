/**
 * `npm run fuzz [-- --frames 1000000] [--seed 1]`: throws frames at both parsers, the card reader's and the one that
 * reads a printer's answers and the paper: random, truncated, glued, bit-flipped, with preambles in the middle and lengths
 * that are not so. Exits 1 where one of them crashes, hangs, grows, or takes somebody for somebody else.
 */
import { parseArgs } from 'node:util';
import { seeded } from '../accidents/seeded.ts';
import { fuzzPrinter } from './printer.ts';
import { fuzzReader } from './reader.ts';

const { values } = parseArgs({
  options: { frames: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const frames = Number(values.frames);
const random = seeded(Number(values.seed));

let failed = 0;
for (const [name, fuzz] of [
  ['card reader', fuzzReader],
  ['ticket printer', fuzzPrinter],
] as const) {
  const started = performance.now();
  const { lines, faults } = await fuzz(frames, random);
  console.log(
    `${name}: ${frames.toLocaleString('en')} frames in ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  for (const line of lines) console.log(`  ${line}`);
  for (const fault of faults) console.log(`  FAULT ${fault}`);
  failed += faults.length;
}
process.exit(failed === 0 ? 0 : 1);
