import { performance } from 'node:perf_hooks';
import { openPrinter } from '../print/printer.ts';
import { drawScans } from '../print/scan-pictures.ts';
import { volumeWithScans } from '../support/documents.ts';
import { type Goal, Samples } from './samples.ts';

const runs = 5;
const scans = 5;

/**
 * From the content of an archive volume to its pages as PDF, in the Chromium out of npm: fonts, laying out, pictures of
 * scans at 200 dpi, printing. The first run reads the fonts.
 */
export async function benchVolume(): Promise<{ goals: Goal[]; lines: string[] }> {
  const printer = await openPrinter();
  try {
    const hashes = Array.from({ length: scans }, (_, index) => String(index).repeat(64));
    const pictures = await drawScans(printer.page, scans);
    const held = Object.fromEntries(hashes.map((hash, index) => [hash, pictures[index] ?? '']));
    const samples = new Samples();
    let sheets = 0;
    let bytes = 0;
    for (let run = 0; run < runs; run += 1) {
      const begun = performance.now();
      sheets = await printer.show(volumeWithScans(hashes), held);
      bytes = (await printer.pdf()).length;
      samples.add(performance.now() - begun);
    }
    return {
      goals: [
        {
          name: `volume: ${sheets} sheets as PDF, the slowest of ${runs}`,
          value: Math.max(...samples.times) / 1000,
          unit: 's',
          bound: { kind: 'atMost', value: 5 },
          note: `median ${(samples.quantile(0.5) / 1000).toFixed(2)} s; ${scans} scans; ${(bytes / 1e6).toFixed(1)} MB`,
        },
        {
          name: 'volume: so many sheets',
          value: sheets,
          unit: 'sheets',
          bound: { kind: 'atLeast', value: 20 },
          note: '',
        },
      ],
      lines: [],
    };
  } finally {
    await printer.close();
  }
}
