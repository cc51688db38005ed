/**
 * Frames of the SAM module in an identity card reader (居民身份证阅读机具), both ways:
 * `AA AA AA 96 69 | Len, 2 bytes, big-endian | payload | CHK`. Len counts payload and CHK; the XOR over Len,
 * payload and CHK is 0.
 */
import { Transform, type TransformCallback } from 'node:stream';

/** An answer without its frame. SW1 and SW2 are always 0 and say nothing. */
export interface SamResponse {
  readonly sw3: number;
  readonly data: Buffer;
}

/** The bytes of a request: command, parameter, and data where the command has some. */
export function samRequest(command: number, parameter: number, data: Uint8Array = new Uint8Array()): Buffer {
  const length = 3 + data.length;
  const checked = Buffer.from([length >> 8, length & 0xff, command, parameter, ...data]);
  return Buffer.concat([preamble, checked, Buffer.from([xor(checked)])]);
}

/**
 * Turns the bytes of a line, in whatever pieces they come, into `SamResponse` objects. What does not check is
 * passed over byte by byte, since the preamble may occur inside a photo and a frame may be torn.
 *
 * Two events beside `data`: `header` when a frame has begun and its rest is awaited, `corrupt` when a whole frame
 * did not check.
 */
export class SamResponses extends Transform {
  #pending: Buffer = Buffer.alloc(0);
  #announced = false;

  constructor() {
    super({ readableObjectMode: true });
  }

  /** Bytes that wait for more; never more than the longest frame. */
  get waiting(): number {
    return this.#pending.length;
  }

  /** Forgets a frame that has begun, so that the rest of a torn one cannot hold up the next. */
  discard(): void {
    this.#pending = Buffer.alloc(0);
    this.#announced = false;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    while (this.#takeOne());
    done();
  }

  /** Takes a frame, or a byte that begins none; false when more bytes are needed. */
  #takeOne(): boolean {
    const start = this.#pending.indexOf(preamble);
    if (start < 0) {
      // Four bytes may be the beginning of the next preamble.
      this.#drop(Math.max(0, this.#pending.length - preamble.length + 1));
      return false;
    }
    if (start > 0) this.#drop(start);
    if (this.#pending.length < headerLength) return false;

    const length = this.#pending.readUInt16BE(preamble.length);
    if (length < shortest || length > longest) {
      this.#drop(1);
      return true;
    }
    if (this.#pending.length < headerLength + length) {
      if (!this.#announced) this.emit('header');
      this.#announced = true;
      return false;
    }
    const checked = this.#pending.subarray(preamble.length, headerLength + length);
    if (xor(checked) !== 0) {
      this.emit('corrupt');
      this.#drop(1);
      return true;
    }
    const response: SamResponse = { sw3: checked.readUInt8(4), data: Buffer.from(checked.subarray(5, -1)) };
    this.#drop(headerLength + length);
    this.push(response);
    return true;
  }

  #drop(count: number): void {
    if (count === 0) return;
    this.#pending = this.#pending.subarray(count);
    this.#announced = false;
  }
}

const preamble = Buffer.from([0xaa, 0xaa, 0xaa, 0x96, 0x69]);
const headerLength = preamble.length + 2;
/** SW1, SW2, SW3 and CHK. */
const shortest = 4;
/** More than any answer has (2321 bytes with fingerprints): what claims to be longer is noise. */
const longest = 4096;

function xor(bytes: Uint8Array): number {
  let sum = 0;
  // By index: an iterator or a callback a byte is several times slower, and every byte of a photo passes here.
  for (let at = 0; at < bytes.length; at += 1) sum ^= bytes[at] ?? 0;
  return sum;
}
