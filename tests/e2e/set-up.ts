import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildRenderer } from '../../src-main/cli/renderer-build.ts';
import { unpackBrowser, unpackedFolder } from './browser.ts';

/** Vitest's global setup of the walks: pages built and browser unpacked once for all files, which run beside each other. */
export default async function setup(): Promise<() => void> {
  await buildRenderer(() => {});
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-chromium-'));
  // What it sets for its own libraries is for whoever starts it, and for no other program of the run.
  const before = { ...process.env };
  await unpackBrowser(folder);
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before, { [unpackedFolder]: folder });
  return () => {
    delete process.env[unpackedFolder];
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  };
}
