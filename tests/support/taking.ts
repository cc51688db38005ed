import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { tempFolder } from './folder.ts';

const compiled = tempFolder();

/** Starts the program that takes cases; lines are handed out one by one. */
export function startTaking(folder: string, ...how: ('die-in-commit' | 'wait-in-mid-case')[]) {
  const script = resolve(import.meta.dirname, './taking-cases.ts');
  const child: ChildProcess = spawn(process.execPath, [script, folder, ...how], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Started many times: what was compiled once is kept.
    env: { ...process.env, NODE_OPTIONS: '', NODE_COMPILE_CACHE: compiled },
  });
  const end = once(child, 'close').then(([code, signal]) => (signal ?? code) as string | number | null);
  const lines: string[] = [];
  let heard = () => {};
  if (child.stdout !== null) {
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line);
      heard();
    });
  }
  return {
    child,
    end,
    /** The next line; fails where the program ends instead. */
    async line(): Promise<string> {
      while (lines.length === 0) {
        await Promise.race([
          new Promise<void>((resolve) => {
            heard = resolve;
          }),
          end,
        ]);
        if (lines.length === 0 && child.exitCode !== null) throw new Error('the program has ended');
      }
      return lines.shift() ?? '';
    },
    /** Everything that has not been handed out. */
    rest: () => lines.splice(0),
  };
}
