import { picture, u16 } from './picture.ts';
import { type Inspected, refusedContent } from './verdict.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;

/** Walks a JPEG from marker to marker (ITU T.81 Annex B): a frame, scans, and nothing but zeros behind the end. */
export function inspectJpeg(bytes: Uint8Array): Inspected {
  let at = 2;
  let size: { width: number; height: number } | null = null;
  let scans = 0;
  for (;;) {
    if (bytes[at] !== 0xff) return refusedContent('damaged');
    while (bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1];
    at += 2;
    if (marker === undefined || marker === SOI || marker === 0) return refusedContent('damaged');
    if (marker === EOI) break;
    const length = u16(bytes, at);
    if (!(length >= 2) || at + length > bytes.length) return refusedContent('damaged');
    if (isFrame(marker)) {
      if (size !== null || length < 8) return refusedContent('damaged');
      size = { height: u16(bytes, at + 3), width: u16(bytes, at + 5) };
    }
    at += length;
    if (marker === SOS) {
      scans += 1;
      at = endOfScan(bytes, at);
    }
  }
  if (size === null || scans === 0) return refusedContent('damaged');
  if (bytes.subarray(at).some((byte) => byte !== 0)) return refusedContent('somethingBehind');
  return picture('image/jpeg', size.width, size.height);
}

/** Start of frame: C0 to CF but for the tables (C4, C8, CC). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** The marker behind entropy-coded data: neither a stuffed zero nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at === -1) return bytes.length;
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
    at += next === 0xff ? 1 : 2;
  }
}
