import { implement } from '@orpc/server';
import type { z } from 'zod';
import type { BeijingDate } from '#shared/clock/beijing.ts';
import { ticketOrderSchema } from '#shared/contracts/hall-queue.ts';
import { type KioskScreen, kioskContract } from '#shared/contracts/kiosk.ts';
import { maskName } from '#shared/identity/masking.ts';
import { priorityByAge } from '#shared/queue/priority-by-age.ts';
import type { TicketHolder } from '#shared/queue/ticket-commands.ts';
import { cardNotice } from '../devices/card-notice.ts';
import { holderOf } from '../identity/card-holder.ts';
import { type Prefilled, prefilled } from '../queue/prefilled.ts';
import { askAboutCode } from '../queue/taken-codes.ts';
import type { Acting } from '../store/commands.ts';
import { gate, place } from './gate.ts';
import { live } from './live.ts';
import { orSayWhy } from './or-say-why.ts';
import type { Parts } from './parts.ts';

/** So long the card that was read stands for the person in front of the kiosk. */
const cardMs = 60_000;

/** The ticket kiosk's contract: categories, the card on its reader, and the ticket that it has just given. */
export function kioskRouter({ store, devices, tickets, printTicket, prefillUrl }: Parts) {
  const standing = place('kiosk', 'kiosk', () => store.knowledge.place().organisationId);
  const os = implement(kioskContract).use(orSayWhy(store)).use(gate('kiosk', standing));
  const idle = '先平放身份证再取号，窗口不用再填写；不放也能取号。';
  let card: { holder: TicketHolder; birth: BeijingDate; until: number } | null = null;
  const notice = cardNotice(() => store.changed());
  let scanned: (Prefilled & { taken: string | null; until: number }) | null = null;
  const scanNotice = cardNotice(() => store.changed());
  let lastTicketId: string | null = null;
  let lastWasAgain = false;

  devices.onCard('kiosk', (reading) => {
    if (reading.kind === 'fault') {
      notice.say(reading.status.message);
    } else {
      card = {
        holder: holderOf(reading),
        birth: reading.card.birth,
        until: reading.at + cardMs,
      };
      notice.clear();
    }
    store.changed();
  });

  devices.onScan('kiosk', (text) => {
    const answer = prefilled(store, text);
    scanned = null;
    if (answer.kind === 'done') {
      const asked = askAboutCode(store, { codeId: answer.codeId, another: false });
      scanned = { ...answer, taken: asked?.refusal.message ?? null, until: Date.now() + cardMs };
    }
    scanNotice.clear();
    if (answer.kind === 'refused') scanNotice.say(answer.refusal.message);
    // Whoever holds a phone there is the next person.
    lastTicketId = null;
    store.changed();
  });

  const shownCard = () => (card !== null && card.until > Date.now() ? card : null);
  const holder = () => shownCard()?.holder ?? null;

  function forget(): void {
    card = null;
    notice.clear();
    scanned = null;
    scanNotice.clear();
  }

  function screen(): KioskScreen {
    const { categories, hallName, waitingCount, notice: told } = tickets.queue();
    const last = lastTicketId === null ? null : tickets.issued(lastTicketId);
    const print = lastTicketId === null ? null : devices.printOf(lastTicketId);
    const shown = shownCard();
    return {
      organisationName: store.knowledge.organisation(store.knowledge.place().organisationId)?.name ?? '',
      hallName,
      now: store.now(),
      categories: categories.map((category) => ({
        ...category,
        // Every counter takes every category, so whoever waits, waits before.
        waiting: waitingCount,
      })),
      notice: told,
      holderName: shown === null ? null : maskName(shown.holder.name),
      cardSentence: notice.text() || (shown === null ? idle : '身份证已读取，请选择业务。'),
      priorityOffered: shown === null ? null : priorityByAge(shown.birth, store.businessDay()),
      devices: devices.statuses('kiosk'),
      prefillUrl: devices.register.at('kiosk', 'codeScanner').length === 0 ? null : prefillUrl,
      prefilled: scanned !== null && scanned.until > Date.now() ? scanned : null,
      scanSentence: scanNotice.text(),
      lastTicket:
        last === null
          ? null
          : {
              ...last,
              again: lastWasAgain,
              print: print?.state ?? 'noPrinter',
              sentence:
                print === null || print.state === 'printing' || print.state === 'printed'
                  ? (print?.sentence ?? '')
                  : '票没有打印出来，请记住屏幕上的号码，号码有效。',
            },
    };
  }

  async function issue(acting: Acting, order: z.input<typeof ticketOrderSchema>) {
    let send = () => {};
    const at = { counterId: null, acting };
    const issued = await tickets.issue(at, ticketOrderSchema.parse(order), (ticket) => {
      send = printTicket('kiosk', ticket);
    });
    if (issued.kind === 'refused') {
      // It took its number at another kiosk of the hall.
      if (issued.refusal.code === 'codeTaken' && scanned !== null) {
        scanned = { ...scanned, taken: issued.refusal.message, until: Date.now() + cardMs };
        store.changed();
      }
      return issued;
    }
    send();
    lastTicketId = issued.ticket.id;
    lastWasAgain = issued.ticket.again;
    forget();
    store.changed();
    const { number, ahead } = issued.ticket;
    return { kind: 'done' as const, number, ahead };
  }

  return os.router({
    watch: os.watch.handler(({ signal }) => live(store.ofHall, screen, signal)),
    issue: os.issue.handler(({ context, input: { categoryId, also, ...order } }) =>
      issue(context.acting(), { ...order, categoryIds: [categoryId, ...also], holder: holder() }),
    ),
    issueBooked: os.issueBooked.handler(({ context, input: { ticketId, code } }) =>
      issue(context.acting(), { ticketId, categoryIds: [], bookingCode: code, holder: holder() }),
    ),
    scanned: os.scanned.handler(({ input: { text } }) => {
      devices.typedCode('kiosk', text);
      return { kind: 'done' as const };
    }),
    clear: os.clear.handler(() => {
      lastTicketId = null;
      forget();
      store.changed();
      return { kind: 'done' as const };
    }),
  });
}
