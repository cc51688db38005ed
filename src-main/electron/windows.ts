import {
  BrowserWindow,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type MessagePortMain,
  screen,
  session,
  type WebContents,
} from 'electron';
import type { Audience } from '#shared/contracts/audience.ts';
import type { ShellLog } from '../browser/log.ts';
import { backOff } from './back-off.ts';
import type { LinkSource } from './link-source.ts';
import { audienceNamed, type CoreReport, coreChannel, linkChannel, linkWantedChannel } from './messages.ts';
import { servePrinting } from './printing.ts';
import { pageAddress } from './renderer-files.ts';
import { prepareSession } from './renderer-session.ts';

export interface WindowOptions {
  readonly audience: Audience;
  readonly source: LinkSource<MessagePortMain>;
  readonly rendererFolder: string;
  readonly preload: string;
  /** Covers the screen and cannot be left; for kiosks and boards. */
  readonly kiosk: boolean;
  /** Developer tools, in a program that is not packaged. */
  readonly devTools: boolean;
  /** The A4 printer that the devices name; null: whichever is the default. */
  readonly documentPrinter: () => string | null;
  readonly log: ShellLog;
}

const titles: Readonly<Record<Audience, string>> = {
  clerk: '一窗 · 综合窗口',
  citizen: '一窗 · 群众确认屏',
  kiosk: '一窗 · 取号机',
  board: '一窗 · 大厅屏',
  department: '一窗 · 部门审批',
  office: '一窗 · 人员与设备',
  tray: '一窗 · 演示设备',
};
const crashed: CoreReport = {
  state: 'running',
  sentence: '页面刚才意外停止，已重新打开。请核对刚才的操作是否完成。',
};

/**
 * Opens an audience's window: a page of the program in a sandbox of its own, that can go nowhere, ask for nothing
 * and reach nothing but the port it is handed.
 */
export function openWindow(options: WindowOptions): BrowserWindow {
  const { audience, rendererFolder, preload, devTools } = options;
  // In memory only: what a page leaves behind is gone with the program.
  const partition = `yichuang-${audience}`;
  prepareSession(session.fromPartition(partition), audience, rendererFolder);

  const kiosk = options.kiosk && (audience === 'kiosk' || audience === 'board');
  const window = new BrowserWindow({
    ...place(audience),
    title: titles[audience],
    backgroundColor: '#f5f7fa',
    autoHideMenuBar: true,
    kiosk,
    closable: !kiosk,
    webPreferences: {
      partition,
      // A board calls aloud, and nobody is there to touch it first.
      autoplayPolicy: 'no-user-gesture-required',
      preload,
      devTools,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Files come from the devices; nothing reads or writes the disk by way of a page.
      disableBlinkFeatures: 'FileSystemAccessLocal',
      // The spell checker would fetch its word lists from the internet.
      spellcheck: false,
      // A board or a citizen's screen is watched without ever being the window in front.
      backgroundThrottling: false,
    },
  });
  window.setMenu(null);
  confine(window.webContents, audience);
  // Calls between browsers pass by every rule for requests; these find no path but a proxy, which leads nowhere.
  window.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  // The taskbar, other programs and screen shares show it: it names the place, never what a page is about.
  window.on('page-title-updated', (event) => event.preventDefault());
  if (!kiosk) toggleFullScreen(window);
  servePrinting(window, {
    isOwn: (event) => isOwnPage(event, window.webContents, audience),
    documentPrinter: options.documentPrinter,
    log: options.log,
  });
  const reopened = serveLinks(window, options);
  reopenAfterCrash(window, options, reopened);
  void window.loadURL(pageAddress(audience)).catch((error: unknown) => {
    options.log.warn({ audience, error: String(error) }, 'the page did not load');
  });
  return window;
}

