import type { BeijingDate } from '#shared/clock/beijing.ts';
import type { HandedOver } from '#shared/contracts/hall.ts';
import type { ArrivedTicket } from '#shared/contracts/hall-queue.ts';
import { hallTicketId } from '#shared/queue/hall-ticket-commands.ts';
import type { Acting, Intent } from '../store/commands.ts';
import { newSalt } from '../store/salt.ts';
import type { Store } from '../store/store.ts';
import { arrivedView } from './own-tickets.ts';
import { presented } from './presented.ts';
import type { At, Taken, TicketDesk } from './ticket-desk.ts';

/** What the core that keeps the hall's queue does for the others beyond what its own counter does. */
export type HallKeeper = ReturnType<typeof hallKeeper>;

export function hallKeeper(store: Store, own: TicketDesk) {
  const byNumber = presented(store);
  return {
    /** The ticket that a counter has now, as it goes on with it; null where it has none. */
    arrived(counterId: string | null): ArrivedTicket | null {
      const row = own.current(counterId);
      const ticket = row === null ? null : store.tickets.get(row.id);
      return ticket === null ? null : arrivedView(ticket.state);
    },

    /** Somebody was received by the number in their hand, where this core could not be asked. */
    present(
      { acting, counterId }: At,
      what: { number: string; businessDay: BeijingDate; visitId: string },
    ): Taken {
      const found = byNumber.steps(counterId, what);
      if (found === null) return { kind: 'done' };
      if ('refusal' in found) return found;
      const { intents, also } = found.along;
      if (intents.length > 0) return store.perform(acting, intents);
      also();
      return { kind: 'done' };
    },

    /**
     * Goes on with tickets that another core issued while it could not reach this one: in one act, or one by one where one
     * of them cannot be taken.
     */
    takeOver(acting: Acting, tickets: readonly HandedOver[]): Taken[] {
      const { hallId } = store.knowledge.place();
      if (hallId === null) throw new Error('a core without a hall keeps no hall’s queue');
      const intents = tickets.map(({ ticketId, holder, ...ticket }): Intent => {
        const served = byNumber.before(ticket.number);
        return {
          name: 'takeOverTicket',
          subject: { kind: 'ticket', id: hallTicketId(ticketId) },
          args: {
            ...ticket,
            hallId,
            holder: holder === null ? null : { salt: newSalt(), personal: holder },
            served,
          },
        };
      });
      if (store.perform(acting, intents).kind === 'done') return [];
      return intents
        .map((intent) => store.perform(acting, [intent]))
        .filter((taken) => taken.kind === 'done' || taken.refusal.code !== 'alreadyTakenOver');
    },
  };
}
