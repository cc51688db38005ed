import { beforeAll, describe, expect, it } from 'vitest';
import { beijingDateSchema } from '#shared/clock/beijing.ts';
import { demoHall } from '../../src-main/demo/hall.ts';
import { applicant, done, prepareInstallation, refusal, settableClock, uuidv7 } from '../support/counter.ts';
import { beijing } from '../support/domain.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, startCounter } from '../support/hall.ts';

/** A hall's day at one core, its district out of reach from the first ticket to the last. */
const clock = settableClock(beijing('2026-09-22 09:00'));
const today = beijingDateSchema.parse('2026-09-22');
const counterNamed = (number: number) => {
  const counter = demoHall.counters[number - 1];
  if (counter === undefined) throw new Error(`the hall has no counter ${number}`);
  return { id: counter.id, name: counter.name };
};
let counter: Counter;
beforeAll(async () => {
  const folder = prepareInstallation(tempFolder(), { clock });
  counter = await startCounter({ folder, clock, idleMinutes: 10_000 });
  await counter.signIn();
});

type Order = Omit<Parameters<Counter['kiosk']['issue']>[0], 'ticketId' | 'categoryId'>;
const take = async (categoryId: string, order: Order = {}) => {
  clock.pass(1);
  return (await done(counter.kiosk.issue({ ticketId: uuidv7(), categoryId, ...order }))).number;
};
const queue = async () => (await counter.onDesk.now()).queue.hall;
const waiting = async () => (await queue()).waiting.map(({ number }) => number);
const idOf = async (number: string) => {
  const { waiting, missed, parked } = await queue();
  const id = [...waiting, ...missed, ...parked].find((each) => each.number === number)?.id;
  if (id === undefined) throw new Error(`nobody holds ${number}`);
  return id;
};
const callNext = async () => (await done(counter.clerk.queue.callNext({}))).ticket.number;
/** Serves whoever was called to the end. */
const serve = async () => {
  await done(counter.clerk.queue.arrive());
  clock.pass(2);
  await done(counter.clerk.visits.close({ outcome: 'advised' }));
};

describe('who is called next', () => {
  it('is by lane and waiting: priority soon, and everybody in the end', async () => {
    expect(await take('civil')).toBe('A001');
    expect(await take('business', { also: ['civil', 'household'] })).toBe('B001');
    expect(await take('civil', { lane: 'priority', priority: 'elderly' })).toBe('A002');
    const { lastTicket } = await counter.onKiosk.now();
    expect(lastTicket).toMatchObject({ ahead: 2, remark: '优先号会提前叫到，请随时留意叫号。' });
    clock.pass(9);
    await done(counter.kiosk.clear());
    // Nine minutes of priority count as twenty-seven.
    expect(await waiting()).toEqual(['A002', 'A001', 'B001']);
    const { waiting: rows } = await queue();
    expect(rows[0]).toMatchObject({ laneText: '优先·老年人' });
    expect(rows[2]?.also).toEqual(['民政社保', '户籍证照']);
    expect(await callNext()).toBe('A002');
    await serve();
  });

  it('without a reason nobody has priority', async () => {
    const order = { ticketId: uuidv7(), categoryId: 'civil', lane: 'priority' } as const;
    expect(await refusal(counter.kiosk.issue(order))).toMatchObject({ code: 'reasonMissing' });
  });

  it('is whoever the hall’s manager puts to the front, with a reason on record', async () => {
    await counter.signIn('G1005');
    await done(counter.clerk.queue.putFirst({ ticketId: await idOf('B001'), reason: '身体不适' }));
    expect(await waiting()).toEqual(['B001', 'A001']);
    const [row] = counter.store.outbox.all().filter(({ envelope }) => envelope.name === 'putTicketFirst');
    expect(row?.envelope).toMatchObject({ actorId: 'person-g1005', args: { reason: '身体不适' } });
    await counter.signIn();
    const order = { ticketId: await idOf('A001'), reason: '我想快一点' };
    expect(await refusal(counter.clerk.queue.putFirst(order))).toMatchObject({ code: 'notAuthorised' });
  });
});

