/**
 * `node build/voice-clips.ts`: makes assets/voice, the clips with which a board calls where the machine has no Chinese
 * voice. Needs `espeak-ng` and `opusenc` (Debian's espeak-ng and opus-tools). A synthesiser speaks them; a hall that has
 * recorded a speaker puts files of the same names in their place.
 *
 * It is told Pinyin with tones: from characters, espeak-ng 1.51 reads the letters of their Pinyin aloud in English.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allClips } from '../src-shared/queue/calling.ts';

const spoken: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['ling2', 'yi1', 'er4', 'san1', 'si4', 'wu3', 'liu4', 'qi1', 'ba1', 'jiu3'].entries(),
  ),
  ...{ please: 'qing3', number: 'hao4', to: 'dao4', window: 'hao4 chuang1 kou3' },
};
/** Slower than it speaks by itself, in words a minute: a hall echoes. A call takes some nine seconds, said twice. */
const speed = 155;
/** Below this part of the loudest sample it is silence, which is cut off at both ends but for some milliseconds. */
const silence = 0.015;
const keptMs = 25;
/** The loudest sample of every clip, of full scale. */
const loudest = 0.89;

const folder = join(import.meta.dirname, '..', 'assets', 'voice');
mkdirSync(folder, { recursive: true });
let bytes = 0;
for (const name of allClips) {
  const raw = join(tmpdir(), `yichuang-clip-${process.pid}.wav`);
  // Letters are said as Chinese speakers say them.
  execFileSync('espeak-ng', ['-v', 'cmn-latn-pinyin', '-s', String(speed), '-w', raw, spoken[name] ?? name]);
  const { rate, samples } = trimmed(readFileSync(raw));
  rmSync(raw);
  const file = join(folder, `${name}.ogg`);
  execFileSync(
    'opusenc',
    // The same bytes each time: no serial by chance.
    [
      ...['--quiet', '--raw', '--raw-rate', String(rate), '--raw-chan', '1', '--bitrate', '32'],
      ...['--serial', '1', '--discard-comments', '--padding', '0', '-', file],
    ],
    { input: Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength) },
  );
  bytes += statSync(file).size;
}
console.log(`${allClips.length} clips, ${bytes} bytes`);

/** The samples of a mono 16-bit WAV file (44 bytes of head) without silence at its ends, equally loud. */
function trimmed(wav: Buffer): { rate: number; samples: Int16Array } {
  const rate = wav.readUInt32LE(24);
  const all = Array.from({ length: (wav.length - 44) >> 1 }, (_, index) => wav.readInt16LE(44 + 2 * index));
  const peak = all.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  if (peak === 0) throw new Error('espeak-ng said nothing');
  const isHeard = (each: number) => Math.abs(each) > peak * silence;
  const kept = Math.round((rate * keptMs) / 1_000);
  const spoken = all.slice(Math.max(0, all.findIndex(isHeard) - kept), all.findLastIndex(isHeard) + 1 + kept);
  return { rate, samples: Int16Array.from(spoken, (each) => Math.round((each / peak) * loudest * 32_767)) };
}
