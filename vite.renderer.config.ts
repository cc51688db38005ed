import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'vite';

const root = fileURLToPath(new URL('./src-renderer', import.meta.url));

/** One page per audience; those that are not there yet are left out. */
const pages = ['clerk', 'citizen', 'kiosk', 'board', 'department', 'office', 'tray']
  .map((audience) => [audience, join(root, audience, 'index.html')] as const)
  .filter(([, page]) => existsSync(page));

/**
 * The pages, for both shells. Addresses are relative, since one shell serves them over HTTP and the other under a
 * scheme of its own; nothing is inlined as a `data:` address, since fonts and scripts may come from 'self' only.
 */
export const renderer: UserConfig = {
  root,
  base: './',
  plugins: [react()],
  build: {
    outDir: join(root, '..', 'out', 'renderer'),
    emptyOutDir: true,
    // The browsers found on domestic systems.
    target: 'chrome108',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // antd and the fonts are one program on one disk; nobody waits for a network.
    chunkSizeWarningLimit: 4_000,
    rolldownOptions: { input: Object.fromEntries(pages) },
  },
};

export default defineConfig(renderer);
