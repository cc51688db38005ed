/**
 * A process that takes pages of a long pull into a store, one after another, until it is killed: <folder> <first page>.
 * Says over the IPC channel which it has taken.
 */
import type { PullOutput } from '#shared/contracts/district.ts';
import { storeIn, uuidv7 } from '../support/counter.ts';

/** A page of five hundred cases of two thousand characters, and more to come or not. */
export const pageOfPull = (number: number, more: boolean) =>
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

if (process.send !== undefined && import.meta.main) {
  const [, , folder = '', first = ''] = process.argv;
  const store = storeIn(folder);
  for (let number = Number(first); ; number += 1) {
    store.confirmation.applyPull(pageOfPull(number, true));
    process.send(number);
    await new Promise(setImmediate);
  }
}
