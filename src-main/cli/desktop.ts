import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Whether there is anything to show a window on. */
export const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Electron's binary: the one that is named, or the package's own; null where there is none yet. */
export function electronBinary(): string | null {
  const name = process.platform === 'win32' ? 'electron.exe' : 'electron';
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return existsSync(join(override, name)) ? join(override, name) : null;
  const folder = join(root, 'node_modules', 'electron');
  const named = join(folder, 'path.txt');
  if (!existsSync(named)) return null;
  const binary = join(folder, 'dist', readFileSync(named, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

/** Gives up after so long without a word of progress. */
const silenceMs = 60_000;

/**
 * Lets the package fetch its binary, once, with its progress on the terminal.
 * @returns whether the binary is there now
 */
export function fetchElectron(): Promise<boolean> {
  const script = join(root, 'node_modules', 'electron', 'install.js');
  if (!existsSync(script)) return Promise.resolve(false);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const giveUp = () => {
      child.kill();
    };
    let timer = setTimeout(giveUp, silenceMs);
    const progress = (chunk: Buffer) => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, silenceMs);
      process.stderr.write(chunk);
    };
    child.stdout.on('data', progress);
    child.stderr.on('data', (chunk: Buffer) => {
      // A download that failed says so in many lines; one of ours is enough.
      clearTimeout(timer);
      timer = setTimeout(giveUp, silenceMs);
      void chunk;
    });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(code === 0 && electronBinary() !== null);
    });
  });
}

/** Opens an address in the browser that the user has chosen; nothing happens where there is none. */
export function openInBrowser(address: string): void {
  const [command, args] =
    process.platform === 'win32'
      ? (['rundll32', ['url.dll,FileProtocolHandler', address]] as const)
      : ([process.platform === 'darwin' ? 'open' : 'xdg-open', [address]] as const);
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
