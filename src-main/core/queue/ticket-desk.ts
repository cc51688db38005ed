import { momentOf } from '#shared/clock/evidence.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { TicketRow } from '#shared/contracts/views.ts';
import { maskName } from '#shared/identity/masking.ts';
import type { TicketCategory } from '#shared/organisation/organisation.ts';
import type { Ticket, TicketHolder } from '#shared/queue/ticket.ts';
import { ticketSlip } from '#shared/queue/ticket-slip.ts';
import { reveal } from '#shared/sync/personal.ts';
import type { DeviceDesk } from '../devices/device-desk.ts';
import type { Acting, Intent } from '../store/commands.ts';
import { newSalt } from '../store/salt.ts';
import type { Store } from '../store/store.ts';
import type { StoredSubject } from '../store/subjects.ts';

type Taken<Shape> = ({ kind: 'done' } & Shape) | Refused;

/** The queue of the hall, as this installation keeps it. */
export type TicketDesk = ReturnType<typeof ticketDesk>;

const byIssue = `ORDER BY state ->> '$.issued.capturedAt', id`;

export function ticketDesk(store: Store, devices: DeviceDesk) {
  const hall = () => store.knowledge.hall(store.knowledge.place().hallId);
  const counterName = () => store.knowledge.counter(store.knowledge.place().counterId)?.name ?? '';
  const tickets = (status: Ticket['status']) =>
    store.tickets.where(`business_day = ? AND status = ? ${byIssue}`, store.businessDay(), status);

  /** How many are called before: every counter takes every category, first come first called. */
  const aheadOf = ({ state }: StoredSubject<Ticket>) =>
    store.tickets.count(
      `business_day = ? AND status = 'waiting' AND state ->> '$.issued.capturedAt' < ?`,
      state.businessDay,
      state.issued.capturedAt,
    );

  function stored(id: string): StoredSubject<Ticket> {
    const ticket = store.tickets.get(id);
    if (ticket === null) throw new Error('a ticket that was just written is not in the store');
    return ticket;
  }

  /** The ticket that this counter has called and that nobody has come to yet. */
  const current = (): StoredSubject<Ticket> | null =>
    tickets('called').find(({ state }) => state.counter?.id === store.knowledge.place().counterId) ?? null;

  function act(acting: Acting, name: 'recallTicket' | 'missTicket'): ReturnType<Store['perform']> {
    const ticket = current();
    if (ticket === null) return nobodyCalled;
    return store.perform(acting, [{ name, subject: { kind: 'ticket', id: ticket.id }, args: {} }]);
  }

  return {
    categories: (): readonly TicketCategory[] => hall()?.categories ?? [],
    hallName: () => hall()?.name ?? '',
    waiting: () => tickets('waiting'),
    missed: () => tickets('missed'),
    called: () => tickets('called'),
    current,
    aheadOf,

    /**
     * Issues a ticket and prints it at the kiosk. The same id is the same ticket, however often it is asked for:
     * nothing is issued twice and nothing printed twice.
     */
    issue(
      acting: Acting,
      ticketId: string,
      categoryId: string,
      holder: TicketHolder | null,
    ): Taken<{ number: string; ahead: number }> {
      const known = store.tickets.get(ticketId);
      if (known !== null) return { kind: 'done', number: known.state.number, ahead: aheadOf(known) };
      const category = hall()?.categories.find((each) => each.id === categoryId);
      const { hallId } = store.knowledge.place();
      if (category === undefined || hallId === null) {
        return {
          kind: 'refused',
          refusal: { code: 'categoryUnknown', message: '没有这一类业务，请重新选择或询问引导员。' },
        };
      }
      const businessDay = store.businessDay();
      const serial = store.serials.next(`ticket ${category.prefix}`, businessDay);
      const number = `${category.prefix}${String(serial).padStart(3, '0')}`;
      const issueTicket: Intent = {
        name: 'issueTicket',
        subject: { kind: 'ticket', id: ticketId },
        args: {
          number,
          categoryId,
          categoryName: category.name,
          businessDay,
          hallId,
          holder: holder === null ? null : { salt: newSalt(), personal: holder },
        },
      };
      let before = 0;
      let send = () => {};
      const performed = store.perform(acting, [issueTicket], () => {
        const ticket = stored(ticketId);
        before = aheadOf(ticket);
        send = devices.enter('kiosk', {
          title: `号票 ${number}`,
          subjectId: ticketId,
          slip: ticketSlip({
            organisationName:
              store.knowledge.organisation(store.knowledge.place().organisationId)?.name ?? '',
            hallName: hall()?.name ?? '',
            number,
            categoryName: category.name,
            ahead: before,
            issuedAt: momentOf(ticket.state.issued),
            copy: false,
          }),
        });
      });
      if (performed.kind === 'refused') return performed;
      send();
      return { kind: 'done', number, ahead: before };
    },

    /** Calls a ticket: the one that has waited longest, or the one that is named. */
    call(acting: Acting, ticketId: string | null): Taken<{ ticket: TicketRow }> {
      const called = current();
      if (called !== null)
        return refused('stillCalling', `${called.state.number}号还没有处理，请先开始办理或过号。`);
      const id = ticketId ?? tickets('waiting')[0]?.id;
      if (id === undefined) return refused('nobodyWaiting', '现在没有人等候。没有号票的群众可以直接接待。');
      const performed = store.perform(acting, [
        { name: 'callTicket', subject: { kind: 'ticket', id }, args: { counterName: counterName() } },
      ]);
      if (performed.kind === 'refused') return performed;
      return { kind: 'done', ticket: ticketRow(stored(id).state) };
    },

    recall: (acting: Acting) => act(acting, 'recallTicket'),
    miss: (acting: Acting) => act(acting, 'missTicket'),
  };
}

export const nobodyCalled = refused('nobodyCalled', '本窗口还没有叫号，请先叫下一位。');

/** A ticket as a list shows it. */
export function ticketRow(ticket: Ticket): TicketRow {
  const holder = ticket.holder === null ? null : reveal(ticket.holder);
  return {
    id: ticket.id,
    number: ticket.number,
    categoryName: ticket.categoryName,
    status: ticket.status,
    counterName: ticket.counter?.name ?? null,
    issuedAt: momentOf(ticket.issued),
    calledAt: ticket.called === null ? null : momentOf(ticket.called),
    calls: ticket.calls,
    holderName: holder === null ? null : maskName(holder.name),
  };
}
