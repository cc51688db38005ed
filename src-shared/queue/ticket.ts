import { epochOf, type Instant } from '../clock/beijing.ts';
import { momentOf, type Stamp } from '../clock/evidence.ts';
import { assertNever, type Decider, type Decision, events, type Facts, refuse } from '../decider.ts';
import { isVirtual, virtualEvidence } from '../devices/evidence.ts';
import type { CommandArgs } from '../subjects.ts';
import { type Personal, reveal } from '../sync/personal.ts';
import type { Lane, Waiting } from './fair-order.ts';
import {
  decideHallTicket,
  evolveHallTicket,
  type HallTicketEvent,
  isHallTicketCommand,
  isHallTicketEvent,
} from './hall-ticket.ts';
import type {
  CounterNamed,
  MatterNamed,
  PriorityReason,
  TicketHolder,
  TransferTarget,
  ticketCommands,
} from './ticket-commands.ts';

/** Where a ticket stands. `missed` and `parked` come back; `served` is the end, and here `handedOver` to the hall. */
export const ticketStatuses = [
  'waiting',
  'called',
  'missed',
  'parked',
  'serving',
  'served',
  'handedOver',
] as const;
export type TicketStatus = (typeof ticketStatuses)[number];

/** A queue ticket (号票). */
export interface Ticket {
  id: string;
  number: string;
  categoryId: string;
  categoryName: string;
  also: readonly { id: string; name: string }[];
  /** What they chose on their phone beforehand, of all these categories. */
  matters: readonly MatterNamed[];
  businessDay: string;
  hallId: string;
  lane: Lane;
  priority: PriorityReason | null;
  booking: { id: string; at: Instant } | null;
  serviceMode: string;
  token: string | null;
  holder: Personal<TicketHolder> | null;
  status: TicketStatus;
  revision: number;
  issued: Stamp;
  /** The counter that called last, by id and by the name that is called out. */
  counter: CounterNamed | null;
  called: Stamp | null;
  calls: number;
  visitId: string | null;
  /** The counter that it was passed on to: that one calls it, and no other does by itself. */
  waitsFor: CounterNamed | null;
  /** What whoever has it next should know: why it was parked, or passed on. */
  note: string | null;
  /** Where a manager put it to the front: when, why and who. */
  putFirst: { at: Instant; reason: string; by: string } | null;
  /** When its holder came back after a call that they missed. */
  returned: Stamp | null;
  /** Whoever received them first answers for them to the end, however often they are passed on (首问负责). */
  firstReceiver: string | null;
  /** When what it does now began; `spent` holds what went before. */
  since: Stamp;
  /** Whole seconds of waiting, of walking from the call to the counter, and of being served, up to `since`. */
  spent: { wait: number; walk: number; service: number };
}

/** What a ticket of an older program lacks. */
export function ticketBeginning(stored: Ticket): Ticket {
  const beginning: Omit<Ticket, keyof Stored> = {
    ...{
      also: [],
      matters: [],
      lane: 'walkIn',
      priority: null,
      booking: null,
      serviceMode: 'counter',
      token: null,
    },
    ...{ waitsFor: null, note: null, putFirst: null, returned: null, firstReceiver: null },
    since: stored.called ?? stored.issued,
    spent: { wait: 0, walk: 0, service: 0 },
  };
  return { ...beginning, ...stored };
}
type Stored = Pick<
  Ticket,
  | ('id' | 'number' | 'categoryId' | 'categoryName' | 'businessDay' | 'hallId' | 'holder' | 'status')
  | ('revision' | 'issued' | 'counter' | 'called' | 'calls' | 'visitId')
>;

export type TicketEvent =
  | HallTicketEvent
  | { type: 'TicketIssued'; ticket: Ticket }
  | { type: 'TicketCalled'; counter: CounterNamed; at: Stamp }
  | { type: 'TicketMissed'; at: Stamp }
  | { type: 'TicketReturned'; at: Stamp }
  | { type: 'TicketArrived'; visitId: string; firstReceiver: string; at: Stamp }
  | { type: 'TicketParked'; reason: string; at: Stamp }
  | { type: 'TicketTransferred'; to: TransferTarget; note: string; at: Stamp }
  | { type: 'TicketFinished'; at: Stamp }
  | { type: 'LaneChanged'; lane: Lane; priority: PriorityReason | null }
  | { type: 'TicketPutFirst'; putFirst: NonNullable<Ticket['putFirst']>; at: Stamp };

type Name = keyof typeof ticketCommands;
type TicketCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];