describe('at the counter', () => {
  it('whoever is parked comes back to their own entries, and the counter goes on meanwhile', async () => {
    expect(await callNext()).toBe('B001');
    const { visitId } = await done(counter.clerk.queue.arrive());
    await done(counter.clerk.draft.setMatter({ code: '11410104999900097G4000131122000' }));
    await done(counter.clerk.queue.park({ reason: '去复印材料' }));
    expect((await counter.onDesk.now()).visit).toBeNull();
    expect((await queue()).parked).toMatchObject([{ number: 'B001', note: '去复印材料' }]);

    expect(await callNext()).toBe('A001');
    await done(counter.clerk.queue.miss());
    await done(counter.clerk.queue.callNext({ ticketId: await idOf('B001') }));
    expect((await done(counter.clerk.queue.arrive())).visitId).toBe(visitId);
    expect((await counter.onDesk.now()).visit?.draft.matter?.name).toBe('食品经营许可');
  });

  it('is passed on with a note, and the next counter’s visit keeps the first receiver', async () => {
    await done(
      counter.clerk.queue.transfer({
        to: { kind: 'category', id: 'household', name: '户籍证照' },
        note: '只差居住证',
      }),
    );
    expect((await counter.onDesk.now()).visit).toBeNull();
    const passed = (await queue()).waiting.find(({ number }) => number === 'B001');
    expect(passed).toMatchObject({ categoryName: '户籍证照', note: '只差居住证' });
    await counter.signIn('G1002');
    expect(await callNext()).toBe('B001');
    await done(counter.clerk.queue.arrive());
    // 管小窗 answers for them still, though 商知礼 sits there now.
    expect((await counter.onDesk.now()).visit?.firstReceiver).toBe('管小窗');
    await done(counter.clerk.visits.close({ outcome: 'advised' }));
    await counter.signIn();
  });

  it('of one that is passed on to another counter this one calls nobody', async () => {
    expect(await take('civil')).toBe('A003');
    expect(await callNext()).toBe('A003');
    const to = { kind: 'counter', ...counterNamed(4) } as const;
    await done(counter.clerk.queue.transfer({ to, note: '' }));
    expect((await queue()).waiting).toMatchObject([{ number: 'A003', waitsFor: '4号综合窗口' }]);
    expect(await refusal(counter.clerk.queue.callNext({}))).toMatchObject({ code: 'nobodyWaiting' });
  });

  it('a missed number comes back and waits again', async () => {
    await done(counter.clerk.queue.comeBack({ ticketId: await idOf('A001') }));
    expect((await queue()).waiting.find(({ number }) => number === 'A001')?.laneText).toBe('过号返回');
    expect(await callNext()).toBe('A001');
    await serve();
  });

  it('rests with a reason, and calling ends the rest', async () => {
    const own = counterNamed(3);
    await done(
      counter.clerk.queue.arrange({ name: 'pauseCounter', args: { counter: own, reason: 'lunch' } }),
    );
    const shown = await counter.onBoard.when('the rest', ({ counters }) =>
      counters.some(({ state }) => state === 'paused'),
    );
    expect(shown.counters.find(({ number }) => number === 3)).toMatchObject({ pausedFor: '午间轮休' });
    expect(await take('civil')).toBe('A004');
    expect(await callNext()).toBe('A004');
    expect((await queue()).counters.find(({ id }) => id === own.id)?.pausedFor).toBeNull();
    await serve();
  });

  it('calls by itself after each visit where it wants to', async () => {
    const own = counterNamed(3);
    await done(counter.clerk.queue.arrange({ name: 'setAutoCall', args: { counter: own, on: true } }));
    const numbers = [await take('civil'), await take('civil')];
    expect(await callNext()).toBe(numbers[0]);
    await serve();
    expect((await counter.onDesk.now()).queue.current?.number).toBe(numbers[1]);
    await done(counter.clerk.queue.arrange({ name: 'setAutoCall', args: { counter: own, on: false } }));
    await serve();
    expect((await counter.onDesk.now()).queue.current).toBeNull();
  });

  it('calls for help on every desk until somebody has come', async () => {
    const own = counterNamed(3);
    await done(counter.clerk.queue.arrange({ name: 'raiseAlarm', args: { counter: own } }));
    expect((await queue()).alarms).toMatchObject([{ counter: own }]);
    await done(counter.clerk.queue.arrange({ name: 'settleAlarm', args: { counter: own, note: '' } }));
    expect((await queue()).alarms).toEqual([]);
  });

  it('points out whoever has waited long', async () => {
    await take('other');
    clock.pass(31);
    const { queue: shown } = await counter.onDesk.now();
    expect(shown.alerts).toContainEqual(expect.stringMatching(/^有\d+人等候超过30分钟，最长\d+分钟/));
    await callNext();
    await serve();
  });
});

