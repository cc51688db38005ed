import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { NotSaved } from './commands.ts';
import { syncFolder } from './sync-folder.ts';

/** What a blob is called everywhere: hex of the SHA-256 of its content. */
export type BlobHash = string;

/** Things that are made from a blob once and lie beside it; they go when it goes. */
export type Derived = 'thumbnail';
const derived: readonly Derived[] = ['thumbnail'];

/** Scans never take the last of the disk: journal and database need it more. In bytes. */
const roomLeft = 64 * 1024 * 1024;

/**
 * Scans and files, named by what they hold, each in an encrypted file of its own in the folder `blobs`.
 *
 * File: nonce (12), ciphertext, tag (16); AES-256-GCM under a key derived from the store's. The blob's name is
 * authenticated, so that one file cannot stand for another; the file's name is an HMAC of it, so that a folder listing
 * does not tell who holds a known document. A file is complete from the moment that it has its name: written beside,
 * flushed, renamed, its folder flushed; what a crash leaves beside is removed at the next start.
 *
 * Blobs never change, so backups of the database name them and do not copy them: a database that comes back from a
 * backup finds them where they were. Only pages of an entry that was given up since can be missing then, and show so.
 */
export class Blobs {
  readonly #folder: string;
  readonly #contentKey: KeyObject;
  readonly #nameKey: KeyObject;
  readonly #roomLeft: number;

  /** @param storeKey the 32 bytes of the store; the keys used here are derived from it */
  constructor(folder: string, storeKey: Buffer, options: { roomLeft?: number } = {}) {
    this.#folder = folder;
    const keyFor = (use: string) =>
      createSecretKey(Buffer.from(hkdfSync('sha256', storeKey, '', `yichuang blob ${use}`, 32)));
    this.#contentKey = keyFor('content');
    this.#nameKey = keyFor('name');
    this.#roomLeft = options.roomLeft ?? roomLeft;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const { file } of this.#files()) if (file.endsWith('.part')) rmSync(file, { force: true });
  }

  /**
   * Keeps bytes. On disk when it returns; the same bytes again cost no room.
   * @throws NotSaved where the disk does not take them, or would be full with them: nothing of it was done
   */
  put(bytes: Uint8Array): { hash: BlobHash; bytes: number } {
    const hash = createHash('sha256').update(bytes).digest('hex');
    // A file that cannot be read any more is no reason to refuse the bytes: it is written anew.
    if (this.get(hash) === null) this.#write(hash, bytes);
    return { hash, bytes: bytes.length };
  }

  /** The bytes as they were put; null where they are not here, or what is here is not what was written. */
  get(hash: BlobHash): Buffer | null {
    return this.#read(hash);
  }

  /** Whether there is a file for it; only `get` knows whether it can be read. */
  has(hash: BlobHash): boolean {
    return existsSync(this.#fileOf(hash));
  }

  /** Keeps what was made from a blob beside it, in place of an earlier one. @throws NotSaved as `put` does */
  putDerived(hash: BlobHash, what: Derived, bytes: Uint8Array): void {
    this.#write(`${hash}.${what}`, bytes);
  }

  /** What was made from a blob, or null. */
  getDerived(hash: BlobHash, what: Derived): Buffer | null {
    return this.#read(`${hash}.${what}`);
  }

  /** Removes a blob and what was made from it. For what no case and no entry names any more. */
  drop(hash: BlobHash): void {
    for (const label of labelsOf(hash)) rmSync(this.#fileOf(label), { force: true });
  }

  /**
   * Removes every blob that is not named: what a crash between a blob and its entry has left.
   * @param named the hashes that cases and entries name
   * @param before epoch milliseconds: younger files stay, their entry may be on its way
   * @returns how many files were removed
   */
  sweep(named: Iterable<BlobHash>, before: number): number {
    const kept = new Set([...named].flatMap(labelsOf).map((label) => this.#fileOf(label)));
    const left = this.#files().filter(({ file, writtenAt }) => !kept.has(file) && writtenAt < before);
    for (const { file } of left) rmSync(file, { force: true });
    return left.length;
  }

  #fileOf(label: string): string {
    const name = createHmac('sha256', this.#nameKey).update(label).digest('hex');
    return join(this.#folder, name.slice(0, 2), name.slice(2));
  }

  #read(label: string): Buffer | null {
    let sealed: Buffer;
    try {
      sealed = readFileSync(this.#fileOf(label));
    } catch {
      return null;
    }
    if (sealed.length < 28) return null;
    const decipher = createDecipheriv('aes-256-gcm', this.#contentKey, sealed.subarray(0, 12));
    decipher.setAAD(Buffer.from(label));
    decipher.setAuthTag(sealed.subarray(-16));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
    } catch {
      return null;
    }
  }

  #write(label: string, bytes: Uint8Array): void {
    const file = this.#fileOf(label);
    const folder = dirname(file);
    const part = join(folder, `${randomUUID()}.part`);
    try {
      const { bavail, bsize } = statfsSync(this.#folder);
      if (bavail * bsize < bytes.length + this.#roomLeft) throw new Error('no room for a blob');
      if (!existsSync(folder)) {
        mkdirSync(folder, { mode: 0o700 });
        syncFolder(this.#folder);
      }
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', this.#contentKey, nonce);
      cipher.setAAD(Buffer.from(label));
      const body = [nonce, cipher.update(bytes), cipher.final()];
      writeFlushed(part, Buffer.concat([...body, cipher.getAuthTag()]));
      renameSync(part, file);
      syncFolder(folder);
    } catch (error) {
      rmSync(part, { force: true });
      throw new NotSaved('a blob was not written', { cause: error });
    }
  }

  #files(): { file: string; writtenAt: number }[] {
    return readdirSync(this.#folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) =>
        readdirSync(join(this.#folder, name)).map((file) => join(this.#folder, name, file)),
      )
      .flatMap((file) => {
        const writtenAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
        return writtenAt === undefined ? [] : [{ file, writtenAt }];
      });
  }
}

const labelsOf = (hash: BlobHash): string[] => [hash, ...derived.map((what) => `${hash}.${what}`)];

function writeFlushed(file: string, bytes: Buffer): void {
  const fd = openSync(file, 'wx', 0o600);
  try {
    let written = 0;
    while (written < bytes.length) written += writeSync(fd, bytes, written);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
