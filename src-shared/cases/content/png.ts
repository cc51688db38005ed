import { picture, u32 } from './picture.ts';
import { type Inspected, refusedContent } from './verdict.ts';

/** Walks a PNG from chunk to chunk: the header first, data, the end last, and nothing behind it. */
export function inspectPng(bytes: Uint8Array): Inspected {
  let at = 8;
  let size: { width: number; height: number } | null = null;
  let data = 0;
  for (;;) {
    const length = u32(bytes, at);
    const end = at + 12 + length;
    if (!(end <= bytes.length)) return refusedContent('damaged');
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if ((type === 'IHDR') !== (size === null)) return refusedContent('damaged');
    if (type === 'IHDR') {
      if (length !== 13) return refusedContent('damaged');
      size = { width: u32(bytes, at + 8), height: u32(bytes, at + 12) };
    }
    // An animation would show one thing to the clerk and another to the department.
    if (type === 'acTL') return refusedContent('otherPicture');
    if (type === 'IDAT') data += length;
    at = end;
    if (type === 'IEND') break;
  }
  if (size === null || data === 0) return refusedContent('damaged');
  if (at < bytes.length) return refusedContent('somethingBehind');
  return picture('image/png', size.width, size.height);
}
