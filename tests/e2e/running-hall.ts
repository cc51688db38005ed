import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

const root = join(import.meta.dirname, '..', '..');

/** The names under which `npm start` prints its pages. */
export const pageNames = ['desk', 'kiosk', 'citizen', 'board', 'department', 'office'] as const;
export type PageName = (typeof pageNames)[number];

/** A demo hall as a person starts it. */
export interface RunningHall {
  addresses: Record<PageName, string>;
  /** Everything that was printed, the addresses included. */
  said(): string;
  /** Ctrl-C: resolves when every process of the hall has ended. */
  interrupt(): Promise<void>;
}

/** Runs `npm start -- --no-open --port 0 --data <folder>`, with further options, and waits for the addresses. */
export async function startHall(folder: string, options: readonly string[] = []): Promise<RunningHall> {
  const args = ['start', '--', '--no-open', '--port', '0', '--data', folder, ...options];
  // A group of its own, as a terminal has it: Ctrl-C reaches every process of it.
  const child = spawn('npm', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const lines: string[] = [];
  const addresses = await readAddresses(child, lines);
  return {
    addresses,
    said: () => lines.join('\n'),
    async interrupt() {
      const group = child.pid === undefined ? null : -child.pid;
      if (group === null || !isAlive(group)) return;
      process.kill(group, 'SIGINT');
      // npm itself may be gone before what it started has ended.
      while (isAlive(group)) await setTimeout(50);
    },
  };
}

/** Whether a process, or with a negative number any process of a group, is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function readAddresses(child: ChildProcess, lines: string[]): Promise<Record<PageName, string>> {
  return new Promise((resolve, reject) => {
    const found: Partial<Record<PageName, string>> = {};
    const read = (line: string) => {
      lines.push(line);
      const name = pageNames.find((each) => line.startsWith(`${each}: `));
      if (name !== undefined) found[name] = line.slice(name.length + 2);
      if (pageNames.every((each) => found[each] !== undefined)) resolve(found as Record<PageName, string>);
    };
    if (child.stdout !== null) createInterface(child.stdout).on('line', read);
    if (child.stderr !== null) createInterface(child.stderr).on('line', (line) => lines.push(line));
    child.on('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${lines.join('\n')}`)));
  });
}
