import { defineConfig } from 'vitest/config';

/** Projects from the quickest to the slowest; `npm test` runs them all (tests/run.ts). */
export default defineConfig({
  test: {
    environment: 'node',
    // Machines that run tests are busy: all of these are for what never comes, and none for what comes late.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 40_000 } },
    projects: [
      { extends: true, test: { name: 'unit', include: ['src-*/**/*.test.{ts,tsx}'] } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/{integration,accidents,simulation}/**/*.test.ts'],
          globalSetup: ['tests/integration/cluster.ts'],
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'electron',
          include: ['tests/electron/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
