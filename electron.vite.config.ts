import { fileURLToPath } from 'node:url';
import { defineConfig, type MainViteConfig, type PreloadViteConfig } from 'electron-vite';
import { renderer } from './vite.renderer.config.ts';

const entry = (name: string): string =>
  fileURLToPath(new URL(`./src-main/electron/${name}`, import.meta.url));

/** The shell's own two entries. */
export const shellEntries = { main: { index: entry('main.ts') }, preload: { index: entry('preload.ts') } };
/**
 * The program's own core, its command lines, and the store's threads: files beside the core, which `thread.ts` starts by
 * name.
 */
export const coreEntries = {
  'core-entry': entry('core-entry.ts'),
  device: entry('../cli/device.ts'),
  clock: entry('../cli/clock.ts'),
  'backup-worker': entry('../core/store/backup-worker.ts'),
  'checkpoint-worker': entry('../core/store/checkpoint-worker.ts'),
};

/** Stay packages of their own: native code, and what `ws` would use if somebody had installed it. */
const external = ['electron', 'better-sqlite3', 'serialport', 'bufferutil', 'utf-8-validate'];

/**
 * CommonJS with everything bundled in; a file name says what it is, since package.json says "module". All in one folder,
 * so that a file is beside another wherever its code has come to lie.
 */
export const shellBuild = (input: Record<string, string>): MainViteConfig & PreloadViteConfig => ({
  build: {
    externalizeDeps: false,
    // Node 18 is in the oldest Electron that the shell is tried on.
    target: 'node18',
    rolldownOptions: {
      input,
      external,
      output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
    },
  },
});

export default defineConfig({
  main: shellBuild({ ...shellEntries.main, ...coreEntries }),
  preload: shellBuild(shellEntries.preload),
  renderer,
});
