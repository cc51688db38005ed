import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Goal, Samples } from '../samples.ts';
import { cityFile, countersPerOffice } from './city-file.ts';
import { type Cluster, run, serveDistrict } from './processes.ts';

/** What a city's installations met with. */
interface City {
  /** From the first try on, and the try that was taken by itself. */
  pushes: number[];
  taken: number[];
  pulls: number[];
  heard: number[];
  lost: number;
  unseen: number;
  /** Requests that were told to come again later. */
  turnedAway: number;
  faults: Record<string, number>;
}

export interface Outage {
  installations: number;
  /** Within so many seconds everybody is back. */
  seconds: number;
}

/**
 * A district-wide outage has ended: every installation hands in the hour that it worked alone, and all hear of what
 * concerns them. One server node and one PostgreSQL on this machine, beside the program that plays the installations.
 */
export async function afterOutage(
  cluster: Cluster,
  { installations, seconds }: Outage,
): Promise<{ goals: Goal[]; line: string }> {
  const name = `city_${installations}`;
  const databaseUrl = await cluster.fresh(name);
  const folder = join(cluster.folder, name);
  mkdirSync(folder);
  const offices = Math.ceil(installations / countersPerOffice);
  const file = join(folder, 'import.json');
  writeFileSync(file, JSON.stringify(cityFile(offices)), { mode: 0o600 });
  const district = await serveDistrict(folder, databaseUrl, '--import', file);
  const city = await run<City>(
    'city.ts',
    ...[databaseUrl, district.url, file, String(installations), String(seconds)],
  );
  await district.stop();
  await cluster.drop(name);

  const of = (times: readonly number[]) => {
    const samples = new Samples();
    for (const each of times) samples.add(each);
    return samples;
  };
  const [pushes, taken, pulls] = [of(city.pushes), of(city.taken), of(city.pulls)];
  const faults = Object.entries(city.faults);
  const many = (count: number) => count.toLocaleString('en');
  const what = `${many(installations)} installations`;
  const ms = (samples: Samples, part: number) => `${samples.quantile(part).toFixed(0)}`;
  return {
    goals: [
      {
        name: `after an outage, ${what}: p99 of a push from its first try`,
        value: pushes.quantile(0.99) / 1000,
        unit: 's',
        bound: { kind: 'atMost', value: 1 },
        note: `all back within ${seconds} s, 20 commands a push`,
      },
      {
        name: `after an outage, ${what}: errors, lost or unseen`,
        value: faults.reduce((sum, [, count]) => sum + count, 0) + city.lost + city.unseen,
        unit: '',
        bound: { kind: 'atMost', value: 0 },
        note: faults
          .map(([fault, count]) => `${count} × ${fault}`)
          .join('; ')
          .slice(0, 120),
      },
      {
        name: `${what}: a change at one counter is seen at another`,
        value: Math.max(...city.heard) / 1000,
        unit: 's',
        bound: { kind: 'atMost', value: 1 },
        note: 'behind the answer to its push',
      },
    ],
    line:
      `${what}: push p50 ${ms(pushes, 0.5)}, p99 ${ms(pushes, 0.99)}, most ${ms(pushes, 1)} ms (${many(pushes.count)}), p99 of the try that was taken ${ms(taken, 0.99)} ms; ` +
      `pull p50 ${ms(pulls, 0.5)}, p99 ${ms(pulls, 0.99)} ms (${many(pulls.count)}); ${many(city.turnedAway)} told to come again`,
  };
}
