import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'electron-vite';
import { mergeConfig } from 'vite';
import { coreEntries, shellBuild, shellEntries } from '../../electron.vite.config.ts';

const out = process.env.YICHUANG_TEST_OUT;
if (out === undefined) throw new Error('YICHUANG_TEST_OUT names no folder');
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const into = (folder: string) => ({ build: { outDir: join(out, folder), emptyOutDir: true } });

/** The shell as it ships, with pages and cores that are only for trying it. */
export default defineConfig({
  main: mergeConfig(
    shellBuild({
      ...shellEntries.main,
      device: coreEntries.device,
      clock: coreEntries.clock,
      observer: here('observer.ts'),
      'core-entry': here('core/core-entry.ts'),
      'stubborn-core': here('core/stubborn-core.ts'),
      'refusing-core': here('core/refusing-core.ts'),
    }),
    into('main'),
  ),
  preload: mergeConfig(shellBuild(shellEntries.preload), into('preload')),
  renderer: mergeConfig(
    {
      root: here('page'),
      build: {
        target: 'chrome108',
        modulePreload: { polyfill: false },
        rolldownOptions: {
          input: { board: here('page/board/index.html'), clerk: here('page/clerk/index.html') },
        },
      },
    },
    into('renderer'),
  ),
});
