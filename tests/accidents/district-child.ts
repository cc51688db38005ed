import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { demoImport, newCodes } from '../../src-main/demo/district-import.ts';

/** The district's program on a real PostgreSQL, which a driver cuts off and starts again. */
export interface DistrictChild {
  readonly url: string;
  readonly codes: { counter: string; department: string };
  readonly up: boolean;
  start(): Promise<void>;
  /** In the middle of whatever it is doing. */
  kill(): Promise<void>;
}

/** Starts it with the demo's hall published. @param folder for the file that it reads, and what it compiles */
export async function startDistrict(folder: string, databaseUrl: string): Promise<DistrictChild> {
  const codes = newCodes();
  const file = join(folder, 'import.json');
  const published = demoImport(codes);
  const desks = ['person-g1001', 'person-g2001'];
  // Each password costs the server a moment on purpose.
  const passwords = published.passwords.filter(({ personId }) => desks.includes(personId));
  writeFileSync(file, JSON.stringify({ ...published, passwords }), { mode: 0o600 });
  let child: ChildProcess | null = null;
  let port = 0;

  async function start(...options: string[]): Promise<void> {
    const started = fork(
      join(import.meta.dirname, '../../src-server/main.ts'),
      ['--port', String(port), '--data', folder, ...options],
      {
        env: { ...process.env, DATABASE_URL: databaseUrl, NODE_OPTIONS: '' },
        execArgv: [],
        // Lies with the stores where a fault leaves them.
        stdio: ['ignore', 'pipe', openSync(join(folder, 'district.log'), 'a'), 'ipc'],
      },
    );
    child = started;
    const address = await new Promise<string>((resolve, reject) => {
      started.once('exit', () => reject(new Error('the district did not start')));
      if (started.stdout === null) return;
      createInterface(started.stdout).on('line', (line) => {
        if (line.startsWith('district: ')) resolve(line.slice('district: '.length));
      });
    });
    port = Number(new URL(address).port);
  }

  await start('--import', file);
  return {
    url: `http://127.0.0.1:${port}`,
    codes,
    get up() {
      return child !== null && child.exitCode === null && child.signalCode === null;
    },
    start: () => start(),
    async kill() {
      if (child === null || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
