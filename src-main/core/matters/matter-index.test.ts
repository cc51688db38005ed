import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { searchMatters } from '#shared/matters/search.ts';
import { demoMatters } from '../../demo/matters.ts';
import { matterIndex } from './matter-index.ts';

const many = (count: number, mark: string) =>
  Array.from({ length: count }, (_, at) => {
    const matter = demoMatters[at % demoMatters.length];
    if (matter === undefined) throw new Error('the demo has no matters');
    return { ...matter, name: `${matter.name}${mark}${at}` };
  });

describe('the index of matters', () => {
  it('is there for the first search, and made anew in pieces: meanwhile one goes by the list before', async () => {
    const index = matterIndex();
    const [first, second] = [many(40, '旧'), many(400, '新')];
    expect(searchMatters(index.of(first), '旧7', 5)).not.toEqual([]);
    // Asked for at once the new list is still being entered.
    expect(searchMatters(index.of(second), '新7', 5)).toEqual([]);
    expect(searchMatters(index.of(second), '旧7', 5)).not.toEqual([]);
    for (let wait = 0; wait < 200 && searchMatters(index.of(second), '新7', 5).length === 0; wait += 1)
      await sleep(20);
    expect(searchMatters(index.of(second), '新399', 5)).toHaveLength(1);
    expect(searchMatters(index.of(second), '旧7', 5)).toEqual([]);
  });

  it('leaves the desk its time: no piece takes long, however long the list is', async () => {
    const index = matterIndex();
    index.of(many(40, '旧'));
    const list = many(2_000, '新');
    index.prepare(list);
    let longest = 0;
    let last = performance.now();
    for (let turn = 0; turn < 60; turn += 1) {
      await sleep(5);
      longest = Math.max(longest, performance.now() - last - 5);
      last = performance.now();
    }
    // At once it would have been hundreds of milliseconds; the bound leaves room for a busy machine.
    expect(longest).toBeLessThan(250);
  });
});
