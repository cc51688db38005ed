import { describe, expect, it } from 'vitest';
import {
  actor,
  beijing,
  clerk,
  counter3,
  departmentDesk,
  digest,
  facts,
  give,
  refusalOf,
  stamp,
  stateAfter as stateOf,
  ticketId,
} from '../../tests/support/domain.ts';
import type { Visit } from './visit.ts';

const citizen = facts({ actor: actor('citizen'), stamp: stamp(beijing('2026-09-22 09:08')) });
const open = stateOf<Visit>(null, 'openVisit', facts());

describe('a visit', () => {
  it('has one ticket, one place and one first receiver, who stays answerable', () => {
    expect(open).toMatchObject({
      status: 'open',
      ticketId,
      ticketNumber: 'A007',
      counterId: counter3.counterId,
      organisationId: counter3.organisationId,
      firstReceiver: clerk.actorId,
      confirmation: null,
      closed: null,
    });
    const colleague = facts({ actor: { ...clerk, actorId: 'person-colleague' } });
    expect(stateOf<Visit>(open, 'closeVisit', colleague).firstReceiver).toBe(clerk.actorId);
  });

  it('needs no ticket', () => {
    const without = stateOf<Visit>(null, 'openVisit', facts(), { ticketId: null, ticketNumber: null });
    expect(without).toMatchObject({ status: 'open', ticketId: null, ticketNumber: null });
  });

  it('happens at a counter, and begins once', () => {
    expect(refusalOf(null, 'openVisit', facts({ place: departmentDesk }))).toEqual({
      code: 'notAtCounter',
      message: '接待只能在窗口进行。',
    });
    expect(refusalOf(open, 'openVisit', facts())).toEqual({
      code: 'alreadyOpen',
      message: '这次来访已经开始了。',
    });
  });

  it('keeps the citizen’s confirmation of exactly what they were shown; the latest counts', () => {
    const confirmed = stateOf<Visit>(open, 'confirmEntries', citizen);
    expect(confirmed.confirmation).toEqual({ digest, at: citizen.stamp });
    const other = `sha256:${'b'.repeat(64)}`;
    expect(stateOf<Visit>(confirmed, 'confirmEntries', citizen, { digest: other }).confirmation?.digest).toBe(
      other,
    );
  });

  it('ends with an outcome, always', () => {
    expect(give(open, 'closeVisit', facts(), { outcome: undefined }).kind).toBe('unreadable');
    expect(stateOf<Visit>(open, 'closeVisit', facts())).toMatchObject({
      status: 'closed',
      closed: { outcome: 'taken' },
    });
    const advised = stateOf<Visit>(open, 'closeVisit', facts(), { outcome: 'advised' });
    expect(advised.closed?.outcome).toBe('advised');
  });

  it.each([
    ['confirmEntries', citizen],
    ['closeVisit', facts()],
  ] as const)('%s comes too late when it is over, and too early before it began', (name, known) => {
    const message = '这次来访已经结束，请重新叫号。';
    const closed = stateOf<Visit>(open, 'closeVisit', facts());
    expect(refusalOf(closed, name, known)).toEqual({ code: 'visitClosed', message });
    expect(refusalOf(null, name, known)).toEqual({ code: 'visitClosed', message });
  });
});
