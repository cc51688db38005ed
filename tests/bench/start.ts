import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { openBrowser } from '../e2e/browser.ts';
import type { Goal } from './samples.ts';

const root = join(import.meta.dirname, '..', '..');

/**
 * From `npm start` to a desk that somebody can sign in at, in a browser that is already open: first with nothing
 * built and no data, then again on the same folder.
 */
export async function benchStart(): Promise<{ goals: Goal[]; lines: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-bench-start-'));
  chmodSync(folder, 0o711);
  const browser = await openBrowser();
  try {
    rmSync(join(root, 'out', 'renderer'), { recursive: true, force: true });
    const first = await startOnce(browser, folder);
    const second = await startOnce(browser, folder);
    const goal = (name: string, seconds: number, most: number): Goal => ({
      name,
      value: seconds,
      unit: 's',
      bound: { kind: 'atMost', value: most },
      note: 'until the sign-in page can be typed into',
    });
    return { goals: [goal('first start', first, 10), goal('second start', second, 5)], lines: [] };
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startOnce(browser: Awaited<ReturnType<typeof openBrowser>>, folder: string): Promise<number> {
  const begun = performance.now();
  const args = ['start', '--silent', '--', '--no-open', '--port', '0', '--data', folder];
  const child = spawn('npm', args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  try {
    const desk = await addressOf(child);
    const page = await browser.newPage();
    await page.goto(desk);
    await page.getByLabel('工号').waitFor();
    const seconds = (performance.now() - begun) / 1000;
    await page.context().close();
    return seconds;
  } finally {
    // npm passes no signal on: the group is npm with all that it started.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    await once(child, 'exit');
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.on('exit', () => reject(new Error('npm start ended')));
    if (child.stdout === null) return;
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('desk: ')) resolve(line.slice('desk: '.length));
    });
  });
}
