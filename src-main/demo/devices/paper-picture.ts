/** A printed paper as a picture: black and white PNG, a dot of the printer to a pixel, as it would come out. */
import { crc32, deflateSync } from 'node:zlib';
import type { Paper, PaperAlign, PaperLine } from '#shared/devices/paper.ts';
import { qrModules } from '#shared/devices/qr-code.ts';
import { glyphHeight, type SlipFont } from '../../core/devices/ticket-printer/slip-font.ts';

/** What a printer leaves between its lines. */
const leading = 6;
const margin = 24;

/** The dots of a paper; `at` beyond its edges is nothing. */
class Dots {
  readonly width: number;
  readonly height: number;
  readonly rowBytes: number;
  readonly bytes: Buffer;

  constructor(width: number, height: number) {
    [this.width, this.height, this.rowBytes] = [width, height, Math.ceil(width / 8)];
    this.bytes = Buffer.alloc(this.rowBytes * height);
  }

  blacken(x: number, y: number, width = 1, height = 1): void {
    for (let row = Math.max(0, y); row < Math.min(this.height, y + height); row += 1)
      for (let column = Math.max(0, x); column < Math.min(this.width, x + width); column += 1) {
        const at = row * this.rowBytes + (column >> 3);
        this.bytes[at] = (this.bytes[at] ?? 0) | (0x80 >> (column & 7));
      }
  }
}

/** @param font draws every character; what it lacks is an empty frame */
export function paperPicture(paper: Paper, font: SlipFont): Buffer {
  const drawings = paper.lines.map((line) => drawLine(line, font));
  const height = drawings.reduce((sum, drawing) => sum + drawing.height, 2 * margin);
  const dots = new Dots(paper.widthDots, height);
  let top = margin;
  for (const [index, { width, height, draw }] of drawings.entries()) {
    draw(dots, leftOf(paper.lines[index]?.align ?? 'left', width, paper.widthDots), top);
    top += height;
  }
  // The edge where it was cut; where it was not, the end is torn.
  for (let x = 0; x < paper.widthDots; x += 1) {
    if (paper.cut ? x % 12 < 6 : true)
      dots.blacken(x, height - 2 - (paper.cut ? 0 : Math.abs((x % 24) - 12)));
  }
  return png(dots);
}

interface Drawing {
  readonly width: number;
  readonly height: number;
  draw(onto: Dots, left: number, top: number): void;
}

const leftOf = (align: PaperAlign, width: number, of: number): number =>
  align === 'left' ? 0 : Math.max(0, align === 'right' ? of - width : Math.floor((of - width) / 2));

function drawLine(line: PaperLine, font: SlipFont): Drawing {
  if (line.kind === 'text') return drawText(line.runs, font);
  if (line.kind === 'raster') {
    const bytes = Buffer.from(line.base64, 'base64');
    const rowBytes = Math.ceil(line.widthDots / 8);
    return drawBits(
      line.widthDots,
      line.heightDots,
      1,
      (x, y) => (((bytes[y * rowBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 1,
    );
  }
  const modules = qrModules(Buffer.from(line.data, 'latin1'));
  return drawBits(modules.length, modules.length, line.moduleSize, (x, y) => modules[y]?.[x] === true);
}

function drawBits(
  width: number,
  height: number,
  scale: number,
  isBlack: (x: number, y: number) => boolean,
): Drawing {
  return {
    width: width * scale,
    height: height * scale,
    draw(onto, left, top) {
      for (let y = 0; y < height; y += 1)
        for (let x = 0; x < width; x += 1)
          if (isBlack(x, y)) onto.blacken(left + x * scale, top + y * scale, scale, scale);
    },
  };
}

function drawText(runs: Extract<PaperLine, { kind: 'text' }>['runs'], font: SlipFont): Drawing {
  const glyphs = runs.flatMap((run) =>
    [...run.text].map((character) => ({
      ...run,
      glyph: font(character),
      width: ((character.codePointAt(0) ?? 0) < 0x80 ? 12 : 24) * run.widthTimes,
    })),
  );
  const tallest = glyphHeight * Math.max(1, ...runs.map(({ heightTimes }) => heightTimes));
  return {
    width: glyphs.reduce((sum, { width }) => sum + width, 0),
    height: tallest + leading,
    draw(onto, left, top) {
      let x = left;
      for (const { glyph, width, widthTimes, heightTimes, bold, underline } of glyphs) {
        const y = top + tallest - glyphHeight * heightTimes + leading / 2;
        if (glyph === null) frame(onto, x + 2, y + 2, width - 4, glyphHeight * heightTimes - 4);
        const rowBytes = Math.ceil((glyph?.width ?? 0) / 8);
        for (let row = 0; glyph !== null && row < glyphHeight; row += 1)
          for (let column = 0; column < glyph.width; column += 1)
            if ((((glyph.rows[row * rowBytes + (column >> 3)] ?? 0) >> (7 - (column & 7))) & 1) === 1)
              onto.blacken(
                x + column * widthTimes,
                y + row * heightTimes,
                widthTimes + (bold ? 1 : 0),
                heightTimes,
              );
        if (underline) onto.blacken(x, top + tallest + leading / 2, width, 1);
        x += width;
      }
    },
  };
}

function frame(onto: Dots, x: number, y: number, width: number, height: number): void {
  onto.blacken(x, y, width, 1);
  onto.blacken(x, y + height - 1, width, 1);
  onto.blacken(x, y, 1, height);
  onto.blacken(x + width - 1, y, 1, height);
}

/** One bit a pixel, where 0 is black. */
function png({ width, height, rowBytes, bytes }: Dots): Buffer {
  const rows = Buffer.alloc((rowBytes + 1) * height);
  for (let y = 0; y < height; y += 1)
    for (let at = 0; at < rowBytes; at += 1)
      rows[y * (rowBytes + 1) + 1 + at] = 0xff ^ (bytes[y * rowBytes + at] ?? 0);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(1, 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
