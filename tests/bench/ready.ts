import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startCore } from '../accidents/core-child.ts';
import { nowhere } from '../support/counter.ts';
import { largeStore } from './large-store.ts';
import { type Goal, Samples } from './samples.ts';

const starts = 12;

/**
 * A core with 100,000 cases behind it that starts after it was killed, its district out of reach, and the store no longer
 * in the memory of the operating system, as in the morning. Judged is what opening the core takes, from the open folder
 * to the routers; the whole, from the fork of the process to the served routers, holds the loading of the program too.
 */
export async function benchReady(): Promise<{ goals: Goal[]; lines: string[] }> {
  const { folder, cases, megabytes, seconds } = await largeStore();
  const compiled = join(folder, 'compiled');
  const [whole, loading, opening] = [new Samples(), new Samples(), new Samples()];
  for (let start = 0; start <= starts; start += 1) {
    forgetInMemory(join(folder, 'store'));
    const forked = performance.now();
    const core = startCore(compiled);
    await core.loaded;
    const loaded = performance.now();
    const ready = await core.open({
      folder,
      districtUrl: nowhere,
      enrolmentCode: null,
      backupMs: null,
      token: randomUUID(),
    });
    const end = performance.now();
    await core.kill();
    // The first one compiles the program.
    if (start === 0) continue;
    whole.add(end - forked);
    loading.add(loaded - forked);
    opening.add(ready.openMs);
  }
  rmSync(compiled, { recursive: true, force: true });
  const ms = (samples: Samples, part: number) => `${samples.quantile(part).toFixed(0)} ms`;
  return {
    goals: [
      {
        name: `ready: opening the core with ${cases.toLocaleString('en')} cases, slowest of ${starts}`,
        value: opening.quantile(1),
        unit: 'ms',
        bound: { kind: 'atMost', value: 500 },
        note: `median ${ms(opening, 0.5)}; from the fork to served routers ${ms(whole, 0.5)}, of it ${ms(loading, 0.5)} loading`,
      },
    ],
    lines: [
      `the store with ${cases.toLocaleString('en')} cases: ${megabytes.toFixed(0)} MB, made in ${seconds.toFixed(0)} s`,
    ],
  };
}

/** Has the operating system forget the pages of these files, where it can be told to; elsewhere they stay warm. */
function forgetInMemory(folder: string): void {
  if (process.platform !== 'linux') return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(folder, entry.name);
    execFileSync('dd', [`of=${file}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0'], {
      stdio: 'ignore',
    });
  }
}
