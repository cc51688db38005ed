import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actor,
  args,
  beijing,
  counter3,
  counter4,
  departmentDesk,
  facts,
  give,
  refusalOf as refusalOfAny,
  stamp,
  stateAfter as stateOf,
  ticketId,
  visitId,
} from '../../tests/support/domain.ts';
import type { Facts } from '../decider.ts';
import type { CommandName } from '../subjects.ts';
import { claimOf } from './fair-order.ts';
import { type Ticket, waitingOf } from './ticket.ts';
import { seriesOf, ticketNumber } from './ticket-commands.ts';
import { ticketSlip } from './ticket-slip.ts';

const atKiosk = facts({ actor: actor('kiosk') });
const atCounter3 = facts();
const atCounter4 = facts({ place: counter4 });
const at = (known: Facts, changed: object) => {
  const { counterId } = known.place;
  return counterId === null
    ? changed
    : { counter: { id: counterId, name: `${counterId.at(-1)}号综合窗口` }, ...changed };
};
/** Arguments without a counter are left as they are. */
const withCounter = (name: CommandName, known: Facts, changed: object) =>
  'counter' in args[name] ? at(known, changed) : changed;
const stateAfter = (state: Ticket | null, name: CommandName, known = atCounter3, changed = {}) =>
  stateOf<Ticket>(state, name, known, { ...withCounter(name, known, changed) });
const refusalOf = (state: Ticket | null, name: CommandName, known: Facts, changed = {}) =>
  refusalOfAny(state, name, known, { ...withCounter(name, known, changed) });

const waiting = stateAfter(null, 'issueTicket', atKiosk);
const called = stateAfter(waiting, 'callTicket');
const missed = stateAfter(called, 'missTicket');
const serving = stateAfter(called, 'arriveTicket');
const served = stateAfter(serving, 'finishTicket');

describe('a ticket', () => {
  it('is issued once, for a day, a hall and a kind of business, with the holder where a card was laid', () => {
    expect(waiting).toMatchObject({
      id: ticketId,
      number: 'A007',
      status: 'waiting',
      revision: 1,
      calls: 0,
      counter: null,
      holder: args.issueTicket.holder,
    });
    expect(refusalOf(waiting, 'issueTicket', atKiosk)).toEqual({
      code: 'alreadyIssued',
      message: '这张号票已经取过了。',
    });
    expect(stateAfter(null, 'issueTicket', atKiosk, { holder: null }).holder).toBeNull();
  });

  it('is called to a counter, and every repeated call is counted', () => {
    expect(called).toMatchObject({
      status: 'called',
      counter: { id: counter3.counterId, name: '3号综合窗口' },
      calls: 1,
    });
    const again = stateAfter(called, 'recallTicket', facts({ stamp: stamp(beijing('2026-09-22 09:20')) }));
    expect(again).toMatchObject({ calls: 2, called: stamp(beijing('2026-09-22 09:20')) });
  });

  it('that one counter has called is not called away by another', () => {
    expect(refusalOf(called, 'callTicket', atCounter4)).toEqual({
      code: 'alreadyCalled',
      message: 'A007号已由3号综合窗口叫走，请叫下一位。',
    });
  });

  it('that was missed may be called again, at any counter', () => {
    expect(missed.status).toBe('missed');
    const back = stateAfter(missed, 'callTicket', atCounter4);
    expect(back).toMatchObject({ status: 'called', counter: { id: counter4.counterId }, calls: 2 });
  });

  it('that was served names its visit and is never called again', () => {
    expect(serving).toMatchObject({ status: 'serving', visitId, firstReceiver: 'person-clerk' });
    expect(served).toMatchObject({ status: 'served', visitId });
    expect(refusalOf(served, 'callTicket', atCounter3).code).toBe('alreadyCalled');
  });

  it.each([
    ['recallTicket', 'A007号不在本窗口，不能重呼。'],
    ['missTicket', 'A007号不在本窗口，不能过号。'],
    ['arriveTicket', 'A007号不在本窗口，不能开始办理。'],
  ] as const)('%s belongs to the counter that called', (name, message) => {
    for (const [ticket, known] of [
      [called, atCounter4],
      [serving, atCounter3],
      [waiting, atCounter3],
      [missed, atCounter3],
      [served, atCounter3],
    ] as const) {
      expect(refusalOf(ticket, name, known)).toEqual({ code: 'notCalledHere', message });
    }
  });

  it('that nobody issued is not called', () => {
    expect(refusalOf(null, 'callTicket', atCounter3)).toEqual({
      code: 'ticketUnknown',
      message: '没有找到这张号票。',
    });
  });

  it('belongs to its hall', () => {
    const elsewhere = { ...counter3, hallId: 'hall-2' };
    expect(refusalOf(null, 'issueTicket', facts({ actor: actor('kiosk'), place: elsewhere }))).toEqual({
      code: 'otherHall',
      message: '这里不发其他大厅的号票，请到该大厅取号。',
    });
    expect(refusalOf(waiting, 'callTicket', facts({ place: elsewhere }))).toEqual({
      code: 'otherHall',
      message: '这张号票是其他大厅的，请引导到该大厅。',
    });
  });

  it('is called at counters of its hall only', () => {
    const notAtCounter = { code: 'notAtCounter', message: '叫号只能在窗口进行。' };
    const nowhere = facts({ place: { ...departmentDesk, hallId: 'hall-1' } });
    expect(refusalOfAny(waiting, 'callTicket', nowhere, { counter: undefined })).toEqual(notAtCounter);
    const ofAnotherHall = { counter: { id: 'counter-9', name: '9号综合窗口' } };
    expect(refusalOf(waiting, 'callTicket', atCounter3, ofAnotherHall).code).toBe('counterUnknown');
  });

  it('is called by the core that keeps the queue, on behalf of any counter of the hall', () => {
    const counter = { id: 'counter-4', name: '4号综合窗口' };
    const theirs = stateAfter(waiting, 'callTicket', atCounter3, { counter });
    expect(theirs.counter).toEqual(counter);
    expect(refusalOf(theirs, 'missTicket', atCounter3).code).toBe('notCalledHere');
    expect(stateAfter(theirs, 'missTicket', atCounter3, { counter }).status).toBe('missed');
  });

  it('that an older program called is at the counter where that program ran', () => {
    const older = stateAfter(waiting, 'callTicket', atCounter3, {
      counter: undefined,
      counterName: '3号窗口',
    });
    expect(older.counter).toEqual({ id: 'counter-3', name: '3号窗口' });
  });

  it('whatever two counters try: only who called it has it, and served is the end', () => {
    const names = [
      ...(['callTicket', 'recallTicket', 'missTicket', 'arriveTicket'] as const),
      ...(['parkTicket', 'finishTicket'] as const),
    ];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...names), fc.boolean()), { maxLength: 12 }), (tries) => {
        let ticket = waiting;
        for (const [name, here] of tries) {
          const known = here ? atCounter3 : atCounter4;
          const before = ticket;
          const outcome = give(before, name, known, { ...withCounter(name, known, {}) });
          if (outcome.kind !== 'applied') continue;
          ticket = outcome.state as Ticket;
          expect(before.status).not.toBe('served');
          expect(ticket.counter?.id).toBe(known.place.counterId);
          if (before.status === 'called') expect(before.counter?.id).toBe(known.place.counterId);
          expect(ticket.revision).toBe(before.revision + 1);
        }
      }),
    );
  });
});

