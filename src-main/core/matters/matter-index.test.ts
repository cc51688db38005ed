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
    await expect.poll(() => searchMatters(index.of(second), '新7', 5)).not.toEqual([]);
    expect(searchMatters(index.of(second), '新399', 5)).toHaveLength(1);
    expect(searchMatters(index.of(second), '旧7', 5)).toEqual([]);
  });

  it('leaves the desk its time: no piece takes long, however long the list is', async () => {
    const index = matterIndex();
    index.of(many(40, '旧'));
    const list = many(2_000, '新');
    index.prepare(list);
    let longestMs = 0;
    while (searchMatters(index.of(list), '新1999', 5).length === 0) {
      const before = process.threadCpuUsage();
      await sleep(5);
      // Its own work, whatever else has the processor meanwhile.
      const { user, system } = process.threadCpuUsage(before);
      longestMs = Math.max(longestMs, (user + system) / 1_000);
    }
    // At once it would have been hundreds of milliseconds.
    expect(longestMs).toBeLessThan(250);
  });
});
