import type { Worker } from 'node:worker_threads';
import type { CheckpointOrder } from './checkpoint-worker.ts';
import type { Database } from './database.ts';
import { startThread } from './thread.ts';

/** Pages of the log after which the writer itself brings it into the database, as SQLite has it. */
const usually = 1_000;
/** While page follows page of a pull: what the next one changes again need not go in, and be on the disk, each time. */
const whilePulling = 4_000;
/** Characters of one pull from which on a thread is worth its start, and after which it is told to go on. */
const muchComesIn = 8_000_000;
const oneStep = 4_000_000;

/** When the log goes into the database; see `checkpoints`. */
export type Checkpoints = ReturnType<typeof checkpoints>;

/**
 * When the log of the database goes into the database. While a long pull comes in, a thread does nearly all of it: half of
 * what such a pull costs is enciphering pages for the second time and waiting for the disk. Where the thread falls behind
 * or fails, the writer does it as always.
 */
export function checkpoints(db: Database, order: CheckpointOrder) {
  let isPulling = false;
  let thread: Worker | null = null;
  let isAtWork = false;
  let [all, since] = [0, 0];

  function start(): Worker {
    const started = startThread('checkpoint-worker', order);
    started.unref();
    started.on('message', () => {
      isAtWork = false;
    });
    // Not told again: what it cannot do, the writer does.
    started.on('error', () => {
      isAtWork = true;
    });
    return started;
  }

  function rest(): void {
    if (!isPulling) return;
    isPulling = false;
    [all, since] = [0, 0];
    void thread?.terminate();
    [thread, isAtWork] = [null, false];
    db.pragma(`wal_autocheckpoint = ${usually}`);
  }

  return {
    /** A page of a pull has come, of so many characters, and more follow. */
    afterPage(characters: number): void {
      if (!isPulling) db.pragma(`wal_autocheckpoint = ${whilePulling}`);
      isPulling = true;
      all += characters;
      since += characters;
      if (all < muchComesIn || since < oneStep || isAtWork) return;
      thread ??= start();
      [since, isAtWork] = [0, true];
      thread.postMessage('go on');
    },
    /** Nothing more comes in for now. */
    rest,
  };
}
