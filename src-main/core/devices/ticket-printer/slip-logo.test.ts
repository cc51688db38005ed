import { describe, expect, it } from 'vitest';
import type { PaperLine } from '#shared/devices/paper.ts';
import { slipDots } from '#shared/devices/slip.ts';
import { escposDecoder } from '../../../demo/devices/escpos-decoder.ts';
import { renderSlip } from './escpos.ts';
import { readSlipLogo } from './slip-logo.ts';

/** A bitmap of one bit a dot out of rows of `#` and `.`, as Windows writes it. */
function bitmap(
  picture: readonly string[],
  { topDown = false, oneIsBlack = false, bits = 1, compression = 0 } = {},
): Buffer {
  const width = picture[0]?.length ?? 0;
  const stride = Math.ceil(width / 32) * 4;
  const head = Buffer.alloc(62);
  head.write('BM', 'latin1');
  head.writeUInt32LE(62, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(topDown ? -picture.length : picture.length, 22);
  head.writeUInt16LE(bits, 28);
  head.writeUInt32LE(compression, 30);
  head.fill(0xff, oneIsBlack ? 54 : 58, oneIsBlack ? 57 : 61);
  const rows = picture.map((row) => {
    // The unused end of a row holds whatever the writer left there.
    const bytes = Buffer.alloc(stride, 0x5a);
    [...row].forEach((dot, x) => {
      const isOne = (dot === '#') === oneIsBlack;
      const mask = 0x80 >> (x & 7);
      bytes[x >> 3] = isOne ? (bytes[x >> 3] ?? 0) | mask : (bytes[x >> 3] ?? 0) & ~mask;
    });
    return bytes;
  });
  return Buffer.concat([head, ...(topDown ? rows : rows.reverse())]);
}
const dotsOf = ({ width, height, rows }: NonNullable<ReturnType<typeof readSlipLogo>>): string[] =>
  Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) =>
      ((rows[y * Math.ceil(width / 8) + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1 ? '#' : '.',
    ).join(''),
  );

const mark = ['##########.', '#........#.', '#.######.#.', '##########.'];

describe('the hall’s mark', () => {
  it.each([
    ['from below, black first', {}],
    ['from above', { topDown: true }],
    ['with its colours the other way round', { oneIsBlack: true }],
  ])('is read from a bitmap %s', (_, how) => {
    const logo = readSlipLogo(bitmap(mark, how));
    expect(logo && dotsOf(logo)).toEqual(mark);
    // Nothing black lies beyond the last dot of a row.
    expect(logo?.rows.every((byte, index) => index % 2 === 0 || (byte & 0x1f) === 0)).toBe(true);
  });

  it.each<[string, Buffer]>([
    ['no bitmap', Buffer.from('\x89PNG\r\n')],
    ['coloured', bitmap(mark, { bits: 24 })],
    ['compressed', bitmap(mark, { compression: 1 })],
    ['cut off', bitmap(mark).subarray(0, 66)],
    ['wider than the narrow paper', bitmap(['#'.repeat(385)])],
    ['too high', bitmap(Array.from({ length: 241 }, () => '#'))],
  ])('is not taken where it is %s', (_, file) => {
    expect(readSlipLogo(file)).toBeNull();
  });

  it.each(['80mm', '58mm'] as const)('stands in the middle above the title, on %s paper', (width) => {
    const logo = readSlipLogo(bitmap(mark));
    const papers: PaperLine[][] = [];
    const decoder = escposDecoder({ onPaper: (lines) => papers.push(lines), onQuestion: () => {} });
    decoder.write(renderSlip({ width, title: '号票', lines: [] }, null, logo).bytes);
    decoder.end();
    const [first, second] = papers[0] ?? [];
    expect(first).toMatchObject({ kind: 'raster', heightDots: mark.length, widthDots: slipDots[width] });
    expect(second).toMatchObject({ kind: 'text', runs: [{ text: '号票' }] });
  });
});
