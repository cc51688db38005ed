import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../src-server/database/database.ts';
import { openLog } from '../../src-server/log.ts';
import { verifyChains } from '../../src-server/sync/verify-chains.ts';
import {
  commandsMustAgree,
  type DistrictRecord,
  isExchanged,
  mustAgree,
  recordOf,
  subjectsMustAgree,
  unmaskingsMustAgree,
} from './agreement.ts';
import { type BadLine, startBadLine } from './bad-line.ts';
import { screenAt, screensAt } from './core-child.ts';
import { chiefAtWork, clerkAtWork, kioskAtWork } from './day.ts';
import { type Desk, deskOf } from './desk-child.ts';
import { startDistrict } from './district-child.ts';
import { Ledger, mustBe } from './ledger.ts';
import { startPostgres } from './postgres-child.ts';
import { reconcile } from './reconcile.ts';
import { statesMustFollow } from './replay.ts';
import { seeded } from './seeded.ts';

const desks = ['counter', 'department'] as const;
type DeskName = (typeof desks)[number];
type Victim = DeskName | 'district' | 'postgres';

/** Who is killed at once: each alone, a program with what it works on, and all of it by one power cut. */
const victims: readonly [Victim[], ...Victim[][]] = [
  ['counter'],
  ['counter'],
  ['department'],
  ['district'],
  ['district'],
  ['postgres'],
  ['postgres'],
  ['postgres', 'district'],
  ['counter', 'district'],
  ['counter', 'department', 'district', 'postgres'],
];

/** What one seed does: how bad the lines are, whom it kills, when, and for how long. */
function planOf(seed: number) {
  const chance = seeded(seed);
  return {
    badness: chance.oneOf([0, 0.2, 0.5]),
    isLineCut: chance.happens(0.2),
    victims: chance.oneOf(victims),
    /** So many acts are acknowledged first; then it happens at once, or while the district works on a request. */
    acts: chance.between(1, 40),
    upon: chance.oneOf([null, ...desks]),
    thenMs: chance.happens(0.3) ? 0 : chance.next() * 30,
    /** So long the others go on without a district. */
    downMs: chance.between(0, 1_500),
  };
}

export interface SyncFigures {
  kills: number;
  acknowledged: number;
  acknowledgedByDistrict: number;
  cases: number;
  signedOff: number;
  mishaps: number;
  survivors: { done: number; notDone: number };
  commands: number;
  seconds: number;
}

/**
 * A counter, a department, their district and its PostgreSQL as processes of their own, over lines that delay, cut and
 * double; one of them, or several, is killed by each seed and goes on on what its disk has. In the end everything that
 * anybody was told must be so, once, and everywhere the same.
 * @param onKill told of each kill after which everything has held so far
 * @throws Fault at the first thing that is not as it was acknowledged
 */
