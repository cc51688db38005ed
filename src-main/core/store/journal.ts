import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { syncFolder } from './sync-folder.ts';

/**
 * The second, independent record of every command: an append-only file beside the database, encrypted record by
 * record, on disk before the database commits. A broken database is rebuilt from a backup and this file.
 *
 * Record: length of what follows (4 bytes, big-endian), nonce (12), ciphertext, tag (16); AES-256-GCM. The
 * record's number is authenticated, so that records can neither be swapped nor left out unnoticed. One record is one
 * act, however many commands it has: a crash leaves all of it or nothing.
 *
 * After every backup a new generation begins in a new file, which says in its first record where the chain of commands
 * stood: so a start reads little, and generations that no backup needs any more can go.
 */
export class Journal {
  readonly #file: string;
  readonly #key: KeyObject;
  #fd: number;
  #count = 0;
  #size = 0;
  /** Where this generation begins; the first begins at nothing. */
  #began: Began = { generation: 1, lastSeq: 0 };
  /** The commands that were in the file at opening, oldest first. */
  readonly entries: readonly unknown[];
  /** Bytes of a torn last record that were cut off at opening: it was never acknowledged. */
  readonly tornBytes: number;
  /** A record that was finished once cannot be read. The others could, and the file is as it was found. */
  readonly damaged: boolean;

  /** Whether there is a journal in this file, or one that was about to take its place. */
  static isAt(file: string): boolean {
    return existsSync(file) || existsSync(`${file}.next`);
  }

