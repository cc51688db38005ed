import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type PageName, type RunningHall, startHall } from '../e2e/running-hall.ts';
import { type BuiltApp, buildApp, type RunningApp, startApp } from './electron-app.ts';
import type { electronBinary } from './electron-binary.ts';

const renderer = join(import.meta.dirname, '..', '..', 'out', 'renderer');

/** The demo hall, and its pages in Electron. */
export interface AttachedHall {
  readonly hall: RunningHall;
  readonly app: RunningApp;
}

/**
 * Starts the demo hall and the shell with the pages that ship before the tests of a file, and ends both after them.
 * @param pages those that the shell shows
 * @param options what Electron is started with besides
 */
export function useAttachedHall(
  binary: ReturnType<typeof electronBinary>,
  pages: readonly PageName[],
  options: readonly string[] = [],
): AttachedHall {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-electron-hall-'));
  let hall: RunningHall | undefined;
  let built: BuiltApp | undefined;
  let app: RunningApp | undefined;
  beforeAll(async () => {
    if ('missing' in binary) return;
    chmodSync(folder, 0o711);
    hall = await startHall(folder);
    built = await buildApp();
    cpSync(renderer, join(built.folder, 'out', 'renderer'), { recursive: true });
    const { addresses } = hall;
    const file = join(folder, 'addresses');
    writeFileSync(file, pages.map((page) => addresses[page]).join('\n'), { mode: 0o600 });
    app = await startApp(binary, built, [`--attach=@${file}`, ...options]);
  });
  afterAll(async () => {
    await app?.quit();
    await hall?.interrupt();
    await built?.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const there = <Thing>(thing: Thing | undefined): Thing => {
    if (thing === undefined) throw new Error('the hall is used before it has started');
    return thing;
  };
  return {
    get hall() {
      return there(hall);
    },
    get app() {
      return there(app);
    },
  };
}
