import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'pouchdb');

/**
 * Brings the peer there by its own lockfile, once. It is no dependency of the project: 40 MB, and nothing but this
 * measurement needs it.
 * @returns whether it is there
 */
export function peerThere(): boolean {
  if (existsSync(join(folder, 'node_modules', 'express-pouchdb'))) return true;
  process.stderr.write('fetching PouchDB, which is measured beside …\n');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: 'ignore',
    shell: process.platform === 'win32',
  });
  return status === 0;
}
