import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustBe } from '../accidents/ledger.ts';
import { type Chance, seeded } from '../accidents/seeded.ts';
import { hallCounters, type Member, prepareMember } from '../support/hall-cores.ts';
import { type HallLine, startHallLine } from '../support/hall-line.ts';
import { type MemberHistory, mustHold } from './hall-history.ts';
import { type Round, SimulatedMember } from './hall-member.ts';
import { People } from './hall-people.ts';

/** How big a hall is tried, and how much happens to it. */
export interface HallSize {
  counters: number;
  kiosks: number;
  tickets: number;
  /** Times that the hall's core is ended and started again, or cut off from everybody. */
  breaks: number;
}
export const wholeHall: HallSize = { counters: 20, kiosks: 4, tickets: 10_000, breaks: 50 };
export const smallHall: HallSize = { counters: 4, kiosks: 2, tickets: 200, breaks: 4 };

export interface HallTried {
  tickets: number;
  calls: number;
  breaks: number;
  /** Received by their number while a counter was alone. */
  presented: number;
  /** Numbers that were given without the hall. */
  ownSeries: number;
  callTimes: Round['callTimes'];
}

/** So long a hall is given to come together between two breaks. */
const comesTogetherMs = 30_000;
/** So often it is told how far it is. */
const sayMs = 30_000;
/** Whoever waits so long in a hall that is empty and has been told everything is lost; who it is, the history says. */
const lostMs = 10_000;
/** The longest that everything may take to come to rest once the lines are well. */
const settleMs = 300_000;

/**
 * A hall of real cores, each with its own store, over real TLS: people come, are called and served, while the core that
 * keeps the queue is ended, cut off and started again, and so is everybody else. Then the lines are well, and everybody
 * must have been served or have missed their call, under one number, called once, in one history.
 *
 * A seed repeats what is done and what breaks; how long a socket takes it cannot repeat.
 * @throws Fault at the first thing that is not so
 */
