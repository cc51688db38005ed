/** `npm run check`: types, lint, format, import rules and dependencies. Says which failed, and exits 1. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const steps: readonly (readonly [string, string, readonly string[]])[] = [
  ['types', 'tsc', ['-p', '.']],
  ['lint, format and import rules', 'biome', ['check', '--error-on-warnings']],
  [
    'a planted import is found',
    'vitest',
    ['run', '--project', 'integration', 'tests/integration/import-rules.test.ts'],
  ],
  ['dependencies', 'node', ['tests/audit.ts']],
];

let failed = 0;
for (const [name, tool, args] of steps) {
  const command = join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${tool}.cmd` : tool);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  console.log(`${name}: ${status === 0 ? 'ok' : 'failed'}`);
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
