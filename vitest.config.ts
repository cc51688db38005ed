import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Districts and cores are started again and again: what was compiled once is kept.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'out', 'compile-cache');

/** Vitest would leave one processor to whoever edits; nobody does while these run. */
const processors = availableParallelism();

/** Projects from the quickest to the slowest; `npm test` runs them all (tests/run.ts). */
export default defineConfig({
  test: {
    environment: 'node',
    // Machines that run tests are busy: all of these are for what never comes, and none for what comes late.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 40_000 } },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['src-*/**/*.test.{ts,tsx}'], maxWorkers: processors },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/{integration,accidents,simulation}/**/*.test.ts'],
          globalSetup: ['tests/integration/cluster.ts'],
          testTimeout: 240_000,
          // Much of them is waiting, so one more has room.
          maxWorkers: processors + 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/set-up.ts'],
          testTimeout: 240_000,
          hookTimeout: 300_000,
          // Each starts a hall of some ten programs, and a browser.
          maxWorkers: Math.max(2, Math.floor(processors / 2)),
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'electron',
          include: ['tests/electron/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 240_000,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