describe('a ticket on its way', () => {
  const at = (time: string, known = atCounter3) => ({
    ...known,
    stamp: stamp(beijing(`2026-09-22 ${time}`)),
  });
  const manager = (time: string) => at(time, facts({ actor: actor('hallManager') }));

  it('knows to the second how long was waited, walked and served', () => {
    const calledAt = stateAfter(waiting, 'callTicket', at('09:15'));
    const arrived = stateAfter(calledAt, 'arriveTicket', at('09:17'));
    const parked = stateAfter(arrived, 'parkTicket', at('09:20'));
    const again = stateAfter(parked, 'callTicket', at('09:40'));
    const back = stateAfter(again, 'arriveTicket', at('09:41'));
    const done = stateAfter(back, 'finishTicket', at('09:45'));
    // Ten minutes of waiting; two and one of walking; three and four at the counter. What was parked is none of them.
    expect(done.spent).toEqual({ wait: 600, walk: 180, service: 420 });
  });

  it('walks from the first call on, however often it is repeated', () => {
    const again = stateAfter(stateAfter(waiting, 'callTicket', at('09:15')), 'recallTicket', at('09:16'));
    expect(stateAfter(again, 'arriveTicket', at('09:18')).spent.walk).toBe(180);
  });

  it('that is parked is called again by the counter that has its papers, and by no other', () => {
    const parked = stateAfter(serving, 'parkTicket');
    expect(parked).toMatchObject({ status: 'parked', note: '去复印材料' });
    expect(refusalOf(parked, 'callTicket', atCounter4)).toEqual({
      code: 'parkedElsewhere',
      message: 'A007号在3号综合窗口挂起，请到该窗口。',
    });
    expect(stateAfter(parked, 'callTicket').status).toBe('called');
  });

  it('is passed on to a counter with a note, and whoever received it first stays answerable', () => {
    const passed = stateAfter(serving, 'transferTicket');
    expect(passed).toMatchObject({
      status: 'waiting',
      waitsFor: { id: 'counter-4' },
      note: '转办社保',
      firstReceiver: 'person-clerk',
    });
    const other = facts({ place: counter4, actor: { ...actor('clerk'), actorId: 'person-other' } });
    const there = stateAfter(stateAfter(passed, 'callTicket', other), 'arriveTicket', other);
    expect(there.firstReceiver).toBe('person-clerk');
  });

  it('is passed on to a category, and any counter calls it', () => {
    const to = { kind: 'category', id: 'business', name: '企业开办与经营' };
    const passed = stateAfter(serving, 'transferTicket', atCounter3, { to });
    expect(passed).toMatchObject({ categoryId: 'business', waitsFor: null, status: 'waiting' });
    // Its holder has waited before: among walk-ins it counts as coming back.
    expect(waitingOf(passed).lane).toBe('returning');
  });

  it('is not passed on to the counter where it is', () => {
    const to = { kind: 'counter', id: 'counter-3', name: '3号综合窗口' };
    expect(refusalOf(serving, 'transferTicket', atCounter3, { to }).code).toBe('sameCounter');
  });

  it('that was missed comes back with half of the waiting that was done', () => {
    const gone = stateAfter(stateAfter(waiting, 'callTicket', at('09:25')), 'missTicket', at('09:27'));
    const back = stateAfter(gone, 'returnTicket', at('09:40'));
    expect(back.status).toBe('waiting');
    // Twenty minutes of waiting, of which ten are kept, and five since.
    expect(claimOf(waitingOf(back), beijing('2026-09-22 09:45'))).toBe(15);
    expect(refusalOf(waiting, 'returnTicket', atCounter3).code).toBe('notMissed');
  });

  it('is put to the front by whoever runs the hall alone, with a reason that stays on it', () => {
    expect(refusalOf(waiting, 'putTicketFirst', atCounter3).code).toBe('notAuthorised');
    expect(stateAfter(waiting, 'putTicketFirst', manager('09:10')).putFirst).toEqual({
      at: beijing('2026-09-22 09:10'),
      reason: '孕妇不适，先行办理。',
      by: 'person-hallManager',
    });
    expect(refusalOf(served, 'putTicketFirst', manager('09:10')).code).toBe('notWaiting');
  });

  it('has priority only with a reason, and a booking only with one', () => {
    expect(refusalOf(null, 'issueTicket', atKiosk, { lane: 'priority' }).code).toBe('reasonMissing');
    expect(refusalOf(null, 'issueTicket', atKiosk, { lane: 'booking' }).code).toBe('notBooked');
    expect(stateAfter(waiting, 'changeLane')).toMatchObject({ lane: 'priority', priority: 'elderly' });
  });

  it('of an older program is read with what it lacks', () => {
    const { spent: _, since: __, also: ___, lane: ____, matters: _____, ...older } = waiting;
    const then = stateOf<Ticket>(older as Ticket, 'callTicket', at('09:15'));
    expect(then).toMatchObject({ lane: 'walkIn', also: [], matters: [], spent: { wait: 600 } });
  });
});

