/**
 * The identity of a reader's security module (SAM 模块号), as it is printed: `05.02-20260101-0000000001-0000000002`. Every
 * module has its own; a reader that only imitates one says zeros.
 */
export function samIdText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const short = (at: number) => String(view.getUint16(at, true)).padStart(2, '0');
  const long = (at: number, width: number) => String(view.getUint32(at, true)).padStart(width, '0');
  return `${short(0)}.${short(2)}-${long(4, 8)}-${long(8, 10)}-${long(12, 10)}`;
}

/** What a virtual reader reads is good for a demo and for training, and is evidence of nothing. */
export const isVirtualSam = (samId: string): boolean => /^[0.-]+$/.test(samId);
