import { inspect } from '#shared/cases/content/inspect.ts';
import { makePage } from './scan/scanner.ts';

/** A photograph from a telephone is larger than what travels; it is made smaller here. In bytes. */
const largestPicture = 40 * 1024 * 1024;

/** A file as a page to add, or why it cannot be one. */
export type FilePage =
  | { kind: 'page'; file: File; thumbnail: string | null }
  | { kind: 'refused'; message: string };

/**
 * Makes a page of a file that was dropped, chosen or pasted. Judged by what it holds before anything opens it; a picture
 * is drawn anew, which leaves behind whatever a telephone has written into it, the place among others. A PDF goes as it
 * is, and the core looks into it.
 */
export async function pageOfFile(file: File): Promise<FilePage> {
  if (file.size > largestPicture)
    return { kind: 'refused', message: '文件超过40MB，请降低清晰度，或用高拍仪扫描。' };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const found = inspect(bytes, null, largestPicture);
  // Without the means to unpack, what a PDF holds is the core's to judge.
  const isPdf = bytes[0] === 0x25 && (found.kind === 'accepted' || found.code === 'uncheckable');
  if (isPdf) {
    const whole = inspect(bytes, null);
    return whole.kind === 'refused' && whole.code === 'tooBig'
      ? { kind: 'refused', message: whole.message }
      : { kind: 'page', file, thumbnail: null };
  }
  if (found.kind === 'refused') return found;
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  const made = bitmap && (await makePage(bitmap, { quad: null, tone: 'colour', quarters: 0 }));
  if (made === null)
    return { kind: 'refused', message: '这张图片打不开，可能已损坏，请重新取得或用高拍仪扫描。' };
  return { kind: 'page', file: asFile(made.file), thumbnail: made.thumbnail };
}

export const asFile = (blob: Blob): File => new File([blob], 'page.jpg', { type: 'image/jpeg' });
