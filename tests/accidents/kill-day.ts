import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRouterClient } from '@orpc/server';
import { openInstallation } from '../support/counter.ts';
import { isExchanged, mustAgree, recordOf } from './agreement.ts';
import { type CoreChild, Killed, screensAt, startCore } from './core-child.ts';
import { chiefAtWork, clerkAtWork, type Day, kioskAtWork } from './day.ts';
import { type DistrictChild, startDistrict } from './district-child.ts';
import { Ledger, mustBe } from './ledger.ts';
import { reconcile } from './reconcile.ts';
import { type Chance, seeded } from './seeded.ts';
import { lookAt, mustBeSound, type StoreOnDisk } from './soundness.ts';

/** When a core dies: so far into its start, or so long after so many acknowledged acts; some back up all the time. */
type Death = { backupMs: number | null } & (
  | { kind: 'starting'; part: number }
  | { kind: 'working'; acts: number; thenMs: number }
);

export interface Figures {
  kills: number;
  killsInStart: number;
  acknowledged: number;
  /** Acts under way at a kill: those that are there, wholly, and those of which nothing is there. */
  survivors: { done: number; notDone: number };
  /** Commands that a start brought from the journal into the database. */
  replayed: number;
  tornBytes: number;
  districtOutages: number;
  /** Backups that were finished; more were cut off. */
  backups: number;
  commands: number;
  cases: number;
  tickets: number;
  longestOpenMs: number;
  seconds: number;
}

/** How often a store is looked through page by page with every index. */
const thoroughlyEvery = 20;
/** Commands with a slip: each is entered into the ledger of prints in the act itself. */
const printed = ['issueTicket', 'receiveCase', 'acceptCase', 'issueResult', 'deliverResult'];

/**
 * A busy day at one counter whose core is killed again and again, and that is held after each start against what was
 * acknowledged. Throws a `Fault` at the first thing that is not as it was acknowledged.
 */
export async function killDay(options: {
  kills: number;
  seed: number;
  folder: string;
  databaseUrl: string;
  say?: (line: string) => void;
}): Promise<Figures> {
  const { kills, seed, folder, databaseUrl, say = () => {} } = options;
  const begun = performance.now();
  const fate = seeded(seed);
  const figures: Figures = {
    ...{ kills: 0, killsInStart: 0, acknowledged: 0, survivors: { done: 0, notDone: 0 } },
    ...{ replayed: 0, tornBytes: 0, districtOutages: 0, backups: 0, commands: 0, cases: 0, tickets: 0 },
    ...{ longestOpenMs: 0, seconds: 0 },
  };
  const places = { counter: join(folder, 'counter'), department: join(folder, 'department') };
  const district = await startDistrict(made(join(folder, 'district')), databaseUrl);
  const order = {
    folder: made(places.counter),
    districtUrl: district.url,
    enrolmentCode: district.codes.counter,
    token: randomUUID(),
  };
  const ledger = new Ledger();
  const department = await departmentAtWork(places.department, district, ledger);
  const outages = outagesOf(district, seeded(seed + 1), figures);
  const chance = seeded(seed + 2);
  const compiled = made(join(folder, 'compiled'));
  let openMs = 400;
  let spare = startCore(compiled);
  let living = spare;

  /** One life of the core, from its start to its death; null lets it live. */
  async function live(death: Death | null): Promise<void> {
    const core = spare;
    living = core;
    spare = startCore(compiled);
    await core.loaded;
    let acts = 0;
    let kill = () => void core.kill();
    if (death?.kind === 'starting') setTimeout(kill, death.part * openMs);
    try {
      const ready = await core.open({ ...order, backupMs: death?.backupMs ?? null });
      openMs = ready.openMs;
      figures.longestOpenMs = Math.max(figures.longestOpenMs, openMs);
      figures.replayed += replayedBy(core);
      const survivors = lookAt(places.counter, (store) => {
        mustBeSound(store, { thoroughly: figures.kills % thoroughlyEvery === 0 });
        // What a start that was cut off brought in it may not have told.
        printsMustFollow(store, figures.replayed + figures.killsInStart);
        return reconcile(store, ledger);
      });
      figures.survivors.done += survivors.done;
      figures.survivors.notDone += survivors.notDone;
      if (death === null) return;
      const day: Day = {
        ledger,
        chance,
        screens: screensAt(ready.port, order.token),
        answered: core.answered,
        onAcknowledged() {
          acts += 1;
          if (death.kind !== 'working' || acts < death.acts) return;
          setTimeout(kill, death.thenMs);
          kill = () => {};
        },
      };
      await Promise.all([untilKilled(clerkAtWork(day)), untilKilled(kioskAtWork(day))]);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      // A start that was killed may have brought something in before.
      figures.replayed += replayedBy(core);
    }
    await core.kill();
    figures.backups += core.logged.filter(({ message }) => message === 'the store is backed up').length;
    figures.kills += 1;
    if (acts === 0) figures.killsInStart += 1;
  }

  try {
    for (const death of deaths(kills, fate)) {
      if (ledger.acknowledged > 0) await outages.next();
      await live(death);
      if (figures.kills % 10 === 0)
        say(
          `${figures.kills} kills, ${ledger.acknowledged} acts acknowledged, ${ledger.cases.size} cases, ` +
            `${figures.survivors.done} + ${figures.survivors.notDone} acts cut off were there and not there, ` +
            `${((performance.now() - begun) / 1000).toFixed(0)} s`,
        );
    }
    await outages.end();
    await live(null);
    await department.finish();
    const { installationId } = lookAt(
      places.counter,
      (store) => store.setting<{ installationId: string }>('enrolment') ?? { installationId: '' },
    );
    await exchanged(places.counter, databaseUrl, installationId);
    const record = await recordOf(databaseUrl, installationId);
    lookAt(places.counter, (store) => {
      mustBeSound(store, { thoroughly: true });
      mustAgree(store, record, ledger);
    });
    figures.commands = record.commands.length;
  } finally {
    await department.close();
    await Promise.all([living.kill(), spare.kill(), district.kill()]);
  }
  figures.acknowledged = ledger.acknowledged;
  figures.cases = ledger.cases.size;
  figures.tickets = ledger.tickets.size;
  figures.seconds = (performance.now() - begun) / 1000;
  return figures;
}

