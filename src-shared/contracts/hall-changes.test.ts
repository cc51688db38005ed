import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beijing } from '../../tests/support/domain.ts';
import { changedBy, hallChanges } from './hall-changes.ts';
import { type HallQueue, noQueue } from './hall-queue.ts';
import type { TicketRow } from './views.ts';

const at = beijing('2026-09-22 09:00');
const row = (number: number, calls = 0): TicketRow => ({
  ...{
    id: `ticket ${number}`,
    number: `A${String(number).padStart(3, '0')}`,
    calls,
    also: [],
    matters: [],
    note: null,
  },
  ...{ categoryId: 'civil', categoryName: '社会事务', status: 'waiting', lane: 'walkIn', laneText: '' },
  ...{ counterId: null, counterName: null, waitsFor: null, visitId: null, holderName: null },
  ...{ issuedAt: at, calledAt: null, sinceAt: at, spent: { wait: 0, walk: 0, service: 0 } },
});
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => row(from + index));
const waits = (waiting: TicketRow[]): HallQueue => ({ ...noQueue, waiting, waitingCount: waiting.length });
const told = (before: HallQueue, after: HallQueue) => JSON.stringify(hallChanges(before, after) ?? {});

describe('a hall’s queue told by its changes', () => {
  const queue = fc
    .record({
      waiting: fc.uniqueArray(fc.tuple(fc.nat(30), fc.nat(1)), { selector: ([number]) => number }),
      missed: fc.uniqueArray(fc.nat(30)),
      notice: fc.constantFrom('', '十点停电'),
      called: fc.array(fc.constant(row(7)), { maxLength: 1 }),
    })
    .map(
      ({ waiting, missed, notice, called }): HallQueue => ({
        ...waits(waiting.map(([number, calls]) => row(number, calls))),
        ...{ missed: missed.map((number) => row(number)), notice, called },
      }),
    );

  it('is the same at the other end, whatever came, went, moved or changed', () => {
    fc.assert(
      fc.property(fc.array(queue, { minLength: 1, maxLength: 6 }), (queues) => {
        let [here, there] = [noQueue, noQueue];
        for (const next of queues) {
          there = changedBy(there, told(here, next));
          here = next;
          expect(there).toEqual(here);
        }
      }),
    );
  });

  it('is silent where nothing has changed', () => {
    expect(hallChanges(waits(rows(0, 5)), waits(rows(0, 5)))).toBeNull();
  });

  it('costs what has changed, and not what stands in it', () => {
    const step = (length: number) => told(waits(rows(0, length)), waits(rows(1, length + 1))).length;
    // One goes in front and one comes behind.
    expect(step(200) - step(10)).toBeLessThan(10);
    expect(step(200)).toBeLessThan(2 * JSON.stringify(row(0)).length);
  });

  it('leaves the rows alone that stay, so that whoever shows them draws none again', () => {
    const before = waits(rows(0, 3));
    const after = changedBy(before, told(before, waits([...rows(1, 3), row(9)])));
    expect(after.waiting[0]).toBe(before.waiting[1]);
  });

  it('is not taken where it belongs to another queue', () => {
    const changes = told(waits(rows(0, 5)), waits(rows(1, 5)));
    expect(() => changedBy(noQueue, changes)).toThrow(RangeError);
    expect(() => changedBy(noQueue, '{"waitingCount":"five"}')).toThrow();
  });
});
