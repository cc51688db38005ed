/**
 * PouchDB as a process of its own:
 *   serve <folder>            express-pouchdb; says its address
 *   push <folder> <url>       replicates what the folder holds to the address
 *   pull <folder> <url>       replicates everything from the address into a fresh folder
 *   fill <folder> <documents> brings a file of JSON lines into a folder
 * With `flushed` behind it, each of its writes waits for the disk. By itself PouchDB waits for none.
 * Answers over the IPC channel, like `desk.ts`.
 */
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { watchMemory } from '../memory.ts';

interface Replication {
  docs_written: number;
}
interface Pouch {
  bulkDocs(documents: readonly object[]): Promise<unknown>;
  replicate: {
    to(url: string): Promise<Replication>;
    from(url: string): Promise<Replication>;
  };
  close(): Promise<void>;
}
/** What PouchDB's store of files is opened by. */
type Level = (location: string) => {
  _batch(operations: unknown, options: object, done: (error?: Error) => void): void;
};
interface PouchConstructor {
  new (name: string, options: { db?: Level }): Pouch;
  defaults(options: { prefix: string; db?: Level }): PouchConstructor;
}
interface Server {
  listen(port: number, host: string, ready: () => void): { address(): AddressInfo | string | null };
}

const require = createRequire(import.meta.url);
const PouchDB = require('pouchdb') as PouchConstructor;
const [, , work, folder = '', ...rest] = process.argv;
const [given = ''] = rest;
const store = rest.includes('flushed') ? { db: flushedLevel(require('leveldown') as Level) } : {};

function flushedLevel(leveldown: Level): Level {
  const open: Level = (location) => {
    const level = leveldown(location);
    const write = level._batch.bind(level);
    level._batch = (operations, options, done) => write(operations, { ...options, sync: true }, done);
    return level;
  };
  return Object.assign(open, leveldown);
}

const say = (message: object) => process.send?.(message);
async function measured(act: (pouch: Pouch) => Promise<Replication>): Promise<void> {
  const pouch = new PouchDB(join(folder, 'documents'), store);
  const memory = watchMemory();
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const { docs_written: count } = await act(pouch);
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const rss = memory.end();
  await pouch.close();
  say({ count, seconds, cpuSeconds: (user + system) / 1e6, rss });
  process.disconnect();
}

async function fill(): Promise<void> {
  const pouch = new PouchDB(join(folder, 'documents'), store);
  let batch: object[] = [];
  for await (const line of createInterface(createReadStream(given))) {
    batch.push(JSON.parse(line) as object);
    if (batch.length === 1_000) await pouch.bulkDocs(batch.splice(0));
  }
  await pouch.bulkDocs(batch);
  batch = [];
  await pouch.close();
  say({ filled: true });
  process.disconnect();
}

function serve(): void {
  const express = require('express') as () => Server & { use(handler: unknown): void };
  const couch = require('express-pouchdb') as (pouch: PouchConstructor, options: object) => unknown;
  const app = express();
  app.use(
    couch(PouchDB.defaults({ prefix: `${folder}/`, ...store }), {
      mode: 'minimumForPouchDB',
      inMemoryConfig: true,
      logPath: join(folder, 'log.txt'),
    }),
  );
  const server = app.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    say({ url: `http://127.0.0.1:${port}/documents` });
  });
  process.on('disconnect', () => process.exit(0));
}

if (work === 'serve') serve();
else if (work === 'fill') await fill();
else if (work === 'push') await measured((pouch) => pouch.replicate.to(given));
else if (work === 'pull') await measured((pouch) => pouch.replicate.from(given));
else throw new Error(`no such work: ${work}`);