  /** Opens or creates the journal. @param storeKey the 32 bytes of the store; the journal's own key is derived. */
  constructor(file: string, storeKey: Buffer) {
    this.#file = file;
    this.#key = journalKey(storeKey);
    // A change of generations that was cut off between its two steps.
    if (!existsSync(file) && existsSync(`${file}.next`)) renameSync(`${file}.next`, file);
    const isNew = !existsSync(file);
    this.#fd = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
    if (isNew) syncFolder(dirname(file));
    const bytes = readFileSync(this.#fd);
    const { entries, count, size, damaged } = readRecords(bytes, this.#key);
    const [first] = entries;
    const began = beganOf(first);
    const [newest] = this.#older().reverse();
    if (began !== null) this.#began = began;
    else if (newest !== undefined) this.#began = { generation: newest.generation + 1, lastSeq: 0 };
    this.entries = began === null ? entries : entries.slice(1);
    this.damaged = damaged;
    this.tornBytes = damaged ? 0 : bytes.length - size;
    if (this.tornBytes > 0) ftruncateSync(this.#fd, size);
    this.#count = count;
    this.#size = size;
  }

  /** The number of the generation that is written to, and where the chain of commands stood when it began. */
  get began(): Began {
    return this.#began;
  }

  /** The commands of the generations before this one, oldest first: for a database that is older than this one. */
  earlier(): readonly unknown[] {
    return this.#older().flatMap(({ file }) => {
      const { entries, damaged } = readRecords(readFileSync(file), this.#key);
      if (damaged) throw new JournalDamaged(file);
      return entries.filter((entry) => beganOf(entry) === null);
    });
  }

  /** Everything that can be read of all generations that are kept, oldest first. */
  written(): readonly unknown[] {
    const { entries } = readRecords(readFileSync(this.#file), this.#key);
    return [...this.earlier(), ...entries.filter((entry) => beganOf(entry) === null)];
  }

  /**
   * Begins a new generation; the file so far stays beside it, or goes into another folder where it is of no more use.
   * @param lastSeq where the chain of commands stands
   */
  begin(lastSeq: number, aside = dirname(this.#file)): void {
    const began = { generation: this.#began.generation + 1, lastSeq };
    const next = `${this.#file}.next`;
    const block = seal([{ began }], 0, this.#key);
    writeFileSync(next, block, { mode: 0o600, flush: true });
    closeSync(this.#fd);
    renameSync(this.#file, join(aside, `${basename(this.#file)}.${this.#began.generation}`));
    renameSync(next, this.#file);
    syncFolder(dirname(this.#file));
    this.#fd = openSync(this.#file, constants.O_RDWR, 0o600);
    this.#began = began;
    this.#count = 1;
    this.#size = block.length;
  }

  /** Lets go of generations that no backup needs: all before this one. */
  forget(before: number): void {
    for (const { file, generation } of this.#older()) if (generation < before) rmSync(file);
  }

  #older(): { file: string; generation: number }[] {
    const prefix = `${basename(this.#file)}.`;
    return readdirSync(dirname(this.#file))
      .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
      .map((name) => ({
        file: join(dirname(this.#file), name),
        generation: Number(name.slice(prefix.length)),
      }))
      .sort((one, other) => one.generation - other.generation);
  }

  /**
   * Appends the commands of one act and returns when they are on disk.
   * @returns how to take them back: for an act that the database then refused
   */
  append(envelopes: readonly unknown[]): () => void {
    const before = { count: this.#count, size: this.#size };
    const block = seal(envelopes, before.count, this.#key);
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
}

/** Where a generation of the journal begins. */
export interface Began {
  generation: number;
  /** The last command before it. */
  lastSeq: number;
}

const beganSchema = z.strictObject({
  began: z.strictObject({ generation: z.int().positive(), lastSeq: z.int().nonnegative() }),
});
const beganOf = (entry: unknown): Began | null => beganSchema.safeParse(entry).data?.began ?? null;

const journalKey = (storeKey: Buffer): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', storeKey, '', 'yichuang journal', 32)));

/** Whether a journal was written under this key: what tells a broken database from a wrong key. */
export function journalFits(file: string, storeKey: Buffer): boolean {
  try {
    return readRecords(readFileSync(file), journalKey(storeKey)).entries.length > 0;
  } catch {
    return false;
  }
}

function seal(envelopes: readonly unknown[], number: number, key: KeyObject): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(String(number)));
  const body = Buffer.concat([cipher.update(JSON.stringify(envelopes), 'utf8'), cipher.final()]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(nonce.length + body.length + 16);
  return Buffer.concat([head, nonce, body, cipher.getAuthTag()]);
}

function unseal(record: Buffer, number: number, key: KeyObject): unknown[] | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, record.subarray(0, 12));
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

/**
 * Reads every record that can be read. A record that cannot is passed over by its length; where that leads nowhere, the
 * rest is either what a crash leaves of the last record, or damage.
 */
function readRecords(
  bytes: Buffer,
  key: KeyObject,
): { entries: unknown[]; count: number; size: number; damaged: boolean } {
  const entries: unknown[] = [];
  let count = 0;
  let at = 0;
  let damaged = false;
  while (at < bytes.length) {
    const end = at + 4 <= bytes.length ? at + 4 + bytes.readUInt32BE(at) : bytes.length + 1;
    const act =
      end - at >= 32 && end <= bytes.length ? unseal(bytes.subarray(at + 4, end), count, key) : null;
    if (act === null && (end - at < 32 || end >= bytes.length || bytes.length - at > longestTorn)) break;
    // There in full and followed by something: it was finished once.
    if (act === null) damaged = true;
    else entries.push(...act);
    count += 1;
    at = end;
  }
  damaged ||= at < bytes.length && !isTorn(bytes.subarray(at), count, key);
  return { entries, count, size: at, damaged };
}

/** Whether these bytes are what a crash leaves: part of one record, with no readable one after it. */
function isTorn(rest: Buffer, number: number, key: KeyObject): boolean {
  if (rest.length > longestTorn) return false;
  for (let at = 1; at + 32 <= rest.length; at += 1) {
    const length = rest.readUInt32BE(at);
    // Bytes that are no record's beginning are nearly always told by their length alone.
    if (length < 28 || length > rest.length - at - 4) continue;
    for (let skipped = 1; skipped <= mostSkipped; skipped += 1) {
      if (unseal(rest.subarray(at + 4, at + 4 + length), number + skipped, key) !== null) return false;
    }
  }
  return true;
}

/** No act comes near this size in bytes; more than it that cannot be read was not left by a crash. */
const longestTorn = 1024 * 1024;
/** A damaged sector of the disk holds no more records than this. */
const mostSkipped = 32;

/** Records that the database does not have cannot be read. */
export class JournalDamaged extends Error {
  readonly sentence = '本机的办件日志有损坏的记录。请不要删除任何文件，联系运维处理；已上传的办件不受影响。';
  constructor(where: string) {
    super(`journal damaged: ${where}`);
  }
}
