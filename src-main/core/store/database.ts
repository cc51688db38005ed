import { chmodSync, closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { migrations } from './migrations.ts';

export type { Database } from 'better-sqlite3';

/** The store cannot be opened as it is; `sentence` says to the clerk what to do. */
export class StoreUnusable extends Error {
  readonly reason:
    | 'newer'
    | 'wrongKeyOrDamaged'
    | 'damaged'
    | 'sqliteTooOld'
    | 'inUse'
    | 'notWritable'
    | 'databaseMissing'
    | 'keyMissing'
    | 'keySpoiled';
  readonly sentence: string;
  constructor(reason: StoreUnusable['reason'], sentence: string, cause?: unknown) {
    super(`store unusable: ${reason}`, { cause });
    this.reason = reason;
    this.sentence = sentence;
  }
}

/** Whether an error says that the disk did not take what was to be written: nothing of it was done. */
export const isNotWritten = (error: unknown): boolean =>
  error instanceof Database.SqliteError &&
  /^SQLITE_(FULL|IOERR|READONLY)/.test(error.code) &&
  !isDamage(error);

/** What the operating system says of a disk that is full, read-only or closed to this user. */
const notWritableCodes = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'SQLITE_CANTOPEN'];

/** Whether an error at opening says that the disk cannot be written. */
export const isNotWritable = (error: unknown): boolean =>
  isNotWritten(error) || notWritableCodes.includes(String((error as { code?: unknown } | null)?.code));

/** What is said where a store cannot be opened for want of a disk that takes it. */
export const notWritable = (cause: unknown) =>
  new StoreUnusable(
    'notWritable',
    '本机的数据目录不能写入：磁盘已满、只读或没有权限。已保存的办件都在，请联系运维检查磁盘，处理后重新启动。',
    cause,
  );

/** SQLite before this has the WAL-reset bug, which can lose committed pages. */
const oldestSqlite = [3, 51, 3] as const;

function atLeast(version: string, oldest: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, wanted] of oldest.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

/** The raw key goes first: before any other pragma, or the file reads as not a database. */
export function configureCipher(db: Database.Database, key: Buffer): void {
  db.pragma(`cipher = 'chacha20'`);
  db.pragma(`key = 'raw:${key.toString('hex')}'`);
}

/** Whether a file is a database under this key, every page of which can be read. */
export function isSound(file: string, key: Buffer): boolean {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    configureCipher(db, key);
    return db.pragma('quick_check', { simple: true }) === 'ok';
  } catch {
    return false;
  } finally {
    db?.close();
  }
}

/** Whether an error says that the database itself is broken: nothing more can be trusted to it. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Database.SqliteError &&
  /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ|IOERR_CORRUPTFS)/.test(error.code);

/** The settings that durability rests on. One writer, every commit on disk before the answer. */
export function configure(db: Database.Database, key: Buffer): void {
  configureCipher(db, key);
  // Of a new file: a case fills half a page of the usual size, and two do not fit.
  db.pragma('page_size = 8192');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('busy_timeout = 2000');
  // A page of a pull fits in: what does not goes to the log before the commit, and is read and deciphered again.
  db.pragma('cache_size = -16000');
  // What an upsert with triggers would undo of itself is noted page by page: in memory, not in a file, eight writes a row.
  db.pragma('temp_store = MEMORY');
  db.pragma('trusted_schema = OFF');
}

/**
 * Opens the encrypted store and brings its schema up to date.
 * @param key 32 bytes from a KeyProvider
 * @throws StoreUnusable where the file is newer than the program, the key does not fit, or SQLite is too old
 */
export function openDatabase(file: string, key: Buffer): Database.Database {
  // Nobody else may read what the operating system's own defaults would let them; its log and index follow the file.
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const db = new Database(file);
  try {
    configure(db, key);
    const version = db.prepare<[], { v: string }>('SELECT sqlite_version() AS v').get()?.v ?? '0';
    if (!atLeast(version, oldestSqlite)) {
      throw new StoreUnusable('sqliteTooOld', '程序内的数据库组件版本过低，请联系运维安装完整的程序包。');
    }
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    if (isDamage(error)) {
      throw new StoreUnusable(
        'wrongKeyOrDamaged',
        '本机数据库打不开：密钥不符或文件损坏。请不要删除任何文件，联系运维处理。',
        error,
      );
    }
    throw error;
  }
}

/** Runs the numbered migrations that the file does not have yet, each in its own transaction. */
export function migrate(db: Database.Database, upTo = migrations.length): void {
  const at = Number(db.pragma('user_version', { simple: true }));
  if (at > migrations.length) {
    throw new StoreUnusable(
      'newer',
      `本机数据由更新的程序写成（第 ${at} 版），当前程序只认识到第 ${migrations.length} 版。请安装新版程序，数据未受影响。`,
    );
  }
  for (const [index, sql] of migrations.slice(at, upTo).entries()) {
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${at + index + 1}`);
    })();
  }
}
