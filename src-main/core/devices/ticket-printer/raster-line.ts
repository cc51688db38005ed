/** A line of text as a picture: for characters that no two-byte font has (`GS v 0`). */
import type { PaperAlign } from '#shared/devices/paper.ts';
import type { SlipSize } from '#shared/devices/slip.ts';
import { glyphHeight, type SlipFont } from './slip-font.ts';

export interface LineStyle {
  /** Of the paper: 576 for 80 mm, 384 for 58 mm. */
  readonly widthDots: 576 | 384;
  readonly align: PaperAlign;
  readonly bold: boolean;
  readonly size: SlipSize;
}

/** What a printer leaves between its own lines of text, so that a drawn line stands among them like one. */
const leading = 6;

/** The dots of a line; a character without dots is passed over, since the caller has put 〓 for it. */
export function rasterLine(text: string, style: LineStyle, font: SlipFont): Buffer {
  const { widthDots, align, bold, size } = style;
  const glyphs = [...text].map((character) => font(character)).filter((glyph) => glyph !== null);
  const width = glyphs.reduce((sum, glyph) => sum + glyph.width * size, 0);
  const free = Math.max(0, widthDots - width);
  let left = align === 'left' ? 0 : align === 'right' ? free : Math.floor(free / 2);
  const rowBytes = widthDots / 8;
  const height = glyphHeight * size + leading;
  const dots = Buffer.alloc(rowBytes * height);
  const blacken = (x: number, y: number): void => {
    if (x >= widthDots) return;
    const at = y * rowBytes + (x >> 3);
    dots[at] = (dots[at] ?? 0) | (0x80 >> (x & 7));
  };
  for (const glyph of glyphs) {
    const glyphRowBytes = Math.ceil(glyph.width / 8);
    for (let y = 0; y < glyphHeight * size; y += 1) {
      const row = Math.floor(y / size) * glyphRowBytes;
      for (let x = 0; x < glyph.width * size; x += 1) {
        const column = Math.floor(x / size);
        if ((((glyph.rows[row + (column >> 3)] ?? 0) >> (7 - (column & 7))) & 1) === 0) continue;
        blacken(left + x, y + leading / 2);
        if (bold) blacken(left + x + 1, y + leading / 2);
      }
    }
    left += glyph.width * size;
  }
  const head = Buffer.from([0x1d, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, height & 0xff, height >> 8]);
  return Buffer.concat([head, dots]);
}
