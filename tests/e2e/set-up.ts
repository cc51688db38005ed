import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildRenderer } from '../../src-main/cli/renderer-build.ts';
import { unpackBrowser, unpackedFolder } from './browser.ts';
import { makeTemplate, templateFolder } from './hall-template.ts';

/**
 * Vitest's global setup of the walks, for all files, which run beside each other: pages are built, the browser is unpacked,
 * and a hall is started for the first time.
 */
export default async function setup(): Promise<() => void> {
  await buildRenderer(() => {});
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-walks-'));
  // PostgreSQL, which runs as somebody else, has to get through to its own folder.
  chmodSync(folder, 0o711);
  const [unpacked, hall] = [join(folder, 'chromium'), join(folder, 'hall')];
  mkdirSync(unpacked);
  // What it sets for its own libraries is for whoever starts it, and for no other program of the run.
  const before = { ...process.env };
  await unpackBrowser(unpacked);
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  await makeTemplate(hall);
  Object.assign(process.env, before, { [unpackedFolder]: unpacked, [templateFolder]: hall });
  return () => {
    for (const name of [unpackedFolder, templateFolder]) delete process.env[name];
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  };
}
