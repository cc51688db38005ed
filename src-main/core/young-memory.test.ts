import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const module = join(import.meta.dirname, 'young-memory.ts');
/** Lets a lot pass through the memory of a process of its own; gives how large the part for what is new became, in MB. */
const largest = (start: string) =>
  Number(
    execFileSync(process.execPath, [
      '--input-type=module',
      '-e',
      `import { getHeapSpaceStatistics } from 'node:v8';
       ${start}
       let [held, most] = [[], 0];
       for (let round = 0; round < 200; round += 1) {
         held = Array.from({ length: 20_000 }, (_, index) => ({ index, more: [index] }));
         for (const { space_name, space_size } of getHeapSpaceStatistics())
           if (space_name === 'new_space') most = Math.max(most, space_size);
       }
       console.log(most / 2 ** 20 + 0 * held.length);`,
    ]).toString(),
  );

it('keeps the memory for what is new small, which grows by itself', () => {
  expect(largest('')).toBeGreaterThan(30);
  expect(largest(`import { keepYoungMemorySmall } from '${module}'; keepYoungMemorySmall();`)).toBeLessThan(
    16,
  );
});
