import type { IssuedTicket } from '#shared/contracts/hall-queue.ts';
import type { DevicePlace } from '#shared/devices/device-profile.ts';
import { ticketSlip } from '#shared/queue/ticket-slip.ts';
import type { DeviceDesk } from '../devices/device-desk.ts';
import type { Store } from '../store/store.ts';

/** Puts tickets on paper, at the printer of whoever asked for them. */
export type TicketPrinting = ReturnType<typeof ticketPrinting>;

/** @param districtUrl where whoever has gone out may follow their ticket */
export function ticketPrinting(store: Store, devices: DeviceDesk, districtUrl: string) {
  /**
   * Enters a ticket's print, to be called within the act that issues it.
   * @returns what sends it, to be called after the act
   */
  return (place: DevicePlace, ticket: IssuedTicket): (() => void) => {
    const { organisationId, hallId } = store.knowledge.place();
    return devices.enter(place, {
      title: `号票 ${ticket.number}`,
      subjectId: ticket.id,
      slip: ticketSlip({
        ...ticket,
        organisationName: store.knowledge.organisation(organisationId)?.name ?? '',
        hallName: store.knowledge.hall(hallId)?.name ?? '',
        followUrl: ticket.token === null ? null : new URL(`/t/${ticket.token}`, districtUrl).href,
        copy: ticket.again,
      }),
    });
  };
}
