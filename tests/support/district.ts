import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll } from 'vitest';
import type { DistrictImport } from '#shared/contracts/district-import.ts';
import { demoImport, newCodes } from '../../src-main/demo/district-import.ts';
import { freshDatabase } from '../integration/postgres.ts';
import { tempFolder } from './folder.ts';

/** Codes of four installations: counter 3 of the demo hall, its neighbour counter 2, the department and the office. */
export interface HallCodes {
  counter: string;
  neighbour: string;
  department: string;
  office: string;
}

/** Who signs in during tests; every password costs the server a tenth of a second at the start. */
const staff = ['person-g1001', 'person-g1002', 'person-g2001'];

/** The demo hall as a district's file. */
export function hallFile(people: readonly string[] = staff): { file: DistrictImport; codes: HallCodes } {
  const codes = newCodes();
  const file = demoImport(codes);
  return {
    codes,
    file: { ...file, passwords: file.passwords.filter(({ personId }) => people.includes(personId)) },
  };
}

/** The district server as a process of its own, which a test stops and starts like a cable. */
export interface DistrictProcess {
  readonly url: string;
  /** For questions to the database itself. */
  readonly databaseUrl: string;
  stop(): Promise<void>;
  /** Starts it again, under the address that installations know. */
  start(): Promise<void>;
  /** Publishes another file, as an administrator does: with a restart. */
  publish(file: DistrictImport): Promise<void>;
}

const running: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of running.splice(0)) await stop();
});

/** Starts the program `src-server/main.ts` on a real PostgreSQL; it ends with the test file. */
export async function startDistrict(file: DistrictImport): Promise<DistrictProcess> {
  const folder = tempFolder();
  const importFile = join(folder, 'import.json');
  const databaseUrl = await freshDatabase();
  let child: ChildProcess | null = null;
  let port = 0;

  async function start(...options: string[]): Promise<void> {
    const started = fork(
      resolve(import.meta.dirname, '../../src-server/main.ts'),
      ['--port', String(port), '--data', folder, ...options],
      {
        env: {
          ...process.env,
          DATABASE_URL: databaseUrl,
          SEALING_KEYS: Buffer.alloc(32, 7).toString('base64'),
        },
        execArgv: [],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    child = started;
    let errors = '';
    started.stderr?.on('data', (text) => {
      errors += String(text);
    });
    const url = await new Promise<string>((resolve, reject) => {
      started.once('exit', () => reject(new Error(`the district did not start:\n${errors}`)));
      if (started.stdout === null) return;
      createInterface(started.stdout).on('line', (line) => {
        if (line.startsWith('district: ')) resolve(line.slice('district: '.length));
      });
    });
    port = Number(new URL(url).port);
  }

  async function stop(): Promise<void> {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }

  async function publish(next: DistrictImport): Promise<void> {
    await stop();
    writeFileSync(importFile, JSON.stringify(next), { mode: 0o600 });
    await start('--import', importFile);
  }

  running.push(stop);
  await publish(file);
  return { url: `http://127.0.0.1:${port}`, databaseUrl, stop, start: () => start(), publish };
}
