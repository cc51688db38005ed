import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ticketOrderSchema } from '#shared/contracts/hall-queue.ts';
import type { At } from '../../src-main/core/queue/ticket-desk.ts';
import { done } from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';
import { clerkActing, hallCounters, type Member, openMember, prepareMember } from '../support/hall-cores.ts';

const folder = tempFolder();
const at: At = { counterId: hallCounters(1)[0]?.id ?? '', acting: clerkActing() };
const order = () => ticketOrderSchema.parse({ ticketId: uuidv7(), categoryIds: ['civil'] });
let hall: Member;
const open = async () => {
  hall = await openMember(folder, null);
};
beforeAll(async () => {
  prepareMember(folder, { kind: 'counter', number: 1 });
  await open();
});
afterAll(() => hall.close());

const numbers = () => hall.tickets.queue().waiting.map(({ number }) => number);

describe('the queue that is kept in memory', () => {
  it('has nobody in it whose ticket was taken back with its act', async () => {
    await done(hall.tickets.issue(at, order()));
    const seen: string[][] = [];
    const failing = hall.tickets.issue(at, order(), () => {
      seen.push(numbers());
      throw new Error('the printer’s job was not written');
    });
    await expect(failing).rejects.toThrow();
    // Inside the act it was there.
    expect(seen).toEqual([['A001', 'A002']]);
    expect(numbers()).toEqual(['A001']);
    expect((await done(hall.tickets.issue(at, order()))).ticket.number).toBe('A002');
  });

  it('is the same after a restart, whatever was done before it', async () => {
    await done(hall.tickets.call(at, null));
    await done(hall.tickets.miss(at));
    await done(hall.tickets.issue(at, order()));
    const before = hall.tickets.queue();
    expect(before.missed.map(({ number }) => number)).toEqual(['A001']);
    await hall.close();
    await open();
    expect(hall.tickets.queue()).toEqual(before);
  });
});
