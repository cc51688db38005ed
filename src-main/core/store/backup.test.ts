import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/support/folder.ts';
import { backUp } from './backup.ts';
import { configure } from './database.ts';

/** How far each thread of this process stands back for others: 0 is as usual, 19 the farthest. */
function niceness(): number[] {
  return readdirSync('/proc/self/task').flatMap((thread) => {
    try {
      const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
      // Behind the name in brackets, which may hold anything; the 19th field of all.
      return [Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])];
    } catch {
      return [];
    }
  });
}

it.runIf(process.platform === 'linux')(
  'a backup stands back for the desk, and the desk does not',
  async () => {
    const folder = tempFolder();
    const key = randomBytes(32);
    const database = join(folder, 'yichuang.db');
    const db = new Database(database);
    configure(db, key);
    db.exec('create table row (bytes blob)');
    const row = db.prepare('insert into row values (?)');
    db.transaction(() => {
      for (let each = 0; each < 4000; each += 1) row.run(randomBytes(8192));
    })();
    db.close();
    const usual = niceness();
    let lowest = 0;
    let over = false;
    const made = backUp({ database, folder: join(folder, 'backups'), key, generation: 1, now: Date.now() });
    void made.finally(() => {
      over = true;
    });
    while (!over) {
      lowest = Math.max(lowest, ...niceness());
      await sleep(5);
    }
    await made;
    expect(Math.max(...usual)).toBeLessThan(19);
    expect(lowest).toBe(19);
    // The threads that went back with the backup took it with them.
    expect(readFileSync('/proc/thread-self/stat', 'utf8').split(') ')[1]?.split(' ')[16]).not.toBe('19');
  },
);
