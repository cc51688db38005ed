import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isSound } from '../../src-main/core/store/database.ts';
import { prepareInstallation } from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';

const root = join(import.meta.dirname, '..', '..');

/**
 * The core as it is bundled for the packed program, on this project's own Node instead of Electron's: the native part of
 * the store wants a newer Node than the oldest Electron that the shell is tried in has.
 */
describe('the core of the packed program', () => {
  const built = tempFolder();
  const running: ChildProcess[] = [];

  beforeAll(async () => {
    symlinkSync(join(root, 'node_modules'), join(built, 'node_modules'));
    const tool = fileURLToPath(new URL('../bin/electron-vite.js', import.meta.resolve('electron-vite')));
    const args = [tool, 'build', '--outDir', join(built, 'out'), '--logLevel', 'error'];
    await promisify(execFile)(process.execPath, args, {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production' },
    });
  });
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });

  /** Starts it on a data folder, and answers as a main process does that has no key store. */
  function start(data: string, provisioning: unknown) {
    const file = join(data, 'provisioning.json');
    writeFileSync(file, JSON.stringify(provisioning));
    const child = fork(
      join(built, 'out', 'main', 'core-entry.cjs'),
      ['--data', data, '--provisioning', file],
      {
        execArgv: ['--require', join(import.meta.dirname, 'parent-port.cjs')],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    running.push(child);
    const told: { kind: string; sentence?: string; audiences?: string[] }[] = [];
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text) => {
        said += String(text);
      });
    child.on('message', (message: (typeof told)[number]) => {
      told.push(message);
      if (message.kind === 'keyWanted') child.send({ kind: 'noKeyStore', reason: 'a test' });
    });
    const last = (kind: string) => expect.poll(() => told.find((each) => each.kind === kind));
    return { child, last, said: () => said };
  }
  /** Nobody listens there: a morning without the line. */
  const nowhere = { districtUrl: 'https://127.0.0.1:1' };

  it('serves its screens without the district, backs its store up by the thread that it brings, and stops when asked', async () => {
    const data = prepareInstallation(tempFolder());
    const { child, last, said } = start(data, nowhere);
    await last('ready').toMatchObject({ audiences: ['clerk', 'citizen', 'kiosk', 'board'] });
    await expect.poll(said).toContain('the store is backed up');
    const folder = join(data, 'store', 'backups');
    const [backup = ''] = readdirSync(folder).filter((name) => name.endsWith('.db'));
    expect(isSound(join(folder, backup), readFileSync(join(data, 'store.key')))).toBe(true);
    child.send({ kind: 'stop' });
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('says in a sentence why it does not start, and ends when the shell has heard it', async () => {
    const { child, last } = start(tempFolder(), { ...nowhere, idleMinutes: 'ten' });
    await last('refused').toMatchObject({ sentence: expect.stringMatching(/请检查：idleMinutes。$/) });
    child.send({ kind: 'stop' });
    expect(await once(child, 'exit')).toEqual([1, null]);
  });

  it('has nothing to enrol by and says so, and names the counters where the hall’s file has no seat for it', async () => {
    const bare = start(tempFolder(), nowhere);
    await bare.last('refused').toMatchObject({
      sentence: '本机还没有登记，请向区级平台管理员要一次性登记码。',
    });
    const data = tempFolder();
    const hall = {
      ...{ districtUrl: nowhere.districtUrl, hallId: 'hall-1', hallName: '便民服务大厅' },
      ...{ secret: 'a-secret-of-the-hall', expiresAt: '2036-01-01T00:00:00.000Z' },
      seats: [{ counterId: 'counter-1', name: '1号综合窗口' }],
    };
    writeFileSync(join(data, 'hall.json'), JSON.stringify(hall));
    await start(data, { hallFile: 'hall.json' })
      .last('refused')
      .toMatchObject({ sentence: expect.stringContaining('可选：counter-1（1号综合窗口）。') });
  });
});
