import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRouterClient } from '@orpc/server';
import { type ClerkClient, openCounter } from '../support/counter.ts';
import { largeStore } from './large-store.ts';
import { type Goal, Samples } from './samples.ts';

const quietSeconds = 10;
const pauseBound = 50;

/** What a desk at work felt of somebody else's work beside it. */
interface Felt {
  pauses: Samples;
  acts: Samples;
}

/**
 * A desk at work, its page open, while its store is backed up, and the same desk for some seconds before and after: how
 * long it stood still at most, and how long an act took at most.
 */
export async function benchBackup(): Promise<{ goals: Goal[]; lines: string[] }> {
  const { folder, megabytes } = await largeStore();
  const counter = await openCounter({ folder });
  const clerk = createRouterClient(counter.clerk);
  const closing = new AbortController();
  const page = (async () => {
    for await (const _ of await clerk.watch(undefined, { signal: closing.signal }));
  })();
  // Whatever was measured before may have left a visit open.
  await clerk.visits.close({ outcome: 'advised' });
  // A copy that was just made for somebody else is still on its way to the disk.
  await workDuring(clerk, sleep(2_000));
  const before = await workDuring(clerk, sleep(quietSeconds * 500));
  const begun = performance.now();
  const during = await workDuring(clerk, counter.store.backUp());
  const seconds = (performance.now() - begun) / 1000;
  const after = await workDuring(clerk, sleep(quietSeconds * 500));
  closing.abort();
  await page.catch(() => {});
  await counter.close();

  const longest = ({ pauses }: Felt) => pauses.quantile(1);
  const quiet = Math.max(longest(before), longest(after));
  const size = `${megabytes.toFixed(0)} MB`;
  const lines = [
    `backup of ${size} in ${seconds.toFixed(1)} s: ${acted(during)}; without it: ${acted(before)}, then ${acted(after)}`,
  ];
  const goal: Goal = {
    name: `backup of ${size}: the desk’s longest pause`,
    value: longest(during),
    unit: 'ms',
    bound: { kind: 'atMost', value: pauseBound },
    note: `without a backup ${quiet.toFixed(0)} ms in the same run`,
  };
  // Where the desk stands still without any backup, somebody else has the machine.
  if (quiet <= pauseBound) return { goals: [goal], lines };
  return {
    goals: [],
    lines: [...lines, `${goal.name} of ${goal.value.toFixed(0)} ms is not judged: ${goal.note}`],
  };
}

const acted = ({ acts }: Felt) =>
  `${acts.count} acts, median ${acts.quantile(0.5).toFixed(1)} ms, longest ${acts.quantile(1).toFixed(1)} ms`;

/** Works at the desk until something else is done: a visit begins, a visit ends, each on the disk and acknowledged. */
async function workDuring(clerk: ClerkClient, other: Promise<unknown>): Promise<Felt> {
  const felt: Felt = { pauses: new Samples(), acts: new Samples() };
  let last = performance.now();
  const everyMs = 5;
  const timer = setInterval(() => {
    const now = performance.now();
    felt.pauses.add(now - last - everyMs);
    last = now;
  }, everyMs);
  let over = false;
  const ending = other.finally(() => {
    over = true;
  });
  while (!over) {
    for (const act of [() => clerk.visits.open(), () => clerk.visits.close({ outcome: 'advised' })]) {
      const begun = performance.now();
      const answer = await act();
      if (answer.kind === 'refused') throw new Error(answer.refusal.message);
      felt.acts.add(performance.now() - begun);
      await sleep(20);
    }
  }
  clearInterval(timer);
  await ending;
  return felt;
}
