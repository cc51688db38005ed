import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { ticketOrderSchema } from '#shared/contracts/hall-queue.ts';
import type { HallPlace } from '../../src-main/core/core.ts';
import type { Acting } from '../../src-main/core/store/commands.ts';
import { demoHall } from '../../src-main/demo/hall.ts';
import { Fault } from '../accidents/ledger.ts';
import type { Chance } from '../accidents/seeded.ts';
import { clerkActing, type Member, openMember } from '../support/hall-cores.ts';
import type { People } from './hall-people.ts';

/** A number that nobody holds after this time never reached anybody. */
const paperMs = 2_500;

/** What all loops of a simulated hall share. */
export interface Round {
  people: People;
  ended: boolean;
  /** Milliseconds of calls that the hall answered, and of those that a counter decided alone. */
  callTimes: { hall: number[]; alone: number[] };
}

const kioskActing: Acting = {
  actor: {
    ...{ actorId: 'kiosk', postingId: null, role: 'kiosk' },
    organisationId: demoHall.hall.organisationId,
  },
  ...{ sessionId: null, authMode: 'offline', channel: 'kiosk', sign: () => null },
};
const categories = demoHall.hall.categories.map(({ id }) => String(id)) as [string, ...string[]];

/** An installation of the simulated hall: a real core that somebody works at, and that is ended and started again. */
export class SimulatedMember {
  readonly name: string;
  readonly #folder: string;
  readonly #chance: Chance;
  readonly #place: () => HallPlace;
  #member: Member | null = null;
  #busy: Promise<void> = Promise.resolve();

  constructor(options: { name: string; folder: string; chance: Chance; place: () => HallPlace }) {
    this.name = options.name;
    this.#folder = options.folder;
    this.#chance = options.chance;
    this.#place = options.place;
  }

