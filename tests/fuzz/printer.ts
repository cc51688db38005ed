import { setImmediate } from 'node:timers/promises';
import { testPage } from '#shared/devices/test-page.ts';
import { renderSlip } from '../../src-main/core/devices/ticket-printer/escpos.ts';
import { maskedJob } from '../../src-main/core/devices/ticket-printer/escpos-commands.ts';
import { askState, readState } from '../../src-main/core/devices/ticket-printer/printer-state.ts';
import { escposDecoder } from '../../src-main/demo/devices/escpos-decoder.ts';
import type { Chance } from '../accidents/seeded.ts';
import { heldMb } from './held.ts';

const hangMs = 2000;
const growthMb = 20;

/** A printer's answers, and jobs with which the reader of its paper is tried. */
export async function fuzzPrinter(
  frames: number,
  random: Chance,
): Promise<{ lines: string[]; faults: string[] }> {
  const job = renderSlip(testPage('58mm'), null).bytes;
  const secret = Buffer.from('豫小满', 'utf8');
  const bytes = (count: number): Buffer =>
    Buffer.from(Array.from({ length: count }, () => random.between(0, 255)));
  const faults: string[] = [];
  const counts = { states: 0, papers: 0, questions: 0 };
  const fresh = () =>
    escposDecoder({
      onPaper: (lines) => {
        counts.papers += 1;
        if (lines.length > 4000) faults.push(`a paper of ${lines.length} lines`);
      },
      onQuestion: () => {
        counts.questions += 1;
      },
    });
  let decoder = fresh();
  const kinds: readonly [() => Buffer, ...(() => Buffer)[]] = [
    () => bytes(random.between(1, 24)),
    () => Buffer.concat([job, askState]),
    () => job.subarray(0, random.between(1, job.length)).subarray(-random.between(1, 80)),
    () => Buffer.concat([job.subarray(-60), job.subarray(0, 60)]),
    () => {
      const spoilt = Buffer.from(job.subarray(0, 80));
      const at = random.between(0, spoilt.length - 1);
      spoilt[at] = (spoilt[at] ?? 0) ^ (1 << random.between(0, 7));
      return spoilt;
    },
    // A picture of 65,535 by 65,535 bytes, and a code of as many.
    () => Buffer.from('1d763000ffffffff', 'hex'),
    () => Buffer.concat([Buffer.from('1d286bffff315030', 'hex'), secret]),
    () => Buffer.from([0x12, 0x12, random.between(0, 255), random.between(0, 255)]),
  ];
  const before = heldMb();
  for (let count = 0; count < frames; count += 1) {
    // As on a line: between its pieces a stream gets to tidy up.
    if (count % 256 === 0) await setImmediate();
    const stream = random.oneOf(kinds)();
    // Noise may have begun a code of 65,535 bytes, which swallows what follows: a printer is switched off and on.
    if (count % 40 === 0) decoder = fresh();
    const started = performance.now();
    try {
      const state = readState(stream);
      if (state !== undefined) counts.states += 1;
      const answers = stream.filter((byte) => (byte & 0x93) === 0x12);
      if ((state !== undefined) !== answers.length >= 4)
        faults.push(`answers ${stream.toString('hex')} were misread`);
      // Well is a printer only where it has said so four times over.
      if (
        state?.code === 'ready' &&
        answers.subarray(0, 4).some((byte) => byte !== 0x12 && !isHarmless(byte))
      )
        faults.push(`${stream.toString('hex')} was taken for a printer that is well`);
      if (Buffer.from(maskedJob(stream)).includes(secret))
        faults.push(`frame ${count} shows what stands on the paper`);
      decoder.write(stream);
    } catch (error) {
      faults.push(`frame ${count} threw ${String(error)}`);
      decoder = fresh();
    }
    if (performance.now() - started > hangMs)
      faults.push(`frame ${count} took ${Math.round(performance.now() - started)} ms`);
    if (faults.length > 20) break;
  }
  const grown = heldMb() - before;
  if (grown > growthMb) faults.push(`the memory grew by ${grown.toFixed(0)} MB`);
  return {
    lines: [
      `${counts.states.toLocaleString('en')} states, ${counts.papers.toLocaleString('en')} papers, ${counts.questions.toLocaleString('en')} questions; grown by ${grown.toFixed(0)} MB`,
    ],
    faults,
  };
}

/** Bits that say nothing about the four questions that are asked, such as the drawer's. */
const isHarmless = (byte: number): boolean => (byte & 0x68) === 0x00 || (byte & 0x12) === 0x12;
