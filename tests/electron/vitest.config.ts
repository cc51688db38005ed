import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The tests in a real Electron, alone: `vitest run --config tests/electron/vitest.config.ts`. */
export default defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    name: 'electron',
    include: ['tests/electron/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
