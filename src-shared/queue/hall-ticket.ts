import type { Instant } from '../clock/beijing.ts';
import { momentOf, type Stamp } from '../clock/evidence.ts';
import { type Decision, events, type Facts, refuse } from '../decider.ts';
import { isVirtual, virtualEvidence } from '../devices/evidence.ts';
import type { CommandArgs } from '../subjects.ts';
import { reveal } from '../sync/personal.ts';
import type { Ticket, TicketEvent } from './ticket.ts';
import type { CounterNamed } from './ticket-commands.ts';

/** How tickets find together after the hall was out of reach; see `hall-ticket-commands.ts`. */

type Name = 'handOverTicket' | 'takeOverTicket' | 'presentTicket';
export type HallTicketCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];

const names: readonly string[] = ['handOverTicket', 'takeOverTicket', 'presentTicket'] satisfies Name[];
export const isHallTicketCommand = <Command extends { name: string }>(
  command: Command,
): command is Extract<Command, { name: Name }> => names.includes(command.name);

export type HallTicketEvent =
  | { type: 'TicketHandedOver'; at: Stamp }
  /** The hall had given a number that never reached its holder: the one on paper counts. */
  | { type: 'TicketRenumbered'; number: string; arrivedAt: Instant; missed: boolean; at: Stamp }
  | { type: 'TicketPresented'; counter: CounterNamed; visitId: string; at: Stamp };

export function decideHallTicket(
  state: Ticket | null,
  command: HallTicketCommand,
  facts: Facts,
): Decision<TicketEvent> {
  const { place, stamp, demo } = facts;
  if (command.name === 'takeOverTicket') {
    const { arrivedAt, missed, served, ...issued } = command.args;
    if (issued.hallId !== place.hallId) return refuse('otherHall', '这张号票是其他大厅的，请引导到该大厅。');
    const presented: TicketEvent[] =
      served === null ? [] : [{ type: 'TicketPresented', ...served, at: stamp }];
    if (state !== null) {
      if (state.number === issued.number || state.status === 'served' || state.status === 'serving')
        return refuse('alreadyTakenOver', `${issued.number}号已经转到大厅。`);
      const { number } = issued;
      return events({ type: 'TicketRenumbered', number, arrivedAt, missed, at: stamp }, ...presented);
    }
    if (issued.holder !== null && isVirtual(reveal(issued.holder)) && !demo) return virtualEvidence;
    const ticket: Ticket = {
      ...issued,
      ...{ id: command.id, revision: 1, status: missed ? 'missed' : 'waiting' },
      ...{ issued: asOf(arrivedAt), since: asOf(arrivedAt), counter: null, called: null, calls: 0 },
      ...{ visitId: null, waitsFor: null, note: null, putFirst: null, returned: null, firstReceiver: null },
      spent: { wait: 0, walk: 0, service: 0 },
    };
    return events({ type: 'TicketIssued', ticket }, ...presented);
  }
  if (state === null) return refuse('ticketUnknown', '没有找到这张号票。');
  if (command.name === 'handOverTicket') {
    if (state.status !== 'waiting' && state.status !== 'missed')
      return refuse('notOpen', `${state.number}号不在等候，不转到大厅。`);
    return events({ type: 'TicketHandedOver', at: stamp });
  }
  if (state.status === 'served' || state.status === 'serving')
    return refuse('alreadyServed', `${state.number}号已经在${state.counter?.name ?? '其他窗口'}办理。`);
  return events({ type: 'TicketPresented', ...command.args, at: stamp });
}

/** @param waited the times spent, with what has passed until then added */
export function evolveHallTicket(
  state: Ticket,
  event: HallTicketEvent,
  spentUntil: (at: Stamp) => Pick<Ticket, 'since' | 'spent'>,
): Ticket {
  const next = { ...state, revision: state.revision + 1 };
  switch (event.type) {
    case 'TicketHandedOver':
      return { ...next, status: 'handedOver', ...spentUntil(event.at) };
    case 'TicketRenumbered': {
      const { number, arrivedAt, missed } = event;
      const issued = asOf(arrivedAt);
      return { ...next, number, issued, since: issued, status: missed ? 'missed' : 'waiting', counter: null };
    }
    case 'TicketPresented': {
      const { counter, visitId, at } = event;
      return { ...next, status: 'served', counter, visitId, ...spentUntil(at) };
    }
  }
}

export const isHallTicketEvent = (event: TicketEvent): event is HallTicketEvent =>
  event.type === 'TicketHandedOver' || event.type === 'TicketRenumbered' || event.type === 'TicketPresented';

/** A moment that another core has bounded already. */
const asOf = (moment: Instant): Stamp => ({
  ...{ capturedAt: moment, notBefore: null, notAfter: null, uploadedAt: null },
});

/** When its holder came, for the hall's core to go on from. */
export const arrivedAtOf = (ticket: Ticket): Instant => momentOf(ticket.issued);