/** The rules of a ticket: issued once, at one counter at a time, then served, missed, put aside or passed on. */
export const ticketDecider: Decider<Ticket, TicketCommand, TicketEvent> = {
  decide(state, command, facts) {
    const { actor, place, stamp } = facts;
    if (command.name === 'issueTicket') return issue(state, command, facts);
    if (isHallTicketCommand(command)) return decideHallTicket(state, command, facts);
    if (state === null) return refuse('ticketUnknown', '没有找到这张号票。');
    if (state.hallId !== place.hallId) return refuse('otherHall', '这张号票是其他大厅的，请引导到该大厅。');
    const { number, status } = state;
    switch (command.name) {
      case 'returnTicket':
        if (status !== 'missed') return refuse('notMissed', `${number}号没有过号，请等候叫号。`);
        return events({ type: 'TicketReturned', at: stamp });
      case 'putTicketFirst':
        if (status !== 'waiting' && status !== 'missed')
          return refuse('notWaiting', `${number}号不在等候，不能提前。`);
        return events({
          type: 'TicketPutFirst',
          putFirst: { at: momentOf(stamp), reason: command.args.reason, by: actor.actorId },
          at: stamp,
        });
      case 'changeLane': {
        const { lane, priority } = command.args;
        if (status !== 'waiting') return refuse('notWaiting', `${number}号不在等候，不能改为其他通道。`);
        const fault = laneFault(lane, priority, state.booking);
        return fault ?? events({ type: 'LaneChanged', lane, priority });
      }
    }
    const counter = actingCounter(command.args, facts);
    if (counter === null) return refuse('notAtCounter', '叫号只能在窗口进行。');
    if (counter === 'unknown') return refuse('counterUnknown', '没有这个窗口，请到本大厅的窗口办理。');
    const mine = state.counter?.id === counter.id;
    const notHere = (what: string) => refuse('notCalledHere', `${number}号不在本窗口，不能${what}。`);
    switch (command.name) {
      case 'callTicket':
        // Whoever is put aside is with the counter that did it, where their papers and entries are.
        if (status === 'parked' && !mine)
          return refuse(
            'parkedElsewhere',
            `${number}号在${state.counter?.name ?? '其他窗口'}挂起，请到该窗口。`,
          );
        // A missed number may be called again; a served one may not, and one at another counter stays there.
        if (status !== 'waiting' && status !== 'missed' && status !== 'parked')
          return refuse(
            'alreadyCalled',
            `${number}号已由${state.counter?.name ?? '其他窗口'}叫走，请叫下一位。`,
          );
        return events({ type: 'TicketCalled', counter, at: stamp });
      case 'recallTicket':
        if (!mine || status !== 'called' || state.counter === null) return notHere('重呼');
        return events({ type: 'TicketCalled', counter: state.counter, at: stamp });
      case 'missTicket':
        if (!mine || status !== 'called') return notHere('过号');
        return events({ type: 'TicketMissed', at: stamp });
      case 'arriveTicket':
        if (!mine || status !== 'called') return notHere('开始办理');
        return events({
          type: 'TicketArrived',
          visitId: command.args.visitId,
          firstReceiver: state.firstReceiver ?? actor.actorId,
          at: stamp,
        });
      case 'parkTicket':
        if (!mine || (status !== 'called' && status !== 'serving')) return notHere('挂起');
        return events({ type: 'TicketParked', reason: command.args.reason, at: stamp });
      case 'transferTicket': {
        const { to, note } = command.args;
        if (!mine || !['called', 'serving', 'parked'].includes(status)) return notHere('转交');
        if (to.kind === 'counter' && to.id === counter.id)
          return refuse('sameCounter', `${number}号已在本窗口，请选择其他窗口。`);
        return events({ type: 'TicketTransferred', to, note, at: stamp });
      }
      case 'finishTicket':
        if (!mine || status !== 'serving') return notHere('结束');
        return events({ type: 'TicketFinished', at: stamp });
      default:
        return assertNever(command);
    }
  },

  evolve(state, event) {
    if (event.type === 'TicketIssued') return event.ticket;
    if (state === null) throw new Error(`${event.type} before TicketIssued`);
    if (isHallTicketEvent(event)) return evolveHallTicket(state, event, (at) => passed(state, at));
    const next = { ...state, revision: state.revision + 1 };
    switch (event.type) {
      case 'TicketCalled': {
        // A repeated call goes on with the walk; any other ends a wait.
        const spent = state.status === 'called' ? {} : passed(state, event.at);
        const { at: called, counter } = event;
        return { ...next, status: 'called', counter, called, calls: state.calls + 1, ...spent };
      }
      case 'TicketMissed':
        return { ...next, status: 'missed', ...passed(state, event.at) };
      case 'TicketReturned':
        return { ...next, status: 'waiting', returned: event.at, ...passed(state, event.at) };
      case 'TicketArrived': {
        const { visitId, firstReceiver } = event;
        return { ...next, status: 'serving', visitId, firstReceiver, ...passed(state, event.at) };
      }
      case 'TicketParked':
        return { ...next, status: 'parked', note: event.reason, ...passed(state, event.at) };
      case 'TicketTransferred': {
        const { to, note } = event;
        const target =
          to.kind === 'counter'
            ? { waitsFor: { id: to.id, name: to.name } }
            : { waitsFor: null, categoryId: to.id, categoryName: to.name };
        return { ...next, status: 'waiting', ...target, note: note || null, ...passed(state, event.at) };
      }
      case 'TicketFinished':
        return { ...next, status: 'served', ...passed(state, event.at) };
      case 'LaneChanged':
        return { ...next, lane: event.lane, priority: event.priority };
      case 'TicketPutFirst':
        return {
          ...next,
          ...{ status: 'waiting', putFirst: event.putFirst },
          ...(state.status === 'missed' && { returned: event.at, ...passed(state, event.at) }),
        };
      default:
        return assertNever(event);
    }
  },
};

