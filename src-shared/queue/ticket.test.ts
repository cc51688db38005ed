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
  refusalOf,
  stamp,
  stateAfter as stateOf,
  ticketId,
  visitId,
} from '../../tests/support/domain.ts';
import type { CommandName } from '../subjects.ts';
import type { Ticket } from './ticket.ts';
import { ticketSlip } from './ticket-slip.ts';

const atKiosk = facts({ actor: actor('kiosk') });
const atCounter3 = facts();
const atCounter4 = facts({ place: counter4 });
const stateAfter = (state: Ticket | null, name: CommandName, known = atCounter3, changed = {}) =>
  stateOf<Ticket>(state, name, known, changed);

const waiting = stateAfter(null, 'issueTicket', atKiosk);
const called = stateAfter(waiting, 'callTicket');
const missed = stateAfter(called, 'missTicket');
const served = stateAfter(called, 'arriveTicket');

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
    const back = stateAfter(missed, 'callTicket', atCounter4, { counterName: '4号综合窗口' });
    expect(back).toMatchObject({ status: 'called', counter: { id: counter4.counterId }, calls: 2 });
  });

  it('that was served names its visit and is never called again', () => {
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

  it('is called at counters only', () => {
    expect(refusalOf(waiting, 'callTicket', facts({ place: departmentDesk }))).toEqual({
      code: 'notAtCounter',
      message: '叫号只能在窗口进行。',
    });
  });

  it('whatever two counters try: only who called it has it, and served is the end', () => {
    const names = ['callTicket', 'recallTicket', 'missTicket', 'arriveTicket'] as const;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...names), fc.boolean()), { maxLength: 12 }), (tries) => {
        let ticket = waiting;
        for (const [name, here] of tries) {
          const known = here ? atCounter3 : atCounter4;
          const before = ticket;
          const outcome = give(before, name, known);
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
