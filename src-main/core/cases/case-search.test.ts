import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CaseFile } from '#shared/cases/case-file.ts';
import { applicant, personal } from '../../../tests/support/domain.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { caseSearch } from './case-search.ts';

let folder: string;
let db: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'case-search-'));
  db = openDatabase(join(folder, 'yichuang.db'), randomBytes(32));
});
afterEach(() => {
  for (const search of started.splice(0)) search.close();
  db.close();
  rmSync(folder, { recursive: true });
});

const started: { close(): void }[] = [];
function openSearch() {
  const search = caseSearch({ db, onChange: () => () => {} });
  started.push(search);
  return search;
}

const found = (
  search: ReturnType<typeof openSearch>,
  text: string,
  scope: 'open' | 'results' | null = 'open',
  limit = 10,
) => search.find(text, scope, limit)?.map(({ id }) => id);

let serial = 0;
function take(change: Partial<typeof applicant> = {}, status: CaseFile['status'] = 'received'): string {
  const id = uuidv7();
  serial += 1;
  const state = {
    caseNumber: `41010400920260922001${String(serial).padStart(4, '0')}0`,
    visitId: uuidv7(),
    status,
    matter: { name: '临时救助' },
    applicant: personal({ ...applicant, ...change }),
  };
  db.prepare('INSERT INTO case_file (id, state) VALUES (?, ?)').run(id, JSON.stringify(state));
  return id;
}
const rewrite = (id: string, path: string, value: unknown) =>
  db
    .prepare('UPDATE case_file SET state = json_set(state, ?, json(?)) WHERE id = ?')
    .run(path, JSON.stringify(value), id);

it('finds what was just written, the latest first', () => {
  const search = openSearch();
  const first = take();
  expect(found(search, '小满')).toEqual([first]);
  const second = take({ name: '管小满' });
  expect(found(search, '小满')).toEqual([second, first]);
  expect(found(search, 'yuxiaoman')).toEqual([first]);
  expect(found(search, '小满', 'open', 1)).toEqual([second]);
});

it('finds only what stands where it is looked for', () => {
  const search = openSearch();
  const open = take();
  const done = take({}, 'delivered');
  expect(found(search, '5678')).toEqual([open]);
  rewrite(open, '$.status', 'delivered');
  expect(found(search, '5678', null)).toEqual([done, open]);
});

it('follows a correction, and forgets who was erased, also in the file', () => {
  const search = openSearch();
  const id = take();
  expect(found(search, '小满')).toEqual([id]);
  rewrite(id, '$.applicant', personal({ ...applicant, name: '豫大满' }));
  expect(found(search, '小满')).toEqual([]);
  expect(found(search, '大满')).toEqual([id]);
  rewrite(id, '$.applicant', { digest: 'sha256:0' });
  expect(found(search, '大满')).toEqual([]);
  expect(found(search, '临时救助')).toEqual([id]);
  const pieces = db.prepare<[], { block: Buffer }>('SELECT block FROM case_search_data').all();
  const kept = Buffer.concat(pieces.map(({ block }) => block)).toString('latin1');
  expect(kept).not.toContain('yudaman');
  expect(kept).not.toContain('41010419900321998x');
});

it('enters a store full of older cases piece by piece, the desk at work in between', async () => {
  for (let index = 0; index < 50; index += 1) take();
  const search = openSearch();
  expect(found(search, '998x', 'open', 500)).toHaveLength(20);
  await expect.poll(() => found(search, '998x', 'open', 500)).toHaveLength(50);
});

it('goes on behind the last one that was shown', () => {
  const search = openSearch();
  const ids = Array.from({ length: 7 }, () => take()).reverse();
  const [, , third = ''] = ids;
  expect(search.find('小满', 'open', 3, third)?.map(({ id }) => id)).toEqual(ids.slice(3, 6));
});

it('cannot be asked what names nothing', () => {
  expect(openSearch().find('"', 'open', 10)).toBeNull();
});
