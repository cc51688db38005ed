import { closeSync, fdatasyncSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRouterClient } from '@orpc/server';
import { v7 as uuidv7 } from 'uuid';
import { ticketOrderSchema } from '#shared/contracts/hall-queue.ts';
import { backupsIn } from '../../src-main/core/store/backup.ts';
import { clerkActing, hallCounters, type Member, openMember, prepareMember } from '../support/hall-cores.ts';
import { startHallLine } from '../support/hall-line.ts';
import { until } from '../support/wait.ts';
import { type Goal, Samples } from './samples.ts';

const counterCount = 20;
const calls = 300;
const cuts = 10;
/** About as much as a call leaves in the journal. */
const block = Buffer.alloc(2_048);

/**
 * A hall of twenty counters and four kiosks, each a core of its own with its store, connected over real TLS: how long a call
 * takes at a counter that is not the hall's core, when the board of yet another core shows it, and how long a counter waits
 * for a hall that has fallen silent before it goes on alone. All cores share this process, and with it one processor. Beside
 * each call stand two flushes of the disk alone, which is what a call has to wait for.
 */
export async function benchHall(): Promise<{ goals: Goal[]; lines: string[] }> {
  const root = mkdtempSync(join(tmpdir(), 'yichuang-bench-hall-'));
  const counters = hallCounters(counterCount);
  const folder = (name: string) => join(root, name);
  prepareMember(folder('1'), { kind: 'counter', number: 1 }, counters);
  const hall = await openMember(folder('1'), { listen: '127.0.0.1:0' });
  await until('the hall is open', () => hall.parts.hall.address() !== null);
  const line = await startHallLine(hall.parts.hall.address);
  const members: Member[] = [];
  for (let number = 2; number <= counterCount; number += 1) {
    prepareMember(folder(String(number)), { kind: 'counter', number }, counters);
    members.push(await openMember(folder(String(number)), { core: line.address }));
  }
  for (const series of ['91', '92', '93', '94']) {
    prepareMember(folder(`k${series}`), { kind: 'kiosk', series }, counters);
    members.push(await openMember(folder(`k${series}`), { core: line.address }));
  }
  await until('everybody is in the hall', () => members.every(({ mode }) => mode() === 'connected'), 60_000);
  // Twenty-five first backups at once are this process's own; a counter takes one, of its own store.
  const backedUp = (name: string) => backupsIn(join(folder(name), 'store', 'backups')).length > 0;
  await until('their first backups are taken', () => readdirSync(root).every(backedUp), 120_000);

  const disk = openSync(join(root, 'disk'), 'w');
  const limit = new Samples();
  const called = new Samples();
  const shown = new Samples();
  const gone = new Samples();
  try {
    // The board hangs at the core of a counter that neither calls nor keeps the queue.
    const board = members[counterCount - 2]?.core.routers.board;
    if (board === undefined) throw new Error('a counter’s core has no board');
    const seen = new Map<string, number>();
    const ending = new AbortController();
    const watching = (async () => {
      for await (const screen of await createRouterClient(board).watch(undefined, { signal: ending.signal }))
        for (const { number } of screen.calls) if (!seen.has(number)) seen.set(number, performance.now());
    })().catch(() => {});

    for (let done = 0; done < calls; done += 1) {
      const caller = members[done % (counterCount - 3)] as Member;
      const { counterId } = caller.parts.store.knowledge.place();
      const at = { counterId, acting: clerkActing() };
      const order = ticketOrderSchema.parse({ ticketId: uuidv7(), categoryIds: ['civil'] });
      const issued = await hall.tickets.issue({ ...at, counterId: null }, order);
      if (issued.kind === 'refused') throw new Error(issued.refusal.message);
      await sleep(60);
      const pressed = performance.now();
      const answer = await caller.tickets.call(at, null);
      called.add(performance.now() - pressed);
      if (answer.kind === 'refused') throw new Error(answer.refusal.message);
      const { number } = answer.ticket;
      await until('the board shows it', () => seen.has(number));
      shown.add((seen.get(number) ?? 0) - pressed);
      limit.time(() => {
        for (let flush = 0; flush < 2; flush += 1) {
          writeSync(disk, block);
          fdatasyncSync(disk);
        }
      });
      // Now and then nobody comes; a list of missed numbers is part of every view.
      if (done % 10 === 0) await caller.tickets.miss(at);
      else {
        await caller.tickets.arrive(at, uuidv7());
        await caller.tickets.finish(at);
      }
    }

    for (let done = 0; done < cuts; done += 1) {
      if (done % 2 === 0) line.silence();
      else line.cut();
      const cut = performance.now();
      await Promise.all(
        members.slice(0, counterCount - 1).map(async ({ tickets, parts }) => {
          const { counterId } = parts.store.knowledge.place();
          const alone = await tickets.call({ counterId, acting: clerkActing() }, null);
          if (alone.kind === 'refused' && alone.refusal.code === 'nobodyWaitingHere')
            gone.add(performance.now() - cut);
        }),
      );
      line.plugIn();
      await until('together again', () => members.every(({ mode }) => mode() === 'connected'), 60_000);
    }
    ending.abort();
    await watching;
  } finally {
    await Promise.all(members.map((each) => each.close()));
    await hall.close();
    line.close();
    closeSync(disk);
    rmSync(root, { recursive: true, force: true });
  }
  const goal = (name: string, value: number, bound: number, note: string): Goal => ({
    ...{ name, value, unit: 'ms', note },
    bound: { kind: 'atMost', value: bound },
  });
  const ratio = (part: number) => (called.quantile(part) / limit.quantile(part)).toFixed(1);
  const median = (samples: Samples) => `median ${samples.quantile(0.5).toFixed(1)} ms of ${samples.count}`;
  return {
    goals: [
      goal('hall: from the press to the ticket called, p99', called.quantile(0.99), 50, median(called)),
      goal('hall: from the press to another core’s board, p99', shown.quantile(0.99), 200, median(shown)),
      goal('hall: a cut until a counter goes on alone, longest', gone.quantile(1), 2_000, median(gone)),
    ],
    lines: [
      `hall: two flushes of the disk alone beside each call: median ${limit.quantile(0.5).toFixed(1)} ms, p99 ${limit.quantile(0.99).toFixed(1)} ms; a call takes ${ratio(0.5)} times that in the median and ${ratio(0.99)} times at p99`,
    ],
  };
}
