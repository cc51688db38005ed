import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ticketOrderSchema } from '#shared/contracts/hall-queue.ts';
import { hallLink } from '../../src-main/core/queue/hall-link.ts';
import { hallTrust } from '../../src-main/core/queue/hall-trust.ts';
import type { At } from '../../src-main/core/queue/ticket-desk.ts';
import { done, refusal, silentLog } from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';
import {
  clerkActing,
  hallCounters,
  kioskActing,
  type Member,
  openMember,
  prepareMember,
} from '../support/hall-cores.ts';
import { type HallLine, startHallLine } from '../support/hall-line.ts';
import { startStopwatch, until } from '../support/wait.ts';

const root = tempFolder();
const counters = hallCounters(4);
let hall: Member;
let two: Member;
let kiosk: Member;
let lineTwo: HallLine;
let lineKiosk: HallLine;

const counterId = (number: number) => counters[number - 1]?.id ?? '';
const at = (number: number): At => ({ counterId: counterId(number), acting: clerkActing() });
const atKiosk = (): At => ({ counterId: null, acting: kioskActing() });
const order = (ticketId = uuidv7()) => ticketOrderSchema.parse({ ticketId, categoryIds: ['civil'] });
const take = async (from: Member, where = atKiosk()) =>
  (await done(from.tickets.issue(where, order()))).ticket;

beforeAll(async () => {
  prepareMember(join(root, '1'), { kind: 'counter', number: 1 });
  prepareMember(join(root, '2'), { kind: 'counter', number: 2 });
  prepareMember(join(root, 'k'), { kind: 'kiosk', series: '012' });
  hall = await openMember(join(root, '1'), { listen: '127.0.0.1:0' });
  const target = () => hall.parts.hall.address();
  [lineTwo, lineKiosk] = await Promise.all([startHallLine(target), startHallLine(target)]);
  two = await openMember(join(root, '2'), { core: lineTwo.address });
  kiosk = await openMember(join(root, 'k'), { core: lineKiosk.address });
  await until('the counter is in the hall', () => two.mode() === 'connected');
  await until('the kiosk is in the hall', () => kiosk.mode() === 'connected');
});
afterAll(async () => {
  await Promise.all([two, kiosk, hall].map((each) => each?.close()));
  for (const line of [lineTwo, lineKiosk]) line?.close();
});

/** Nobody waits and nobody is at a counter any more. */
beforeEach(async () => {
  const sendOn = async (member: Member, number: number) => {
    if (member.tickets.current(counterId(number))?.status === 'serving')
      await member.parts.visits.close(clerkActing(), 'advised');
    if (member.tickets.current(counterId(number)) !== null) await done(member.tickets.miss(at(number)));
  };
  await sendOn(two, 2);
  await sendOn(hall, 1);
  while ((await hall.tickets.call(at(1), null)).kind === 'done') await sendOn(hall, 1);
});

describe('a hall of several cores', () => {
  it('gives every ticket one number, wherever it is taken, and every call one person', async () => {
    const first = await take(kiosk);
    const second = await take(two, at(2));
    expect([first.number, second.number]).toEqual(['A001', 'A002']);
    expect(second.ahead).toBe(1);
    const called = await Promise.all([two.tickets.call(at(2), null), hall.tickets.call(at(1), null)]);
    const numbers = await Promise.all(called.map(async (each) => (await done(each)).ticket.number));
    expect(numbers.sort()).toEqual(['A001', 'A002']);
    expect((await refusal(two.tickets.call(at(2), null))).code).toBe('stillCalling');
    await until('the kiosk sees both calls', () => kiosk.tickets.queue().called.length === 2);
    await done(two.tickets.miss(at(2)));
    await done(hall.tickets.miss(at(1)));
    expect(hall.tickets.queue().missed).toHaveLength(2);
  });

  it('goes on at each counter by itself within 2 s of a cable that says nothing, and comes together after it', async () => {
    const inHall = await take(kiosk);
    const sinceCut = startStopwatch();
    lineTwo.silence();
    const refused = await refusal(two.tickets.call(at(2), null));
    // It may have been called in the hall before the line fell silent: then it is here after it comes back.
    expect(sinceCut()).toBeLessThan(2_000);
    expect(refused.code).toBe('nobodyWaitingHere');
    await until('alone', () => two.mode() === 'alone');
    const own = await take(two, at(2));
    expect(own.number).toBe('2A001');
    expect(own.remark).toContain('本窗口');
    const another = await take(two, at(2));
    expect((await done(two.tickets.call(at(2), null))).ticket.number).toBe('2A001');
    const visitId = uuidv7();
    await done(two.tickets.arrive(at(2), visitId));
    lineTwo.plugIn();
    await until('together again', () => two.mode() === 'connected');
    // Whoever is served here is served to the end; whoever waited here waits in the hall, under the same number.
    expect(two.tickets.current(counterId(2))?.number).toBe('2A001');
    await done(two.tickets.finish(at(2)));
    expect(two.tickets.current(counterId(2))).toBeNull();
    const waiting = hall.tickets.queue().waiting.map(({ number }) => number);
    expect(waiting).toContain(another.number);
    expect(waiting).toContain(inHall.number);
    expect((await done(hall.tickets.call(at(1), null))).ticket.number).toBe(inHall.number);
    expect((await done(two.tickets.call(at(2), null))).ticket.number).toBe(another.number);
  });
});

