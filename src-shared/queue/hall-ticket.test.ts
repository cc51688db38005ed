import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actor,
  beijing,
  facts,
  refusalOf,
  stamp,
  stateAfter as stateOf,
  visitId,
} from '../../tests/support/domain.ts';
import type { CommandName } from '../subjects.ts';
import { subjectIdSchema } from '../sync/command.ts';
import { hallTicketId } from './hall-ticket-commands.ts';
import type { Ticket } from './ticket.ts';
import { seriesOf, ticketNumberSchema } from './ticket-commands.ts';

const machine = facts({ actor: actor('kiosk') });
const stateAfter = (state: Ticket | null, name: CommandName, known = machine, changed = {}) =>
  stateOf<Ticket>(state, name, known, changed);
const codeOf = (...args: Parameters<typeof refusalOf>) => refusalOf(...args).code;
const counter = { id: 'counter-3', name: '3号综合窗口' };

const own = stateAfter(null, 'issueTicket', machine, { number: '3A007' });
const came = beijing('2026-09-22T08:40');
const taken = { number: '3A007', arrivedAt: came };
const inHall = stateAfter(null, 'takeOverTicket', machine, taken);

describe('a ticket that was issued while the hall was out of reach', () => {
  it('ends where it was issued, and nobody calls it there any more', () => {
    const ended = stateAfter(own, 'handOverTicket');
    expect(ended.status).toBe('handedOver');
    expect(codeOf(ended, 'callTicket', facts(), { counter })).toBe('alreadyCalled');
    expect(codeOf(ended, 'handOverTicket', machine)).toBe('notOpen');
  });

  it('goes on in the hall under its number, and its holder has waited since they came', () => {
    expect(inHall).toMatchObject({ number: '3A007', status: 'waiting', issued: { capturedAt: came } });
    const called = stateAfter(inHall, 'callTicket', facts({ stamp: stamp(beijing('2026-09-22T09:10')) }), {
      counter,
    });
    expect(called.spent.wait).toBe(30 * 60);
  });

  it('is called once more only by whoever looks for missed numbers, where it was called before', () => {
    expect(stateAfter(null, 'takeOverTicket', machine, { ...taken, missed: true }).status).toBe('missed');
  });

  it('is served already where its holder was received by its number meanwhile', () => {
    const served = stateAfter(null, 'takeOverTicket', machine, { ...taken, served: { counter, visitId } });
    expect(served).toMatchObject({ status: 'served', visitId, counter });
  });

  it('is taken over once, however often it is told', () => {
    expect(codeOf(inHall, 'takeOverTicket', machine, taken)).toBe('alreadyTakenOver');
    const served = stateAfter(inHall, 'presentTicket', facts(), { counter, visitId });
    expect(codeOf(served, 'takeOverTicket', machine, { ...taken, number: 'A001' })).toBe('alreadyTakenOver');
  });

  it('has the number on its paper where the hall had given another that never arrived', () => {
    const unheard = stateAfter(null, 'issueTicket', machine, { number: 'A031' });
    const missed = stateAfter(
      stateAfter(unheard, 'callTicket', facts(), { counter }),
      'missTicket',
      facts(),
      {
        counter,
      },
    );
    for (const before of [unheard, missed])
      expect(stateAfter(before, 'takeOverTicket', machine, taken)).toMatchObject({
        ...{ number: '3A007', status: 'waiting', issued: { capturedAt: came }, counter: null },
      });
  });

  it('belongs to one hall', () => {
    expect(codeOf(null, 'takeOverTicket', machine, { ...taken, hallId: 'hall-2' })).toBe('otherHall');
  });
});

describe('a ticket whose holder was received by its number, where the hall could not be asked', () => {
  it('is served, whether it was waiting, missed or called somewhere meanwhile', () => {
    const waiting = stateAfter(null, 'issueTicket', machine);
    const called = stateAfter(waiting, 'callTicket', facts(), { counter });
    const missed = stateAfter(called, 'missTicket', facts(), { counter });
    for (const before of [waiting, called, missed]) {
      const served = stateAfter(before, 'presentTicket', facts(), { counter, visitId });
      expect(served).toMatchObject({ status: 'served', visitId });
      expect(codeOf(served, 'callTicket', facts(), { counter })).toBe('alreadyCalled');
      expect(codeOf(served, 'presentTicket', facts(), { counter, visitId })).toBe('alreadyServed');
    }
  });
});

describe('the id of the hall’s ticket', () => {
  it('is an id as any other, always the same for the same, and another for another', () => {
    fc.assert(
      fc.property(fc.uuid({ version: 7 }), fc.uuid({ version: 7 }), (one, other) => {
        expect(subjectIdSchema.safeParse(hallTicketId(one)).success).toBe(true);
        expect(hallTicketId(one)).toBe(hallTicketId(one));
        expect(hallTicketId(one)).not.toBe(one);
        if (one !== other) expect(hallTicketId(one)).not.toBe(hallTicketId(other));
      }),
    );
  });
});

describe('a number of a series of its own', () => {
  it.each(['A007', '3A007', '120B1234', 'K12A007'])('%s is one', (number) => {
    expect(ticketNumberSchema.parse(number)).toBe(number);
    expect(seriesOf(number).series + number.match(/\d+$/)?.[0]).toBe(number);
  });
});