describe('nobody is turned away', () => {
  it('by a category that is closed: the ticket is given, and says where to ask', async () => {
    await counter.signIn('G1005');
    const category = { id: 'property', name: '不动产与住房' };
    const reason = '系统升级，下午恢复。';
    await done(counter.clerk.queue.arrange({ name: 'closeCategory', args: { category, reason } }));
    const shown = await counter.onKiosk.now();
    expect(shown.categories.find(({ id }) => id === 'property')?.closedReason).toBe(reason);
    expect(await take('property')).toBe('C001');
    const { lastTicket } = await counter.onKiosk.now();
    expect(lastTicket?.remark).toContain('号票有效，可先到咨询台');
    await done(counter.clerk.queue.arrange({ name: 'openCategory', args: { category } }));
    await counter.signIn();
    expect(
      await refusal(counter.clerk.queue.arrange({ name: 'closeCategory', args: { category, reason } })),
    ).toMatchObject({ code: 'notAuthorised' });
    expect(await callNext()).toBe('C001');
    await serve();
  });

  it('by bookings: full slots take nothing from whoever comes', async () => {
    const at = beijing('2026-09-22 15:00');
    const book = (name: string) =>
      counter.clerk.queue.book({
        ...{ bookingId: uuidv7(), at, categoryId: 'civil' },
        booker: { name, idNumber: '', phone: '' },
      });
    const codes: string[] = [];
    for (const name of ['豫一', '豫二', '豫三', '豫四']) codes.push((await done(book(name))).booking.code);
    expect(new Set(codes).size).toBe(4);
    expect(await refusal(book('豫五'))).toMatchObject({ code: 'slotTaken' });
    const slots = await counter.clerk.queue.slots({ day: today });
    expect(slots.find((each) => each.at === at)).toEqual({ at, booked: 4, free: 0 });
    // Whoever comes without a booking is received as ever.
    const walkIn = await take('civil');

    // Early: called from a quarter of an hour before it on.
    clock.set(beijing('2026-09-22 14:30'));
    const booked = await done(counter.kiosk.issueBooked({ ticketId: uuidv7(), code: codes[0] ?? '' }));
    const early = await counter.onKiosk.now();
    expect(early.lastTicket).toMatchObject({ number: booked.number, laneName: '预约 15:00' });
    expect(early.lastTicket?.remark).toContain('来得早');
    // A003 waits for another counter.
    expect(await waiting()).toEqual(['A003', walkIn, booked.number]);
    // A code is good for one ticket; a wrong one is a walk-in's beginning, not an end.
    const again = counter.kiosk.issueBooked({ ticketId: uuidv7(), code: codes[0] ?? '' });
    expect(await refusal(again)).toMatchObject({ code: 'bookingUnknown' });
    const rows = await counter.clerk.queue.bookings({ day: today });
    expect(rows.filter(({ status }) => status === 'kept')).toHaveLength(1);
    expect(rows[0]?.bookerName).not.toContain('豫一');
  });
});

describe('one live ticket a person and category', () => {
  const kiosk = { actorId: 'kiosk', postingId: null, role: 'kiosk' } as const;
  const issue = (categoryId: string) =>
    done(
      counter.core.parts.tickets.issue(
        {
          counterId: null,
          acting: {
            actor: { ...kiosk, organisationId: demoHall.hall.organisationId },
            ...{ sessionId: null, authMode: 'offline', channel: 'kiosk', sign: () => null },
          },
        },
        {
          ...{ ticketId: uuidv7(), categoryIds: [categoryId], lane: 'walkIn', priority: null },
          ...{ bookingCode: null, serviceMode: 'counter', matters: [], prefill: null },
          holder: { name: applicant.name, idNumber: applicant.idNumber, address: applicant.address },
        },
      ),
    );

  it('is given again and no other issued, until it has been served', async () => {
    const { ticket: first } = await issue('household');
    const { ticket: second } = await issue('household');
    expect(first.again).toBe(false);
    expect(second).toMatchObject({ id: first.id, number: first.number, again: true });
    // For something else it is another ticket.
    expect((await issue('other')).ticket).toMatchObject({ again: false });
    await done(counter.clerk.queue.callNext({ ticketId: first.id }));
    await serve();
    expect((await issue('household')).ticket.number).not.toBe(first.number);
  });
});