/** Where a window opens: the citizen's screen faces the other way, on the second display where there is one. */
function place(audience: Audience): Electron.BrowserWindowConstructorOptions {
  const size = { width: 1366, height: 768, minWidth: 960, minHeight: 600 };
  if (audience !== 'citizen') return size;
  const primary = screen.getPrimaryDisplay().id;
  const second = screen.getAllDisplays().find((display) => display.id !== primary);
  return second === undefined ? size : { ...second.bounds, fullscreen: true };
}

/** A page stays the page it is. Loading itself again is the one navigation that is allowed. */
function confine(contents: WebContents, audience: Audience): void {
  const own = pageAddress(audience);
  const stay = (event: { preventDefault(): void }, url: string): void => {
    if (url.split('#')[0] !== own) event.preventDefault();
  };
  contents.on('will-navigate', (event) => stay(event, event.url));
  contents.on('will-frame-navigate', (event) => stay(event, event.url));
  contents.on('will-redirect', (event) => stay(event, event.url));
}

function toggleFullScreen(window: BrowserWindow): void {
  window.webContents.on('before-input-event', (event, input) => {
    if (input.type !== 'keyDown' || input.key !== 'F11') return;
    event.preventDefault();
    window.setFullScreen(!window.isFullScreen());
  });
}

/** Whether a message comes from the window's own page, and from no frame within it or page that was there before. */
function isOwnPage(
  { senderFrame: frame }: IpcMainEvent | IpcMainInvokeEvent,
  contents: WebContents,
  audience: Audience,
): boolean {
  return frame !== null && frame === contents.mainFrame && frame.url.split('#')[0] === pageAddress(audience);
}

/**
 * Hands ports over when the page asks, and again whenever the source has a new one. Returns a function that has
 * the next page told that it was opened again.
 */
function serveLinks(window: BrowserWindow, { audience, source, log }: WindowOptions): () => void {
  const { webContents } = window;
  const open = new Map<Audience, () => void>();
  let greeting: CoreReport | null = null;

  const closeAll = (): void => {
    for (const close of open.values()) close();
    open.clear();
  };
  const wanted = (event: IpcMainEvent, name: unknown): void => {
    if (!isOwnPage(event, webContents, audience)) {
      // Whose it was is not asked: a frame that is gone throws at every question.
      log.warn({ audience }, 'ignored a message of another sender');
      return;
    }
    // A page may ask for its own link and, in a demo hall, for the tray's; for no other audience's.
    const asked = audienceNamed(name) ?? audience;
    if (asked !== audience && asked !== 'tray') {
      log.warn({ audience, asked }, 'refused a link of another audience');
      return;
    }
    open.get(asked)?.();
    const close = source.open(asked, {
      port(port) {
        if (webContents.isDestroyed()) return port.close();
        webContents.postMessage(linkChannel, asked, [port]);
      },
      report(report) {
        if (webContents.isDestroyed() || asked !== audience) return;
        webContents.send(coreChannel, greeting === null || report.state !== 'running' ? report : greeting);
        if (report.state === 'running') greeting = null;
      },
    });
    open.set(asked, close);
  };

  webContents.ipc.on(linkWantedChannel, wanted);
  // Ports die with the page that held them; the next page asks for its own.
  webContents.on('render-process-gone', closeAll);
  webContents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) closeAll();
  });
  window.on('closed', closeAll);
  return () => {
    greeting = crashed;
  };
}

function reopenAfterCrash(
  window: BrowserWindow,
  { audience, log }: WindowOptions,
  reopened: () => void,
): void {
  const pauses = backOff({ first: 200, longest: 30_000, healthyAfterMs: 60_000 });
  let since = performance.now();
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    const pause = pauses.next(performance.now() - since);
    log.warn({ audience, reason: details.reason, code: details.exitCode, pause }, 'a page crashed');
    setTimeout(() => {
      if (window.isDestroyed()) return;
      since = performance.now();
      reopened();
      void window.loadURL(pageAddress(audience)).catch(() => {});
    }, pause);
  });
}
