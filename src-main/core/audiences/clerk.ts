import { implement } from '@orpc/server';
import { agentFaults, applicantFaults } from '#shared/cases/applicant.ts';
import { beijingDateOf, formatDate } from '#shared/clock/beijing.ts';
import { refused } from '#shared/contracts/answer.ts';
import { clerkContract, type Desk, draftForms } from '#shared/contracts/clerk.ts';
import { hallLinkOf, noQueue } from '#shared/contracts/hall-queue.ts';
import { installationKindNames } from '#shared/identity/installation.ts';
import { maskAgent, maskApplicant } from '#shared/identity/masking.ts';
import type { Matter } from '#shared/matters/matter.ts';
import { visitOutcomes } from '#shared/visits/outcome.ts';
import { caseDetail, caseRow, unmasked } from '../cases/case-views.ts';
import { confirmationOf, type Draft } from '../cases/drafts.ts';
import { askableOfDraft } from '../cases/intake-views.ts';
import { onFileFor } from '../cases/on-file.ts';
import { hallAlerts } from '../queue/hall-alerts.ts';
import { deviceHandlersOf } from './devices.ts';
import { documentHandlers } from './documents.ts';
import { draftHandlers, uponVisit } from './draft.ts';
import { gate } from './gate.ts';
import { handingHandlers } from './handing.ts';
import { asStaffNumber, identityHandlers } from './identity.ts';
import { live } from './live.ts';
import { mistakesHandlers } from './mistakes.ts';
import { orSayWhy } from './or-say-why.ts';
import { outboxHandlers } from './outbox.ts';
import { outsideHandlers } from './outside.ts';
import { custodyHandlers, pagesAdded, pagesShown } from './papers.ts';
import type { Parts } from './parts.ts';
import { queueHandlers } from './queue.ts';
import { signingHandlers } from './signing.ts';

