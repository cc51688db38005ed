/**
 * `npm start`: a demo hall with its desk, on this machine alone.
 *
 *   npm start -- [--no-open] [--port 0] [--data <folder>] [--electron | --browser]
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Audience } from '#shared/contracts/audience.ts';
import { DemoFailed, startDemoHall } from '../demo/demo-hall.ts';
import { electronBinary, fetchElectron, hasDisplay, openInBrowser } from './desktop.ts';
import { buildRenderer, rendererFolder, runTool } from './renderer-build.ts';

const root = join(import.meta.dirname, '..', '..');
const { values: options } = parseArgs({
  options: {
    'no-open': { type: 'boolean', default: false },
    port: { type: 'string', default: '8471' },
    data: { type: 'string', default: join('data', 'demo') },
    electron: { type: 'boolean', default: false },
    browser: { type: 'boolean', default: false },
  },
});
const say = (text: string) => process.stderr.write(`${text}\n`);

/** The pages, in the order in which they are printed, by the name that a person calls them. */
const printed: readonly (readonly [string, Audience])[] = [
  ['desk', 'clerk'],
  ['kiosk', 'kiosk'],
  ['citizen', 'citizen'],
  ['board', 'board'],
  ['department', 'department'],
];

/** Electron's binary if the desk is to be opened in it; says in one line why not. */
async function chooseElectron(): Promise<string | null> {
  if (options.browser) return null;
  if (!hasDisplay()) {
    say('没有显示器，桌面程序不能打开，改用浏览器：请打开下面的地址。');
    return null;
  }
  const found = electronBinary();
  if (found !== null) return found;
  say('正在取得桌面程序组件（只需一次）……');
  if (await fetchElectron()) return electronBinary();
  say('桌面程序组件取不到，改用浏览器：请打开下面的地址。');
  return null;
}

/** Opens the desk in Electron, on the core that already runs; resolves when its window was closed. */
async function openElectron(binary: string, desk: string): Promise<void> {
  await runTool('electron-vite', ['build', '--logLevel', 'error']);
  const child = spawn(binary, ['.'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, YICHUANG_ATTACH: desk },
  });
  await new Promise<void>((done) => {
    child.on('exit', () => done());
    child.on('error', () => done());
  });
}

async function start(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const building = buildRenderer(say);
  const electron = options['no-open'] && !options.electron ? null : await chooseElectron();
  const hall = startDemoHall({
    folder: resolve(options.data),
    port: Number(options.port),
    rendererFolder,
    appVersion: version,
  });
  // Ctrl-C ends everything that was started, also what is still starting.
  let ending = false;
  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    say('正在结束……');
    await hall.then((started) => started.close()).catch(() => {});
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));

  await building;
  const { addresses } = await hall;
  for (const [name, audience] of printed) process.stdout.write(`${name}: ${addresses[audience]}\n`);
  say('按 Ctrl-C 结束。');
  const desk = addresses.clerk ?? '';
  if (electron !== null) {
    await openElectron(electron, desk);
    await end(0);
  } else if (!options['no-open'] && hasDisplay()) openInBrowser(desk);
}

start().catch((error: unknown) => {
  say(
    error instanceof DemoFailed
      ? error.sentence
      : error instanceof Error
        ? (error.stack ?? error.message)
        : '启动失败。',
  );
  process.exit(1);
});
