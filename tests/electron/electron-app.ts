import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { until } from '../support/wait.ts';
import type { ElectronBinary } from './electron-binary.ts';

const tests = import.meta.dirname;
const electronVite = fileURLToPath(new URL('../bin/electron-vite.js', import.meta.resolve('electron-vite')));

/** Waits for what a busy machine may take its time over. */
export const eventually = <T>(look: () => T) => expect.poll(look, { interval: 50 });

export interface BuiltApp {
  readonly folder: string;
  /** The program as it stands in `out/main`. */
  file(name: string): string;
  remove(): Promise<void>;
}

/**
 * Builds the shell as it ships, with the tests' own pages and cores, into a folder of its own.
 * @param main what Electron starts: the shell, or the observer around it
 */
export async function buildApp(main: 'index' | 'observer' = 'index'): Promise<BuiltApp> {
  const folder = await mkdtemp(join(tmpdir(), 'yichuang-electron-'));
  await mkdir(join(folder, 'out'));
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'yichuang-test', version: '0.0.0', main: `out/main/${main}.cjs` }),
  );
  await promisify(execFile)(
    process.execPath,
    [electronVite, 'build', '--config', join(tests, 'electron.vite.config.ts'), '--logLevel', 'error'],
    { cwd: join(tests, '..', '..'), env: { ...process.env, YICHUANG_TEST_OUT: join(folder, 'out') } },
  );
  return {
    folder,
    file: (name) => join(folder, 'out', 'main', name),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

export interface Program {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly lines: readonly string[];
  onLine(listener: (line: string) => void): void;
  /** Its exit code; null where a signal ended it. */
  readonly exited: Promise<number | null>;
  /** What the observer has seen of a kind. */
  observed(kind: string): readonly Record<string, unknown>[];
  /** Ends it, and the display that was made for it. */
  end(): Promise<void>;
}

/**
 * Starts a program on a display of its own where there is none.
 * @param folder what Electron is to run; null where the program has its own
 */
export async function startProgram(
  binary: Exclude<ElectronBinary, { missing: string }>,
  folder: string | null,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Program> {
  const display = binary.xvfb === null ? null : await startDisplay(binary.xvfb);
  const asRoot = process.getuid?.() === 0;
  const child = spawn(
    binary.path,
    [...(folder === null ? [] : [folder]), ...(asRoot ? ['--no-sandbox'] : []), '--disable-gpu', ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...(display === null ? {} : { DISPLAY: display.name }), ...env },
    },
  );
  const lines: string[] = [];
  const listeners: Array<(line: string) => void> = [(line) => lines.push(line)];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      for (const listener of listeners) listener(line);
    });
  }
  const exited = once(child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null));
  return {
    child,
    lines,
    onLine: (listener) => void listeners.push(listener),
    exited,
    observed: (kind) =>
      lines
        .filter((line) => line.startsWith('observed '))
        .map((line) => JSON.parse(line.slice('observed '.length)))
        .filter((seen) => seen.kind === kind),
    async end() {
      child.kill('SIGKILL');
      await exited;
      display?.stop();
    },
  };
}

export interface RunningApp extends Pick<Program, 'lines' | 'observed'> {
  readonly pid: number;
  /** Where Chromium keeps what it keeps. */
  readonly userData: string;
  /** The page of an audience, once its window is there. */
  page(audience: string): Promise<Page>;
  /** Connects anew: a page that crashed stays crashed to the connection that saw it. */
  reconnect(): Promise<void>;
  /** The processes that belong to it, itself among them. */
  processes(): Promise<readonly number[]>;
  /** Asks the program to quit, as a session that ends does, and waits: its exit code. */
  quit(): Promise<number | null>;
}

/** Starts the built program for real, with a debugger in its pages. */
export async function startApp(
  binary: Exclude<ElectronBinary, { missing: string }>,
  app: BuiltApp,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<RunningApp> {
  const userData = await mkdtemp(join(app.folder, 'user-data-'));
  const program = await startProgram(
    binary,
    app.folder,
    ['--remote-debugging-port=0', `--user-data-dir=${userData}`, ...args],
    env,
  );
  const { child, lines, exited } = program;
  const endpoint = new Promise<string>((resolve, reject) => {
    program.onLine((line) => {
      const address = /^DevTools listening on (ws:\/\/\S+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    void exited.then((code) => reject(new Error(`Electron exited with ${code}:\n${lines.join('\n')}`)));
  });
  const connect = async (): Promise<Browser> => chromium.connectOverCDP(await endpoint, { noDefaults: true });
  let browser: Browser;
  try {
    browser = await connect();
  } catch (error) {
    await program.end();
    throw error;
  }

  return {
    pid: child.pid ?? 0,
    lines,
    observed: program.observed,
    userData,
    async page(audience) {
      const page = await until(`a window of ${audience}`, () =>
        browser
          .contexts()
          .flatMap((context) => context.pages())
          .find((each) => each.url().includes(`/${audience}/`)),
      ).catch((error: unknown) => {
        throw new Error(lines.join('\n'), { cause: error });
      });
      await page.waitForLoadState();
      return page;
    },
    async reconnect() {
      await browser.close().catch(() => {});
      browser = await connect();
    },
    processes: () => descendants(child.pid ?? 0),
    async quit() {
      child.kill('SIGTERM');
      const code = await Promise.race([exited, new Promise<'late'>((r) => setTimeout(r, 30_000, 'late'))]);
      await browser.close().catch(() => {});
      await program.end();
      if (code === 'late') throw new Error(`Electron did not quit:\n${lines.join('\n')}`);
      return code;
    },
  };
}

async function startDisplay(xvfb: string): Promise<{ readonly name: string; stop(): void }> {
  const server: ChildProcess = spawn(
    xvfb,
    ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const numbers = server.stdio[3];
  if (numbers === null || numbers === undefined || !('on' in numbers)) throw new Error('no display number');
  const [number]: unknown[] = await once(numbers, 'data');
  return { name: `:${String(number).trim()}`, stop: () => void server.kill() };
}

async function descendants(root: number): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-e', '-o', 'pid=,ppid=']);
  const rows = stdout
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  const found = [root];
  for (const parent of found) {
    for (const [pid, ppid] of rows) if (ppid === parent && pid !== undefined) found.push(pid);
  }
  return found;
}
