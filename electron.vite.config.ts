import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type MainViteConfig, type PreloadViteConfig } from 'electron-vite';
import { renderer } from './vite.renderer.config.ts';

const entry = (name: string): string =>
  fileURLToPath(new URL(`./src-main/electron/${name}`, import.meta.url));

/** The shell's own two entries. The core's is bundled beside them where it is there. */
export const shellEntries = { main: { index: entry('main.ts') }, preload: { index: entry('preload.ts') } };
const coreEntry = entry('core-entry.ts');

/** Stay packages of their own: native code, and what `ws` would use if somebody had installed it. */
const external = ['electron', 'better-sqlite3', 'serialport', 'bufferutil', 'utf-8-validate'];

/** CommonJS with everything bundled in; a file name says what it is, since package.json says "module". */
export const shellBuild = (input: Record<string, string>): MainViteConfig & PreloadViteConfig => ({
  build: {
    externalizeDeps: false,
    // Node 18 is in the oldest Electron that the shell is tried on.
    target: 'node18',
    rolldownOptions: {
      input,
      external,
      output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
    },
  },
});

export default defineConfig({
  main: shellBuild({ ...shellEntries.main, ...(existsSync(coreEntry) ? { 'core-entry': coreEntry } : {}) }),
  preload: shellBuild(shellEntries.preload),
  renderer,
});
