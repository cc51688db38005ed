import { inflateSync } from 'node:zlib';
import type { Inflate } from '#shared/cases/content/pdf.ts';

/** Unpacks up to so many bytes: what would become more is refused before it does. */
export const inflate: Inflate = (packed, most) => {
  try {
    return inflateSync(packed, { maxOutputLength: Math.max(1, most) });
  } catch {
    return null;
  }
};