describe('a counter that the hall cannot reach', () => {
  it('receives people by the number in their hand, and the hall calls none of them afterwards', async () => {
    const clerk = await two.desk();
    const linkShown = async () => {
      for await (const { hallLink } of await clerk.watch()) return hallLink.sentence;
    };
    expect(await linkShown()).toBe('大厅已连接');
    const [first, second] = [await take(kiosk), await take(kiosk)];
    lineKiosk.cut();
    lineTwo.cut();
    await until('both alone', () => two.mode() === 'alone' && kiosk.mode() === 'alone');
    const alone = await take(kiosk);
    expect(alone.number).toBe('K12A001');
    expect(alone.remark).toContain('任一窗口');
    expect(await linkShown()).toBe('大厅中断，本窗口单独叫号');

    for (const { number } of [first, alone]) {
      await done(clerk.visits.present({ number: ` ${number.toLowerCase()} ` }));
      await done(clerk.visits.close({ outcome: 'advised' }));
    }
    // The counter is told first and the kiosk later: the number is remembered until its ticket comes.
    lineTwo.plugIn();
    await until('the counter is back', () => two.mode() === 'connected');
    lineKiosk.plugIn();
    await until('the kiosk is back', () => kiosk.mode() === 'connected');
    expect((await done(two.tickets.call(at(2), null))).ticket.number).toBe(second.number);
    await done(two.tickets.miss(at(2)));
    expect((await refusal(hall.tickets.call(at(1), null))).code).toBe('nobodyWaiting');
    expect((await refusal(clerk.visits.present({ number: alone.number }))).code).toBe('alreadyServed');
    expect((await refusal(clerk.visits.present({ number: 'A999' }))).code).toBe('numberUnknown');
    expect((await refusal(clerk.visits.present({ number: '你好' }))).code).toBe('numberUnknown');
  });

  it('serves whoever had been called to the end, and the hall hears how it ended', async () => {
    const ticket = await take(kiosk);
    expect((await done(two.tickets.call(at(2), null))).ticket.number).toBe(ticket.number);
    lineTwo.cut();
    await until('alone', () => two.mode() === 'alone');
    await done(two.parts.visits.arrive(clerkActing()));
    await done(two.parts.visits.close(clerkActing(), 'advised'));
    expect(hall.tickets.current(counterId(2))?.status).toBe('called');
    lineTwo.plugIn();
    await until('back', () => two.mode() === 'connected');
    expect(hall.tickets.current(counterId(2))).toBeNull();
    expect(hall.parts.store.tickets.where(`state ->> '$.number' = ?`, ticket.number)[0]?.state.status).toBe(
      'served',
    );
  });

  it('comes back into the hall however fast people take tickets there meanwhile', async () => {
    lineKiosk.cut();
    await until('alone', () => kiosk.mode() === 'alone');
    let isTaking = true;
    const taken: string[] = [];
    const taking = (async () => {
      while (isTaking) {
        taken.push((await take(kiosk)).number);
        await breathe();
      }
    })();
    try {
      await until('somebody has a number', () => taken.length > 0);
      lineKiosk.plugIn();
      await until('back', () => kiosk.mode() === 'connected');
    } finally {
      isTaking = false;
      await taking;
    }
    // The last may have been taken alone still, and is on its way to the hall; its queue shows the first 200.
    await until('everybody is in the hall', () => hall.tickets.queue().waitingCount === taken.length);
    expect(new Set(taken).size).toBe(taken.length);
    for (const { number } of hall.tickets.queue().waiting) expect(taken).toContain(number);
  });

  it('outlives a question that is given up while its line is being closed', async () => {
    const { store } = two.parts;
    let gaveUp = () => {};
    const givenUp = new Promise<void>((resolve) => {
      gaveUp = resolve;
    });
    const link = hallLink({
      ...{ core: lineTwo.address, trust: hallTrust(store), log: silentLog },
      async onOpen(client) {
        const giveUp = new AbortController();
        const { actorId, postingId } = clerkActing().actor;
        const acting = {
          actorId,
          postingId,
          sessionId: null,
          authMode: 'offline',
          channel: 'counter',
        } as const;
        const asked = client.figures({ acting }, { signal: giveUp.signal });
        void asked.catch(() => {}).then(gaveUp);
        lineTwo.silence();
        await breathe();
        // Thrown, it has the line closed; the question is given up before the line is.
        queueMicrotask(() => process.nextTick(() => giveUp.abort()));
        throw new Error('the hall answers nonsense');
      },
      onClose() {},
    });
    await givenUp;
    // What nobody catches would end this process, and with it the test.
    await link.close();
    lineTwo.plugIn();
    await until('back', () => two.mode() === 'connected');
  });

  it('says what has to wait for the hall, and gives a queue back that it was asked for', async () => {
    const ticket = await take(kiosk);
    await until('seen', () => two.tickets.queue().waitingCount === 1);
    lineTwo.cut();
    await until('alone', () => two.mode() === 'alone');
    const { message } = await refusal(two.tickets.changeLane(at(2), ticket.id, 'returning', null));
    expect(message).toContain('直接接待');
    lineTwo.plugIn();
    await until('back', () => two.mode() === 'connected');
    await done(two.tickets.changeLane(at(2), ticket.id, 'returning', null));
    expect(hall.tickets.queue().waiting[0]?.lane).toBe('returning');
  });
});
