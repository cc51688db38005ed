import { fork } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageOfPull } from '../accidents/long-pull.ts';
import { storeIn } from '../support/counter.ts';
import { inStore, newFolder } from '../support/stores.ts';

describe('a long pull', () => {
  it('goes into the database beside the work, and is all there for whoever opens it next', async () => {
    const pages = 12;
    const folder = newFolder();
    const store = storeIn(folder);
    const database = inStore(folder, 'yichuang.db');
    const before = statSync(database).size;
    for (let number = 0; number < pages; number += 1) store.confirmation.applyPull(pageOfPull(number, true));
    // Not by the writer, who has not come to where it would do so, and writes nothing meanwhile.
    await expect.poll(() => statSync(database).size).toBeGreaterThan(before + 4_000_000);
    store.confirmation.applyPull(pageOfPull(pages, false));
    store.close();
    expectPages(folder, pages + 1);
  });

  it('that is not read to its end leaves a store that closes and opens as any other', () => {
    const folder = newFolder();
    const store = storeIn(folder);
    for (let number = 0; number < 10; number += 1) store.confirmation.applyPull(pageOfPull(number, true));
    store.close();
    expectPages(folder, 10);
  });

  it('that is killed at work goes on at the page after the last, in a sound store', async () => {
    const folder = newFolder();
    let taken = 0;
    // Past the start of the thread, and past what its writer brings into the database by itself.
    for (const atOnce of [11, 14, 33]) {
      const child = fork(join(import.meta.dirname, '../accidents/long-pull.ts'), [folder, String(taken)]);
      const wanted = taken + atOnce;
      child.on('message', (number: number) => {
        taken = number + 1;
        if (taken === wanted) child.kill('SIGKILL');
      });
      await once(child, 'exit');
      taken = expectPages(folder, taken);
    }
  });
});

/** The store is sound and has at least so many pages, each whole; gives how many. */
function expectPages(folder: string, least: number): number {
  const store = storeIn(folder);
  const pages = Number(/^e:(\d+):0$/.exec(store.settings.get('cookie') ?? '')?.[1]) + 1;
  expect(pages).toBeGreaterThanOrEqual(least);
  expect(store.cases.count('1 = 1')).toBe(pages * 500);
  expect(store.db.pragma('quick_check', { simple: true })).toBe('ok');
  store.close();
  return pages;
}
