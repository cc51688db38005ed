import { createHash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What became of a piece that arrived. */
export type Appended =
  | { kind: 'grown'; size: number }
  | { kind: 'complete'; size: number }
  /** The whole is not what its name says; what had arrived is thrown away. */
  | { kind: 'otherContent' };

/**
 * Scans and files on the district's disk, each under the SHA-256 of its content. What is still arriving lies beside it,
 * one file for each sender, and is as long as what has arrived: whoever is cut off asks for that length and goes on from
 * there. A file has its name only once it has been read back and found to be what it is called.
 */
export class BlobFolder {
  readonly #folder: string;
  constructor(folder: string) {
    this.#folder = folder;
  }

  #file(hash: string, end = ''): string {
    return join(this.#folder, hash.slice(0, 2), `${hash}${end}`);
  }
  #part(hash: string, sender: string): string {
    return this.#file(hash, `.${sender}.part`);
  }

  has = async (hash: string): Promise<boolean> => (await sizeOf(this.#file(hash))) !== null;

  /** Bytes of it that have arrived from a sender; null where nothing has been announced. */
  arrived = (hash: string, sender: string): Promise<number | null> => sizeOf(this.#part(hash, sender));

  /** Makes room for what is announced; what has arrived stays. */
  async announce(hash: string, sender: string): Promise<number> {
    const part = this.#part(hash, sender);
    await mkdir(dirname(part), { recursive: true, mode: 0o700 });
    const file = await open(part, 'a', 0o600);
    await file.close();
    return (await sizeOf(part)) ?? 0;
  }

  /**
   * Appends what arrives until it ends or breaks off; either way what arrived is kept.
   * @param offset where the piece begins: the length of what has arrived
   * @param whole the length of the whole
   * @throws what the disk or the line throws
   */
  async append(
    hash: string,
    sender: string,
    piece: AsyncIterable<Uint8Array>,
    { offset, whole }: { offset: number; whole: number },
  ): Promise<Appended> {
    const part = this.#part(hash, sender);
    const file = await open(part, 'r+');
    let size = offset;
    try {
      for await (const bytes of piece) {
        if (size + bytes.length > whole) break;
        await file.write(bytes, 0, bytes.length, size);
        size += bytes.length;
      }
    } finally {
      await file.sync();
      await file.close();
    }
    if (size < whole) return { kind: 'grown', size };
    if ((await hashOf(part)) !== hash) {
      await rm(part, { force: true });
      return { kind: 'otherContent' };
    }
    await rename(part, this.#file(hash));
    await syncFolder(dirname(part));
    return { kind: 'complete', size };
  }

  read(hash: string): ReadStream {
    return createReadStream(this.#file(hash));
  }

  remove = (hash: string): Promise<void> => rm(this.#file(hash), { force: true });
}

async function sizeOf(file: string): Promise<number | null> {
  return stat(file).then(
    ({ size }) => size,
    () => null,
  );
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer);
  return hash.digest('hex');
}

/** A new name is only there after a power cut if its folder was synced too; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}
