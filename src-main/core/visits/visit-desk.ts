import { v7 as uuidv7 } from 'uuid';
import type { Applicant } from '#shared/cases/commands.ts';
import type { WrittenSignature } from '#shared/cases/written-signature.ts';
import { beijingDateOf, epochOf } from '#shared/clock/beijing.ts';
import { momentOf } from '#shared/clock/evidence.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { ArrivedTicket } from '#shared/contracts/hall-queue.ts';
import type { TicketHolder, TransferTarget } from '#shared/queue/ticket-commands.ts';
import { type ChosenOutcome, derivedOutcome, type VisitOutcome } from '#shared/visits/outcome.ts';
import type { Visit } from '#shared/visits/visit.ts';
import type { ApplicantRecord } from '../cases/applicant-record.ts';
import { type Drafts, digestOfDraft } from '../cases/drafts.ts';
import { cardNotice } from '../devices/card-notice.ts';
import type { CardPhotos } from '../devices/card-reader/card-photos.ts';
import type { CardReading } from '../devices/card-reader/card-reader.ts';
import type { DeviceDesk } from '../devices/device-desk.ts';
import { holderOf } from '../identity/card-holder.ts';
import { numberUnknown, typedNumber } from '../queue/presented.ts';
import type { Along, At, Taken, TicketDesk } from '../queue/ticket-desk.ts';
import type { Acting, Intent } from '../store/commands.ts';
import type { Store } from '../store/store.ts';
import type { StoredSubject } from '../store/subjects.ts';

/** The ticket of whoever is received, as far as it is known; null for somebody without one. */
type CameWith = (Omit<ArrivedTicket, 'id'> & { id: string | null }) | null;

type Opened = { kind: 'done'; visitId: string } | Refused;

/** So long whoever was served may still rate on the counter's screen, unless the next person is received before. */
const leavingMs = 60_000;

/** The visit at this counter. */
export type VisitDesk = ReturnType<typeof visitDesk>;

/** Whoever a card names, as an applicant. */
const applicantOf = (holder: TicketHolder): Applicant => ({
  kind: 'person',
  ...holder,
  phone: '',
  source: 'card',
});

