/**
 * Brings the log of the database into the database, in a thread of its own, each time that it is told to. Started by
 * `checkpoints.ts`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { configureCipher } from './database.ts';

/** What the thread is given. */
export interface CheckpointOrder {
  database: string;
  key: Uint8Array;
}

const { database, key }: CheckpointOrder = workerData;
const db = new Database(database, { fileMustExist: true });
configureCipher(db, Buffer.from(key));
// What is in the log is on the disk before it goes into the database, and that before the log begins anew.
db.pragma('synchronous = NORMAL');
parentPort?.on('message', () => {
  // As far as it goes without anybody waiting for it; what is written meanwhile stays for the next time.
  db.pragma('wal_checkpoint(PASSIVE)');
  parentPort?.postMessage('done');
});
