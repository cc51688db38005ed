import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ticketOrderSchema } from '#shared/contracts/hall-queue.ts';
import type { At } from '../../src-main/core/queue/ticket-desk.ts';
import { done, refusal } from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';
import { clerkActing, hallCounters, type Member, openMember, prepareMember } from '../support/hall-cores.ts';
import { type HallLine, startHallLine } from '../support/hall-line.ts';
import { until } from '../support/wait.ts';

/** The core that keeps a hall's queue breaks in the middle of the day, and another one takes its place. */
const root = tempFolder();
let keeping: Member;
let two: Member;
let three: Member;
let line: HallLine;

const at = (number: number): At => ({
  counterId: hallCounters(4)[number - 1]?.id ?? '',
  acting: clerkActing(),
});
const take = async (from: Member, where: At) =>
  (
    await done(
      from.tickets.issue(where, ticketOrderSchema.parse({ ticketId: uuidv7(), categoryIds: ['civil'] })),
    )
  ).ticket.number;

beforeAll(async () => {
  prepareMember(join(root, '1'), { kind: 'counter', number: 1 });
  prepareMember(join(root, '2'), { kind: 'counter', number: 2 });
  prepareMember(join(root, '3'), { kind: 'counter', number: 3 });
  prepareMember(join(root, 'new 1'), { kind: 'counter', number: 1 });
  keeping = await openMember(join(root, '1'), { listen: '127.0.0.1:0' });
  line = await startHallLine(() => keeping.parts.hall.address());
  two = await openMember(join(root, '2'), { core: line.address });
  three = await openMember(join(root, '3'), { core: line.address });
  await inHall(two);
  await inHall(three);
});
afterAll(async () => {
  await Promise.all([two, three, keeping].map((each) => each?.close()));
  line?.close();
});
const inHall = (member: Member) => until('it is in the hall', () => member.mode() === 'connected');
const sees = (member: Member, last: number) =>
  until(`it sees A00${last}`, () => member.tickets.queue().given?.last.A === last);

it('goes on with the numbers that were given, though it never had the tickets', async () => {
  expect([await take(three, at(3)), await take(two, at(2))]).toEqual(['A001', 'A002']);
  await sees(two, 2);
  await sees(three, 2);
  await keeping.close();
  await until('alone', () => two.mode() === 'alone' && three.mode() === 'alone');
  keeping = await openMember(join(root, 'new 1'), { listen: '127.0.0.1:0' });
  await inHall(two);
  await sees(two, 2);
  expect(await take(two, at(2))).toBe('A003');
});

it('receives by their number those who hold a ticket of before, each once', async () => {
  await done(keeping.tickets.present(at(1), 'A001', uuidv7()));
  expect((await refusal(two.tickets.present(at(2), 'A001', uuidv7()))).code).toBe('alreadyServed');
  expect((await refusal(two.tickets.present(at(2), 'A009', uuidv7()))).code).toBe('numberUnknown');
});

it('may be a counter of the hall, which remembers by itself', async () => {
  await inHall(three);
  await sees(three, 3);
  await Promise.all([three.close(), keeping.close()]);
  three = await openMember(join(root, '3'), { listen: '127.0.0.1:0' });
  expect(await take(three, at(3))).toBe('A004');
});
