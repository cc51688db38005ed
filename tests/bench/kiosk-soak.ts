import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createRouterClient } from '@orpc/server';
import { v7 as uuidv7 } from 'uuid';
import {
  counterRouters,
  done,
  openInstallation,
  prepareInstallation,
  settableClock,
} from '../support/counter.ts';
import { beijing } from '../support/domain.ts';
import type { Goal } from './samples.ts';

const tickets = 20_000;
/** A busy week: from Monday to Friday, a tenth of a day's numbers an hour. */
const aDay = tickets / 5;
/** What is warm by then stays; what grows after it is a leak. */
const warm = 4_000;
const every = 2_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024);

/**
 * A kiosk's week in front of the core that keeps the hall's queue: 20,000 tickets, each issued and printed to nobody,
 * called, served and finished, with the kiosk, the board and the desk watching all the time and the district out of reach.
 * What has to stay flat is the memory; the store grows, and is told.
 */
export async function benchKioskSoak(): Promise<{ goals: Goal[]; lines: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-bench-soak-'));
  const clock = settableClock(beijing('2026-09-21 08:30'));
  prepareInstallation(folder, { clock });
  const core = await openInstallation({ folder, clock, idleMinutes: 10_000, backupMs: 1_000_000_000 });
  const routers = counterRouters(core);
  const [clerk, kiosk, board] = [
    createRouterClient(routers.clerk),
    createRouterClient(routers.kiosk),
    createRouterClient(routers.board),
  ];
  await done(clerk.signIn({ staffNumber: 'G1001', password: 'demo-G1001' }));
  const ending = new AbortController();
  const watch = async (views: Promise<AsyncIterable<unknown>>): Promise<void> => {
    for await (const _ of await views);
  };
  const options = { signal: ending.signal };
  const watching = [clerk.watch, kiosk.watch, board.watch].map((each) =>
    watch(each(undefined, options)).catch(() => {}),
  );

  const numbers = new Set<string>();
  const heaps: { at: number; heap: number; rss: number }[] = [];
  const categories = ['civil', 'business', 'property', 'household', 'other'] as const;
  const began = performance.now();
  for (let index = 0; index < tickets; index += 1) {
    if (index > 0 && index % aDay === 0) {
      clock.pass(14 * 60);
      // Numbers begin again with the day.
      numbers.clear();
      await done(clerk.signIn({ staffNumber: 'G1001', password: 'demo-G1001' }));
    }
    if (index % 8 === 0) clock.pass(1);
    const categoryId = categories[index % categories.length] ?? 'civil';
    const lane = index % 11 === 0 ? ({ lane: 'priority', priority: 'elderly' } as const) : {};
    const { number } = await done(kiosk.issue({ ticketId: uuidv7(), categoryId, ...lane }));
    if (numbers.has(number)) throw new Error(`${number} was given twice on one day`);
    numbers.add(number);
    await done(clerk.queue.callNext({}));
    if (index % 13 === 0) {
      await done(clerk.queue.miss());
    } else {
      await done(clerk.queue.arrive());
      await done(clerk.visits.close({ outcome: 'advised' }));
    }
    if ((index + 1) % every === 0) {
      collect();
      const { heapUsed, rss } = process.memoryUsage();
      heaps.push({ at: index + 1, heap: heapUsed, rss });
      process.stderr.write(`  ${index + 1} tickets …\n`);
    }
  }
  const seconds = (performance.now() - began) / 1_000;
  ending.abort();
  await Promise.all(watching);
  await core.close();
  rmSync(folder, { recursive: true });
  const at = (count: number) => heaps.find((each) => each.at === count);
  const growth = (of: 'heap' | 'rss') => megabytes((at(tickets)?.[of] ?? 0) - (at(warm)?.[of] ?? 0));
  return {
    goals: [
      {
        name: `kiosk-soak: heap that ${tickets - warm} tickets after the first ${warm} have added`,
        value: growth('heap'),
        unit: 'MB',
        bound: { kind: 'atMost', value: 10 },
        note: `${tickets} tickets in ${Math.round(seconds)} s, no number twice`,
      },
      {
        name: 'kiosk-soak: resident memory that they have added',
        value: growth('rss'),
        unit: 'MB',
        bound: { kind: 'atMost', value: 60 },
        note: `from ${megabytes(at(warm)?.rss ?? 0)} to ${megabytes(at(tickets)?.rss ?? 0)} MB`,
      },
    ],
    lines: heaps.map(
      ({ at: count, heap, rss }) =>
        `after ${count} tickets: heap ${megabytes(heap)} MB, resident ${megabytes(rss)} MB`,
    ),
  };
}
