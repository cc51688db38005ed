import type { Goal } from '../samples.ts';
import { afterOutage, type Outage } from './after-outage.ts';
import { drainCases } from './drain.ts';
import { firstPull } from './first-pull.ts';
import { growth } from './growth.ts';
import { peerThere } from './peer-there.ts';
import { openPlace } from './place.ts';
import { openCluster } from './processes.ts';

/** The last is the goal; the others show how the cost grows. */
const outages: readonly Outage[] = [
  { installations: 100, seconds: 30 },
  { installations: 300, seconds: 90 },
  { installations: 1_000, seconds: 300 },
];

/**
 * The line between counters and their district: what waits goes up, what is there comes down, and a whole city comes back
 * after an outage.
 * @param most events that are stored beforehand at most: ten million take some minutes to store
 */
export async function benchSync(most: number): Promise<{ goals: Goal[]; lines: string[] }> {
  const withPeer = peerThere();
  const cluster = await openCluster();
  const result: { goals: Goal[]; lines: string[] } = { goals: [], lines: [] };
  try {
    const place = await openPlace(cluster, 2);
    for (const part of [
      await drainCases(place, 10_000, withPeer),
      await firstPull(place, 100_000, withPeer),
    ]) {
      result.goals.push(...part.goals);
      result.lines.push(...part.lines);
    }
    await place.close();
    const grown = await growth(cluster, most);
    result.goals.push(...grown.goals);
    result.lines.push(...grown.lines);
    for (const outage of outages) {
      const { goals, line } = await afterOutage(cluster, outage);
      result.goals.push(...goals);
      result.lines.push(line);
    }
    return result;
  } finally {
    await cluster.close();
  }
}
