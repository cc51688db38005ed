/**
 * The program as it ships, with somebody in its main process who looks at what it made, and tries from there what no
 * page can: `main` of the test's package.json. Writes a line for each thing seen, `observed {…}`.
 */
import { join } from 'node:path';
import { app, BrowserWindow, type Session, safeStorage, type WebContents } from 'electron';

const note = (seen: object): void => console.log(`observed ${JSON.stringify(seen)}`);
const handlers = new WeakMap<Session, string[]>();

app.on('session-created', (session) => {
  const set: string[] = [];
  handlers.set(session, set);
  for (const name of [
    'setPermissionRequestHandler',
    'setPermissionCheckHandler',
    'setDevicePermissionHandler',
  ] as const) {
    const original: (handler: never) => void = session[name].bind(session);
    Reflect.set(session, name, (handler: (...args: unknown[]) => unknown) => {
      // Asked as Chromium would ask, for every kind there is; only a yes would be noted.
      set.push(...yesses(name, handler));
      original(handler as never);
    });
  }
});

const kinds = [
  'clipboard-read',
  'clipboard-sanitized-write',
  'display-capture',
  'fileSystem',
  'fullscreen',
  'geolocation',
  'hid',
  'idle-detection',
  'keyboardLock',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'notifications',
  'openExternal',
  'pointerLock',
  'serial',
  'speaker-selection',
  'storage-access',
  'top-level-storage-access',
  'unknown',
  'usb',
  'window-management',
];

function yesses(name: string, handler: (...args: unknown[]) => unknown): string[] {
  return kinds.filter((kind) => {
    if (name === 'setPermissionCheckHandler') return handler(null, kind, 'yichuang://app', {}) !== false;
    if (name === 'setDevicePermissionHandler')
      return handler({ deviceType: kind, origin: 'yichuang://app', device: {} }) !== false;
    const answers: unknown[] = [];
    handler(null, kind, (given: unknown) => answers.push(given), {});
    return answers.length !== 1 || answers[0] !== false;
  });
}

app.on('browser-window-created', (_event, window) => {
  window.webContents.once('did-finish-load', () => void look(window));
});

async function look(window: BrowserWindow): Promise<void> {
  const { webContents } = window;
  webContents.openDevTools({ mode: 'detach' });
  await new Promise((resolve) => setTimeout(resolve, 500));
  note({
    kind: 'window',
    url: webContents.getURL(),
    title: window.getTitle(),
    preferences: Reflect.apply(Reflect.get(webContents, 'getLastWebPreferences'), webContents, []),
    inMemory: webContents.session.storagePath === null && !webContents.session.isPersistent(),
    spellChecker: webContents.session.isSpellCheckerEnabled(),
    given: handlers.get(webContents.session),
    devTools: webContents.isDevToolsOpened(),
    listeners: webContents.ipc.eventNames(),
  });
  webContents.closeDevTools();
}

/** Sends what only a sender of another kind could: a frame inside the page, a page that is gone. */
function forge(contents: WebContents): void {
  const inner = contents.mainFrame.frames[0] ?? null;
  note({ kind: 'forged', inner: inner !== null });
  for (const senderFrame of [inner, null]) {
    contents.ipc.emit('yichuang-link-wanted', { senderFrame, sender: contents });
  }
}

// The test asks by a signal: nothing in the program may listen for more.
process.on('SIGUSR2', () => {
  const windows = BrowserWindow.getAllWindows();
  note({ kind: 'titles', titles: windows.map((each) => each.getTitle()) });
  for (const { webContents } of windows) forge(webContents);
});
void app.whenReady().then(() =>
  note({
    kind: 'app',
    packaged: app.isPackaged,
    keyStore: safeStorage.getSelectedStorageBackend?.() ?? 'none',
  }),
);

require(join(__dirname, 'index.cjs'));
