import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PaperLine } from '#shared/devices/paper.ts';
import type { SlipLine, SlipWidth } from '#shared/devices/slip.ts';
import { escposDecoder } from '../../../demo/devices/escpos-decoder.ts';
import { renderSlip } from './escpos.ts';
import { settled } from './settled.ts';
import { slipFont } from './slip-font.ts';

const font = slipFont(join(import.meta.dirname, '../../../../assets/slip-font.bin'));

function paperOf(lines: SlipLine[], width: SlipWidth = '80mm') {
  const papers: PaperLine[][] = [];
  const decoder = escposDecoder({ onPaper: (paper) => papers.push(paper), onQuestion: () => {} });
  const { bytes, missing } = renderSlip({ width, title: '收件凭证', lines }, font);
  decoder.write(bytes);
  decoder.end();
  return { lines: (papers[0] ?? []).slice(1, -4), missing };
}

type Raster = Extract<PaperLine, { kind: 'raster' }>;
const rasterOf = (text: string, line: Partial<Extract<SlipLine, { kind: 'text' }>> = {}, width?: SlipWidth) =>
  paperOf([{ kind: 'text', text, ...line }], width).lines[0] as Raster;

/** A piece of a drawn line as one sees it, `#` a black dot: `columns` from the left, its white rows left out. */
function seen({ base64, widthDots, heightDots }: Raster, from: number, to: number): string[] {
  const bytes = Buffer.from(base64, 'base64');
  const rowBytes = widthDots / 8;
  return Array.from({ length: heightDots }, (_, y) =>
    Array.from({ length: to - from }, (_, x) => {
      const at = from + x;
      return ((bytes[y * rowBytes + (at >> 3)] ?? 0) >> (7 - (at & 7))) & 1 ? '#' : '.';
    }).join(''),
  ).filter((row) => row.includes('#'));
}

const ink = (raster: Raster) => seen(raster, 0, raster.widthDots).join('').replaceAll('.', '').length;

describe('a line with a character that the printer lacks', () => {
  it.each([
    ['䶮', 'of the block from FE50 on'],
    ['𬱖', 'of extension E'],
    ['𠅤', 'of extension B'],
    ['㛃', 'of extension A, which GBK has not'],
    ['鿍', 'of the later additions'],
  ])('is drawn: %s, %s', (character) => {
    const { lines, missing } = paperOf([{ kind: 'pair', key: '申请人', value: `豫${character}` }]);
    expect(missing).toEqual([]);
    expect(lines).toMatchObject([{ kind: 'raster', widthDots: 576 }]);
  });

  it('shows that very character, as a person sees it', () => {
    // 𠂇 is a stroke across and one that falls to the left.
    expect(seen(rasterOf('𠂇'), 0, 24)).toMatchInlineSnapshot(`
      [
        "............##..........",
        "............##..........",
        "............#...........",
        "...........##...........",
        "...........##...........",
        "...........##.......##..",
        "..#####################.",
        "...........#............",
        "..........##............",
        "..........##............",
        "..........#.............",
        ".........##.............",
        ".........#..............",
        ".........#..............",
        "........#...............",
        ".......##...............",
        ".......#................",
        "......#.................",
        ".....##.................",
        "....##..................",
        "...#....................",
        "..#.....................",
      ]
    `);
  });

  it('leaves the lines around it to the printer', () => {
    const { lines } = paperOf([
      { kind: 'text', text: '办件编号' },
      { kind: 'text', text: '申请人：豫𬱖' },
      { kind: 'text', text: '请妥善保管' },
    ]);
    expect(lines.map((line) => line.kind)).toEqual(['text', 'raster', 'text']);
  });

  it.each([
    ['80mm', 576],
    ['58mm', 384],
  ] as const)('is as wide as the paper: %s, %i dots', (width, widthDots) => {
    expect(rasterOf('豫𬱖', {}, width).widthDots).toBe(widthDots);
  });

  it('stands where a line of text would: left, in the middle, at the right', () => {
    const drawn = (['left', 'center', 'right'] as const).map((align) =>
      seen(rasterOf('𬱖', { align }), 0, 576),
    );
    const edges = drawn.map((rows) =>
      Math.min(...rows.map((row) => row.indexOf('#')).filter((at) => at >= 0)),
    );
    expect(edges[1]).toBe((edges[0] ?? 0) + 276);
    expect(edges[2]).toBe((edges[0] ?? 0) + 552);
  });

  it('is as large and as bold as it was asked for', () => {
    const plain = rasterOf('𬱖');
    expect(ink(rasterOf('𬱖', { bold: true }))).toBeGreaterThan(ink(plain));
    expect(ink(rasterOf('𬱖', { size: 2 }))).toBe(4 * ink(plain));
  });

  it('says which character even the dots have not, and puts 〓 in its place', () => {
    const { lines, missing } = paperOf([{ kind: 'text', text: '豫\ue000' }]);
    expect(missing).toEqual(['\ue000']);
    expect(lines).toMatchObject([{ kind: 'text', runs: [{ text: '豫〓' }] }]);
  });

  it('takes at most 30 ms, the reading of the font included', () => {
    // The best of some rounds is what it takes when nothing else has the processor.
    const times = Array.from({ length: 5 }, () => {
      const begun = performance.now();
      const fresh = slipFont(join(import.meta.dirname, '../../../../assets/slip-font.bin'));
      renderSlip(
        { width: '80mm', title: '凭证', lines: [{ kind: 'text', text: '申请人：豫𬱖䶮𠅤' }] },
        fresh,
      );
      return performance.now() - begun;
    });
    expect(Math.min(...times)).toBeLessThan(30);
  });
});

describe('private code points of old systems', () => {
  it('become the characters that they stood for', () => {
    expect(settled('郑\ue863')).toBe('郑䶮');
    expect(settled('\ue816\ue855')).toBe('𠂇𤇾');
  });

  it('none of the 80 stays private', () => {
    const all = Array.from({ length: 80 }, (_, index) => String.fromCharCode(0xe815 + index)).join('');
    expect(settled(all)).not.toMatch(/\p{Co}/u);
  });

  it('are drawn like any other, and a variation selector is no character', () => {
    expect(paperOf([{ kind: 'text', text: '郑\ue863\u{e0100}' }])).toMatchObject({
      missing: [],
      lines: [{ kind: 'raster' }],
    });
  });
});
