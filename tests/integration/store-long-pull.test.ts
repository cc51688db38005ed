import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PullOutput } from '#shared/contracts/district.ts';
import { storeIn, uuidv7 } from '../support/counter.ts';
import { inStore, newFolder } from '../support/stores.ts';

/** A page of five hundred cases of two thousand characters, and more to come or not. */
const page = (number: number, more: boolean) =>
  ({
    ...{ epoch: 'e', serverTime: '2026-07-01T01:00:00.000Z', cookie: `e:${number}:0`, lastSeq: 0, more },
    changes: Array.from({ length: 500 }, (_, index) => ({
      kind: 'caseFile',
      id: uuidv7(),
      revision: 1,
      state: JSON.stringify({
        caseNumber: `999${String(number * 500 + index).padStart(22, '0')}`,
        ...{ visitId: uuidv7(), status: 'accepted', text: 'x'.repeat(2_000) },
      }),
    })),
    ...{ results: [], reference: null, staff: null, hall: null },
  }) as unknown as PullOutput;

describe('a long pull', () => {
  const pages = 12;

  it('goes into the database beside the work, and is all there for whoever opens it next', async () => {
    const folder = newFolder();
    const store = storeIn(folder);
    const database = inStore(folder, 'yichuang.db');
    const before = statSync(database).size;
    for (let number = 0; number < pages; number += 1) store.confirmation.applyPull(page(number, true));
    // Not by the writer, who has not come to where it would do so, and writes nothing meanwhile.
    await expect.poll(() => statSync(database).size).toBeGreaterThan(before + 4_000_000);
    store.confirmation.applyPull(page(pages, false));
    store.close();

    const again = storeIn(folder);
    expect(again.cases.count('1 = 1')).toBe((pages + 1) * 500);
    expect(again.db.pragma('quick_check', { simple: true })).toBe('ok');
    again.close();
  });

  it('that is not read to its end leaves a store that closes and opens as any other', () => {
    const folder = newFolder();
    const store = storeIn(folder);
    for (let number = 0; number < 10; number += 1) store.confirmation.applyPull(page(number, true));
    store.close();
    const again = storeIn(folder);
    expect(again.cases.count('1 = 1')).toBe(5_000);
    expect(again.settings.get('cookie')).toBe('e:9:0');
    again.close();
  });
});
