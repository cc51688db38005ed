import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../src-main/demo/free-port.ts';
import { until } from '../support/wait.ts';
import { startHall } from './running-hall.ts';

/** The folder of a hall that was started once, see set-up.ts. */
export const templateFolder = 'YICHUANG_TEST_HALL';

/** Starts a demo hall for the first time, which makes its database and enrols everybody, and ends it again. */
export async function makeTemplate(folder: string): Promise<void> {
  const hall = await startHall(folder);
  await until('the last desk is open', () => hall.said().includes('desk of the next counter: '), 240_000);
  const remains = ['district-import.json', 'certificates.jsonl'].map((name) => join(folder, name));
  await until('everything is imported', () => !remains.some((file) => existsSync(file)), 240_000);
  await hall.interrupt();
}

/** Makes a folder into that of a hall that was started before. Where the run has none, its own first start does. */
export async function copyHall(folder: string): Promise<void> {
  const template = process.env[templateFolder];
  if (template === undefined) return;
  // With its owners: the database belongs to an account of its own.
  execFileSync('cp', ['-a', template, folder]);
  const file = join(folder, 'demo.json');
  const state = JSON.parse(readFileSync(file, 'utf8'));
  // Halls stand beside each other, and each of them keeps its ports.
  const ports = { districtPort: await freePort(), hallPort: 0 };
  writeFileSync(file, JSON.stringify({ ...state, ...ports }), { mode: 0o600 });
}
