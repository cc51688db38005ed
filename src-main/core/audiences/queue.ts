import { implement } from '@orpc/server';
import { refused } from '#shared/contracts/answer.ts';
import { queueContract } from '#shared/contracts/queue.ts';
import { hallReadiness } from '../queue/hall-readiness.ts';
import type { At } from '../queue/ticket-desk.ts';
import type { Gated } from './gate.ts';
import type { Parts } from './parts.ts';

/** Calling, and running the hall: the handlers that the clerk's router has below `queue`. */
export function queueHandlers(
  parts: Pick<Parts, 'store' | 'tickets' | 'visits' | 'printTicket' | 'devices' | 'sync' | 'hall'>,
) {
  const { store, tickets, visits, printTicket } = parts;
  const os = implement(queueContract).$context<Gated>();
  const at = (context: Gated): At => ({
    counterId: store.knowledge.place().counterId,
    acting: context.acting(),
  });
  return {
    callNext: os.callNext.handler(({ context, input }) => tickets.call(at(context), input.ticketId ?? null)),
    recall: os.recall.handler(({ context }) => tickets.recall(at(context))),
    miss: os.miss.handler(({ context }) => tickets.miss(at(context))),
    arrive: os.arrive.handler(({ context }) => visits.arrive(context.acting())),
    comeBack: os.comeBack.handler(({ context, input }) => tickets.comeBack(at(context), input.ticketId)),
    park: os.park.handler(({ context, input }) => visits.park(context.acting(), input.reason)),
    transfer: os.transfer.handler(({ context, input }) =>
      visits.transfer(context.acting(), input.to, input.note),
    ),
    issue: os.issue.handler(async ({ context, input }) => {
      let send = () => {};
      const issued = await tickets.issue(at(context), { ...input, holder: null }, (ticket) => {
        send = printTicket('counter', ticket);
      });
      send();
      return issued;
    }),
    changeLane: os.changeLane.handler(({ context, input }) =>
      tickets.changeLane(at(context), input.ticketId, input.lane, input.priority),
    ),
    putFirst: os.putFirst.handler(({ context, input }) =>
      input.reason === ''
        ? refused('reasonMissing', '请写明提前叫号的原因。')
        : tickets.putFirst(at(context), input.ticketId, input.reason),
    ),
    arrange: os.arrange.handler(({ context, input }) => tickets.arrange(at(context), input)),
    figures: os.figures.handler(({ context }) => tickets.figures(at(context))),
    readiness: os.readiness.handler(() => hallReadiness({ ...parts, sync: parts.sync.view() })),
    slots: os.slots.handler(async ({ context, input }) => [...(await tickets.slots(at(context), input.day))]),
    bookings: os.bookings.handler(async ({ context, input }) => [
      ...(await tickets.bookings(at(context), input.day)),
    ]),
    book: os.book.handler(({ context, input }) =>
      input.booker.name === ''
        ? refused('nameMissing', '请填写预约人的姓名。')
        : tickets.book(at(context), input),
    ),
    cancelBooking: os.cancelBooking.handler(({ context, input }) =>
      tickets.cancelBooking(at(context), input.bookingId, input.reason),
    ),
  };
}
