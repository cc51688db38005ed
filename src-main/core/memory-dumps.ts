import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Asks the operating system to write no memory of this process, nor of what it starts, into a dump should it crash:
 * whoever is being served is in it. On Linux a process says so of itself, whatever limits were set for it; on Windows
 * only whoever administers the machine can (docs/accidents.md).
 * What was started before anybody could say so, such as Chromium's own processes, is found and asked as well.
 */
export function keepMemoryOutOfDumps(): void {
  if (process.platform === 'linux') ask(process.pid);
}

function ask(pid: number): void {
  let children = '';
  try {
    writeFileSync(`/proc/${pid}/coredump_filter`, '0');
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  } catch {
    // A system without it: the limit that is set for the service has to do. A process in Chromium's sandbox belongs to
    // nobody, and leaves no dump.
  }
  for (const child of children.split(' ').filter((each) => each.trim() !== '')) ask(Number(child));
}