function issue(
  state: Ticket | null,
  { args, id }: Extract<TicketCommand, { name: 'issueTicket' }>,
  { demo, place, stamp }: Facts,
): Decision<TicketEvent> {
  if (args.hallId !== place.hallId) return refuse('otherHall', '这里不发其他大厅的号票，请到该大厅取号。');
  if (state !== null) return refuse('alreadyIssued', '这张号票已经取过了。');
  if (args.holder !== null && isVirtual(reveal(args.holder)) && !demo) return virtualEvidence;
  const ticket: Ticket = {
    ...args,
    ...{ id, status: 'waiting', revision: 1, issued: stamp, since: stamp },
    ...{ counter: null, called: null, calls: 0, visitId: null, waitsFor: null, note: null },
    ...{ putFirst: null, returned: null, firstReceiver: null, spent: { wait: 0, walk: 0, service: 0 } },
  };
  return laneFault(args.lane, args.priority, args.booking) ?? events({ type: 'TicketIssued', ticket });
}

/** A lane that wants a reason has one, and no other does. */
function laneFault(
  lane: Lane,
  priority: PriorityReason | null,
  booking: Ticket['booking'],
): Decision<never> | null {
  if (lane === 'priority' && priority === null)
    return refuse('reasonMissing', '优先号要注明优先的原因，请选择后再取号。');
  if (lane === 'booking' && booking === null)
    return refuse('notBooked', '没有找到这个预约，请按现场取号办理。');
  return null;
}

/** The counter that a command is for; `unknown` where the hall has no such counter. */
function actingCounter(
  args: { counter?: CounterNamed | undefined; counterName?: string | undefined },
  { place, counter }: Facts,
): CounterNamed | null | 'unknown' {
  const { counter: named, counterName = '' } = args;
  if (named === undefined)
    return place.counterId === null ? null : { id: place.counterId, name: counterName };
  const known = named.id === place.counterId || counter(named.id)?.organisationId === place.organisationId;
  return known ? named : 'unknown';
}

/** Adds what has passed since to what the ticket was doing, and begins anew. */
function passed(ticket: Ticket, at: Stamp): Pick<Ticket, 'since' | 'spent'> {
  const seconds = Math.max(0, Math.round((epochOf(momentOf(at)) - epochOf(momentOf(ticket.since))) / 1_000));
  const { wait, walk, service } = ticket.spent;
  switch (ticket.status) {
    case 'waiting':
      return { since: at, spent: { wait: wait + seconds, walk, service } };
    case 'called':
      return { since: at, spent: { wait, walk: walk + seconds, service } };
    case 'serving':
      return { since: at, spent: { wait, walk, service: service + seconds } };
    default:
      // Whoever missed a call or fetches a paper is neither waiting nor served.
      return { since: at, spent: ticket.spent };
  }
}

/** A ticket as the order of calling looks at it. */
export const waitingOf = (ticket: Ticket): Waiting => ({
  // Passed on, one has waited already: from the first arrival on, and faster.
  lane: ticket.firstReceiver !== null && ticket.lane === 'walkIn' ? 'returning' : ticket.lane,
  arrivedAt: momentOf(ticket.issued),
  bookedFor: ticket.booking?.at ?? null,
  putFirstAt: ticket.putFirst?.at ?? null,
  back:
    ticket.returned === null
      ? null
      : { at: momentOf(ticket.returned), waitedMinutes: ticket.spent.wait / 60 },
});
