import { spawn } from 'node:child_process';
import { z } from 'zod';

/**
 * The licensed decoder of a vendor, where the machine has one: a program that reads a card's 1,024 raw photo bytes from
 * its standard input and writes one picture (BMP, JPEG or PNG) to its standard output. A process of its own, so that a
 * decoder that crashes or hangs costs a picture and nothing else.
 */
export const photoDecoderSchema = z.strictObject({
  /** The program's path. It is started directly, never through a shell. */
  command: z.string().min(1).max(400),
  args: z.array(z.string().max(400)).max(20).default([]),
});
export type PhotoDecoderProfile = z.infer<typeof photoDecoderSchema>;

/** What there is to see of a card's photo: a picture, or the sentence that stands in its place. */
export type CardPhoto =
  | { readonly kind: 'decoded'; readonly type: string; readonly picture: Buffer }
  | { readonly kind: 'undecoded'; readonly sentence: string };

/** Makes a picture of the raw bytes; never rejects, and never makes one up. */
export type DecodePhoto = (raw: Buffer) => Promise<CardPhoto>;

/** What stands where a picture would: no open decoder of this format exists. */
export const decoderNeeded: CardPhoto = { kind: 'undecoded', sentence: '照片需厂商解码组件' };
const undecoded = (sentence: string): CardPhoto => ({ kind: 'undecoded', sentence });

/** A picture of 102 by 126 dots is far smaller, whatever its format. In bytes. */
const largestPicture = 256 * 1024;

const formats = [
  { type: 'image/bmp', begins: Buffer.from('BM') },
  { type: 'image/jpeg', begins: Buffer.from([0xff, 0xd8, 0xff]) },
  { type: 'image/png', begins: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
];

/**
 * @param profile null where the machine has no decoder
 * @param patienceMs so long a decoder may take; the form is filled without it
 */
export function photoDecoder(profile: PhotoDecoderProfile | null, patienceMs = 3000): DecodePhoto {
  if (profile === null) return async () => decoderNeeded;
  const { command, args } = profile;
  return (raw) =>
    new Promise((resolve) => {
      const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
      const parts: Buffer[] = [];
      let bytes = 0;
      const end = (photo: CardPhoto): void => {
        clearTimeout(timer);
        child.kill('SIGKILL');
        resolve(photo);
      };
      const timer = setTimeout(() => end(undecoded('照片解码组件没有应答，请联系运维')), patienceMs);
      child.once('error', () => end(undecoded('照片解码组件启动不了，请联系运维')));
      child.stdout.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes > largestPicture) end(undecoded('照片解码组件给出的不是照片，请联系运维'));
        else parts.push(part);
      });
      child.once('close', (code) => {
        const picture = Buffer.concat(parts);
        const format = formats.find(({ begins }) => picture.subarray(0, begins.length).equals(begins));
        if (code !== 0 || format === undefined) end(undecoded('照片解码组件没有解出照片，请重新刷一次证件'));
        else end({ kind: 'decoded', type: format.type, picture });
      });
      // One that ends before it has read everything says so by its exit.
      child.stdin.on('error', () => {});
      child.stdin.end(raw);
    });
}