describe('a number', () => {
  it('has three digits until it needs more, and never runs out', () => {
    expect([ticketNumber('A', 7), ticketNumber('A', 1_000), ticketNumber('3A', 7)]).toEqual([
      'A007',
      'A1000',
      '3A007',
    ]);
  });

  it('says which series it is of: that of the hall, of a counter or of a kiosk on its own', () => {
    expect(['A007', '3A007', '12C1234', 'KA007'].map(seriesOf)).toEqual([
      { series: 'A', serial: 7 },
      { series: '3A', serial: 7 },
      { series: '12C', serial: 1234 },
      { series: 'KA', serial: 7 },
    ]);
  });
});

describe('the ticket on paper', () => {
  const slip = (changes: Partial<Parameters<typeof ticketSlip>[0]> = {}) =>
    JSON.stringify(
      ticketSlip({
        organisationName: '航海东路街道便民服务中心',
        hallName: '便民服务大厅',
        number: 'A007',
        categoryName: '民政社保',
        ahead: 3,
        issuedAt: beijing('2026-09-22 09:05'),
        also: [],
        matters: [],
        laneName: '',
        expectedMinutes: null,
        remark: '',
        followUrl: null,
        copy: false,
        ...changes,
      }),
    );

  it('shows the number, what it is for, how many wait, and that everybody is served today', () => {
    for (const words of ['A007', '民政社保', '前面还有 3 人', '2026年9月22日 09:05', '当天都会办理']) {
      expect(slip()).toContain(words);
    }
    expect(slip({ ahead: 0 })).toContain('前面没有人等候');
  });

  it('is marked when it is a second one', () => {
    expect(slip({ copy: true })).toContain('（重打）');
    expect(slip()).not.toContain('（重打）');
  });
});
