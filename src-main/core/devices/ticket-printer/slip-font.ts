/**
 * The dots of characters that a printer's own fonts do not have: 24 high, 12 wide for ASCII and 24 for everything else,
 * every ideograph up to extension F. Drawn by build/slip-font.ts.
 *
 * The file, little-endian: `YCS1`, u16 how many blocks; for each, by number: u16 number (code point / 256), u32 offset
 * behind the index, u32 length; then the blocks, deflated: 256 bits for which characters are there, and their rows.
 */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

/** A character's dots: one bit each, rows padded to whole bytes, 1 is black. */
export interface GlyphDots {
  readonly width: 12 | 24;
  readonly rows: Uint8Array;
}

export const glyphHeight = 24;
const entryBytes = 10;
const presentBytes = 32;

/** The dots of a character, or null where the font has none. */
export type SlipFont = (character: string) => GlyphDots | null;

/**
 * The font in a file. It is read when the first character is asked for, since few slips need it; only the blocks that a
 * text asks for are unpacked, and stay so.
 */
export function slipFont(path: string): SlipFont {
  let block: ReturnType<typeof openFont> | null = null;
  return (character) => {
    const code = character.codePointAt(0) ?? 0;
    block ??= openFont(readFileSync(path));
    return block(code >> 8).get(code & 0xff) ?? null;
  };
}

function openFont(file: Buffer): (number: number) => ReadonlyMap<number, GlyphDots> {
  if (file.toString('latin1', 0, 4) !== 'YCS1') throw new Error('not a slip font');
  const count = file.readUInt16LE(4);
  const bodies = 6 + count * entryBytes;
  const packed = new Map<number, Buffer>();
  for (let at = 6; at < bodies; at += entryBytes) {
    const offset = bodies + file.readUInt32LE(at + 2);
    packed.set(file.readUInt16LE(at), file.subarray(offset, offset + file.readUInt32LE(at + 6)));
  }
  const blocks = new Map<number, Map<number, GlyphDots>>();

  return (number) => {
    const held = blocks.get(number);
    if (held !== undefined) return held;
    const glyphs = new Map<number, GlyphDots>();
    blocks.set(number, glyphs);
    const body = packed.get(number);
    if (body === undefined) return glyphs;
    const bytes = inflateRawSync(body);
    let at = presentBytes;
    for (let low = 0; low < 256; low += 1) {
      if ((((bytes[low >> 3] ?? 0) >> (low & 7)) & 1) === 0) continue;
      const width = number === 0 && low < 0x80 ? 12 : 24;
      const length = Math.ceil(width / 8) * glyphHeight;
      glyphs.set(low, { width, rows: bytes.subarray(at, at + length) });
      at += length;
    }
    return glyphs;
  };
}
