import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakPages, type Measured } from './break-pages.ts';

const item = (atoms: number[], changes: Partial<Measured> = {}): Measured => ({
  atoms,
  frame: 0,
  together: 1,
  keepWithNext: false,
  keepWithPrevious: false,
  ...changes,
});
const lines = (count: number, changes: Partial<Measured> = {}) =>
  item(new Array<number>(count).fill(10), { together: 2, ...changes });
const pagesOf = (items: Measured[], capacity = 100) =>
  breakPages(items, capacity).map((page) =>
    page.map(({ item: which, from, to }) => `${which}:${from}-${to}`),
  );

describe('pages', () => {
  it('hold what fits, and the next begins behind it', () => {
    expect(pagesOf([lines(4), lines(9)])).toEqual([['0:0-4', '1:0-6'], ['1:6-9']]);
  });

  it('never leave one line of a paragraph alone, at the foot or at the head', () => {
    expect(pagesOf([lines(9), lines(5)])).toEqual([['0:0-9'], ['1:0-5']]);
    expect(pagesOf([lines(5), lines(6)])).toEqual([['0:0-5', '1:0-4'], ['1:4-6']]);
  });

  it('repeat a table’s head, whose height every page gives up', () => {
    const table = item(new Array<number>(12).fill(20), { frame: 30 });
    expect(pagesOf([table])).toEqual([['0:0-3'], ['0:3-6'], ['0:6-9'], ['0:9-12']]);
  });

  it('take a heading along with what it heads', () => {
    const heading = item([10], { keepWithNext: true });
    expect(pagesOf([lines(8), heading, item([30])])).toEqual([['0:0-8'], ['1:0-1', '2:0-1']]);
  });

  it('never carry the seal without words of the text', () => {
    const seal = item([40], { keepWithPrevious: true });
    expect(pagesOf([lines(8), seal])).toEqual([['0:0-6'], ['0:6-8', '1:0-1']]);
    expect(pagesOf([lines(5), item([20]), seal])).toEqual([['0:0-5'], ['1:0-1', '2:0-1']]);
  });

  it('lose nothing, double nothing, keep the order and hold only what fits, whatever comes', () => {
    const anItem = fc.record({
      atoms: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 40 }),
      frame: fc.integer({ min: 0, max: 30 }),
      together: fc.integer({ min: 1, max: 2 }),
      keepWithNext: fc.boolean(),
      keepWithPrevious: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anItem, { minLength: 1, maxLength: 12 }), (items) => {
        const pages = breakPages(items, 100);
        const atoms = pages.flatMap((page) =>
          page.flatMap(({ item: which, from, to }) =>
            Array.from({ length: to - from }, (_, index) => `${which}.${from + index}`),
          ),
        );
        expect(atoms).toEqual(
          items.flatMap(({ atoms: own }, which) => own.map((_, index) => `${which}.${index}`)),
        );
        for (const page of pages) {
          expect(page.length).toBeGreaterThan(0);
          const height = page.reduce((total, { item: which, from, to }) => {
            const { atoms: own = [], frame = 0 } = items[which] ?? {};
            return total + frame + own.slice(from, to).reduce((a, b) => a + b, 0);
          }, 0);
          expect(height).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});
