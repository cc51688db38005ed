import { mkdirSync, rmSync } from 'node:fs';
import { canonicalJson } from '#shared/sync/canonical.ts';
import { verifyChains } from '../../src-server/sync/verify-chains.ts';
import { mustBe } from '../accidents/ledger.ts';
import { type Chance, seeded } from '../accidents/seeded.ts';
import { SimulatedClient, type World } from './client.ts';
import { databaseIn, newName, onCluster, places, serve, type Template } from './template.ts';

/** The moment at which every simulated day begins: a working morning of 2026 in Beijing. */
export const begin = new Date('2026-09-21T00:30:00.000Z');
const steps = 90;

/** What a seed has tried, for the table at the end. */
export interface Tried {
  acts: number;
  crashes: number;
  turns: number;
  restores: number;
  mishaps: number;
}

/**
 * One district, two counters and a department through some hours of chance: a line that loses, doubles, cuts, holds back
 * and reorders; programs that end at any moment; clocks that are set; a district that is restored from an older copy.
 * Then the line is well again, and everything must come to rest with nothing lost, nothing twice, the same on all sides,
 * and every refusal in sight.
 * @throws Fault at the first thing that is not so
 */
export async function simulateSync(
  seed: number,
  template: Template,
  cluster: string,
  folder: string,
): Promise<Tried> {
  const chance = seeded(seed);
  const world: World = { now: begin.getTime() };
  mkdirSync(folder, { recursive: true });
  const { databaseUrl, folders } = await template.copyTo(folder);
  const district = new SimulatedDistrict(cluster, databaseUrl, world);
  await district.start();
  const badness = chance.oneOf([0, 0.2, 0.5]);
  const clients = places.map(
    (place) =>
      new SimulatedClient({
        ...{ place, folder: folders[place], world, badness, districtUrl: () => district.url },
        chance: seeded(seed * 31 + places.indexOf(place)),
      }),
  );
  const tried: Tried = { acts: 0, crashes: 0, turns: 0, restores: 0, mishaps: 0 };
  try {
    const fate = fateOf(chance);
    for (let step = 0; step < steps; step += 1) {
      world.now += chance.between(1_000, 600_000);
      const client = clients[chance.between(0, clients.length - 1)] as SimulatedClient;
      await happen(fate(), client, clients, district, tried);
    }
    await settle(world, clients);
    await mustHold(clients, district);
    tried.mishaps = clients.reduce(
      (sum, { line }) =>
        sum +
        Object.entries(line.happened).reduce((n, [fate, count]) => n + (fate === 'well' ? 0 : count), 0),
      0,
    );
    return tried;
  } finally {
    for (const client of clients) client.close();
    await district.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How often each thing happens, against the others. */
const weights = {
  act: 50,
  turn: 30,
  late: 4,
  crash: 4,
  clock: 2,
  restart: 2,
  copy: 1,
  restore: 1,
  forget: 1,
};
type Happening = keyof typeof weights;
/** Every seed has one kind of trouble more than others. */
const troubles: [Happening[], ...Happening[][]] = [
  ['late'],
  ['crash'],
  ['clock'],
  ['copy', 'restore', 'forget'],
];

function fateOf(chance: Chance): () => Happening {
  const trouble = chance.oneOf(troubles);
  const mine = Object.entries(weights).map(
    ([name, weight]) =>
      [name as Happening, trouble.includes(name as Happening) ? weight * 5 : weight] as const,
  );
  const all = mine.reduce((sum, [, weight]) => sum + weight, 0);
  return () => {
    let left = chance.next() * all;
    for (const [name, weight] of mine) {
      left -= weight;
      if (left < 0) return name;
    }
    return 'act';
  };
}

async function happen(
  what: Happening,
  client: SimulatedClient,
  clients: readonly SimulatedClient[],
  district: SimulatedDistrict,
  tried: Tried,
): Promise<void> {
  switch (what) {
    case 'act':
      if (client.act() !== null) tried.acts += 1;
      return;
    case 'turn':
      tried.turns += 1;
      await client.turn();
      return;
    case 'late':
      return client.line.deliverLate();
    case 'crash':
      tried.crashes += 1;
      return client.crash();
    case 'clock':
      return client.setClock();
    case 'restart':
      return district.restart();
    case 'copy':
      return district.copy();
    case 'restore':
      if (await district.restore()) tried.restores += 1;
      return;
    case 'forget':
      if (await forget(clients, district, tried)) tried.restores += 1;
  }
}

/**
 * The district forgets what somebody did after another has built upon it: each who builds comes back before whoever's step
 * was lost.
 */
async function forget(
  clients: readonly SimulatedClient[],
  district: SimulatedDistrict,
  tried: Tried,
): Promise<boolean> {
  const all = async (some: readonly SimulatedClient[]) => {
    for (const each of some) await each.turn();
    tried.turns += some.length;
  };
  await all(clients);
  await district.copy();
  const acting = (some: readonly SimulatedClient[], times: number) => {
    for (const each of some)
      for (let time = 0; time < times; time += 1) if (each.act() !== null) tried.acts += 1;
  };
  const [builders, others] = [
    clients.filter(({ place }) => place === 'department'),
    clients.filter(({ place }) => place !== 'department'),
  ];
  acting(others, 3);
  await all([...others, ...builders]);
  acting(builders, 3);
  const isRestored = await district.restore();
  await all([...builders, ...others]);
  return isRestored;
}

/** The line is well from now on: how long it takes everybody to be quiet. */
async function settle(world: World, clients: SimulatedClient[]): Promise<void> {
  for (const { line } of clients) line.heal();
  for (let round = 0; round < 40; round += 1) {
    world.now += 15_000;
    let quiet = true;
    for (const client of clients) {
      const well = await client.turn();
      const { pending } = client.store.outbox.counts();
      quiet &&= well && pending === 0;
    }
    if (!quiet) continue;
    // Whoever was asked first has not heard of the others' last steps.
    for (const client of clients) await client.turn();
    return;
  }
  const left = clients.map(
    ({ place, store, stopped }) =>
      `${place}: ${store.outbox.counts().pending} waiting, ${stopped() ?? 'not stopped'}`,
  );
  mustBe(false, () => `it never comes to rest: ${left.join('; ')}`);
}

interface Lost {
  command_id: string;
  name: string;
  subject: string;
}
interface CommandRow {
  command_id: string;
  outcome: string;
}

async function mustHold(clients: SimulatedClient[], district: SimulatedDistrict): Promise<void> {
  const given = new Map<string, string[]>();
  for (const { command_id, outcome } of await district.ask<CommandRow>(
    'select command_id, outcome from command',
  ))
    given.set(command_id, [...(given.get(command_id) ?? []), outcome]);
  for (const client of clients) {
    for (const id of client.acknowledged) {
      const outcomes = given.get(id) ?? [];
      mustBe(
        outcomes.length === 1,
        () => `${client.place} acknowledged ${id}, which the district holds as [${outcomes}]`,
      );
      if (outcomes[0] === 'applied') continue;
      const shown = client.store.outbox.all().find(({ envelope }) => envelope.commandId === id);
      mustBe(
        shown?.refusal?.message !== undefined,
        () => `${client.place}: ${id} was ${outcomes[0]} and nobody sees it`,
      );
    }
  }
  for (const { command_id, name, subject } of district.lost) {
    const same = await district.ask(
      `select 1 from command where outcome = 'applied' and (command_id = '${command_id}' or
       (envelope ->> 'name' = '${name}' and envelope -> 'subject' ->> 'id' = '${subject}'))`,
    );
    mustBe(
      same.length > 0,
      () => `${name} ${command_id} was applied before the restore, and nobody's is now`,
    );
  }
  // Given upon a state that the district had confirmed, and nobody else was before it: only a district that has forgotten
  // that state, and does not wait until it is back, refuses that.
  const wronged = await district.ask<{ name: string; id: string }>(
    `select envelope ->> 'name' as name, envelope #>> '{subject,id}' as id from command
     where outcome = 'refused' and (envelope ->> 'baseRevision')::int > 0 and not exists (
       select from event where subject_id::text = envelope #>> '{subject,id}'
         and revision > (envelope ->> 'baseRevision')::int and event.stamped_at <= command.stamped_at)`,
  );
  mustBe(
    wronged.length === 0,
    () => `refused for want of somebody else's lost step: ${JSON.stringify(wronged)}`,
  );
  const twice = await district.ask(
    'select command_id from event group by command_id, position having count(*) > 1',
  );
  mustBe(twice.length === 0, () => `done twice: ${JSON.stringify(twice)}`);
  const numbers = await district.ask<{ n: string }>(
    `select state ->> 'caseNumber' as n from case_file group by 1 having count(*) > 1`,
  );
  mustBe(numbers.length === 0, () => `numbers that two cases have: ${JSON.stringify(numbers)}`);
  for (const { installationId, chain, brokenAt } of await district.chains())
    mustBe(brokenAt === null, () => `the ${chain} of ${installationId} are broken at ${brokenAt}`);

  const held = new Map(
    (await district.ask<{ id: string; state: unknown }>('select id, state from case_file')).map((row) => [
      row.id,
      canonicalJson(row.state),
    ]),
  );
  for (const { place, store } of clients) {
    for (const { id, state, base, attention } of store.cases.where('1 = 1')) {
      if (base === null && attention !== null) continue; // Never taken by the district, and in sight as that.
      mustBe(
        base !== null && canonicalJson(base) === held.get(id),
        () => `${place}: case ${id} is another at the district`,
      );
      mustBe(
        canonicalJson(state) === canonicalJson(base),
        () => `${place}: case ${id} shows what nobody confirmed`,
      );
    }
  }
}

/** The real server on a real PostgreSQL; it can be stopped, and restored from a copy that was made earlier. */
class SimulatedDistrict {
  url = '';
  /** What had been applied at each restore: all of it has to come back. */
  readonly lost: Lost[] = [];
  #cluster: string;
  #name: string;
  #world: World;
  #copy: string | null = null;
  #restored = 0;
  #server: Awaited<ReturnType<typeof serve>> | null = null;

  constructor(cluster: string, databaseUrl: string, world: World) {
    this.#cluster = cluster;
    this.#name = new URL(databaseUrl).pathname.slice(1);
    this.#world = world;
  }

  async start(): Promise<void> {
    this.#server = await serve(databaseIn(this.#cluster, this.#name), () => new Date(this.#world.now));
    this.url = this.#server.url;
  }
  async #stop(): Promise<void> {
    await this.#server?.stop();
    this.#server = null;
  }
  async restart(): Promise<void> {
    await this.#stop();
    await this.start();
  }

  async copy(): Promise<void> {
    await this.#stop();
    if (this.#copy !== null) await onCluster(this.#cluster, `drop database ${this.#copy}`);
    this.#copy = newName();
    await onCluster(this.#cluster, `create database ${this.#copy} template ${this.#name}`);
    await this.start();
  }

  /** Everything since the last copy is gone. @returns whether there was a copy */
  async restore(): Promise<boolean> {
    if (this.#copy === null) return false;
    this.lost.push(
      ...(await this.ask<Lost>(
        `select command_id, envelope ->> 'name' as name, envelope -> 'subject' ->> 'id' as subject
         from command where outcome = 'applied'`,
      )),
    );
    await this.#stop();
    this.#restored += 1;
    await onCluster(
      this.#cluster,
      `drop database ${this.#name}`,
      `create database ${this.#name} template ${this.#copy}`,
    );
    // What tells a restored database from the one that it was: it stands in another cluster.
    await onCluster(
      databaseIn(this.#cluster, this.#name),
      `update district set cluster = 'before restore ${this.#restored}'`,
    );
    await this.start();
    return true;
  }

  async ask<Row extends object>(text: string): Promise<Row[]> {
    if (this.#server === null) throw new Error('the district is not running');
    return (await this.#server.db.pool.query(text)).rows;
  }
  chains() {
    if (this.#server === null) throw new Error('the district is not running');
    return verifyChains(this.#server.db.queries);
  }

  async remove(): Promise<void> {
    await this.#stop();
    for (const name of [this.#name, this.#copy])
      if (name !== null) await onCluster(this.#cluster, `drop database ${name}`);
  }
}
