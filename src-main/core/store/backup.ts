import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { type BeijingDate, beijingDateOf, type Instant, instantOfEpoch } from '#shared/clock/beijing.ts';
import type { BackupOrder } from './backup-worker.ts';
import { isSound } from './database.ts';
import { startThread } from './thread.ts';

/** A verified copy of the database: when it was made, and the generation of the journal that was written to then. */
export interface Backup {
  readonly file: string;
  readonly at: Instant;
  readonly generation: number;
}

/** So many copies are kept whatever their age, and the last one of each of so many days. */
const keptAlways = 3;
const keptDays = 7;

/** The copies that are kept, of a list with the newest first. */
export function keptBackups(list: readonly Backup[]): readonly Backup[] {
  const days = new Set<BeijingDate>();
  return list.filter((backup, index) => {
    const day = beijingDateOf(backup.at);
    const isLastOfItsDay = !days.has(day) && days.size < keptDays;
    days.add(day);
    return index < keptAlways || isLastOfItsDay;
  });
}

const name = /^(\d{13})-(\d+)\.db$/;

/** All copies in the folder, the newest first. */
export function backupsIn(folder: string): readonly Backup[] {
  let files: string[];
  try {
    files = readdirSync(folder);
  } catch {
    return [];
  }
  return files
    .flatMap((file): Backup[] => {
      const [, at, generation] = name.exec(file) ?? [];
      return at === undefined || generation === undefined
        ? []
        : [{ file: join(folder, file), at: instantOfEpoch(Number(at)), generation: Number(generation) }];
    })
    .sort((one, other) => (one.at < other.at ? 1 : -1));
}

/** The newest copy that passes its check now, or null. */
export const soundBackup = (folder: string, key: Buffer): Backup | null =>
  backupsIn(folder).find(({ file }) => isSound(file, key)) ?? null;

/** The database cannot be copied, or its copy does not pass the check: it is broken. */
export class DatabaseBroken extends Error {}

/** There is not enough room for a copy beside the database. */
export class NoRoomForBackup extends Error {}

/**
 * Copies the database while it is at work, checks the copy, and only then counts it as a backup; older ones that need not
 * be kept go. The thread that copies and the one that flushes leave the desk alone.
 * @param generation of the journal that is written to now
 * @returns the backup, and its size in bytes
 */
export async function backUp(options: {
  database: string;
  folder: string;
  key: Buffer;
  generation: number;
  now: number;
}): Promise<Backup & { readonly bytes: number }> {
  const { database, folder, key, generation, now } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(folder);
  const size = statSync(database).size;
  if (bavail * bsize < 2 * size + roomLeft) throw new NoRoomForBackup('not enough room for a backup');
  const copy = join(folder, 'copy.part');
  rmSync(copy, { force: true });
  const order = { database, copy, key: new Uint8Array(key) };
  const flushing = startBackup({ ...order, task: 'flush' });
  try {
    await ended(startBackup({ ...order, task: 'copy' }));
  } catch (error) {
    rmSync(copy, { force: true });
    // Errors lose their class on the way from the thread.
    throw /malformed|not a database|its check/.test(String(error))
      ? new DatabaseBroken('the database is broken', { cause: error })
      : error;
  } finally {
    await flushing.terminate();
  }
  chmodSync(copy, 0o600);
  const file = join(folder, `${now}-${generation}.db`);
  renameSync(copy, file);
  const all = backupsIn(folder);
  const kept = new Set(keptBackups(all));
  for (const old of all) if (!kept.has(old)) rmSync(old.file);
  return { file, at: instantOfEpoch(now), generation, bytes: statSync(file).size };
}

/** A backup never takes the last of the disk: the desk needs it more. In bytes. */
const roomLeft = 256 * 1024 * 1024;

const startBackup = (order: BackupOrder): Worker => startThread('backup-worker', order);

const ended = (thread: Worker): Promise<void> =>
  new Promise((resolve, reject) => {
    thread.once('message', () => resolve());
    thread.once('error', reject);
    thread.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the thread ended with ${code}`)),
    );
  });

/** Where an installation's backups lie. */
export const backupFolder = (database: string): string => join(dirname(database), 'backups');