export async function killSync(options: {
  seeds: readonly number[];
  folder: string;
  onKill?: (seed: number, figures: SyncFigures) => void;
}): Promise<SyncFigures> {
  const { seeds, folder, onKill = () => {} } = options;
  const [firstSeed = 0] = seeds;
  const begun = performance.now();
  const ledger = new Ledger();
  const survivors = { done: 0, notDone: 0 };
  const postgres = await startPostgres(folder);
  const district = await startDistrict(made(join(folder, 'district')), postgres.url);
  let fail: (error: unknown) => void = () => {};
  const fault = new Promise<never>((_, reject) => {
    fail = reject;
  });
  fault.catch(() => {});

  const lines = {} as Record<DeskName, BadLine>;
  for (const [index, name] of desks.entries())
    lines[name] = await startBadLine(district.url, seeded(firstSeed * 31 + index));
  const orderOf = (name: DeskName) => ({
    ...{ folder: join(folder, name), districtUrl: lines[name].url, enrolmentCode: district.codes[name] },
    ...{ token: randomUUID(), backupMs: null },
  });
  const compiled = made(join(folder, 'compiled'));
  const counterOrder = orderOf('counter');
  const departmentOrder = orderOf('department');
  const chance = seeded(firstSeed);
  let onAct = () => {};
  const desk: Record<DeskName, Desk> = {
    counter: deskOf({
      ...{ order: counterOrder, compiled, onFault: fail },
      hold(store) {
        const { done, notDone } = reconcile(store, ledger);
        survivors.done += done;
        survivors.notDone += notDone;
      },
      work(core, port) {
        const screens = screensAt(port, counterOrder.token);
        const day = {
          ...{ ledger, chance, screens, answered: core.answered },
          ...{ onAcknowledged: () => onAct(), breathMs: 10 },
        };
        return [clerkAtWork(day), kioskAtWork(day)];
      },
    }),
    department: deskOf({
      ...{ order: departmentOrder, compiled, onFault: fail },
      hold: (store) => mustHaveSigned(store.rows('SELECT id, status FROM case_file'), ledger),
      work: (core, port) => [
        chiefAtWork({
          ...{ desk: screenAt(port, departmentOrder.token, 'department'), ledger },
          answered: core.answered,
        }),
      ],
    }),
  };

  const figures = (commands = 0): SyncFigures => ({
    kills,
    acknowledged: ledger.acknowledged,
    acknowledgedByDistrict: desks.reduce((sum, name) => sum + lines[name].acknowledged.size, 0),
    cases: ledger.cases.size,
    signedOff: ledger.signedOff.size,
    mishaps: desks.reduce((sum, name) => sum + lines[name].happened, 0),
    survivors,
    commands,
    seconds: (performance.now() - begun) / 1000,
  });
  const acted = (acts: number) =>
    new Promise<void>((resolve) => {
      let left = acts;
      onAct = () => {
        left -= 1;
        if (left <= 0) resolve();
      };
    });
  const recordsOf = async (name: DeskName): Promise<DistrictRecord> =>
    recordOf(
      postgres.url,
      desk[name].look(
        (store) => store.setting<{ installationId: string }>('enrolment')?.installationId ?? '',
      ),
    );

  async function killBy(seed: number): Promise<void> {
    const plan = planOf(seed);
    for (const name of desks) lines[name].badness = plan.badness;
    await acted(plan.acts);
    // On a line that is out no request comes: then it happens some acts later.
    if (plan.upon !== null) await Promise.race([lines[plan.upon].nextRequest(), acted(200)]);
    await sleep(plan.thenMs);
    if (plan.isLineCut) for (const name of desks) lines[name].cut();
    const dies = (victim: Victim) => plan.victims.includes(victim);
    await Promise.all([
      ...desks.filter(dies).map((name) => desk[name].kill()),
      dies('district') && district.kill(),
      dies('postgres') && postgres.kill(),
    ]);
    await Promise.all([
      ...desks.filter(dies).map((name) => desk[name].start()),
      sleep(plan.downMs).then(async () => {
        if (dies('postgres')) await postgres.start();
        mustBe(dies('district') || district.up, () => 'the district ended with its PostgreSQL');
        if (dies('district')) await district.start();
      }),
    ]);
    for (const name of desks) await mustHold(name);
  }

  /** What the district has told anybody, and what a desk therefore no longer keeps, is there as it was told. */
  async function mustHold(name: DeskName): Promise<void> {
    // Told before the district's database is asked: more is acknowledged while it answers.
    const told = [...lines[name].acknowledged.values()];
    const { commands } = await recordsOf(name);
    for (const { seq, commandId, outcome, stampedAt } of told) {
      const held = commands[seq - 1];
      mustBe(
        held?.command_id === commandId &&
          held.outcome === outcome &&
          held.stamped_at.getTime() === Date.parse(stampedAt),
        () => `the district acknowledged command ${seq} of the ${name} and holds ${JSON.stringify(held)}`,
      );
    }
  }

  let kills = 0;
  try {
    // Everybody has signed in once with the district at hand.
    await Promise.all(desks.map((name) => desk[name].start()));
    await Promise.race([acted(30), fault]);
    for (const seed of seeds) {
      await Promise.race([killBy(seed), fault]);
      kills += 1;
      onKill(seed, figures());
    }
    await Promise.all(desks.map((name) => desk[name].kill()));
    for (const name of desks) lines[name].badness = 0;
    await Promise.race([Promise.all(desks.map((name) => desk[name].rest())), fault]);
    const records = {} as Record<DeskName, DistrictRecord>;
    for (const name of [...desks, ...desks])
      await within(300_000, `the ${name} and the district do not come to rest`, async () => {
        records[name] = await recordsOf(name);
        return desk[name].look((store) => isExchanged(store, records[name]));
      });
    desk.counter.look((store) => {
      mustAgree(store, records.counter, ledger);
      unmaskingsMustAgree(store, records.counter);
    });
    desk.department.look((store) => {
      commandsMustAgree(store, records.department);
      subjectsMustAgree(store, records.department, 'case_file');
    });
    for (const name of desks) await mustHold(name);
    await chainsMustHold(postgres.url);
    await statesMustFollow(postgres.url);
    return figures(desks.reduce((sum, name) => sum + records[name].commands.length, 0));
  } finally {
    for (const name of desks) lines[name].close();
    await Promise.all([...desks.map((name) => desk[name].end()), district.kill()]);
    await postgres.stop();
  }
}

function made(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The department's own store: what its chief was told is signed off is so here; what was under way is, or is not. */
function mustHaveSigned(rows: readonly { id: string; status: string }[], ledger: Ledger): void {
  const signed = new Set(
    rows.filter(({ status }) => status !== 'received' && status !== 'accepted').map(({ id }) => id),
  );
  for (const id of ledger.signedOff) mustBe(signed.has(id), () => `case ${id} was signed off, and is not`);
  if (ledger.signing !== null && signed.has(ledger.signing)) ledger.signedOff.add(ledger.signing);
  ledger.signing = null;
}

async function chainsMustHold(databaseUrl: string): Promise<void> {
  const db = await openDatabase(databaseUrl, openLog({ write: () => undefined }));
  try {
    for (const { installationId, chain, brokenAt } of await verifyChains(db.queries))
      mustBe(brokenAt === null, () => `the ${chain} of ${installationId} are broken at ${brokenAt}`);
  } finally {
    await db.close();
  }
}

async function within(ms: number, what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + ms;
  while (!(await isSo())) {
    mustBe(Date.now() < end, () => what);
    await sleep(200);
  }
}
