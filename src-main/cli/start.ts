/**
 * `npm start`: a demo hall with its desk, on this machine alone.
 *
 *   npm start -- [--no-open] [--port 0] [--data <folder>] [--whole] [--electron | --browser]
 */
import { spawn } from 'node:child_process';
import { openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Audience } from '#shared/contracts/audience.ts';
import { type Addresses, DemoFailed, startDemoHall } from '../demo/demo-hall.ts';
import { type DemoInstallationName, demoInstallations } from '../demo/demo-installations.ts';
import { electronBinary, fetchElectron, hasDisplay, openInBrowser } from './desktop.ts';
import { readOptions } from './options.ts';
import { buildRenderer, rendererFolder, runTool } from './renderer-build.ts';

const root = join(import.meta.dirname, '..', '..');
const options = readOptions(
  `用法：npm start -- [--no-open] [--port 8471] [--data <文件夹>] [--whole] [--electron | --browser]
  --no-open     不打开窗口，只列出地址
  --port        工作台的端口；0 为任选一个
  --data        演示大厅的数据放在哪里；默认 data/demo
  --whole       再打开社区便民服务站和区政务服务中心的窗口
  --electron    用桌面程序打开
  --browser     用浏览器打开`,
  {
    'no-open': { type: 'boolean', default: false },
    port: { type: 'string', default: '8471' },
    data: { type: 'string', default: join('data', 'demo') },
    whole: { type: 'boolean', default: false },
    electron: { type: 'boolean', default: false },
    browser: { type: 'boolean', default: false },
  },
);
const say = (text: string) => process.stderr.write(`${text}\n`);

/** The pages, in the order in which they are printed, by the name that a person calls them. */
const printed: readonly (readonly [string, Audience])[] = [
  ['desk', 'clerk'],
  ['kiosk', 'kiosk'],
  ['citizen', 'citizen'],
  ['board', 'board'],
  ['department', 'department'],
  ['office', 'office'],
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

/** Opens the desk in Electron, on the core that already runs; resolves with whether somebody closed its window. */
async function openElectron(
  binary: string,
  data: string,
  desk: string,
  ended: AbortSignal,
): Promise<boolean> {
  await runTool('electron-vite', ['build', '--logLevel', 'error']);
  // The address carries a token, and everybody on a machine may read its command lines.
  const addresses = join(data, 'desk-address');
  writeFileSync(addresses, desk, { mode: 0o600 });
  const args = [root, `--user-data-dir=${join(data, 'electron')}`, `--attach=@${addresses}`];
  // Chromium tells of every library that a machine lacks; that belongs into a log.
  const log = openSync(join(data, 'desktop.log'), 'a', 0o600);
  const child = spawn(binary, args, { stdio: ['ignore', log, log], signal: ended });
  const closed = await new Promise<boolean>((done) => {
    child.on('exit', (code) => done(code === 0));
    child.on('error', () => done(false));
  });
  rmSync(addresses, { force: true });
  return closed;
}

async function start(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const building = buildRenderer(say);
  let desk = '';
  const show = (installation: DemoInstallationName, addresses: Addresses) => {
    const { title } = demoInstallations[installation];
    if (title !== null) {
      process.stdout.write(`${title}: ${addresses.clerk ?? addresses.department}\n`);
      return;
    }
    desk ||= addresses.clerk ?? '';
    for (const [name, audience] of printed) {
      const address = addresses[audience];
      if (address !== undefined) process.stdout.write(`${name}: ${address}\n`);
    }
  };
  const hall = startDemoHall({
    folder: resolve(options.data),
    port: Number(options.port),
    rendererFolder,
    appVersion: version,
    whole: options.whole,
    ready: (installation, addresses) =>
      void building.then(
        () => show(installation, addresses),
        () => {},
      ),
    say,
  });
  // It may fail while the pages are still being built; whoever awaits it below says why.
  hall.catch(() => {});
  // Ctrl-C ends everything that was started, also what is still starting.
  const ending = new AbortController();
  const end = async (code: number) => {
    if (ending.signal.aborted) return;
    ending.abort();
    say('正在结束……');
    await hall.then((started) => started.close()).catch(() => {});
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));

  const electron = options['no-open'] && !options.electron ? null : await chooseElectron();
  await building;
  await hall;
  say('按 Ctrl-C 结束。');
  if (electron !== null) {
    if (await openElectron(electron, resolve(options.data), desk, ending.signal)) return end(0);
    if (!ending.signal.aborted) say('桌面程序没有打开成功，请用浏览器打开上面的地址。');
  }
  if (!options['no-open'] && hasDisplay() && !ending.signal.aborted) openInBrowser(desk);
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
