import { randomUUID } from 'node:crypto';
import { appendFileSync, cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { CaseFile } from '#shared/cases/case-file.ts';
import { formatCaseNumber } from '#shared/cases/case-number.ts';
import { instantOfEpoch } from '#shared/clock/beijing.ts';
import type { Acting, Intent } from '../../src-main/core/store/commands.ts';
import type { DeviceClock } from '../../src-main/core/store/device-clock.ts';
import { newSalt } from '../../src-main/core/store/salt.ts';
import { openStore } from '../../src-main/core/store/store.ts';
import { districtClient } from '../../src-main/core/sync/district-client.ts';
import { exchangeWith } from '../../src-main/core/sync/exchange.ts';
import type { Chance } from '../accidents/seeded.ts';
import { badLine } from './line.ts';
import { type PlaceName, postingOf, signFor, storeAt } from './template.ts';

/** The moments of the simulated world, in milliseconds. */
export interface World {
  now: number;
}

function actingAt(place: PlaceName): Acting {
  const { personId, postingId, role, organisationId } = postingOf(place);
  return {
    actor: { actorId: personId, postingId, role, organisationId },
    ...{ sessionId: 'session', authMode: 'offline' },
    channel: place === 'department' ? 'department' : 'counter',
    sign: signFor(place),
  } as Acting;
}

/** 临时救助, which is sunk, and 食品经营许可, which is not: both decided by departments of the demo. */
const codes = ['11410104999900011M4000511104000', '11410104999900097G4000131122000'] as const;

/** The statuses from which each step goes on, and where it may be taken. */
const nextSteps = {
  received: { place: 'counter', name: 'acceptCase' },
  accepted: { place: 'department', name: 'signOffCase' },
  decided: { place: 'counter', name: 'issueResult' },
  issued: { place: 'counter', name: 'deliverResult' },
} as const;

/** What a program that ends at any moment leaves behind. */
const endings = [
  'as it is',
  'database behind its journal',
  'journal behind its database',
  'torn record',
] as const;

/** An installation with the real store and the real exchange; its clock, its line and its end are chance. */
export class SimulatedClient {
  readonly place: PlaceName;
  readonly line;
  /** Commands that were acknowledged to somebody, in their order. */
  readonly acknowledged: string[] = [];
  #folder: string;
  #world: World;
  #chance: Chance;
  #districtUrl: () => string;
  #skewMs = 0;
  #boot = { id: randomUUID() as string, at: 0 };
  #closing = new AbortController();
  #store;
  #exchange;

  constructor(options: {
    place: PlaceName;
    folder: string;
    world: World;
    chance: Chance;
    badness: number;
    districtUrl: () => string;
  }) {
    this.place = options.place;
    this.#folder = options.folder;
    this.#world = options.world;
    this.#chance = options.chance;
    this.#districtUrl = options.districtUrl;
    this.line = badLine(options.chance, options.badness);
    this.#boot.at = options.world.now;
    ({ store: this.#store, exchange: this.#exchange } = this.#open());
  }

  get store() {
    return this.#store;
  }

  #open() {
    this.#closing = new AbortController();
    const store = openStore({ ...storeAt(this.#folder), clock: this.#clock() });
    const district = districtClient(
      'http://district.invalid',
      () => store.settings.get('enrolment')?.token ?? null,
      ((request: Request, init?: RequestInit) =>
        this.line.send(
          new Request(request.url.replace('http://district.invalid', this.#districtUrl()), request),
          init,
        )) as typeof fetch,
    );
    const exchange = exchangeWith({
      ...{ store, district, clock: this.#clock(), appVersion: '0.1.0', runId: randomUUID() },
      log: { warn: () => {} },
      signal: this.#closing.signal,
      // Small, so that most turns take several, two of them on their way at once.
      batchSize: 3,
    });
    return { store, exchange };
  }

  #clock(): DeviceClock {
    const world = this.#world;
    const skew = () => this.#skewMs;
    const boot = this.#boot;
    return {
      now: () => instantOfEpoch(world.now + skew()),
      monotonicMs: () => world.now - boot.at,
      bootId: boot.id,
    };
  }

  /** The clock of the machine is set to something else. */
  setClock(): void {
    this.#skewMs = this.#chance.oneOf([0, 86_400_000, -86_400_000, 3_600_000, -400 * 86_400_000]);
  }

  /** One turn with the district, whatever becomes of it. @returns whether it came to its end */
  async turn(): Promise<boolean> {
    try {
      await this.#exchange.turn();
      return true;
    } catch {
      return false;
    }
  }
  stopped = (): string | null => this.#exchange.blocked();

  /** Somebody does something at this desk; null where there is nothing to do, or it was refused. */
  act(): string[] | null {
    const intents =
      this.place !== 'department' && this.#chance.happens(0.4) ? [this.#receive()] : this.#step();
    return intents === null ? null : this.perform(intents);
  }

  perform(intents: readonly Intent[]): string[] | null {
    const before = this.#given().length;
    if (this.#store.perform(actingAt(this.place), intents).kind === 'refused') return null;
    const given = this.#given().slice(before);
    this.acknowledged.push(...given);
    return given;
  }

  #given = (): string[] =>
    this.#store.db
      .prepare<[], { command_id: string }>('SELECT command_id FROM audit ORDER BY rowid')
      .all()
      .map((row) => row.command_id);

  #receive(): Intent {
    const { knowledge, serials } = this.#store;
    const { areaCode, series } = knowledge.place();
    const date = this.#store.businessDay();
    const code = this.#chance.oneOf(codes);
    const matter = knowledge.matters().find((each) => each.code === code);
    if (matter === undefined) throw new Error('the matter is not published');
    const applicant = {
      ...{ kind: 'person', name: '豫小满', idNumber: '41010419900321998X' },
      ...{ phone: '', address: '', source: 'typed' },
    } as const;
    return {
      name: 'receiveCase',
      subject: { kind: 'caseFile', id: uuidv7() },
      args: {
        caseNumber: formatCaseNumber({ areaCode, date, series, serial: serials.next('case', date) }),
        visitId: uuidv7(),
        matterCode: matter.code,
        matterVersion: matter.version,
        applicant: { salt: newSalt(), personal: applicant },
        situations: [],
        agent: null,
        attachments: [],
        materials: matter.materials.map(({ id, name, form, copies }) => ({
          materialId: id,
          name,
          form,
          copies,
        })),
        serviceMode: 'counter',
        confirmation: null,
      },
    } as Intent;
  }

  /** The next step of some case that is known here. */
  #step(): Intent[] | null {
    const here = this.place === 'department' ? 'department' : 'counter';
    const open = Object.entries(nextSteps).filter(([, { place }]) => place === here);
    const cases = this.#store.cases
      .where(`status IN (${open.map(([status]) => `'${status}'`).join()}) ORDER BY case_number`)
      .map(({ state }) => state);
    if (cases.length === 0) return null;
    const file = cases[this.#chance.between(0, cases.length - 1)] as CaseFile;
    const { name } = nextSteps[file.status as keyof typeof nextSteps];
    const args = {
      acceptCase: {},
      signOffCase: { outcome: 'approved', opinion: '同意。' },
      issueResult: {},
      deliverResult: {
        method: 'onSite',
        recipient: { salt: newSalt(), personal: { name: '豫小满', relation: 'self' } },
      },
    } as const;
    return [{ name, subject: { kind: 'caseFile', id: file.id }, args: args[name] } as Intent];
  }

  /**
   * The program ends in the middle of whatever it does, and starts again on what the disk has. What was acknowledged may
   * be missing from the database or from the journal, never from both.
   */
  crash(): void {
    const ending = this.#chance.oneOf(endings);
    const before = this.#snapshot();
    this.act();
    const left = this.#snapshot();
    const from = join(before, 'store');
    const to = join(left, 'store');
    if (ending === 'database behind its journal') replaceFiles(from, to, /^yichuang\.db/);
    if (ending === 'journal behind its database') replaceFiles(from, to, /^yichuang\.journal/);
    if (ending === 'torn record')
      appendFileSync(join(to, 'yichuang.journal'), Buffer.from([0, 0, 1, 0, 7, 7, 7]));
    this.#restart(left);
    rmSync(before, { recursive: true });
  }

  #snapshot(): string {
    const copy = `${this.#folder.replace(/-\d+$/, '')}-${counter++}`;
    cpSync(this.#folder, copy, { recursive: true });
    return copy;
  }

  #restart(folder: string): void {
    this.#closing.abort();
    this.#store.close();
    rmSync(this.#folder, { recursive: true });
    this.#folder = folder;
    if (this.#chance.happens(0.3)) this.#boot = { id: randomUUID(), at: this.#world.now };
    ({ store: this.#store, exchange: this.#exchange } = this.#open());
  }

  close(): void {
    this.#closing.abort();
    this.#store.close();
  }
}
let counter = 0;

function replaceFiles(from: string, to: string, which: RegExp): void {
  for (const name of readdirSync(to)) if (which.test(name)) rmSync(join(to, name), { recursive: true });
  for (const name of readdirSync(from))
    if (which.test(name)) cpSync(join(from, name), join(to, name), { recursive: true });
}
