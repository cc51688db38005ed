import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * The second, independent record of every command: an append-only file beside the database, encrypted record by
 * record, on disk before the database commits. A broken database is rebuilt from a backup and this file.
 *
 * Record: length of what follows (4 bytes, big-endian), nonce (12), ciphertext, tag (16); AES-256-GCM. The
 * record's number is authenticated, so that records can neither be swapped nor left out unnoticed. One record is one
 * act, however many commands it has: a crash leaves all of it or nothing.
 */
export class Journal {
  readonly #fd: number;
  readonly #key: Buffer;
  #count: number;
  #size: number;
  /** Bytes of a torn last record that were cut off at opening: it was never acknowledged. */
  readonly tornBytes: number;
  /** The commands that were in the file at opening, oldest first. */
  readonly entries: readonly unknown[];

  /** Opens or creates the journal. @param storeKey the 32 bytes of the store; the journal's own key is derived. */
  constructor(file: string, storeKey: Buffer) {
    this.#key = Buffer.from(hkdfSync('sha256', storeKey, '', 'yichuang journal', 32));
    this.#fd = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
    const bytes = readFileSync(this.#fd);
    if (bytes.length === 0) syncFolder(dirname(file));
    try {
      const { entries, count, size } = this.#read(bytes);
      this.entries = entries;
      this.#count = count;
      this.#size = size;
    } catch (error) {
      closeSync(this.#fd);
      throw error;
    }
    this.tornBytes = bytes.length - this.#size;
    if (this.tornBytes > 0) ftruncateSync(this.#fd, this.#size);
  }

  /**
   * Appends the commands of one act and returns when they are on disk.
   * @returns how to take them back: for an act that the database then refused
   */
  append(envelopes: readonly unknown[]): () => void {
    const before = { count: this.#count, size: this.#size };
    const block = this.#seal(envelopes, before.count);
    const cutBack = (): void => {
      // Shortening a file needs no room, so it works on the full disk that is the likeliest reason.
      if (fstatSync(this.#fd).size > before.size) ftruncateSync(this.#fd, before.size);
      fdatasyncSync(this.#fd);
      this.#count = before.count;
      this.#size = before.size;
    };
    try {
      let written = 0;
      while (written < block.length) {
        written += writeSync(this.#fd, block, written, block.length - written, before.size + written);
      }
      fdatasyncSync(this.#fd);
    } catch (error) {
      // Half a record must not stand in front of the next one.
      cutBack();
      throw error;
    }
    this.#size += block.length;
    this.#count += 1;
    return cutBack;
  }

  close(): void {
    closeSync(this.#fd);
  }

  #seal(envelopes: readonly unknown[], number: number): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    cipher.setAAD(Buffer.from(String(number)));
    const body = Buffer.concat([cipher.update(JSON.stringify(envelopes), 'utf8'), cipher.final()]);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(nonce.length + body.length + 16);
    return Buffer.concat([head, nonce, body, cipher.getAuthTag()]);
  }

  #read(bytes: Buffer): { entries: unknown[]; count: number; size: number } {
    const entries: unknown[] = [];
    let count = 0;
    let at = 0;
    for (;;) {
      const act = this.#recordAt(bytes, at, count);
      if (act === null) break;
      entries.push(...act.entries);
      count += 1;
      at = act.end;
    }
    // Damage is not a torn tail: later records would be thrown away with it.
    if (at < bytes.length && !this.#isTorn(bytes.subarray(at), count)) throw new JournalDamaged(count);
    return { entries, count, size: at };
  }

  #recordAt(bytes: Buffer, at: number, number: number): { entries: unknown[]; end: number } | null {
    if (at + 4 > bytes.length) return null;
    const length = bytes.readUInt32BE(at);
    const end = at + 4 + length;
    if (length < 28 || end > bytes.length) return null;
    const entries = this.#unseal(bytes.subarray(at + 4, end), number);
    return entries === null ? null : { entries, end };
  }

  /** Whether these bytes are what a crash leaves: part of one record, with no readable one after it. */
  #isTorn(rest: Buffer, number: number): boolean {
    if (rest.length > longestTorn) return false;
    // A record that is there in full and followed by something was finished once.
    if (rest.length > 4 && rest.readUInt32BE(0) >= 28 && rest.readUInt32BE(0) < rest.length - 4) return false;
    for (let at = 1; at + 32 <= rest.length; at += 1) {
      for (let skipped = 1; skipped <= mostSkipped; skipped += 1) {
        // Bytes that are no record's beginning are nearly always told by their length alone.
        if (rest.readUInt32BE(at) > rest.length - at - 4) break;
        if (this.#recordAt(rest, at, number + skipped) !== null) return false;
      }
    }
    return true;
  }

  #unseal(record: Buffer, number: number): unknown[] | null {
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, record.subarray(0, 12));
      decipher.setAAD(Buffer.from(String(number)));
      decipher.setAuthTag(record.subarray(-16));
      const text = Buffer.concat([decipher.update(record.subarray(12, -16)), decipher.final()]).toString(
        'utf8',
      );
      return JSON.parse(text) as unknown[];
    } catch {
      return null;
    }
  }
}

/** No act comes near this size in bytes; more than it that cannot be read was not left by a crash. */
const longestTorn = 1024 * 1024;
/** A damaged sector of the disk holds no more records than this. */
const mostSkipped = 32;

/** A new file is only there after a power cut if its folder was synced too; Windows has no such call and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  fsyncSync(fd);
  closeSync(fd);
}

/** A record before the last cannot be read. */
export class JournalDamaged extends Error {
  readonly sentence = '本机的办件日志有损坏的记录。请不要删除任何文件，联系运维处理；已上传的办件不受影响。';
  constructor(record: number) {
    super(`journal damaged at record ${record}`);
  }
}
