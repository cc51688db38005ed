import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  Menu,
  MessageChannelMain,
  type MessagePortMain,
  safeStorage,
} from 'electron';
import type { Audience } from '#shared/contracts/audience.ts';
import { faultOf } from '#shared/fault.ts';
import type { ShellLog } from '../browser/log.ts';
import { keepMemoryOutOfDumps } from '../core/memory-dumps.ts';
import { superviseCore } from './core-supervisor.ts';
import { forkCore } from './fork-core.ts';
import { storeKey } from './key-store.ts';
import type { LinkSource } from './link-source.ts';
import { relayTo } from './relay.ts';
import { registerScheme } from './renderer-session.ts';
import { runCommand } from './run-command.ts';
import { commandAsked, readArguments, type StartArguments } from './start-arguments.ts';
import { openWindow } from './windows.ts';

const write = (level: string) => (details: object, message: string) =>
  console.error(
    JSON.stringify({ time: new Date().toISOString(), level, from: 'electron', message, ...details }),
  );
const log: ShellLog = { info: write('info'), warn: write('warn') };

/** Says why the program does not start, in its terminal and, where there may be none, in a box. */
function refuse(sentence: string): void {
  console.error(sentence);
  if (app.isPackaged) dialog.showErrorBox('一窗', sentence);
  app.exit(2);
}

function start(wanted: StartArguments): void {
  const coreEntry = wanted.coreEntry ?? join(__dirname, 'core-entry.cjs');
  if (wanted.audiences.length > 0 && !existsSync(coreEntry)) {
    refuse(`没有找到本机服务的程序文件：${coreEntry}`);
    return;
  }

  const sources: LinkSource<MessagePortMain>[] = [];
  const keep = (source: LinkSource<MessagePortMain>): LinkSource<MessagePortMain> => {
    sources.push(source);
    return source;
  };
  let printer: string | null = null;
  const open = (audience: Audience, source: LinkSource<MessagePortMain>): void => {
    openWindow({
      audience,
      source,
      rendererFolder: join(__dirname, '../renderer'),
      preload: join(__dirname, '../preload/index.cjs'),
      kiosk: wanted.kiosk,
      devTools: !app.isPackaged,
      documentPrinter: () => printer,
      log,
    });
  };

  if (wanted.audiences.length > 0) {
    const core = keep(
      superviseCore({
        fork: () => forkCore(coreEntry, wanted.coreArguments),
        channel: () => {
          const { port1, port2 } = new MessageChannelMain();
          return { core: port1, window: port2 };
        },
        storeKey: (folder) => storeKey(folder, safeStorage),
        documentPrinter: (named) => {
          printer = named;
        },
        log,
      }),
    );
    for (const audience of wanted.audiences) open(audience, core);
  }
  for (const page of wanted.attach) {
    const relay = keep(
      relayTo({
        page,
        channel: () => {
          const { port1, port2 } = new MessageChannelMain();
          return { near: port1, window: port2 };
        },
        log,
      }),
    );
    open(page.audience, relay);
  }

  app.on('second-instance', () => {
    const window = BrowserWindow.getAllWindows()[0];
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());
  quitInOrder(sources);
}

/** Windows go at once; the program stays until the core has closed its store. */
function quitInOrder(sources: readonly LinkSource<MessagePortMain>[]): void {
  let state: 'open' | 'closing' | 'closed' = 'open';
  app.on('before-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    for (const window of BrowserWindow.getAllWindows()) window.destroy();
    void Promise.allSettled(sources.map((source) => source.stop())).then(() => {
      state = 'closed';
      app.quit();
    });
  });
}

/** What holds for every page, whoever opened it; a window's own guards are beside the window. */
function guardEverything(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, decide) => {
    event.preventDefault();
    decide(false);
  });
}

// Electron would stop everything behind a box with a stack trace; the window stays, and IT finds it in the log.
keepMemoryOutOfDumps();
process.on('uncaughtException', (error) => log.warn({ fault: faultOf(error) }, 'a fault in the shell'));
// Somebody who set it for another program must not switch off the check of the district's certificate here.
delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
const asked = commandAsked(process.argv.slice(app.isPackaged ? 1 : 2));
const wanted = readArguments(process.argv.slice(1), (path) => readFileSync(path, 'utf8'), app.isPackaged);
if (asked !== null) {
  void runCommand(asked);
} else if (wanted.kind === 'refused') {
  refuse(wanted.sentence);
} else if (!app.requestSingleInstanceLock()) {
  app.quit();
} else {
  // Chromium refuses to run as root without this switch; a test machine gives it, nothing else does.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.setAppUserModelId('cn.yichuang.desk');
  Menu.setApplicationMenu(null);
  registerScheme();
  guardEverything();
  void app.whenReady().then(() => start(wanted));
}
