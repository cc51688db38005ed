import { v7 as uuidv7 } from 'uuid';
import type { Applicant } from '#shared/cases/commands.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { TicketHolder } from '#shared/queue/ticket.ts';
import { reveal } from '#shared/sync/personal.ts';
import type { Visit } from '#shared/visits/visit.ts';
import { type Drafts, digestOfDraft } from '../cases/drafts.ts';
import { cardNotice } from '../devices/card-notice.ts';
import type { DeviceDesk } from '../devices/device-desk.ts';
import { holderOf } from '../identity/card-holder.ts';
import { nobodyCalled, type TicketDesk } from '../queue/ticket-desk.ts';
import type { Acting, Intent } from '../store/commands.ts';
import type { Store } from '../store/store.ts';
import type { StoredSubject } from '../store/subjects.ts';

type Opened = { kind: 'done'; visitId: string } | Refused;

/** The visit at this counter. */
export type VisitDesk = ReturnType<typeof visitDesk>;

/** Whoever a card names, as an applicant. */
const applicantOf = (holder: TicketHolder): Applicant => ({
  kind: 'person',
  ...holder,
  phone: '',
  source: 'card',
});

export function visitDesk(store: Store, parts: { devices: DeviceDesk; drafts: Drafts; tickets: TicketDesk }) {
  const { devices, drafts, tickets } = parts;
  const notice = cardNotice(() => store.changed());

  const current = (): StoredSubject<Visit> | null =>
    store.visits.where(
      `status = 'open' AND state ->> '$.counterId' = ? ORDER BY rowid DESC LIMIT 1`,
      store.knowledge.place().counterId ?? '',
    )[0] ?? null;

  devices.onCard('counter', (reading) => {
    const visit = current();
    if (reading.kind === 'fault') notice.say(reading.status.message);
    else if (visit === null) notice.say('证件已读取，但还没有开始接待。请先叫号并开始办理，再刷一次证件。');
    else layIntoDraft(visit.id, applicantOf(holderOf(reading.card)));
  });

  function layIntoDraft(visitId: string, laid: Applicant): void {
    notice.clear();
    const { applicant, tickedMaterialIds } = drafts.of(visitId);
    if (applicant === null || applicant.idNumber === laid.idNumber) {
      // A phone number that was typed already is not on the card and stays.
      drafts.save(visitId, { applicant: { ...laid, phone: applicant?.phone ?? '' } });
      return;
    }
    // Another person's papers are not this one's.
    drafts.save(visitId, { applicant: laid, tickedMaterialIds: [] });
    if (tickedMaterialIds.length > 0) notice.say('申请人已换成刚读的证件，已勾选的材料已清空，请重新核对。');
  }

  function open(
    acting: Acting,
    ticket: { id: string; number: string; applicant: Applicant | null } | null,
  ): Opened {
    if (current() !== null) return alreadyOpen;
    const visitId = uuidv7();
    const intents: Intent[] = [
      {
        name: 'openVisit',
        subject: { kind: 'visit', id: visitId },
        args: { ticketId: ticket?.id ?? null, ticketNumber: ticket?.number ?? null, serviceMode: 'counter' },
      },
    ];
    if (ticket !== null) {
      intents.unshift({
        name: 'arriveTicket',
        subject: { kind: 'ticket', id: ticket.id },
        args: { visitId },
      });
    }
    notice.clear();
    const performed = store.perform(acting, intents, () => drafts.begin(visitId, ticket?.applicant ?? null));
    return performed.kind === 'refused' ? performed : { kind: 'done', visitId };
  }

  return {
    current,
    /** Why the last card could not be used, and what to do; empty where it could. */
    cardSentence: notice.text,

    /** The person who was called has come: what the kiosk read from their card is in the form already. */
    arrive(acting: Acting): Opened {
      const ticket = tickets.current();
      if (ticket === null) return nobodyCalled;
      const holder = ticket.state.holder === null ? null : reveal(ticket.state.holder);
      const applicant = holder === null ? null : applicantOf(holder);
      return open(acting, { id: ticket.id, number: ticket.state.number, applicant });
    },

    /** Somebody without a ticket is received just the same. */
    openWithoutTicket: (acting: Acting): Opened => open(acting, null),

    close(acting: Acting) {
      const visit = current();
      if (visit === null) return noVisit;
      const taken = store.cases.count('visit_id = ?', visit.id) > 0;
      notice.clear();
      return store.perform(
        acting,
        [
          {
            name: 'closeVisit',
            subject: { kind: 'visit', id: visit.id },
            args: { outcome: taken ? 'taken' : 'advised' },
          },
        ],
        () => drafts.remove(visit.id),
      );
    },

    /** The citizen's own confirmation of the entries that the digest names. */
    confirm(acting: Acting, digest: string) {
      const visit = current();
      if (visit === null) return noVisit;
      const draft = drafts.of(visit.id);
      if (digestOfDraft(draft) !== digest) {
        return refused('entriesChanged', '内容刚刚有变动，请重新核对后再确认。');
      }
      return store.perform(
        acting,
        [{ name: 'confirmEntries', subject: { kind: 'visit', id: visit.id }, args: { digest } }],
        () => drafts.save(visit.id, { confirmation: { digest, at: store.now() } }),
      );
    },
  };
}

const alreadyOpen = refused('alreadyOpen', '本窗口正在接待，请先结束这次接待。');
/** What a procedure answers where a visit has to be open. */
export const noVisit = refused('noVisit', '还没有开始接待，请先叫号或直接接待。');
