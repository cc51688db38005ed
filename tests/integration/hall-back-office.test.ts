import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TicketOrder, ticketOrderSchema } from '#shared/contracts/hall-queue.ts';
import type { At } from '../../src-main/core/queue/ticket-desk.ts';
import { type ClerkClient, done, refusal } from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';
import { clerkActing, hallCounters, type Member, openMember, prepareMember } from '../support/hall-cores.ts';
import { type HallLine, startHallLine } from '../support/hall-line.ts';
import { until } from '../support/wait.ts';

/** A hall whose queue is kept by its back office: two counters, a kiosk and a PC that stands at no counter. */
const root = tempFolder();
const counters = hallCounters(4);
let office: Member | null = null;
let one: Member;
let two: Member;
let kiosk: Member;
let line: HallLine;

const counterId = (number: number) => counters[number - 1]?.id ?? '';
const at = (number: number): At => ({ counterId: counterId(number), acting: clerkActing() });
const atKiosk = (): At => ({
  counterId: null,
  acting: {
    actor: { actorId: 'kiosk', postingId: null, role: 'kiosk', organisationId: '' },
    ...{ sessionId: null, authMode: 'offline', channel: 'kiosk', sign: () => null },
  },
});
const order = (): TicketOrder => ticketOrderSchema.parse({ ticketId: uuidv7(), categoryIds: ['civil'] });
const take = async (from: Member, where: At) =>
  (await done(from.tickets.issue(where, order()))).ticket.number;
const call = async (from: Member, number: number) =>
  (await done(from.tickets.call(at(number), null))).ticket.number;
async function give(greeter: ClerkClient): Promise<string> {
  const { holder: _, ...asked } = order();
  return (await done(greeter.queue.issue(asked))).ticket.number;
}

async function openOffice(): Promise<Member> {
  office = await openMember(join(root, 'office'), { listen: '127.0.0.1:0' });
  return office;
}
const keeper = (): Member => {
  if (office === null) throw new Error('the back office is off');
  return office;
};
const together = () =>
  until('all are in the hall', () => [one, two, kiosk].every((each) => each.mode() === 'connected'));

beforeAll(async () => {
  prepareMember(join(root, 'office'), { kind: 'backOffice', series: '030' });
  prepareMember(join(root, '1'), { kind: 'counter', number: 1 });
  prepareMember(join(root, '2'), { kind: 'counter', number: 2 });
  prepareMember(join(root, 'k'), { kind: 'kiosk', series: '012' });
  await openOffice();
  line = await startHallLine(() => office?.parts.hall.address() ?? null);
  const hall = { core: line.address };
  one = await openMember(join(root, '1'), hall);
  two = await openMember(join(root, '2'), hall);
  kiosk = await openMember(join(root, 'k'), hall);
  await together();
});
afterAll(async () => {
  await Promise.all([one, two, kiosk, office].map((each) => each?.close()));
  line?.close();
});

it('opens the page of whoever runs the hall, and a board, and no screen for the public', async () => {
  expect(Object.keys(keeper().core.routers).sort()).toEqual(['board', 'clerk']);
  const manager = await keeper().desk('G1005');
  for await (const desk of await manager.watch()) {
    expect(desk).toMatchObject({ isBackOffice: true, counterName: '大厅后台' });
    break;
  }
  expect((await manager.queue.figures()).issued).toBe(0);
  await done(manager.queue.arrange({ name: 'setNotice', args: { text: '请带好身份证' } }));
  await until('seen at a counter', () => one.tickets.queue().notice === '请带好身份证');
});

it('calls nobody and takes no case, whoever sits there', async () => {
  const clerk = await keeper().desk('G1001');
  for (const act of [
    clerk.queue.callNext({}),
    clerk.visits.open(),
    clerk.visits.present({ number: 'A001' }),
    clerk.cases.receive(),
  ])
    expect((await refusal(act)).code).toBe('notAuthorised');
  await expect(clerk.cases.list({ scope: 'all', text: '' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

it('gives every ticket one number and every call one person, for kiosk, greeter and counters', async () => {
  const greeter = await keeper().desk('G1004');
  const taken = await Promise.all([take(kiosk, atKiosk()), give(greeter), take(one, at(1))]);
  expect([...taken].sort()).toEqual(['A001', 'A002', 'A003']);
  const called = await Promise.all([call(one, 1), call(two, 2)]);
  expect(called.sort()).toEqual(['A001', 'A002']);
  await Promise.all([done(one.tickets.miss(at(1))), done(two.tickets.miss(at(2)))]);
  expect(await call(one, 1)).toBe('A003');
  await done(one.tickets.miss(at(1)));
  await until('the office sees them', () => keeper().tickets.queue().missed.length === 3);
});

it('leaves each counter to itself while it is away, and goes on in one history when it is back', async () => {
  const waiting = await take(kiosk, atKiosk());
  const called = await take(kiosk, atKiosk());
  expect(await call(two, 2)).toBe(waiting);
  // The PC is switched off.
  await keeper().close();
  office = null;
  await until('all alone', () => [one, two, kiosk].every((each) => each.mode() === 'alone'));
  const alone = [await take(one, at(1)), await take(kiosk, atKiosk())];
  expect(alone).toEqual(['1A001', 'K12A001']);
  expect(await call(one, 1)).toBe('1A001');
  await done(two.parts.visits.arrive(clerkActing()));
  await done(two.parts.visits.close(clerkActing(), 'advised'));

  await openOffice();
  await together();
  const { store } = keeper().parts;
  const statusOf = (number: string) =>
    store.tickets.where(`state ->> '$.number' = ?`, number).map(({ state }) => state.status);
  await until('what was done alone is told', () => statusOf(waiting)[0] === 'served');
  // Whoever was called alone stays there; whoever waited comes in their turn, by the number in their hand.
  expect(one.tickets.current(counterId(1))?.number).toBe('1A001');
  await until('who waited is in the queue', () => keeper().tickets.queue().waitingCount === 2);
  expect([await call(two, 2), await refusal(one.tickets.call(at(1), null))]).toMatchObject([
    called,
    { code: 'stillCalling' },
  ]);
  await done(two.tickets.miss(at(2)));
  expect(await call(two, 2)).toBe('K12A001');
  await done(two.tickets.miss(at(2)));
  for (const number of [waiting, called, 'K12A001']) expect(statusOf(number), number).toHaveLength(1);
  // Its next number is no one's.
  expect(await take(kiosk, atKiosk())).toBe('A006');
});
