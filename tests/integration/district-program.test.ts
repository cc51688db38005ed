import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { districtFile } from './district.ts';
import { enrolInstallation, makeKeys, receipt, uuidv7 } from './installation.ts';

const folders: string[] = [];
const running: ChildProcess[] = [];

async function dataFolder(mode = 0o755): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yichuang-district-'));
  folders.push(folder);
  await chmod(folder, mode);
  return folder;
}
async function importFile(data: string, file: unknown = districtFile): Promise<string> {
  const path = join(data, 'import.json');
  await writeFile(path, JSON.stringify(file), { mode: 0o600 });
  return path;
}

/** Starts the program as a parent does, with an IPC channel, and waits for its line or its end. */
async function start(data: string, ...options: string[]) {
  const child = spawn(process.execPath, ['src-server/main.ts', '--port', '0', '--data', data, ...options], {
    cwd: resolve(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, DATABASE_URL: '' },
  });
  running.push(child);
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  let errors = '';
  child.stderr?.on('data', (text) => {
    errors += String(text);
  });
  const url = await new Promise<string>((resolve) => {
    if (child.stdout === null) return;
    createInterface(child.stdout).on('line', (line) => resolve(line.replace('district: ', '')));
    void exited.then(() => resolve('never started'));
  });
  return { child, exited, url, errors: () => errors };
}

/** The port that a PostgreSQL is at work on; null where none is. */
async function postgresPort(data: string): Promise<number | null> {
  const lock = await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  const port = Number(lock.split('\n')[3] ?? 0);
  return port !== 0 && (await answers(port)) ? port : null;
}
const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );

afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
});
afterAll(async () => {
  for (const folder of folders) {
    const link = await readlink(join(folder, 'postgres')).catch(() => null);
    if (link !== null) await rm(link, { recursive: true });
    await rm(folder, { recursive: true });
  }
});

describe('the program', () => {
  const keys = makeKeys();
  let data: string;
  beforeAll(async () => {
    data = await dataFolder();
  });

  it('starts on an empty folder, publishes a file, and stops in order with its PostgreSQL', async () => {
    const server = await start(data, '--import', await importFile(data));
    const { enrolment } = await enrolInstallation(server.url, 'CODE-HANGHAI-1', keys);
    expect(enrolment.series).toBe('001');
    expect(await postgresPort(data)).not.toBeNull();
    server.child.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    expect(await postgresPort(data)).toBeNull();
    expect((await stat(join(data, 'postgres.password'))).mode & 0o777).toBe(0o600);
    expect(server.errors()).not.toContain('-secret');
  });

  it('stops when its parent is gone', async () => {
    const server = await start(data);
    server.child.disconnect();
    expect(await server.exited).toBe(0);
    expect(await postgresPort(data)).toBeNull();
  });

  it('finds the PostgreSQL of a run that was killed, and all that was taken', async () => {
    const killed = await start(data);
    const before = await enrolInstallation(killed.url, 'CODE-HANGHAI-1', keys);
    const id = uuidv7();
    await before.push([before.give('receiveCase', id, receipt(before))]);
    killed.child.kill('SIGKILL');
    await killed.exited;
    const orphan = await postgresPort(data);
    expect(orphan).not.toBeNull();

    const server = await start(data);
    expect(server.errors()).toContain('outlived');
    expect(await answers(orphan ?? 0)).toBe(false);
    const { client, enrolment } = await enrolInstallation(server.url, 'CODE-HANGHAI-1', keys);
    expect(enrolment.epoch).toBe(before.enrolment.epoch);
    const { changes } = await client.pull({ cookie: null, referenceVersion: null });
    expect(changes.map((change) => change.id)).toEqual([id]);
  });

  it('leaves a folder alone where another district server is at work', async () => {
    const first = await start(data);
    const second = await start(data);
    expect(await second.exited).toBe(1);
    expect(second.errors()).toContain('another district server is at work');
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
  });

  it('ends with 1 when its PostgreSQL ends, so that whoever watches it starts both again', async () => {
    const server = await start(data);
    const lock = await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8');
    process.kill(Number(lock.split('\n')[0]), 'SIGKILL');
    expect(await server.exited).toBe(1);
    expect((await fetch(`${(await start(data)).url}/healthz`)).status).toBe(200);
  });

  it('ends with 1 and says why when the file may not be published', async () => {
    const [first, ...others] = districtFile.reference.matters;
    const matters = [{ ...first, result: '' }, ...others];
    const file = { ...districtFile, reference: { ...districtFile.reference, matters } };
    const server = await start(data, '--import', await importFile(data, file));
    expect(await server.exited).toBe(1);
    expect(server.errors()).toContain('“办理结果”未填写');
    expect(await postgresPort(data)).toBeNull();
  });

  it('stopped in the middle of its first start, leaves nothing running', async () => {
    const fresh = await dataFolder();
    const starting = start(fresh);
    await expect.poll(() => exists(join(fresh, 'postgres.password'))).toBe(true);
    running.at(-1)?.kill('SIGTERM');
    expect(await (await starting).exited).toBe(0);
    expect(await postgresPort(fresh)).toBeNull();
  });

  it.runIf(process.getuid?.() === 0)(
    'as root puts its cluster where the account postgres can reach it',
    async () => {
      const closed = await dataFolder(0o700);
      const server = await start(closed);
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      expect(await readlink(join(closed, 'postgres'))).toMatch(/^\/var\/lib\/yichuang\//);
      expect(server.errors()).toContain('the cluster lies elsewhere');
    },
  );
});
