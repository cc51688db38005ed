import { createHash } from 'node:crypto';
import { standingSchema } from '#shared/contracts/district.ts';
import { OutOfReach, TurnedAway } from '../identity/district-answer.ts';

/** Scans and files between a core and the district: the core protocol of tus 1.0.0, each address the blob's hash. */
export type BlobWire = ReturnType<typeof blobWire>;

/** No case that the district knows names this blob: its case has not come yet, or is held back. */
export class NotExpected extends Error {}

/** What had arrived did not have the hash that it was announced with, and was thrown away. */
export class SpoiltOnTheWay extends Error {}

const version = { 'tus-resumable': '1.0.0' };
const pieceMs = 25_000;

/** @param token asked for at every call */
export function blobWire(url: string, token: () => string | null) {
  async function ask(path: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    const headers = { ...version, authorization: `Bearer ${token() ?? ''}`, ...init.headers };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(pieceMs)]);
    const answer = await fetch(new URL(path, url), { ...init, headers, signal: limit }).catch((error) => {
      throw new OutOfReach('no answer', { cause: error });
    });
    if (answer.status === 401 || answer.status === 403) {
      const body = (await answer.json().catch(() => null)) as { data?: unknown } | null;
      const said = standingSchema.safeParse(body?.data);
      if (said.success) throw new TurnedAway(said.data);
    }
    if (answer.status === 404) throw new NotExpected();
    if (answer.status === 460) throw new SpoiltOnTheWay();
    if (!answer.ok && answer.status !== 409) {
      await answer.body?.cancel();
      throw new OutOfReach(`answered ${answer.status}`);
    }
    return answer;
  }
  /** A network's login page says 200 as well, but not this. */
  function offsetOf(answer: Response): number {
    const offset = Number(answer.headers.get('upload-offset') ?? Number.NaN);
    if (!Number.isInteger(offset)) throw new OutOfReach('what answers is no district');
    return offset;
  }

  return {
    /**
     * How much of a blob the district has, after announcing it where it knew nothing of it.
     * @throws NotExpected, TurnedAway, OutOfReach
     */
    async begin(hash: string, bytes: number, signal: AbortSignal): Promise<number> {
      try {
        return offsetOf(await ask(`/v1/blobs/${hash}`, { method: 'HEAD' }, signal));
      } catch (error) {
        if (!(error instanceof NotExpected)) throw error;
      }
      const name = Buffer.from(hash).toString('base64');
      const headers = { 'upload-length': String(bytes), 'upload-metadata': `sha256 ${name}` };
      await ask('/v1/blobs', { method: 'POST', headers }, signal);
      return offsetOf(await ask(`/v1/blobs/${hash}`, { method: 'HEAD' }, signal));
    },

    /** Sends a piece. @returns how much the district has then @throws SpoiltOnTheWay and as `begin` does */
    async send(hash: string, offset: number, piece: Uint8Array, signal: AbortSignal): Promise<number> {
      const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) };
      const body = new Uint8Array(piece);
      return offsetOf(await ask(`/v1/blobs/${hash}`, { method: 'PATCH', headers, body }, signal));
    },

    /** A blob, or null as long as the district does not have it. @throws TurnedAway, OutOfReach */
    async fetch(hash: string, signal: AbortSignal): Promise<Buffer | null> {
      try {
        const answer = await ask(`/v1/blobs/${hash}`, { method: 'GET' }, signal);
        const bytes = Buffer.from(
          await answer.arrayBuffer().catch((error) => {
            throw new OutOfReach('the answer broke off', { cause: error });
          }),
        );
        if (createHash('sha256').update(bytes).digest('hex') !== hash)
          throw new OutOfReach('another content than was asked for');
        return bytes;
      } catch (error) {
        if (error instanceof NotExpected) return null;
        throw error;
      }
    },
  };
}
