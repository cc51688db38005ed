import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { instantOfEpoch } from '#shared/clock/beijing.ts';
import { ticketOrderSchema } from '#shared/contracts/hall-queue.ts';
import type { At } from '../../src-main/core/queue/ticket-desk.ts';
import { done, refusal, settableClock } from '../support/counter.ts';
import { type VirtualPlace, virtualPlace } from '../support/devices.ts';
import { tempFolder } from '../support/folder.ts';
import { kioskActing, type Member, openMember, prepareMember } from '../support/hall-cores.ts';
import { screenOf } from '../support/screen.ts';
import { until } from '../support/wait.ts';

/** A kiosk whose core is another one than the hall's, seen from the counters. */
const root = tempFolder();
/** The hall's: certificates hold from now on. */
const clock = settableClock(instantOfEpoch(Date.now()));
let atKiosk: VirtualPlace;
let hall: Member;
let two: Member;
let kiosk: Member;

beforeAll(async () => {
  prepareMember(join(root, '1'), { kind: 'counter', number: 1 });
  prepareMember(join(root, '2'), { kind: 'counter', number: 2 });
  prepareMember(join(root, 'k'), { kind: 'kiosk', series: '012' });
  atKiosk = await virtualPlace();
  hall = await openMember(join(root, '1'), { listen: '127.0.0.1:0' }, { clock });
  await until('the hall is open', () => hall.parts.hall.address() !== null);
  const core = hall.parts.hall.address() ?? '';
  two = await openMember(join(root, '2'), { core });
  kiosk = await openMember(join(root, 'k'), { core }, { devices: { kiosk: atKiosk.devices } });
});
afterAll(async () => {
  await Promise.all([two, kiosk, hall].map((each) => each?.close()));
  await atKiosk.printer.close();
});

const deskOf = async (member: Member, staffNumber?: string) => {
  const clerk = await member.desk(staffNumber);
  return { clerk, screen: screenOf(clerk.watch) };
};

it('says at every counter what its printer needs, until it has it', async () => {
  const desks = [await deskOf(hall), await deskOf(two)];
  const alerted = (wanted: string | null) =>
    Promise.all(
      desks.map(({ screen }) =>
        screen.when(wanted ?? 'nothing to see to', ({ queue: { hall: seen, alerts } }) =>
          wanted === null ? seen.kiosks.length === 1 && alerts.length === 0 : alerts.includes(wanted),
        ),
      ),
    );
  await alerted(null);
  atKiosk.printer.setFault('paperOut');
  await alerted('取号机K12：打印纸已用完，请更换纸卷。取号照常，号码显示在屏幕上。');
  atKiosk.printer.setFault('none');
  await alerted(null);
});

it('stands in the check before the doors open, with its reader and its printer', async () => {
  const { clerk } = await deskOf(hall, 'G1005');
  await until('the printer is well', async () =>
    (await clerk.queue.readiness()).some(
      ({ name, state }) => name === '取号机K12·小票打印机' && state === 'good',
    ),
  );
  const names = (await clerk.queue.readiness()).map(({ name }) => name);
  expect(names).toContain('取号机K12·身份证读卡器');
  expect(names).not.toContain('取号机·小票打印机');
});

it('asks whoever shows a code that took a number at another kiosk, and goes on asking without the hall', async () => {
  const at: At = { counterId: null, acting: kioskActing() };
  const take = (from: Member, codeId: string, { another = false, ticketId = uuidv7() } = {}) =>
    from.tickets.issue(
      at,
      ticketOrderSchema.parse({ ticketId, categoryIds: ['civil'], prefill: { codeId, another } }),
    );
  const [one, other] = ['00000000000A', '00000000000B'];
  const { ticket } = await done(take(kiosk, one));
  for (const member of [hall, two, kiosk]) {
    const { code, message } = await refusal(take(member, one));
    expect(code).toBe('codeTaken');
    expect(message).toBe(`这个码已经取过号${ticket.number}，还要再取一张吗？`);
  }
  const touch = uuidv7();
  const { ticket: second } = await done(take(two, one, { another: true, ticketId: touch }));
  expect(second.number).not.toBe(ticket.number);
  // The same touch is the same ticket, asked or not.
  expect((await done(take(two, one, { ticketId: touch }))).ticket.number).toBe(second.number);
  await done(take(kiosk, other));
  expect(await refusal(take(hall, other))).toMatchObject({ code: 'codeTaken' });
  expect(kiosk.parts.store.settings.get('takenCodes')?.numbers).toHaveProperty(other);
});

it('is missed when it has gone, and not on the day after', async () => {
  const { clerk, screen } = await deskOf(hall, 'G1005');
  await kiosk.close();
  const gone = '取号机K12连不上大厅，关机了或正在单独发号，请检查它的电源和网线。';
  await screen.when('the kiosk is missed', ({ queue }) => queue.alerts.includes(gone));
  const row = (await clerk.queue.readiness()).find(({ name }) => name === '取号机K12');
  expect(row?.state).toBe('bad');
  clock.pass(24 * 60);
  expect(hall.tickets.queue().kiosks).toEqual([]);
});
