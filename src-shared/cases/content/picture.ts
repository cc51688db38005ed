import { type Inspected, refusedContent } from './verdict.ts';

/** A page of A4 at 600 dpi has 35 million pixels; what claims more is meant to fill the memory. */
const mostPixels = 40_000_000;
const longestSide = 20_000;

/** A picture of this size, or why it is none that can be shown. */
export function picture(mediaType: 'image/jpeg' | 'image/png', width: number, height: number): Inspected {
  if (width === 0 || height === 0) return refusedContent('damaged');
  if (width > longestSide || height > longestSide || width * height > mostPixels)
    return refusedContent('tooManyPixels');
  return { kind: 'accepted', mediaType, sheets: 1 };
}

/** Reads big-endian numbers; beyond the end of the file they are NaN, which no comparison lets pass. */
export const u16 = (bytes: Uint8Array, at: number): number =>
  at + 2 > bytes.length ? Number.NaN : ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
export const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 65_536 + u16(bytes, at + 2);