function made(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** One in five dies in its start or soon after, the others after some acts, most in the middle of the next one. */
function* deaths(kills: number, fate: Chance): Generator<Death> {
  for (let kill = 0; kill < kills; kill += 1) {
    const backupMs = fate.happens(0.4) ? fate.between(20, 400) : null;
    yield fate.happens(0.2)
      ? { backupMs, kind: 'starting', part: fate.next() * 1.5 }
      : {
          backupMs,
          kind: 'working',
          acts: fate.between(1, 60),
          thenMs: fate.happens(0.3) ? 0 : fate.next() * 10,
        };
  }
}

async function untilKilled(work: Promise<never>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Killed)) throw error;
  });
}

const replayedBy = ({ logged }: CoreChild): number =>
  logged.reduce((sum, { details }) => sum + (typeof details.commands === 'number' ? details.commands : 0), 0);

/** Each slip once with its act; only an act that came out of the journal alone has none. */
function printsMustFollow(store: StoreOnDisk, mayLack: number): void {
  const [row] = store.rows<{ acts: number; jobs: number; twice: number }>(
    `WITH act AS (SELECT subject_id, count(*) AS n FROM audit
       WHERE name IN (${printed.map((name) => `'${name}'`).join(', ')}) GROUP BY subject_id),
     job AS (SELECT subject_id, count(*) AS n FROM print_job GROUP BY subject_id)
     SELECT (SELECT sum(n) FROM act) AS acts, (SELECT sum(n) FROM job) AS jobs,
       (SELECT count(*) FROM job LEFT JOIN act USING (subject_id) WHERE job.n > coalesce(act.n, 0)) AS twice`,
  );
  const missing = (row?.acts ?? 0) - (row?.jobs ?? 0);
  mustBe(
    row?.twice === 0 && missing >= 0 && missing <= mayLack,
    () => `slips: ${JSON.stringify(row)}, of which ${mayLack} may be missing`,
  );
}

/** Spells without the district: it is cut off in the middle of a life and comes back some lives later. */
function outagesOf(district: DistrictChild, chance: Chance, figures: Figures) {
  let downFor = 0;
  let changing: Promise<unknown> = Promise.resolve();
  return {
    async next(): Promise<void> {
      await changing;
      if (district.up) {
        if (!chance.happens(0.15)) return;
        figures.districtOutages += 1;
        downFor = chance.between(1, 6);
        changing = sleep(chance.between(0, 1_000)).then(() => district.kill());
      } else {
        downFor -= 1;
        if (downFor <= 0) changing = district.start();
      }
    },
    async end(): Promise<void> {
      await changing;
      if (!district.up) await district.start();
    },
  };
}

/** The department's desk, in this process: its chief representative signs off whatever comes in. */
async function departmentAtWork(folder: string, district: DistrictChild, ledger: Ledger) {
  const { routers, parts, close } = await openInstallation({
    folder,
    districtUrl: district.url,
    enrolmentCode: district.codes.department,
  });
  if (routers.department === undefined) throw new Error('the department has no desk');
  let working = true;
  const desk = createRouterClient(routers.department);
  const work = chiefAtWork({ desk, ledger, answered: (answer) => answer }, () => !working);
  work.catch(() => {});
  const rest = () => {
    working = false;
    return work;
  };
  return {
    /** Fulfilled when all that was signed off has reached the district. */
    async finish(): Promise<void> {
      await rest();
      const isSent = () => parts.store.outbox.counts().pending === 0;
      await within(120_000, 'the department’s outbox does not empty', isSent);
    },
    close: () => rest().finally(close),
  };
}

function exchanged(folder: string, databaseUrl: string, installationId: string): Promise<void> {
  return within(120_000, 'the outbox does not empty', async () => {
    const record = await recordOf(databaseUrl, installationId);
    return lookAt(folder, (store) => isExchanged(store, record));
  });
}

async function within(ms: number, what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + ms;
  while (!(await isSo())) {
    mustBe(Date.now() < end, () => what);
    await sleep(200);
  }
}
