import type { SlipWidth } from '#shared/devices/slip.ts';
import { slipDots } from '#shared/devices/slip.ts';

/** The hall's own mark at the head of every slip: black and white, as thermal paper is. */
export interface SlipLogo {
  /** In dots. */
  readonly width: number;
  readonly height: number;
  /** Row by row from the top, eight dots a byte, the leftmost highest; 1 is black. */
  readonly rows: Buffer;
}

/** Fits the narrow paper, and no more of the roll than a thumb is wide. In dots. */
export const largestLogo = { width: 384, height: 240 } as const;

/**
 * Reads a bitmap of one bit a dot (单色位图, as Windows' own 画图 saves it). The lighter of its two colours is paper.
 * @returns null for what is none, or is too large
 */
export function readSlipLogo(file: Buffer): SlipLogo | null {
  if (file.length < 62 || file.toString('latin1', 0, 2) !== 'BM') return null;
  const [begin, headLength, width] = [file.readUInt32LE(10), file.readUInt32LE(14), file.readInt32LE(18)];
  const signedHeight = file.readInt32LE(22);
  const [bits, compression] = [file.readUInt16LE(28), file.readUInt32LE(30)];
  const height = Math.abs(signedHeight);
  if (bits !== 1 || compression !== 0 || headLength < 40) return null;
  if (width < 1 || height < 1 || width > largestLogo.width || height > largestLogo.height) return null;
  // Rows lie in whole double words, the lowest first unless the height is negative.
  const stride = Math.ceil(width / 32) * 4;
  const palette = 14 + headLength;
  if (file.length < begin + stride * height || file.length < palette + 8) return null;
  const brightness = (index: number): number =>
    [0, 1, 2].reduce((sum, channel) => sum + (file[palette + index * 4 + channel] ?? 0), 0);
  const oneIsBlack = brightness(1) < brightness(0);
  const rowBytes = Math.ceil(width / 8);
  const rows = Buffer.alloc(rowBytes * height);
  for (let y = 0; y < height; y += 1) {
    const from = begin + (signedHeight > 0 ? height - 1 - y : y) * stride;
    for (let each = 0; each < rowBytes; each += 1) {
      const byte = file[from + each] ?? 0;
      rows[y * rowBytes + each] = oneIsBlack ? byte : byte ^ 0xff;
    }
    // What lies beyond the last dot of a row is no dot.
    const beyond = rowBytes * 8 - width;
    const last = y * rowBytes + rowBytes - 1;
    rows[last] = (rows[last] ?? 0) & (0xff << beyond);
  }
  return { width, height, rows };
}

/** The dots of a logo in the middle of the paper (`GS v 0`); to be sent aligned left. */
export function rasterLogo(logo: SlipLogo, width: SlipWidth): Buffer {
  const paperBytes = slipDots[width] / 8;
  const logoBytes = Math.ceil(logo.width / 8);
  const left = Math.floor((paperBytes - logoBytes) / 2);
  const dots = Buffer.alloc(paperBytes * logo.height);
  for (let y = 0; y < logo.height; y += 1)
    logo.rows.copy(dots, y * paperBytes + left, y * logoBytes, (y + 1) * logoBytes);
  const head = Buffer.from([
    ...[0x1d, 0x76, 0x30, 0],
    ...[paperBytes & 0xff, paperBytes >> 8, logo.height & 0xff, logo.height >> 8],
  ]);
  return Buffer.concat([head, dots]);
}
