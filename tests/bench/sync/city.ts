/**
 * A city after an outage, as a process of its own: <database url> <district url> <installations> <seconds>. Every
 * installation listens for wake-ups; each hands in its hour at a moment of its own within the seconds, and pulls
 * whenever it is woken, as the real sync does. Answers over the IPC channel.
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { busySchema } from '#shared/contracts/district.ts';
import type { DistrictImport } from '#shared/contracts/district-import.ts';
import { districtClient } from '../../../src-main/core/sync/district-client.ts';
import { anHour, type CityInstallation, cityInstallation, enrolUnasked } from './city-file.ts';

const [, , databaseUrl = '', districtUrl = '', file = '', counted = '', seconds = ''] = process.argv;
const casesAnHour = 10;
const database = new pg.Client({ connectionString: databaseUrl });
await database.connect();

const { reference }: DistrictImport = JSON.parse(readFileSync(file, 'utf8'));
const [matter] = reference.matters;
if (matter === undefined) throw new Error('no matter');
const installations = Array.from({ length: Number(counted) }, (_, index) => cityInstallation(index));
for (const each of installations) await enrolUnasked(database, each);
const { rows } = await database.query<{ cookie: string; reference: string; staff: string }>(
  `select epoch || ':' || pg_snapshot_xmin(pg_current_snapshot()) || ':00000000-0000-0000-0000-000000000000' as cookie,
     reference_version as reference, staff_version as staff from district`,
);
const [start] = rows;
if (start === undefined) throw new Error('no district');

/** From the first try on, whatever the district said to that; and the one that was taken, by itself. */
const pushes: number[] = [];
const taken: number[] = [];
const pulls: number[] = [];
const faults = new Map<string, number>();
let turnedAway = 0;
/** As the real sync does: whoever is told that the district is busy comes again when it says so. */
async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const busy = busySchema.safeParse((error as { data?: unknown }).data).data;
      if (busy === undefined) throw error;
      turnedAway += 1;
      await sleep(busy.comeAgainSeconds * 1_000 * (1 + Math.random()));
    }
  }
}
const fault = (what: string) => void faults.set(what, (faults.get(what) ?? 0) + 1);
/** When a case was confirmed to whoever handed it in, and when somebody else of the office saw it first. */
const confirmedAt = new Map<string, number>();
const closing = new AbortController();

function live(each: CityInstallation) {
  const client = districtClient(districtUrl, () => each.token);
  let cookie = start?.cookie ?? null;
  let pulling: Promise<void> | null = null;
  let due = false;
  const seen = new Map<string, number>();
  let lastSeq = 0;
  async function pull(): Promise<void> {
    do {
      due = false;
      try {
        const answer = await patiently(async () => {
          const begun = performance.now();
          const pulled = await client.pull({
            ...{ cookie, referenceVersion: start?.reference ?? null, staffVersion: start?.staff ?? null },
            states: 'text',
          });
          pulls.push(performance.now() - begun);
          return pulled;
        });
        ({ cookie, lastSeq } = answer);
        for (const { id } of answer.changes) if (!seen.has(id)) seen.set(id, performance.now());
        due ||= answer.more;
      } catch (error) {
        fault(`pull: ${String(error)}`);
        await sleep(1_000);
        due = true;
      }
    } while (due && !closing.signal.aborted);
    pulling = null;
  }
  const wake = () => {
    due = true;
    pulling ??= pull();
  };
  const listening = (async () => {
    try {
      for await (const _ of await client.wakeUps(undefined, { signal: closing.signal })) wake();
    } catch (error) {
      if (!closing.signal.aborted) fault(`wake-ups: ${String(error)}`);
    }
  })();
  return {
    ...{ each, seen, listening },
    lastSeq: () => lastSeq,
    quiet: () => pulling ?? Promise.resolve(),
    async handIn(cases: number): Promise<string[]> {
      const hour = anHour(each, matter as never, cases);
      const first = performance.now();
      try {
        const answer = await patiently(async () => {
          const begun = performance.now();
          const pushed = await client.push(hour);
          taken.push(performance.now() - begun);
          return pushed;
        });
        pushes.push(performance.now() - first);
        if (answer.kind !== 'taken' || answer.results.some(({ outcome }) => outcome !== 'applied'))
          fault(`push: ${answer.kind}`);
      } catch (error) {
        fault(`push: ${String(error)}`);
      }
      const ids = hour.commands.map((command) => (command.subject as { id: string }).id);
      for (const id of ids) confirmedAt.set(id, performance.now());
      return [...new Set(ids)];
    },
  };
}

// The last two stay quiet, to see how fast one hears of the other once all is calm.
const desks = installations.map(live);
const [teller, ...others] = desks.toReversed();
await sleep(3_000);
await Promise.all(desks.map(({ quiet }) => quiet()));
pulls.length = 0;
const storm = others.map(async (desk, index) => {
  await sleep((index / others.length) * Number(seconds) * 1_000);
  return desk.handIn(casesAnHour);
});
const handedIn = (await Promise.all(storm)).flat();
await sleep(2_000);
await Promise.all(desks.map(({ quiet }) => quiet()));

/** How long after the answer to the one the other has it. */
const heard: number[] = [];
const neighbour = others.find(({ each }) => each.office === teller?.each.office);
if (teller !== undefined && neighbour !== undefined) {
  const [id = ''] = await teller.handIn(1);
  const until = performance.now() + 5_000;
  while (!neighbour.seen.has(id) && performance.now() < until) await sleep(5);
  heard.push((neighbour.seen.get(id) ?? Number.POSITIVE_INFINITY) - (confirmedAt.get(id) ?? 0));
}
await sleep(500);
const lost = others.filter(({ lastSeq }) => lastSeq() !== 2 * casesAnHour).length;
const unseen = others.reduce((sum, desk) => sum + (handedIn.length === 0 ? 1 : missing(desk)), 0);
function missing({ each, seen }: (typeof desks)[number]): number {
  const own = others.filter((other) => other.each.office === each.office).length * casesAnHour;
  return Math.max(0, own - seen.size);
}
closing.abort();
await database.end();
process.send?.({
  ...{ pushes, taken, pulls, heard, lost, unseen, turnedAway },
  faults: Object.fromEntries(faults),
});
setTimeout(() => process.exit(0), 500);
