import { z } from 'zod';
import { beijingDateSchema } from '../clock/beijing.ts';
import type { Stamp } from '../clock/evidence.ts';
import { assertNever, type Decider, events, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { type Personal, personalSchema } from '../sync/personal.ts';
import { lineSchema } from '../text.ts';

/** What the kiosk reads from a card; it fills the form at the counter (预登记). */
export const ticketHolderSchema = z.strictObject({
  name: lineSchema(120),
  idNumber: lineSchema(32),
  address: lineSchema(200),
});
export type TicketHolder = z.infer<typeof ticketHolderSchema>;

/** The commands of a ticket. */
export const ticketCommands = {
  issueTicket: z.strictObject({
    /** As it is called: prefix and serial, `A007`. */
    number: z.string().regex(/^[A-Z]\d{3,6}$/),
    categoryId: z.string().min(1).max(64),
    categoryName: z.string().min(1).max(40),
    businessDay: beijingDateSchema,
    hallId: z.string().min(1).max(64),
    /** Whoever laid their card on the kiosk's reader; null without a card. */
    holder: personalSchema(ticketHolderSchema).nullable(),
  }),
  callTicket: z.strictObject({ counterName: z.string().min(1).max(40) }),
  recallTicket: z.strictObject({}),
  missTicket: z.strictObject({}),
  arriveTicket: z.strictObject({ visitId: z.uuidv7() }),
} as const;

/** A queue ticket (号票). */
export interface Ticket {
  id: string;
  number: string;
  categoryId: string;
  categoryName: string;
  businessDay: string;
  hallId: string;
  holder: Personal<TicketHolder> | null;
  status: 'waiting' | 'called' | 'missed' | 'served';
  revision: number;
  issued: Stamp;
  /** The counter that called last, by id and by the name that is called out. */
  counter: { id: string; name: string } | null;
  called: Stamp | null;
  calls: number;
  visitId: string | null;
}

export type TicketEvent =
  | { type: 'TicketIssued'; ticket: Ticket }
  | { type: 'TicketCalled'; counter: NonNullable<Ticket['counter']>; at: Stamp }
  | { type: 'TicketMissed' }
  | { type: 'TicketArrived'; visitId: string };

type Name = keyof typeof ticketCommands;
type TicketCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];

/** The rules of a ticket: issued once, called by one counter at a time, then served or missed. */
export const ticketDecider: Decider<Ticket, TicketCommand, TicketEvent> = {
  decide(state, command, { place, stamp }) {
    if (command.name === 'issueTicket') {
      if (command.args.hallId !== place.hallId)
        return refuse('otherHall', '这里不发其他大厅的号票，请到该大厅取号。');
      if (state !== null) return refuse('alreadyIssued', '这张号票已经取过了。');
      return events({
        type: 'TicketIssued',
        ticket: {
          ...command.args,
          id: command.id,
          status: 'waiting',
          revision: 1,
          issued: stamp,
          counter: null,
          called: null,
          calls: 0,
          visitId: null,
        },
      });
    }
    if (state === null) return refuse('ticketUnknown', '没有找到这张号票。');
    if (place.counterId === null) return refuse('notAtCounter', '叫号只能在窗口进行。');
    if (state.hallId !== place.hallId) return refuse('otherHall', '这张号票是其他大厅的，请引导到该大厅。');
    const mine = state.status === 'called' && state.counter?.id === place.counterId;
    switch (command.name) {
      case 'callTicket':
        // A missed number may be called again; a served one may not, and one at another counter stays there.
        if (state.status !== 'waiting' && state.status !== 'missed')
          return refuse(
            'alreadyCalled',
            `${state.number}号已由${state.counter?.name ?? '其他窗口'}叫走，请叫下一位。`,
          );
        return events({
          type: 'TicketCalled',
          counter: { id: place.counterId, name: command.args.counterName },
          at: stamp,
        });
      case 'recallTicket':
        if (!mine || state.counter === null)
          return refuse('notCalledHere', `${state.number}号不在本窗口，不能重呼。`);
        return events({ type: 'TicketCalled', counter: state.counter, at: stamp });
      case 'missTicket':
        if (!mine) return refuse('notCalledHere', `${state.number}号不在本窗口，不能过号。`);
        return events({ type: 'TicketMissed' });
      case 'arriveTicket':
        if (!mine) return refuse('notCalledHere', `${state.number}号不在本窗口，不能开始办理。`);
        return events({ type: 'TicketArrived', visitId: command.args.visitId });
      default:
        return assertNever(command);
    }
  },

  evolve(state, event) {
    if (event.type === 'TicketIssued') return event.ticket;
    if (state === null) throw new Error(`${event.type} before TicketIssued`);
    const next = { ...state, revision: state.revision + 1 };
    switch (event.type) {
      case 'TicketCalled':
        return {
          ...next,
          status: 'called',
          counter: event.counter,
          called: event.at,
          calls: state.calls + 1,
        };
      case 'TicketMissed':
        return { ...next, status: 'missed' };
      case 'TicketArrived':
        return { ...next, status: 'served', visitId: event.visitId };
      default:
        return assertNever(event);
    }
  },
};
