/**
 * `node build/slip-font.ts <HanaMinA.ttf> <HanaMinB.ttf>`: draws assets/slip-font.bin, the dots with which a ticket
 * printer prints names whose characters are not in its own fonts. To be run again only for a newer font; the two come
 * from Debian's package fonts-hanazono (assets/slip-font.license.txt). Its format is told in
 * src-main/core/devices/ticket-printer/slip-font.ts.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import * as fontkit from 'fontkit';

/** What a slip may have on it: ASCII, punctuation and forms as GBK has them, and every ideograph. */
const wanted: readonly (readonly [first: number, last: number])[] = [
  [0x20, 0x7e],
  [0xa4, 0xf7],
  [0x2010, 0x2040],
  [0x2100, 0x22ff],
  [0x2460, 0x249b],
  [0x25a0, 0x266f],
  [0x2e80, 0x2fdf],
  [0x3000, 0x303f],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xf900, 0xfaff],
  [0xff01, 0xffee],
  [0x20000, 0x323af],
];
const height = 24;
/** Looks within a dot, each way. */
const looks = 6;
/** From this part of a dot on it is black: low, or the thin strokes of a serif face would break. */
const black = 0.34;

const fonts = process.argv.slice(2).map((path) => {
  const font = fontkit.openSync(path);
  if (!('glyphForCodePoint' in font)) throw new Error(`${path} is a collection`);
  return font;
});
if (fonts.length === 0) throw new Error('which fonts?');

type Edge = readonly [x1: number, y1: number, x2: number, y2: number];

/** The outline of a glyph as straight edges in dots, from the top left of its cell. */
function edgesOf(glyph: fontkit.Glyph, unitsPerEm: number): Edge[] {
  const scale = height / unitsPerEm;
  /** The em square of these fonts stands 12 % below the base line. */
  const at = (x: number, y: number): readonly [number, number] => [
    x * scale,
    height - (y + unitsPerEm * 0.12) * scale,
  ];
  const edges: Edge[] = [];
  let [x, y] = [0, 0];
  let [startX, startY] = [0, 0];
  const lineTo = (nextX: number, nextY: number): void => {
    edges.push([x, y, nextX, nextY]);
    [x, y] = [nextX, nextY];
  };
  for (const { command, args } of glyph.path.commands) {
    const points = Array.from({ length: args.length / 2 }, (_, index) =>
      at(args[2 * index] ?? 0, args[2 * index + 1] ?? 0),
    );
    const [first = [x, y], second = first] = points;
    if (command === 'moveTo') [startX, startY] = [x, y] = first as [number, number];
    else if (command === 'lineTo') lineTo(first[0], first[1]);
    else if (command === 'quadraticCurveTo') {
      const [fromX, fromY] = [x, y];
      for (let step = 1; step <= 4; step += 1) {
        const t = step / 4;
        const mix = (a: number, b: number, c: number) => (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c;
        lineTo(mix(fromX, first[0], second[0]), mix(fromY, first[1], second[1]));
      }
    } else if (command === 'closePath') lineTo(startX, startY);
    else throw new Error(`these fonts have no ${command}`);
  }
  return edges;
}

/** Fills an outline by the non-zero rule: strokes of these fonts overlap. Rows of `width` dots, one bit each. */
function fill(edges: readonly Edge[], width: number): Buffer {
  const counts = new Uint16Array(width * height);
  for (let row = 0; row < height * looks; row += 1) {
    const y = (row + 0.5) / looks;
    const crossings = edges
      .filter(([, y1, , y2]) => y1 <= y !== y2 <= y)
      .map(([x1, y1, x2, y2]) => ({ x: x1 + ((y - y1) / (y2 - y1)) * (x2 - x1), turn: y1 < y2 ? 1 : -1 }))
      .sort((a, b) => a.x - b.x);
    let winding = 0;
    for (const [index, { x, turn }] of crossings.entries()) {
      winding += turn;
      const end = crossings[index + 1]?.x ?? x;
      if (winding === 0) continue;
      const first = Math.max(0, Math.ceil(x * looks - 0.5));
      const last = Math.min(width * looks - 1, Math.floor(end * looks - 0.5));
      for (let look = first; look <= last; look += 1) {
        const cell = Math.floor(row / looks) * width + Math.floor(look / looks);
        counts[cell] = (counts[cell] ?? 0) + 1;
      }
    }
  }
  const rowBytes = Math.ceil(width / 8);
  const bits = Buffer.alloc(rowBytes * height);
  counts.forEach((count, cell) => {
    if (count < black * looks * looks) return;
    const byte = Math.floor(cell / width) * rowBytes + ((cell % width) >> 3);
    bits[byte] = (bits[byte] ?? 0) | (0x80 >> ((cell % width) & 7));
  });
  return bits;
}

const blocks = new Map<number, Map<number, Buffer>>();
for (const [first, last] of wanted)
  for (let code = first; code <= last; code += 1) {
    const font = fonts.find((each) => each.hasGlyphForCodePoint(code));
    if (font === undefined) continue;
    // As in columns.ts: ASCII is half as wide as everything else.
    const width = code < 0x80 ? 12 : 24;
    const bits = fill(edgesOf(font.glyphForCodePoint(code), font.unitsPerEm), width);
    const block = blocks.get(code >> 8) ?? new Map();
    blocks.set(code >> 8, block.set(code & 0xff, bits));
  }

const index: Buffer[] = [];
const bodies: Buffer[] = [];
let offset = 0;
for (const [number, glyphs] of [...blocks].sort(([a], [b]) => a - b)) {
  const present = Buffer.alloc(32);
  for (const low of glyphs.keys()) present[low >> 3] = (present[low >> 3] ?? 0) | (1 << (low & 7));
  const ordered = [...glyphs].sort(([a], [b]) => a - b).map(([, bits]) => bits);
  const body = deflateRawSync(Buffer.concat([present, ...ordered]), { level: 9 });
  const entry = Buffer.alloc(10);
  entry.writeUInt16LE(number, 0);
  entry.writeUInt32LE(offset, 2);
  entry.writeUInt32LE(body.length, 6);
  index.push(entry);
  bodies.push(body);
  offset += body.length;
}
const head = Buffer.alloc(6);
head.write('YCS1', 'latin1');
head.writeUInt16LE(index.length, 4);
const file = Buffer.concat([head, ...index, ...bodies]);
writeFileSync(join(import.meta.dirname, '..', 'assets', 'slip-font.bin'), file);
const glyphs = [...blocks.values()].reduce((sum, block) => sum + block.size, 0);
console.log(`${glyphs} characters in ${blocks.size} blocks, ${file.length} bytes`);
