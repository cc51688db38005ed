import { implement } from '@orpc/server';
import { type KioskScreen, kioskContract } from '#shared/contracts/kiosk.ts';
import { maskName } from '#shared/identity/masking.ts';
import type { TicketHolder } from '#shared/queue/ticket.ts';
import { cardNotice } from '../devices/card-notice.ts';
import { holderOf } from '../identity/card-holder.ts';
import type { Acting } from '../store/commands.ts';
import { live } from './live.ts';
import { orSayWhy } from './or-say-why.ts';
import type { Parts } from './parts.ts';

/** So long the card that was read stands for the person in front of the kiosk. */
const cardMs = 60_000;

/** The ticket kiosk's contract: categories, the card on its reader, and the ticket that it has just given. */
export function kioskRouter({ store, devices, tickets }: Parts) {
  const os = implement(kioskContract).use(orSayWhy);
  const idle = '请将身份证平放在感应区，也可以不放，直接取号。';
  let card: { holder: TicketHolder; until: number } | null = null;
  const notice = cardNotice(() => store.changed());
  let lastTicketId: string | null = null;

  devices.onCard('kiosk', (reading) => {
    if (reading.kind === 'fault') {
      notice.say(reading.status.message);
    } else {
      card = {
        holder: holderOf(reading.card),
        until: reading.at + cardMs,
      };
      notice.clear();
    }
    store.changed();
  });

  const holder = () => (card !== null && card.until > Date.now() ? card.holder : null);

  function forget(): void {
    card = null;
    notice.clear();
  }

  const acting = (): Acting => ({
    actor: {
      actorId: 'kiosk',
      postingId: null,
      role: 'kiosk',
      organisationId: store.knowledge.place().organisationId,
    },
    sessionId: null,
    authMode: 'offline',
    channel: 'kiosk',
  });

  function screen(): KioskScreen {
    const waiting = tickets.waiting();
    const last = lastTicketId === null ? null : store.tickets.get(lastTicketId);
    const print = lastTicketId === null ? null : devices.printOf(lastTicketId);
    const person = holder();
    return {
      organisationName: store.knowledge.organisation(store.knowledge.place().organisationId)?.name ?? '',
      hallName: tickets.hallName(),
      now: store.now(),
      categories: tickets.categories().map((category) => ({
        ...category,
        // Every counter takes every category, so whoever waits, waits before.
        waiting: waiting.length,
      })),
      holderName: person === null ? null : maskName(person.name),
      cardSentence: notice.text() || (person === null ? idle : '身份证已读取，请选择业务。'),
      devices: devices.statuses('kiosk'),
      lastTicket:
        last === null
          ? null
          : {
              id: last.id,
              number: last.state.number,
              categoryName: last.state.categoryName,
              ahead: tickets.aheadOf(last),
              print: print?.state ?? 'noPrinter',
              sentence:
                print === null || print.state === 'printing' || print.state === 'printed'
                  ? (print?.sentence ?? '')
                  : '票没有打印出来，请记住屏幕上的号码，号码有效。',
            },
    };
  }

  return os.router({
    watch: os.watch.handler(({ signal }) => live(store, screen, signal)),
    issue: os.issue.handler(({ input }) => {
      const issued = tickets.issue(acting(), input.ticketId, input.categoryId, holder());
      if (issued.kind === 'done') {
        lastTicketId = input.ticketId;
        forget();
        store.changed();
      }
      return issued;
    }),
    clear: os.clear.handler(() => {
      lastTicketId = null;
      forget();
      store.changed();
      return { kind: 'done' as const };
    }),
  });
}
