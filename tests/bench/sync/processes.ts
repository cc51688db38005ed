import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../../src-server/database/embedded-postgres.ts';
import { openLog } from '../../../src-server/log.ts';
import type { Memory } from './memory.ts';

/** How long a piece of work took in its process. */
export interface Work {
  count: number;
  seconds: number;
  /** Of the processor, by this process alone: on a busy machine the other says more about the machine. */
  cpuSeconds: number;
  rss: Memory;
  /** Until what went up had come back confirmed as well. */
  confirmedSeconds?: number;
  /** Commands that the district refused or holds back. */
  attention?: number;
  blocked?: string | null;
}

const fails = (child: ChildProcess, what: string) =>
  new Promise<never>((_, reject) => {
    child.once('exit', (exitCode) => {
      if (exitCode !== 0) reject(new Error(`${what} ended with ${exitCode}`));
    });
  });

/** Runs one of the programs beside this file to its end, and gives its answer. */
export async function run<Answer>(program: string, ...args: string[]): Promise<Answer> {
  const child = fork(join(import.meta.dirname, program), args, { execArgv: [] });
  const gone = once(child, 'exit');
  const [answer] = (await Promise.race([once(child, 'message'), fails(child, `${program} ${args[0]}`)])) as [
    Answer,
  ];
  await gone;
  return answer;
}

/** A server at work until it is stopped. */
export interface Serving {
  url: string;
  /** Megabytes that it holds in memory. */
  stop(): Promise<void>;
}

/** Starts the peer's server. */
export async function servePeer(folder: string, ...options: string[]): Promise<Serving> {
  const child = fork(join(import.meta.dirname, 'pouchdb', 'peer.ts'), ['serve', folder, ...options], {
    execArgv: [],
  });
  const [{ url }] = (await Promise.race([once(child, 'message'), fails(child, 'the peer')])) as [
    { url: string },
  ];
  return { url, stop: () => end(child) };
}

/** Starts a district server, the program itself, on an address of PostgreSQL. */
export async function serveDistrict(
  folder: string,
  databaseUrl: string,
  ...options: string[]
): Promise<Serving> {
  const child = fork(
    resolve(import.meta.dirname, '../../../src-server/main.ts'),
    ['--port', '0', '--data', folder, ...options],
    {
      env: { ...process.env, DATABASE_URL: databaseUrl },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    },
  );
  const said = new Promise<string>((answer) => {
    if (child.stdout !== null)
      createInterface(child.stdout).on('line', (line) => {
        if (line.startsWith('district: ')) answer(line.slice('district: '.length));
      });
  });
  const url = await Promise.race([said, fails(child, 'the district')]);
  return { url, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  child.removeAllListeners('exit');
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  if (child.exitCode === null && child.signalCode === null) await gone;
}

/** A PostgreSQL for a whole measurement, with databases as they are wanted. */
export interface Cluster {
  folder: string;
  /** Makes an empty database; gives its address. */
  fresh(name: string): Promise<string>;
  drop(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-bench-sync-'));
  // PostgreSQL runs under an account of its own where this runs as root.
  chmodSync(folder, 0o755);
  const data = join(folder, 'postgres');
  mkdirSync(data);
  const postgres = await startEmbeddedPostgres(data, openLog({ write: () => undefined }));
  async function ask(text: string): Promise<void> {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query(text);
    await client.end();
  }
  return {
    folder,
    async fresh(name) {
      await ask(`create database ${name}`);
      const url = new URL(postgres.url);
      url.pathname = name;
      return url.href;
    },
    drop: (name) => ask(`drop database ${name} with (force)`),
    async close() {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