describe('whoever is put aside and does not come back', () => {
  it('has left by the next day, and their entries are gone from the counter', async () => {
    const number = await take('other');
    await done(counter.clerk.queue.callNext({ ticketId: await idOf(number) }));
    const { visitId } = await done(counter.clerk.queue.arrive());
    await done(counter.clerk.draft.setMatter({ code: '11410104999900097G4000131122000' }));
    await done(counter.clerk.queue.park({ reason: '去复印材料' }));
    // The same day somebody else is received, and the entries stay.
    const entered = () => counter.core.parts.drafts.of(visitId).matterCode;
    await done(counter.clerk.visits.open());
    await done(counter.clerk.visits.close({ outcome: 'advised' }));
    expect(entered()).not.toBeNull();

    clock.set(beijing('2026-09-23 08:00'));
    expect((await queue()).parked).toEqual([]);
    await done(counter.clerk.visits.open());
    await done(counter.clerk.visits.close({ outcome: 'advised' }));
    const visit = counter.store.visits.get(visitId)?.state;
    expect(visit).toMatchObject({ status: 'closed', closed: { outcome: 'left' } });
    expect(entered()).toBeNull();
  });
});

describe('numbers', () => {
  it('begin again with the Beijing day', async () => {
    clock.set(beijing('2026-09-23 08:30'));
    expect(await take('civil')).toBe('A001');
    expect(await waiting()).toEqual(['A001']);
  });
});

describe('the boards of a hall', () => {
  it('speak with one voice: that of the board that has watched longest, and never of a display over a counter', async () => {
    const open = async (mute: boolean) => {
      const ending = new AbortController();
      const { watch, display } = counter.board;
      const shown = await (mute ? display : watch)(undefined, { signal: ending.signal });
      const views = shown[Symbol.asyncIterator]();
      const speaks = async () => ((await views.next()).value as { speaks?: boolean } | undefined)?.speaks;
      return { speaks, close: () => ending.abort() };
    };
    const display = await open(true);
    expect(await display.speaks()).toBe(false);
    const [first, second] = [await open(false), await open(false)];
    expect([await first.speaks(), await second.speaks()]).toEqual([true, false]);
    first.close();
    await first.speaks().catch(() => undefined);
    await expect.poll(() => second.speaks()).toBe(true);
    display.close();
    second.close();
  });
});

describe('whoever runs the hall', () => {
  it('sees green and red before the doors open, and the day in figures', async () => {
    await counter.signIn('G1005');
    const rows = await counter.clerk.queue.readiness();
    expect(rows.find(({ name }) => name === '午间值守')?.state).toBe('bad');
    expect(rows.find(({ name }) => name === '取号机·小票打印机')?.state).toBe('bad');
    const entry = {
      counter: counterNamed(3),
      kind: 'lunch',
      from: '12:00',
      to: '14:00',
      personName: '管小窗',
    };
    await done(counter.clerk.queue.arrange({ name: 'setRoster', args: { roster: [entry as never] } }));
    const after = await counter.clerk.queue.readiness();
    expect(after.find(({ name }) => name === '午间值守')).toMatchObject({ state: 'good' });
    const figures = await counter.clerk.queue.figures();
    expect(figures).toMatchObject({
      issued: 1,
      served: 0,
      byServiceMode: [{ serviceMode: 'counter', issued: 1 }],
    });
    expect(figures.curve).toEqual([{ from: beijing('2026-09-23 08:30'), issued: 1, called: 0, waiting: 1 }]);
  });

  it('the weights stand until they are changed again, also on the next day', async () => {
    const weights = { walkIn: 1, booking: 3, priority: 6, returning: 2 };
    await done(counter.clerk.queue.arrange({ name: 'setLaneWeights', args: { weights, reason: '重阳节' } }));
    clock.set(beijing('2026-09-24 08:30'));
    expect((await queue()).weights).toEqual(weights);
    await done(counter.clerk.queue.arrange({ name: 'setNotice', args: { text: '今天停水' } }));
    expect(await queue()).toMatchObject({ weights, notice: '今天停水' });
  });

  it('has nobody for the noon to see to until it is over', async () => {
    await done(counter.clerk.queue.arrange({ name: 'setRoster', args: { roster: [] } }));
    const atNoon = async () =>
      (await counter.clerk.queue.readiness()).find(({ name }) => name === '午间值守');
    expect((await atNoon())?.state).toBe('bad');
    clock.set(beijing('2026-09-24 13:30'));
    expect(await atNoon()).toMatchObject({
      state: 'look',
      sentence: expect.stringContaining('今天午间没有'),
    });
    clock.set(beijing('2026-09-26 09:00'));
    expect(await atNoon()).toMatchObject({ state: 'good', sentence: '今天不办公，不用排班。' });
  });
});
