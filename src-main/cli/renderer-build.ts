import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Where the built pages are. */
export const rendererFolder = join(root, 'out', 'renderer');
const stampFile = join(root, 'out', 'renderer.built');

/** Changes when anything that the pages are built from does: names, sizes and times, which is quick to read. */
function stampOfSources(): string {
  const hash = createHash('sha256');
  for (const folder of ['src-renderer', 'src-shared', 'assets/voice']) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      const { mtimeMs, size } = statSync(join(root, folder, name));
      if (/\.(tsx?|css|html|svg|wav|mp3|ogg)$/.test(name))
        hash.update(`${folder}/${name} ${size} ${mtimeMs}\n`);
    }
  }
  for (const name of ['package-lock.json', 'vite.renderer.config.ts'])
    hash.update(readFileSync(join(root, name)));
  return hash.digest('hex');
}

/**
 * Builds the pages where they are not there or are older than their sources; a packaged program brings them.
 * @param say told once, before a build that takes some seconds
 */
export async function buildRenderer(say: (text: string) => void): Promise<void> {
  const stamp = stampOfSources();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp && existsSync(rendererFolder))
    return;
  say('正在准备界面（第一次启动需要几秒）……');
  await runTool('vite', ['build', '--config', 'vite.renderer.config.ts', '--logLevel', 'error']);
  writeFileSync(stampFile, stamp);
}

/** Runs a tool out of node_modules on this program's own Node; rejects with its output where it fails. */
export function runTool(name: 'vite' | 'electron-vite', args: readonly string[]): Promise<void> {
  const { bin } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
  const script = join(root, 'node_modules', name, typeof bin === 'string' ? bin : bin[name]);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      // Whoever starts it: what is built is what is delivered, never a library's variant for tests.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // The district's database is made at the same time and takes longer: it goes first.
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${name} ${args[0] ?? ''} failed:\n${Buffer.concat(output).toString()}`));
    });
  });
}
