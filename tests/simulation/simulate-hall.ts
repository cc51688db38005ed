import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type HallSize, simulateHall } from './hall.ts';
import type { Simulation } from './simulate.ts';

/** The cores of one hall; see `hall.ts`. */
export async function openHallSimulation(folder: string, size: HallSize): Promise<Simulation> {
  const sums = { tickets: 0, calls: 0, breaks: 0, presented: 0, ownSeries: 0 };
  return {
    async run(seed) {
      const tried = await simulateHall(seed, size, join(folder, `seed-${seed}`), (howFar) =>
        console.log(`seed ${seed}: ${howFar}`),
      );
      for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += tried[key];
    },
    summary: () =>
      `${size.counters} counters, ${size.kiosks} kiosks: ${sums.tickets} tickets, ${sums.calls} calls, ${sums.ownSeries} numbers given and ${sums.presented} people received without the hall, ${sums.breaks} ends and cuts of its core`,
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}