  async open(): Promise<void> {
    this.#member = await openMember(this.#folder, this.#place());
  }
  get member(): Member {
    if (this.#member === null) throw new Error(`${this.name} is not running`);
    return this.#member;
  }
  get isRunning(): boolean {
    return this.#member !== null;
  }
  /** Where the hall's core is reached; null while it is not running, or is another. */
  address = (): string | null => this.#member?.parts.hall.address() ?? null;

  async close(): Promise<void> {
    const member = this.#member;
    this.#member = null;
    await member?.close();
  }

  /** Ends the program between two acts of whoever works at it; questions of others are answered or not, as it comes. */
  async restart(awayMs: number, cut: () => void): Promise<void> {
    let release = () => {};
    const before = this.#busy;
    this.#busy = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    cut();
    await this.close();
    await sleep(awayMs);
    await this.open();
    release();
  }

  /** One act at a time, and none while the program is away. */
  async #act<Result>(act: (member: Member) => Promise<Result>): Promise<Result> {
    const before = this.#busy;
    let release = () => {};
    this.#busy = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    try {
      return await act(this.member);
    } finally {
      release();
    }
  }

  /** People come to the kiosk and touch, as long as the hall has room for them. */
  async issueFor(round: Round, count: () => boolean, room: number): Promise<void> {
    while (!round.ended && count()) {
      while (!round.ended && round.people.count('waiting') > room) await sleep(50);
      await this.#act(async ({ tickets }) => {
        const order = ticketOrderSchema.parse({
          ticketId: uuidv7(),
          categoryIds: [this.#chance.oneOf(categories)],
        });
        const issued = await tickets.issue({ counterId: null, acting: kioskActing }, order);
        if (issued.kind === 'refused') throw new Fault(`no ticket: ${issued.refusal.message}`);
        round.people.took(issued.ticket.number);
      });
      await sleep(this.#chance.between(20, 80));
    }
  }

  /** A clerk calls, receives and sends off, until the hall is empty. */
  async work(round: Round): Promise<void> {
    while (!round.ended) {
      const idle = await this.#act((member) => this.#serveOne(member, round));
      // Somebody at a counter takes longer than a program; here just so long that the machine keeps up.
      await sleep(idle ? this.#chance.between(60, 120) : this.#chance.between(10, 30));
    }
  }

  /** @returns whether nobody was there */
  async #serveOne({ parts, tickets, mode }: Member, { people, callTimes }: Round): Promise<boolean> {
    const { counterId } = parts.store.knowledge.place();
    const acting = clerkActing();
    const asked = performance.now();
    const connected = mode() !== 'alone';
    // An answer that did not come may be at the counter by now.
    const before = tickets.current(counterId);
    const called = before === null ? await tickets.call({ counterId, acting }, null) : null;
    if (called !== null)
      callTimes[connected && mode() !== 'alone' ? 'hall' : 'alone'].push(performance.now() - asked);
    if (called?.kind === 'refused' && !['stillCalling', 'stillServing'].includes(called.refusal.code))
      return called.refusal.code === 'nobodyWaitingHere' ? this.#goOnAlone(parts, people) : true;
    const now = called?.kind === 'done' ? called.ticket : tickets.current(counterId);
    if (now === null) return true;
    const { number } = now;
    // Called so soon that the paper is not out yet: whoever it is takes it, and comes.
    for (let waited = 0; waited < paperMs && !people.holds(number); waited += 10) await sleep(10);
    const isHalls = mode() === 'own' || parts.store.tickets.get(now.id) === null;
    const comes = people.called(number, this.name, isHalls ? asked : null) && this.#chance.happens(0.9);
    await sleep(this.#chance.between(0, 10));
    if (!comes) {
      const missed = await tickets.miss({ counterId, acting });
      // It may have been received elsewhere, and the hall has heard of that meanwhile.
      if (missed.kind === 'done') people.moved(number, 'called', 'missed');
      return false;
    }
    const arrived = await parts.visits.arrive(acting);
    if (arrived.kind === 'refused')
      throw new Fault(`${number} came to ${this.name} and was not received: ${arrived.refusal.code}`);
    people.moved(number, 'called', 'serving');
    await sleep(this.#chance.between(0, 20));
    await this.#sendOff(parts, number, people);
    return false;
  }

  /** Nobody waits whom this counter may call: it gives somebody a number, or receives somebody who holds one. */
  async #goOnAlone(parts: Member['parts'], people: People): Promise<boolean> {
    const acting = clerkActing();
    if (this.#chance.happens(0.1)) {
      const { counterId } = parts.store.knowledge.place();
      const order = ticketOrderSchema.parse({
        ticketId: uuidv7(),
        categoryIds: [this.#chance.oneOf(categories)],
      });
      const issued = await parts.tickets.issue({ counterId, acting }, order);
      if (issued.kind === 'refused') throw new Fault(`no ticket: ${issued.refusal.message}`);
      people.took(issued.ticket.number);
      return false;
    }
    const waiting = people.idle;
    const person = waiting[this.#chance.between(0, Math.max(0, waiting.length - 1))];
    if (person === undefined || this.#chance.happens(0.6)) return true;
    const { number } = person;
    const before = { ...person };
    people.goesTo(number, this.name);
    const received = await parts.visits.openByNumber(acting, number);
    if (received.kind === 'refused') {
      // An answer that had not come has brought another ticket to this counter.
      if (received.refusal.code !== 'stillCalling')
        throw new Fault(`${number} was not received at ${this.name}: ${received.refusal.code}`);
      people.goesBack(number, before);
      return true;
    }
    people.isReceived(number);
    await this.#sendOff(parts, number, people);
    return false;
  }

  async #sendOff({ visits }: Member['parts'], number: string, people: People): Promise<void> {
    const closed = await visits.close(clerkActing(), 'advised');
    if (closed.kind === 'refused') throw new Fault(`${number}: ${closed.refusal.code}`);
    people.served(number);
  }
}
