import iconv from 'iconv-lite';
import type { LedFormat } from '#shared/devices/device-profile.ts';

/**
 * A text as the bytes of an LED board: the template with `\xNN` as bytes and the text in its place, then the checksum of
 * all of it. Control characters in a text would be commands to the board, and become spaces.
 */
export function ledFrame(text: string, { template, encoding, checksum }: LedFormat): Buffer {
  const shown = iconv.encode(text.replaceAll(/\p{Cc}/gu, ' '), encoding);
  const [before = '', ...after] = template.split('{text}');
  const frame = Buffer.concat([bytesOf(before), shown, bytesOf(after.join('{text}'))]);
  if (checksum === 'none') return frame;
  const sum = frame.reduce((sum, byte) => (checksum === 'xor' ? sum ^ byte : (sum + byte) & 0xff), 0);
  return Buffer.concat([frame, Buffer.from([sum])]);
}

const bytesOf = (text: string): Buffer =>
  Buffer.concat(
    text
      .split(/(\\x[\da-fA-F]{2})/)
      .map((part) =>
        /^\\x..$/.test(part) ? Buffer.from(part.slice(2), 'hex') : Buffer.from(part, 'latin1'),
      ),
  );
