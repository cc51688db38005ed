import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** What the linter says of files as if they stood in this checkout, with this checkout's rules. */
function lint(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-import-rules-'));
  try {
    const rules = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
    // The folder is no git checkout, and has no schema beside it.
    writeFileSync(
      join(folder, 'biome.json'),
      JSON.stringify({ ...rules, $schema: undefined, vcs: undefined }),
    );
    for (const [path, source] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${source}\n`);
    }
    const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
    const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', '--max-diagnostics=none'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return `${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const planted: readonly (readonly [string, string, string])[] = [
  ['src-shared reads a file', 'src-shared/cases/planted.ts', `export { readFileSync } from 'node:fs';`],
  [
    'src-shared knows the core',
    'src-shared/cases/planted.ts',
    `export { openCore } from '../../src-main/core/core.ts';`,
  ],
  [
    'a page opens the store',
    'src-renderer/clerk/planted.ts',
    `export { openStore } from '../../src-main/core/store/store.ts';`,
  ],
  ['a page uses Node', 'src-renderer/clerk/planted.ts', `export { join } from 'node:path';`],
  ['the core knows Electron', 'src-main/core/cases/planted.ts', `export { app } from 'electron';`],
  [
    'the core knows a shell',
    'src-main/core/cases/planted.ts',
    `export { openBrowserShell } from '../../browser/browser-shell.ts';`,
  ],
  [
    'the store knows a capability',
    'src-main/core/store/planted.ts',
    `export { caseRow } from '../cases/case-views.ts';`,
  ],
  [
    'a capability knows the sync',
    'src-main/core/cases/planted.ts',
    `export { startSync } from '../sync/sync.ts';`,
  ],
  [
    'a shell reaches into the core',
    'src-main/electron/planted.ts',
    `export { openStore } from '../core/store/store.ts';`,
  ],
  [
    'the server knows the core',
    'src-server/sync/planted.ts',
    `export { openCore } from '../../src-main/core/core.ts';`,
  ],
];

describe('who may import whom', () => {
  it.each(planted)('finds it when %s', (_, path, source) => {
    expect(lint({ [path]: source })).toMatch(/planted\.ts.*noRestrictedImports/);
  });

  it('lets everybody import src-shared', () => {
    const folders = ['src-main/core/cases', 'src-renderer/clerk', 'src-server/sync', 'src-main/electron'];
    const source = `export { formatDate } from '#shared/clock/beijing.ts';`;
    const said = lint(Object.fromEntries(folders.map((folder) => [`${folder}/planted.ts`, source])));
    expect(said).toContain('Checked 5 files');
    expect(said).not.toContain('noRestrictedImports');
  });
});
