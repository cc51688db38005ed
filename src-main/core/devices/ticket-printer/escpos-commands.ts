import { hexOf } from '../traffic.ts';

/**
 * Length in bytes of the ESC/POS command that begins here, of the subset that is printed; undefined while its length
 * has not come yet.
 */
export function lengthOfCommand(bytes: Buffer): number | undefined {
  const [first = 0, second = 0] = bytes;
  switch ((first << 8) | second) {
    case 0x1b40:
    case 0x1c26:
    case 0x1c2e:
      return 2;
    case 0x1d28:
      return bytes.length < 5 ? undefined : 5 + bytes.readUInt16LE(3);
    case 0x1d76: {
      if (bytes.length < 8) return undefined;
      const length = 8 + bytes.readUInt16LE(4) * bytes.readUInt16LE(6);
      return length > longestPicture ? 3 : length;
    }
    default:
      return 3;
  }
}

/** More than a picture on our paper has: what claims to be longer is noise, and nobody waits for it. */
const longestPicture = 256 * 1024;

const isCommandStart = (byte: number): boolean =>
  byte === 0x1b || byte === 0x1c || byte === 0x1d || byte === 0x10;

/** A job as hex with its commands readable and everything that stands on the paper left out. */
export function maskedJob(job: Uint8Array): string {
  const bytes = Buffer.from(job);
  const parts: string[] = [];
  let text = 0;
  const closeText = (): void => {
    if (text > 0) parts.push(`[文字${text}字节]`);
    text = 0;
  };
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    if (!isCommandStart(byte)) {
      text += 1;
      at += 1;
      continue;
    }
    closeText();
    const rest = bytes.subarray(at);
    const length = Math.min(lengthOfCommand(rest) ?? rest.length, rest.length);
    const head = Math.min(length, 8);
    parts.push(hexOf(rest.subarray(0, head)) + (length > head ? ` [${length - head}字节，已遮盖]` : ''));
    at += length;
  }
  closeText();
  return parts.join(' ');
}
