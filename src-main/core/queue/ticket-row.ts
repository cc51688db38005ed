import { formatBeijing } from '#shared/clock/beijing.ts';
import { momentOf } from '#shared/clock/evidence.ts';
import type { TicketRow } from '#shared/contracts/views.ts';
import { maskName } from '#shared/identity/masking.ts';
import { lanes } from '#shared/queue/fair-order.ts';
import type { Ticket } from '#shared/queue/ticket.ts';
import { priorityReasons } from '#shared/queue/ticket-commands.ts';
import { reveal } from '#shared/sync/personal.ts';

const rows = new WeakMap<Ticket, TicketRow>();

/** A ticket as a list shows it: the same row for the same state, so that what has not changed is seen to be so. */
export function ticketRow(ticket: Ticket): TicketRow {
  const row = rows.get(ticket) ?? rowOf(ticket);
  rows.set(ticket, row);
  return row;
}

function rowOf(ticket: Ticket): TicketRow {
  const { id, number, categoryId, categoryName, status, lane, note, visitId, calls, spent } = ticket;
  const holder = ticket.holder === null ? null : reveal(ticket.holder);
  return {
    ...{ id, number, categoryId, categoryName, status, lane, note, visitId, calls, spent },
    also: ticket.also.map(({ name }) => name),
    matters: [...ticket.matters],
    laneText: laneText(ticket),
    counterId: ticket.counter?.id ?? null,
    counterName: ticket.counter?.name ?? null,
    waitsFor: ticket.waitsFor?.name ?? null,
    issuedAt: momentOf(ticket.issued),
    calledAt: ticket.called === null ? null : momentOf(ticket.called),
    sinceAt: momentOf(ticket.since),
    holderName: holder === null ? null : maskName(holder.name),
  };
}

/** Why a ticket is called earlier than by its arrival alone, in words; empty where it is not. */
export function laneText({ lane, priority, booking, putFirst, returned }: Ticket): string {
  const words =
    lane === 'booking' && booking !== null
      ? `${lanes.booking} ${formatBeijing(booking.at).slice(-5)}`
      : lane === 'priority' && priority !== null
        ? `${lanes.priority}·${priorityReasons[priority]}`
        : lane === 'walkIn'
          ? ''
          : lanes[lane];
  return [words, putFirst === null ? '' : '已提前', returned === null ? '' : '过号返回']
    .filter((each) => each !== '')
    .join('·');
}
