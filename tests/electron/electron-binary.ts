import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const onPath = (name: string): string | null =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }) ?? null;

export type ElectronBinary =
  | {
      readonly path: string /** Starts a display of its own where there is none. */;
      readonly xvfb: string | null;
    }
  | { readonly missing: string };

/**
 * The Electron that the tests can run: the one that `ELECTRON_OVERRIDE_DIST_PATH` names, or the package's own
 * where it was fetched. Never fetches one.
 */
export function electronBinary(): ElectronBinary {
  const path = overridden() ?? fetched();
  if (path === null) {
    return { missing: 'there is no Electron binary here, and ELECTRON_OVERRIDE_DIST_PATH names none' };
  }
  if (process.platform !== 'linux') return { path, xvfb: null };
  if ((process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY ?? '') !== '') return { path, xvfb: null };
  const xvfb = onPath('Xvfb');
  return xvfb === null ? { missing: 'there is no display here, and no Xvfb to make one' } : { path, xvfb };
}

function overridden(): string | null {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '';
  if (folder === '') return null;
  const path = join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
  return existsSync(path) ? path : null;
}

function fetched(): string | null {
  // Asking the package itself would make it download.
  const folder = dirname(fileURLToPath(import.meta.resolve('electron')));
  const note = join(folder, 'path.txt');
  if (!existsSync(note)) return null;
  const path = join(folder, 'dist', readFileSync(note, 'utf8'));
  return existsSync(path) ? path : null;
}

/** Why the tests are left out here, or null. Says it where whoever ran them reads it. */
export function reasonLeftOut(binary: ElectronBinary): string | null {
  if (!('missing' in binary)) return null;
  console.warn(`The tests in a real Electron are left out: ${binary.missing}.`);
  return binary.missing;
}
