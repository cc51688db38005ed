import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { formatBeijing, type Instant } from '#shared/clock/beijing.ts';
import { backupFolder, backupsIn, soundBackup } from './backup.ts';
import { type Database, isDamage, isSound, openDatabase, StoreUnusable } from './database.ts';
import { journalFits } from './journal.ts';

/** The files of a store. */
export interface StoreFiles {
  readonly database: string;
  readonly journal: string;
  /** Is there while the database is known to be broken: the next start looks at every page of it. */
  readonly damagedMark: string;
  /** Scans and files, each in a file of its own. */
  readonly blobs: string;
  /** Where broken files go. Nothing is ever deleted. */
  readonly setAside: string;
}

export const storeFiles = (folder: string): StoreFiles => ({
  database: join(folder, 'yichuang.db'),
  journal: join(folder, 'yichuang.journal'),
  damagedMark: join(folder, 'yichuang.damaged'),
  blobs: join(folder, 'blobs'),
  setAside: join(folder, 'set-aside'),
});

/** What was found and done at opening, for the log and, where there is one, the sentence for the clerk. */
export interface Recovery {
  /** Commands that were brought in from the journal. */
  replayed: number;
  /** Commands that the journal had lost, though they had been on the disk: written into it again. */
  mended: number;
  /** Bytes of a torn record that was never acknowledged. */
  tornBytes: number;
  /** When the backup was made that the database came from; null where the database itself was sound. */
  restoredFrom: Instant | null;
  /** There was no journal beside that backup: what was given out since then is not known here. */
  journalLost: boolean;
  /** Where broken files were put; null where none were. */
  setAside: string | null;
  sentence: string | null;
}

/** Whether a store has been here before: then a key that is missing is lost, and never replaced. */
export const hasStore = (files: StoreFiles): boolean =>
  existsSync(files.database) || existsSync(files.journal);

/**
 * Opens the database; one that is broken or gone is set aside and the newest backup that passes its check put in its
 * place. What has happened since comes from the journal, and what the district knows from the next pull.
 * @throws StoreUnusable where that cannot be done, with a sentence; then every file is as it was
 */
export function openSound(
  files: StoreFiles,
  key: Buffer,
  now: Instant,
): { db: Database; restoredFrom: Instant | null; setAside: string | null } {
  const before = existsSync(files.database);
  const hasWork = journalFits(files.journal, key) || backupsIn(backupFolder(files.database)).length > 0;
  try {
    if (!before && hasWork) throw missing();
    if (existsSync(files.damagedMark) && !isSound(files.database, key)) throw broken();
    const db = openDatabase(files.database, key);
    rmSync(files.damagedMark, { force: true });
    return { db, restoredFrom: null, setAside: null };
  } catch (error) {
    if (!(error instanceof StoreUnusable) || !restorable.includes(error.reason)) throw error;
    const backup = soundBackup(backupFolder(files.database), key);
    // Where nothing else fits the key either, the key is wrong, and the database may be well.
    if (backup === null) throw journalFits(files.journal, key) && before ? broken(error) : error;
    const setAside = putAside(
      files,
      now,
      ['', '-wal', '-shm'].map((end) => `${files.database}${end}`),
    );
    copyFileSync(backup.file, files.database);
    flush(files.database);
    rmSync(files.damagedMark, { force: true });
    return { db: openDatabase(files.database, key), restoredFrom: backup.at, setAside };
  }
}

const restorable: readonly StoreUnusable['reason'][] = ['wrongKeyOrDamaged', 'damaged', 'databaseMissing'];

const missing = () =>
  new StoreUnusable(
    'databaseMissing',
    '本机数据库文件丢失，办件日志还在。请不要删除任何文件，联系运维恢复备份后再启动。',
  );
const broken = (cause?: unknown) =>
  new StoreUnusable(
    'damaged',
    '本机数据库已损坏，也没有可用的备份。请不要删除任何文件，联系运维处理；已上传的办件不受影响。',
    cause,
  );

/** Moves files into a folder of that moment. @returns the folder */
export function putAside(files: StoreFiles, now: Instant, list: readonly string[]): string {
  const folder = join(files.setAside, now.replaceAll(/[:.]/g, '-'));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const file of list) if (existsSync(file)) renameSync(file, join(folder, basename(file)));
  return folder;
}

/** Notes that the database was found broken while it was at work. */
export function markDamaged(files: StoreFiles): void {
  writeFileSync(files.damagedMark, '', { mode: 0o600, flush: true });
}

/** What the clerk is told after a start that had something to mend; null after any other. */
export function recoverySentence(recovery: Omit<Recovery, 'sentence'>): string | null {
  if (recovery.restoredFrom !== null && recovery.journalLost)
    return `本机数据由${formatBeijing(recovery.restoredFrom)}的备份恢复，没有找到办件日志：备份以后已上传的办件会从区级平台取回，没有上传的不在本机，请核对凭条存根并告知运维。`;
  if (recovery.restoredFrom !== null)
    return `本机数据库损坏，已用${formatBeijing(recovery.restoredFrom)}的备份和办件日志恢复，已保存的办件都在；正在填写的内容请核对，并告知运维。`;
  if (recovery.setAside !== null) return '本机的办件日志有损坏，已另存并重新开始记录，办件都在；请告知运维。';
  if (recovery.mended > 0)
    return '本机的办件日志缺了末尾，磁盘可能没有写入成功；已补齐，办件都在；请告知运维检查磁盘。';
  return null;
}

/** Why a store without its journal has to enrol anew: it would give numbers to people that others hold. */
export const restoredSentence =
  '本机数据由备份恢复，备份以后给出过哪些编号已无从知道，暂不能收件和上传；已有的办件都在。请联系系统管理员领取接替本窗口的登记码，写进配置文件后重新启动。';

/** What IT is told whose store an error has hit. */
export const damagedSentence =
  '本机数据库读取出错，刚才的操作没有保存。程序正在自动修复，请稍候片刻再操作；若没有恢复请联系运维。';

export { isDamage };

function flush(file: string): void {
  const fd = openSync(file, 'r+');
  fsyncSync(fd);
  closeSync(fd);
}