export async function simulateHall(
  seed: number,
  size: HallSize,
  folder: string,
  say: (howFar: string) => void = () => {},
): Promise<HallTried> {
  const chance = seeded(seed);
  // What a run left that was ended is another hall.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const counters = hallCounters(size.counters);
  const lines: HallLine[] = [];
  const members: SimulatedMember[] = [];
  const own = (index: number) => seeded(seed * 101 + index);

  const hallFolder = join(folder, 'counter-1');
  prepareMember(hallFolder, { kind: 'counter', number: 1 }, counters);
  const hall = new SimulatedMember({
    ...{ name: 'counter-1', folder: hallFolder, chance: own(1) },
    place: () => ({ listen: '127.0.0.1:0' }),
  });
  members.push(hall);
  const names = [
    ...Array.from({ length: size.counters - 1 }, (_, index) => `counter-${index + 2}`),
    ...Array.from({ length: size.kiosks }, (_, index) => `kiosk-${index + 1}`),
  ];
  for (const [index, name] of names.entries()) {
    const line = await startHallLine(hall.address);
    lines.push(line);
    const number = Number(name.split('-')[1]);
    prepareMember(
      join(folder, name),
      name.startsWith('kiosk') ? { kind: 'kiosk', series: String(number) } : { kind: 'counter', number },
      counters,
    );
    members.push(
      new SimulatedMember({
        ...{ name, folder: join(folder, name), chance: own(index + 2) },
        place: () => ({ core: line.address }),
      }),
    );
  }

  const people = new People();
  const round: Round = { people, ended: false, callTimes: { hall: [], alone: [] } };
  const tried = { breaks: 0 };
  const howFar = () =>
    `${people.size} tickets, ${tried.breaks} breaks, ${people.count('waiting')} wait, ${members.filter(isIn).length} of ${members.length} are in`;
  const saying = setInterval(() => say(howFar()), sayMs);
  try {
    await hall.open();
    await Promise.all(members.slice(1).map((member) => member.open()));
    let left = size.tickets;
    const kiosks = members.filter(({ name }) => name.startsWith('kiosk'));
    const issuing = Promise.all(
      kiosks.map((kiosk) => kiosk.issueFor(round, () => left-- > 0, 5 * size.counters)),
    );
    const working = Promise.all(
      members.filter((member) => !kiosks.includes(member)).map((member) => member.work(round)),
    );
    const everything = Promise.all([issuing, working]);
    const watching = listen(members, round);
    const breaking = breakThings({ chance, size, hall, members, lines, tried, people });
    await Promise.race([everything, breaking]);
    await settle(members, lines, people, everything);
    round.ended = true;
    await Promise.all([everything, watching]);
    mustHold(members.map(historyOf), people);
    const all = people.all;
    return {
      tickets: all.length,
      calls: all.reduce((sum, { calls }) => sum + calls, 0),
      breaks: tried.breaks,
      presented: all.filter(({ presentedAt }) => presentedAt !== null).length,
      ownSeries: all.filter(({ number }) => !/^[A-Z]\d+$/.test(number)).length,
      callTimes: round.callTimes,
    };
  } finally {
    clearInterval(saying);
    round.ended = true;
    await Promise.all(members.map((member) => member.close()));
    for (const line of lines) line.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Notes when a counter has told the hall everything. */
async function listen(members: SimulatedMember[], round: Round): Promise<void> {
  while (!round.ended) {
    for (const each of members)
      if (each.isRunning && each.member.mode() !== 'alone' && notesOf(each) === 0)
        round.people.heard(each.name);
    await sleep(50);
  }
}
const counting = new WeakMap<Member, () => number>();
function notesOf({ member }: SimulatedMember): number {
  const { db } = member.parts.store;
  const count =
    counting.get(member) ??
    (() => {
      const notes = db.prepare<[], number>('SELECT count(*) FROM hall_note').pluck();
      return () => notes.get() ?? 0;
    })();
  counting.set(member, count);
  return count();
}

const historyOf = (each: SimulatedMember): MemberHistory => ({
  name: each.name,
  notes: notesOf(each),
  tickets: each.member.parts.store.tickets.where('1 = 1').map(({ state }) => state),
});

interface Breaking {
  chance: Chance;
  size: HallSize;
  hall: SimulatedMember;
  members: SimulatedMember[];
  lines: HallLine[];
  tried: { breaks: number };
  people: People;
}

/** Breaks come evenly over the tickets, so that there are as many in a quick hall as in a slow one. */
async function breakThings({ chance, size, hall, members, lines, tried, people }: Breaking): Promise<void> {
  for (tried.breaks = 0; tried.breaks < size.breaks; tried.breaks += 1) {
    const due = ((tried.breaks + 0.5) * size.tickets) / size.breaks;
    while (people.size < due) await sleep(20);
    const awayMs = chance.oneOf([50, 300, 1_000, 2_200, 3_500]);
    const one = chance.between(0, lines.length - 1);
    const cutAll = () => {
      for (const line of lines) line.cut();
    };
    switch (chance.oneOf(['restart', 'restart', 'cut', 'silence'])) {
      case 'restart':
        await hall.restart(awayMs, cutAll);
        break;
      case 'cut':
        cutAll();
        await sleep(awayMs);
        break;
      case 'silence':
        for (const line of lines) line.silence();
        await sleep(awayMs);
    }
    for (const line of lines) line.plugIn();
    // Beside the breaks of the hall, something small happens to somebody else.
    switch (chance.oneOf(['nothing', 'cut', 'silence', 'restart'])) {
      case 'cut':
        lines[one]?.cut();
        break;
      case 'silence':
        lines[one]?.silence();
        break;
      case 'restart':
        await members[one + 1]?.restart(chance.between(0, 500), () => {});
    }
    await sleep(chance.between(0, 300));
    lines[one]?.plugIn();
    // Mostly the hall comes together before it breaks again; now and then it does not.
    const end = performance.now() + comesTogetherMs;
    if (chance.happens(0.8))
      while (performance.now() < end && !members.every((each) => isIn(each))) await sleep(50);
  }
}

const isIn = (each: SimulatedMember): boolean =>
  each.isRunning && ['own', 'connected'].includes(each.member.mode());

/** The lines are well from now on: until everybody is connected, and nobody waits any more. */
async function settle(
  members: SimulatedMember[],
  lines: HallLine[],
  people: People,
  everything: Promise<unknown>,
): Promise<void> {
  for (const line of lines) line.plugIn();
  const end = performance.now() + settleMs;
  const allIsTold = () => members.every((each) => isIn(each) && notesOf(each) === 0);
  const isEmpty = () => members[0]?.member.tickets.queue().waitingCount === 0;
  /** Since when the hall knows of nobody any more, whoever may still wait in it. */
  let forgottenAt = Number.POSITIVE_INFINITY;
  const isQuiet = () => {
    if (!allIsTold() || !isEmpty() || people.count('called', 'serving') > 0)
      forgottenAt = Number.POSITIVE_INFINITY;
    else forgottenAt = Math.min(forgottenAt, performance.now());
    return people.count('waiting') === 0
      ? forgottenAt < Number.POSITIVE_INFINITY
      : performance.now() - forgottenAt > lostMs;
  };
  while (!isQuiet()) {
    // What a clerk's loop found wrong is the reason, and not that nothing comes to rest.
    await Promise.race([sleep(50), everything.then(() => sleep(50))]);
    mustBe(
      performance.now() < end,
      () =>
        `it never comes to rest: ${people.count('waiting')} wait, ${people.count('called')} called, ` +
        members
          .map((each) => `${each.name} ${each.isRunning ? `${each.member.mode()} ${notesOf(each)}` : 'away'}`)
          .join(', '),
    );
  }
}
