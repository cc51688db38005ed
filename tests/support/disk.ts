import { execFileSync } from 'node:child_process';

/** Whether this machine can be told to refuse writes beyond a size. */
export const canBeFull = process.platform === 'linux';

/**
 * Does something while no file of this process can grow beyond so many bytes: the operating system refuses the
 * write, as it does on a full disk. Everything in it has to be synchronous.
 */
export function whileDiskIsFull<Result>(bytes: number, act: () => Result): Result {
  limitFiles(String(bytes));
  try {
    return act();
  } finally {
    limitFiles('unlimited');
  }
}

/** Only the soft limit, so that it can be raised again. */
export function limitFiles(bytes: string): void {
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`], { stdio: 'ignore' });
}
