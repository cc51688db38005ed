import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** How a text may be packed, the smallest first: names of RFC 9110 §8.4.1 and RFC 7932. */
const packers = {
  // At the usual 11 whoever asks first waits for seconds, to spare everybody a few percent.
  br: (text: string) => promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (text: string) => promisify(gzip)(text),
};
type Encoding = keyof typeof packers;

/** A text that many ask for: packed once in each way, when the first asks for it so. */
export class PackedText {
  readonly #text: string;
  readonly #packed = new Map<Encoding, Promise<Buffer>>();
  constructor(text: string) {
    this.#text = text;
  }

  /** Sends it as whoever asks can unpack it; the reply has its type by then. */
  async send(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    reply.header('vary', 'accept-encoding');
    const encoding = encodingFor(request.headers['accept-encoding']);
    if (encoding === null) return reply.send(this.#text);
    const packed = this.#packed.get(encoding) ?? packers[encoding](this.#text);
    this.#packed.set(encoding, packed);
    return reply.header('content-encoding', encoding).send(await packed);
  }
}

function encodingFor(accepted: string | string[] | undefined): Encoding | null {
  const named = String(accepted ?? '')
    .toLowerCase()
    .split(',')
    .map((each) => each.replaceAll(/\s/g, ''));
  // `;q=0` says that it is not wanted; who prefers what does not matter, all of them unpack to the same.
  const wanted = named.filter((each) => !/;q=0(\.0*)?$/.test(each)).map((each) => each.replace(/;.*/, ''));
  return (Object.keys(packers) as Encoding[]).find((each) => wanted.includes(each)) ?? null;
}
