import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Blobs } from '../../src-main/core/store/blobs.ts';
import { tempFolder } from '../support/folder.ts';

const program = join(import.meta.dirname, '../accidents/blob-child.ts');

it('keeps every scan that was acknowledged, wherever the program is killed, and nothing that is half of one', async () => {
  const folder = tempFolder();
  const key = Buffer.alloc(32, 7);
  const acknowledged = new Set<string>();
  for (let round = 0; round < 12; round += 1) {
    const child = spawn(process.execPath, [program, folder, key.toString('hex')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    await once(child.stdout, 'data');
    // Anywhere in the second or third blob after the first.
    await sleep(Math.random() * 25);
    child.kill('SIGKILL');
    await once(child, 'close');
    for (const hash of said.split('\n').slice(0, -1)) acknowledged.add(hash);

    const blobs = new Blobs(folder, key);
    const damaged = [...acknowledged].filter((hash) => blobs.get(hash) === null);
    expect(damaged).toEqual([]);
    const files = readdirSync(folder, { recursive: true }).map(String);
    expect(files.filter((file) => file.endsWith('.part'))).toEqual([]);
  }
  expect(acknowledged.size).toBeGreaterThanOrEqual(12);
});