/** The clerk's contract over the parts of a counter's core, or of a back office's, where most of it is closed. */
export function clerkRouter(parts: Parts) {
  const {
    store,
    sync,
    signedIn,
    devices,
    photos,
    tickets,
    visits,
    cases,
    mistakes,
    archive,
    signing,
    signingSession,
    intake,
    record,
    lists,
    clocks,
    catalogue,
    drafts,
    pages,
    custody,
    publicView,
    unmaskings,
    warnings,
    demo,
  } = parts;
  const isBackOffice = store.knowledge.place().kind === 'backOffice';
  const deviceHandlers = deviceHandlersOf(parts);
  const os = implement(clerkContract)
    .use(orSayWhy(store))
    .use(gate(isBackOffice ? 'backOffice' : 'clerk', signedIn));

  const entered = uponVisit(visits);
  const done = { kind: 'done' } as const;

  /** What need not be asked for, without the pages themselves. */
  const onFileNow = (draft: Draft, matter: Matter) =>
    onFileFor(store, catalogue, draft, matter).map(({ materialId, from, pages: { length } }) => ({
      materialId,
      from,
      pages: length,
    }));

  const currentTicket = () => tickets.current(store.knowledge.place().counterId);

  function visitView(): Desk['visit'] {
    const visit = visits.current();
    if (visit === null) return null;
    const draft = drafts.of(visit.id);
    const matter = draft.matterCode === null ? undefined : catalogue.find(draft.matterCode);
    const { applicant } = draft;
    const outcome = visits.outcome(visit);
    return {
      id: visit.id,
      outcome: outcome === null ? null : visitOutcomes[outcome],
      ticketNumber: visit.state.ticketNumber,
      beforehand: currentTicket()?.matters ?? [],
      openedAt: visit.state.opened.capturedAt,
      firstReceiver:
        store.knowledge.staff().find((each) => each.personId === visit.state.firstReceiver)?.name ?? '',
      draft: {
        applicant: applicant === null ? null : maskApplicant(applicant),
        photo: applicant?.source === 'card' ? photos.of(applicant.idNumber) : null,
        faults: applicantFaults(applicant, matter),
        matter: matter === undefined ? null : catalogue.detail(matter, draft.situations),
        situations: draft.situations,
        tickedMaterialIds: draft.tickedMaterialIds,
        agent: draft.agent && maskAgent(draft.agent),
        agentFaults: agentFaults(draft),
        cardFor: draft.cardFor,
        unfinished: draftForms.filter((form) => draft.unfinished[form] !== undefined),
        askable: matter === undefined ? [] : askableOfDraft(store, matter, draft),
        known: record.known(visit.id, draft),
        pages: draft.pages,
        takenOnFile: draft.takenOnFile,
        askedThough: draft.askedThough,
        onFile: matter === undefined ? [] : onFileNow(draft, matter),
        confirmable:
          devices.register.at('counter', 'citizenScreen').length > 0 || devices.register.pages.count() > 0,
        confirmedAt: confirmationOf(draft)?.at ?? null,
        signed: (confirmationOf(draft)?.signature ?? null) !== null,
      },
      cases: store.cases
        .where('visit_id = ? ORDER BY case_number', visit.id)
        .map((subject) => caseRow(store, subject)),
    };
  }

  function desk(): Desk {
    const { kind, organisationId, counterId } = store.knowledge.place();
    const person = signedIn.person();
    const now = store.now();
    return {
      demo: demo !== null,
      warnings: warnings(),
      organisationName: store.knowledge.organisation(organisationId)?.name ?? '',
      counterName: store.knowledge.counter(counterId)?.name ?? installationKindNames[kind],
      isBackOffice,
      person,
      presence: signedIn.presence(),
      demoStaff: demo?.staff ?? [],
      now,
      today: formatDate(beijingDateOf(now)),
      sync: sync.view(),
      hallLink: hallLinkOf(parts.hall.mode(), isBackOffice),
      devices: devices.statuses('counter'),
      deviceTroubles: deviceHandlers.troubles(),
      ...(person === null ? nothing : work()),
    };
  }

  /** What is being done at the desk: shown to whoever is there, and to nobody else. */
  function work(): typeof nothing {
    const { counterId } = store.knowledge.place();
    const hall = tickets.queue();
    const current = tickets.current(counterId);
    const counts = store.outbox.counts();
    const { open, owing, results, outside } = lists.counts();
    return {
      queue: {
        hall,
        alerts: hallAlerts(hall, store.now()),
        counterId,
        current: current?.status === 'called' ? current : null,
      },
      visit: visitView(),
      shownMatterCode: publicView.shown()?.code ?? null,
      cardSentence: visits.cardSentence(),
      lastPrint: devices.lastPrint('counter'),
      undo: mistakes.undoable(signedIn.acting()),
      counts: {
        open,
        owing,
        results,
        outside,
        outbox: counts.pending,
        attention: counts.attention,
      },
    };
  }

  return os.router({
    watch: os.watch.handler(({ signal }) => live(store.ofHall, desk, signal)),
    signIn: os.signIn.handler(({ input }) =>
      signedIn.signIn(asStaffNumber(input.staffNumber), input.password),
    ),
    signOut: os.signOut.handler(() => signedIn.signOut()),
    identity: identityHandlers(signedIn),
    queue: queueHandlers(parts),
    visits: {
      open: os.visits.open.handler(({ context }) => visits.openWithoutTicket(context.acting())),
      present: os.visits.present.handler(({ context, input }) =>
        visits.openByNumber(context.acting(), input.number),
      ),
      close: os.visits.close.handler(({ context, input }) => visits.close(context.acting(), input.outcome)),
    },
    draft: draftHandlers(parts, entered),
    cases: {
      receive: os.cases.receive.handler(({ context }) => entered(context, intake.receive)),
      takeIn: os.cases.takeIn.handler(({ context, input }) =>
        entered(context, (acting, visitId) => intake.takeIn(acting, visitId, input.owed)),
      ),
      accept: os.cases.accept.handler(({ context, input }) =>
        intake.accept(context.acting(), input.caseId, input.owed),
      ),
      giveNotice: os.cases.giveNotice.handler(({ context, input: { caseId, ...args } }) => {
        if (args.missing.some(({ why }) => why === ''))
          return refused('whyMissing', '每项材料都要写明需要补正的内容，请选择或填写后再告知。');
        return caseId === null
          ? entered(context, (acting, visitId) => intake.giveNotice(acting, { visitId }, args))
          : intake.giveNotice(context.acting(), { caseId }, args);
      }),
      refuse: os.cases.refuse.handler(({ context, input: { caseId, ...input } }) => {
        const args = { ...input, authority: input.authority || null };
        if (args.reason === '' || args.basis === '')
          return refused('reasonMissing', '不予受理要写明理由和依据，请填写后再决定。');
        return caseId === null
          ? entered(context, (acting, visitId) => intake.refuse(acting, { visitId }, args))
          : intake.refuse(context.acting(), { caseId }, args);
      }),
      supplement: os.cases.supplement.handler(({ context, input }) =>
        intake.supplement(context.acting(), input.caseId, input.materialIds, visits.current()?.id ?? null),
      ),
      supplyOwed: os.cases.supplyOwed.handler(({ context, input }) =>
        intake.supplyOwed(context.acting(), input.caseId, input.materialIds),
      ),
      authorities: os.cases.authorities.handler(() => intake.authorities()),
      list: os.cases.list.handler(({ input }) => lists.page(input.scope, input.text, input.after)),
      explain: os.cases.explain.handler(({ input }) => clocks.explain(input.caseId)),
      get: os.cases.get.handler(({ input }) => {
        const subject = store.cases.get(input.caseId);
        return subject === null ? null : caseDetail(store, subject);
      }),
      followUpRating: os.cases.followUpRating.handler(({ context, input: { caseId, ...args } }) =>
        args.text === ''
          ? refused('noText', '请写明回访的情况。')
          : store.perform(context.acting(), [
              { name: 'followUpRating', subject: { kind: 'caseFile', id: caseId }, args },
            ]),
      ),
      printProgress: os.cases.printProgress.handler(({ context, input }) =>
        cases.printProgress(context.acting(), input.caseId),
      ),
      reprint: os.cases.reprint.handler(({ context, input }) =>
        cases.reprint(context.acting(), input.caseId),
      ),
      reveal: os.cases.reveal.handler(({ context, input }) => {
        const subject = store.cases.get(input.caseId);
        if (subject === null) return refused('caseUnknown', '没有找到这个办件，请刷新后再试。');
        unmaskings.record(context.acting().actor.actorId, 'caseFile', subject.id, 'desk');
        return { ...done, applicant: unmasked(subject.state) };
      }),
    },
    handing: handingHandlers(parts, () => {
      const visit = visits.current();
      return visit === null ? null : (drafts.of(visit.id).applicant?.idNumber ?? null);
    }),
    outside: outsideHandlers(store),
    archive: {
      list: os.archive.list.handler(() => archive.list()),
      close: os.archive.close.handler(({ context, input }) => archive.close(context.acting(), input.caseIds)),
      hand: os.archive.hand.handler(({ context, input }) =>
        archive.hand(context.acting(), input.caseIds, input.receiver),
      ),
    },
    signing: signingHandlers(signing, signingSession),
    mistakes: mistakesHandlers(parts),
    documents: documentHandlers(parts.documents),
    pages: { ...pagesShown(parts, 'desk'), ...pagesAdded(pages, visits) },
    custody: custodyHandlers(custody),
    matters: {
      search: os.matters.search.handler(({ input }) =>
        catalogue.search(input.text, currentTicket()?.categoryId ?? null),
      ),
      labels: os.matters.labels.handler(() => catalogue.labels()),
      show: os.matters.show.handler(({ input }) => publicView.show(input.code)),
      printSlip: os.matters.printSlip.handler(({ input }) => publicView.print(input.code)),
      get: os.matters.get.handler(({ input }) => {
        const matter = catalogue.find(input.code);
        return matter === undefined ? null : catalogue.detail(matter);
      }),
    },
    devices: deviceHandlers.handlers,
    outbox: outboxHandlers({ store, sync }),
  });
}

/** A desk at which nobody is signed in, or that is locked: nothing of anybody. */
const nothing: Pick<
  Desk,
  'queue' | 'visit' | 'shownMatterCode' | 'cardSentence' | 'lastPrint' | 'undo' | 'counts'
> = {
  queue: { hall: noQueue, alerts: [], counterId: null, current: null },
  visit: null,
  shownMatterCode: null,
  cardSentence: '',
  lastPrint: null,
  undo: null,
  counts: { open: 0, owing: 0, results: 0, outside: 0, outbox: 0, attention: 0 },
};
