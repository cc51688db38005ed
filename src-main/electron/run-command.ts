import { join } from 'node:path';
import { app, utilityProcess } from 'electron';
import type { Command } from './start-arguments.ts';

/**
 * Runs a command line of the program in a process of its own, without a window, and ends with its exit code. A desk that
 * is open meanwhile goes on; its ports are its own.
 */
export async function runCommand({ command, words }: Command): Promise<void> {
  await app.whenReady();
  const child = utilityProcess.fork(join(__dirname, `${command}.cjs`), [...words], {
    serviceName: `yichuang-${command}`,
    stdio: 'inherit',
  });
  child.on('exit', (code) => app.exit(code));
}
