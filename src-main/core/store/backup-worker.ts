/**
 * The work of a backup, in a thread of its own: copy the database into a new file, check the copy, and have it on the
 * disk. Started by `backup.ts`.
 */
import { closeSync, existsSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { configureCipher, isSound } from './database.ts';

/** What the thread is given. */
export interface BackupOrder {
  task: 'copy' | 'flush';
  database: string;
  copy: string;
  key: Uint8Array;
}

/** How often the copy's pages go to the disk while it grows: else one flush of the desk waits for hundreds of MB. */
const flushMs = 40;

function copy({ database, copy: file, key }: BackupOrder): void {
  const source = new Database(database, { readonly: true });
  try {
    configureCipher(source, Buffer.from(key));
    source.prepare('VACUUM INTO ?').run(file);
  } finally {
    source.close();
  }
  if (!isSound(file, Buffer.from(key))) throw new Error('the copy does not pass its check');
  const fd = openSync(file, 'r+');
  fsyncSync(fd);
  closeSync(fd);
}

function flush({ copy: file }: BackupOrder): void {
  let fd: number | null = null;
  setInterval(() => {
    if (fd === null && existsSync(file)) fd = openSync(file, 'r+');
    if (fd !== null) fdatasyncSync(fd);
  }, flushMs);
}

/**
 * The desk goes before its backup, for the processor as for a disk that knows priorities. On Linux a priority is a
 * thread's own; elsewhere it would be the whole program's, which stays as it is.
 */
if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_LOW);

const order: BackupOrder = workerData;
if (order.task === 'flush') flush(order);
else {
  copy(order);
  parentPort?.postMessage('done');
}