export function visitDesk(
  store: Store,
  parts: {
    devices: DeviceDesk;
    photos: CardPhotos;
    drafts: Drafts;
    tickets: TicketDesk;
    record: ApplicantRecord;
    /** Whether a card is somebody's who takes a result away, and does not belong to the visit. */
    takesCard: (reading: CardReading) => boolean;
  },
) {
  const { devices, photos, drafts, tickets, record } = parts;
  const notice = cardNotice(() => store.changed());

  const current = (): StoredSubject<Visit> | null =>
    store.visits.where(
      `status = 'open' AND state ->> '$.counterId' = ? ORDER BY rowid DESC LIMIT 1`,
      store.knowledge.place().counterId ?? '',
    )[0] ?? null;

  const closedHere = (): StoredSubject<Visit> | null =>
    store.visits.where(
      `status = 'closed' AND state ->> '$.counterId' = ? ORDER BY rowid DESC LIMIT 1`,
      store.knowledge.place().counterId ?? '',
    )[0] ?? null;

  const recent = store.db.prepare<[], { name: string; subject_kind: string; subject_id: string }>(
    'SELECT name, subject_kind, subject_id FROM audit ORDER BY id DESC LIMIT 200',
  );
  /** The commands that were given on cases here since a visit began. */
  function givenSince(visitId: string): string[] {
    const rows = recent.all();
    const began = rows.findIndex((row) => row.name === 'openVisit' && row.subject_id === visitId);
    return rows
      .slice(0, began < 0 ? undefined : began)
      .filter((row) => row.subject_kind === 'caseFile')
      .map(({ name }) => name);
  }

  devices.onCard('counter', (reading) => {
    if (parts.takesCard(reading)) return;
    const visit = current();
    if (reading.kind === 'fault') notice.say(reading.status.message);
    else if (visit === null) notice.say('证件已读取，但还没有开始接待。请先叫号并开始办理，再刷一次证件。');
    else if (drafts.of(visit.id).cardFor === 'agent') layAgent(visit.id, applicantOf(holderOf(reading)));
    else {
      const holder = holderOf(reading);
      photos.take(holder.idNumber, reading.photo);
      layIntoDraft(visit.id, applicantOf(holder));
    }
  });

  /** The card of whoever files for somebody else; the next one is the applicant's again. */
  function layAgent(visitId: string, { name, idNumber, virtual }: Applicant): void {
    notice.clear();
    const { agent } = drafts.of(visitId);
    const { phone, relation, authorisation } = agent ?? noAgent;
    drafts.save(visitId, {
      agent: {
        ...{ name, idNumber, phone, relation, authorisation },
        ...{ source: 'card', fee: 0, ...(virtual && { virtual }) },
      },
      cardFor: 'applicant',
    });
    drafts.keep(visitId, 'agent', null);
  }

  function layIntoDraft(visitId: string, laid: Applicant): void {
    notice.clear();
    // What the card says takes the place of what was being typed.
    drafts.keep(visitId, 'applicant', null);
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

  /**
   * The command that opens a visit, with what belongs to it: whoever was put aside on an earlier day and did not come back
   * has left, and their entries do not lie here any longer.
   */
  function opening(visitId: string, ticket: CameWith): Along {
    const left = notComeBack().map((visit) => closing(visit, outcomeByCases(visit, []) ?? 'left'));
    return {
      intents: [...left.flatMap(({ intents }) => intents), openVisit(visitId, ticket)],
      also() {
        for (const { also } of left) also();
        drafts.begin(visitId, ticket?.holder == null ? null : applicantOf(ticket.holder));
      },
    };
  }
  const openVisit = (visitId: string, ticket: CameWith): Intent => ({
    name: 'openVisit',
    subject: { kind: 'visit', id: visitId },
    args: {
      ticketId: ticket?.id ?? null,
      ticketNumber: ticket?.number ?? null,
      serviceMode: ticket?.serviceMode ?? 'counter',
      firstReceiver: ticket?.firstReceiver ?? null,
    },
  });
  /** Visits that were put aside at this counter on an earlier day. */
  const notComeBack = () =>
    store.visits
      .where(`status = 'parked' AND state ->> '$.counterId' = ?`, store.knowledge.place().counterId ?? '')
      .filter(({ state }) => beijingDateOf(momentOf(state.opened)) < store.businessDay());
  const outcomeByCases = (visit: StoredSubject<Visit>, given: readonly string[]) =>
    derivedOutcome(
      store.cases.where('visit_id = ?', visit.id).map(({ state }) => state.status),
      given,
    );
  const resuming = (visitId: string): Along => ({
    intents: [{ name: 'resumeVisit', subject: { kind: 'visit', id: visitId }, args: {} }],
    also: () => {},
  });
  const closing = (visit: StoredSubject<Visit>, outcome: VisitOutcome): Along => ({
    intents: [{ name: 'closeVisit', subject: { kind: 'visit', id: visit.id }, args: { outcome } }],
    also: () => {
      photos.forget();
      // Also who was sent home came, and for what.
      record.attended(visit.id, drafts.of(visit.id));
      drafts.remove(visit.id);
    },
  });
  const at = (acting: Acting): At => ({ counterId: store.knowledge.place().counterId, acting });
  /** The ticket that is being served in the visit that is open here. */
  const served = (visit: StoredSubject<Visit>) => {
    const ticket = tickets.current(store.knowledge.place().counterId);
    return ticket?.status === 'serving' && ticket.visitId === visit.id ? ticket : null;
  };

  /** Calls the next one by itself where this counter has asked for it; that nobody waits is no refusal of the act before. */
  async function callOn(acting: Acting, given: Taken): Promise<Taken> {
    const { counterId } = store.knowledge.place();
    const wants = tickets.queue().counters.find(({ id }) => id === counterId)?.autoCall === true;
    if (given.kind === 'done' && wants) await tickets.call(at(acting), null);
    return given;
  }

  return {
    current,
    /** The visit that ended here a moment ago: whoever it was still stands at the counter. */
    justLeft(): StoredSubject<Visit> | null {
      const last = closedHere();
      const closed = last?.state.closed ?? null;
      if (closed === null) return null;
      const since = epochOf(store.now()) - epochOf(momentOf(closed.at));
      return since >= 0 && since < leavingMs ? last : null;
    },
    /** Why the last card could not be used, and what to do; empty where it could. */
    cardSentence: notice.text,

    /** The person who was called has come: what the kiosk read from their card is in the form already. */
    async arrive(acting: Acting): Promise<Opened> {
      if (current() !== null) return alreadyOpen;
      const before = tickets.current(store.knowledge.place().counterId)?.visitId ?? null;
      const parked = before !== null && store.visits.get(before)?.state.status === 'parked';
      const visitId = parked ? before : uuidv7();
      notice.clear();
      const arrived = await tickets.arrive(at(acting), visitId, (ticket) =>
        parked ? resuming(visitId) : opening(visitId, ticket),
      );
      return arrived.kind === 'refused' ? arrived : { kind: 'done', visitId };
    },

    /** Somebody is received by the number in their hand, without a call: as long as the hall cannot be reached. */
    async openByNumber(acting: Acting, text: string): Promise<Opened> {
      if (current() !== null) return alreadyOpen;
      if (tickets.current(store.knowledge.place().counterId) !== null) return stillCalled;
      const number = typedNumber(text);
      if (number === null) return numberUnknown;
      const visitId = uuidv7();
      notice.clear();
      const received = await tickets.present(at(acting), number, visitId, (ticketId) =>
        opening(visitId, { ...nobodyKnown, id: ticketId, number }),
      );
      return received.kind === 'refused' ? received : { kind: 'done', visitId };
    },

    /** Somebody without a ticket is received just the same. */
    openWithoutTicket(acting: Acting): Opened {
      if (current() !== null) return alreadyOpen;
      const visitId = uuidv7();
      notice.clear();
      const { intents, also } = opening(visitId, null);
      const performed = store.perform(acting, intents, also);
      return performed.kind === 'refused' ? performed : { kind: 'done', visitId };
    },

    /** Puts whoever is here aside, with their entries, until they are called again. */
    async park(acting: Acting, reason: string): Promise<Taken> {
      const visit = current();
      if (visit !== null && served(visit) === null)
        return refused('noTicket', '没有号票的来访不能挂起，请先结束接待，群众回来后再直接接待。');
      notice.clear();
      const given = await tickets.park(
        at(acting),
        reason,
        visit === null
          ? undefined
          : {
              intents: [{ name: 'parkVisit', subject: { kind: 'visit', id: visit.id }, args: {} }],
              also() {},
            },
      );
      return callOn(acting, given);
    },

    /** Passes whoever is here on to another counter or category; the first receiver stays answerable. */
    async transfer(acting: Acting, to: TransferTarget, note: string): Promise<Taken> {
      const visit = current();
      if (visit !== null && served(visit) === null)
        return refused('noTicket', '没有号票的来访不能转号，请先给群众取一张号票。');
      notice.clear();
      const given = await tickets.transfer(
        at(acting),
        to,
        note,
        visit === null ? undefined : closing(visit, this.outcome(visit) ?? 'referred'),
      );
      return callOn(acting, given);
    },

    /** How the visit will have ended, as far as what was done says it; null where the clerk has to. */
    outcome: (visit: StoredSubject<Visit>): VisitOutcome | null =>
      outcomeByCases(visit, givenSince(visit.id)),

    /** @param chosen what the clerk says of it; counts only where nothing that was done does */
    async close(acting: Acting, chosen: ChosenOutcome | null): Promise<Taken> {
      const visit = current();
      if (visit === null) return noVisit;
      const outcome = this.outcome(visit) ?? chosen;
      if (outcome === null) return refused('outcomeNeeded', '这次接待没有收件，请选择结果后再结束接待。');
      notice.clear();
      const along = closing(visit, outcome);
      const given =
        served(visit) === null
          ? store.perform(acting, along.intents, along.also)
          : await tickets.finish(at(acting), along);
      return callOn(acting, given);
    },

    /** The citizen's own confirmation of the entries that the digest names, and their signature where they gave one. */
    confirm(acting: Acting, digest: string, signature: WrittenSignature | null) {
      const visit = current();
      if (visit === null) return noVisit;
      const draft = drafts.of(visit.id);
      if (digestOfDraft(draft) !== digest) {
        return refused('entriesChanged', '内容刚刚有变动，请重新核对后再确认。');
      }
      return store.perform(
        acting,
        [{ name: 'confirmEntries', subject: { kind: 'visit', id: visit.id }, args: { digest } }],
        () => drafts.save(visit.id, { confirmation: { digest, at: store.now(), signature } }),
      );
    },
  };
}

/** An agent of whom nothing is known yet. */
const noAgent = { phone: '', relation: '', authorisation: 'signed' } as const;

/** Of whom nothing is known but their number. */
const nobodyKnown = { holder: null, serviceMode: 'counter', note: null, firstReceiver: null } as const;

const stillCalled = refused('stillCalling', '本窗口叫的号还没有处理，请先开始办理或过号。');
const alreadyOpen = refused('alreadyOpen', '本窗口正在接待，请先结束这次接待。');
/** What a procedure answers where a visit has to be open. */
export const noVisit = refused('noVisit', '还没有开始接待，请先叫号或直接接待。');
