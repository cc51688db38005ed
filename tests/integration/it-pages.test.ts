import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
/** What is filled in where the sentence is said stands as … in the pages. */
const withGaps = (text: string) => text.replaceAll(/\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\}/g, '…');
const code = (file: string) => read(file).replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/[^\n]*/g, '');

/** Every whole Chinese sentence that a file says. */
const sentencesOf = (file: string): string[] =>
  [
    ...withGaps(code(file)).matchAll(
      /'([^'\n]*\p{Script=Han}[^'\n]*。)'|`([^`\n]*\p{Script=Han}[^`\n]*。)`/gu,
    ),
  ].map(([, quoted, template]) => quoted ?? template ?? '');

/** Where an accident is noticed and put into words. */
const pages = {
  'docs/accidents.md': [
    'src-main/core/store/database.ts',
    'src-main/core/store/recovery.ts',
    'src-main/core/store/upkeep.ts',
    'src-main/core/store/journal.ts',
    'src-main/core/store/store.ts',
    'src-main/core/store/key-provider.ts',
    'src-main/core/sync/sync.ts',
    'src-main/core/sync/exchange.ts',
    'src-main/electron/key-store.ts',
    'src-main/electron/core-supervisor.ts',
    'src-main/electron/windows.ts',
    'src-server/identity/installation.ts',
  ],
  'docs/enrolment.md': [
    'src-main/core/provisioning.ts',
    'src-main/core/identity/enrolment.ts',
    'src-server/identity/enrol.ts',
    'src-server/identity/grant.ts',
  ],
} as const;
/** And what else the pages quote from. */
const quoted = [
  ...Object.values(pages).flat(),
  'src-main/core/store/act.ts',
  'src-main/core/store/commands.ts',
  'src-main/core/store/recovery-key.ts',
  'src-main/core/core.ts',
  'src-main/core/core-log.ts',
  'src-server/identity/hall-file.ts',
  'src-server/identity/run.ts',
  'src-server/sync/quarantine.ts',
  'src-server/sync/apply.ts',
  'src-server/sync/push.ts',
];

describe.each(Object.entries(pages))('%s', (page, files) => {
  const text = read(page);
  const rows = [...text.matchAll(/^\| ([^|\n]+) \|/gm)].map(([, first = '']) => first.trim());
  const says = quoted.map((file) => withGaps(code(file))).join('\n');

  it.each(files)('has every sentence of %s', (file) => {
    const sentences = sentencesOf(file);
    expect(sentences.length).toBeGreaterThan(0);
    for (const sentence of sentences) expect(rows).toContain(sentence);
  });

  it('quotes none that nobody says any more', () => {
    const sentences = rows.filter((row) => row.endsWith('。'));
    expect(sentences.length).toBeGreaterThan(10);
    for (const sentence of sentences) expect(says).toContain(sentence);
  });

  it('names only lines that are in the logs', () => {
    const lines = [...text.matchAll(/`([a-z][a-zA-Z’]*(?: [a-zA-Z’,]+){2,})`/g)].map(([, line = '']) => line);
    for (const line of lines) expect(says).toContain(line);
    if (page.endsWith('accidents.md')) expect(lines.length).toBeGreaterThan(15);
  });
});
