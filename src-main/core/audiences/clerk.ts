import { implement } from '@orpc/server';
import { beijingDateOf, formatDate } from '#shared/clock/beijing.ts';
import { refused } from '#shared/contracts/answer.ts';
import { clerkContract, type Desk } from '#shared/contracts/clerk.ts';
import { maskApplicant } from '#shared/identity/masking.ts';
import { caseDetail, caseRow, unmasked } from '../cases/case-views.ts';
import { applicantFaults, confirmationOf } from '../cases/drafts.ts';
import { nobodySignedIn } from '../identity/sign-in.ts';
import { matterDetail } from '../matters/catalogue.ts';
import { ticketRow } from '../queue/ticket-desk.ts';
import type { Acting } from '../store/commands.ts';
import { outboxRows } from '../sync/outbox-rows.ts';
import { noVisit } from '../visits/visit-desk.ts';
import { live } from './live.ts';
import { orSayWhy } from './or-say-why.ts';
import type { Parts } from './parts.ts';

/** The clerk's contract over the parts of a counter's core. */
export function clerkRouter(parts: Parts) {
  const { store, sync, signedIn, devices, tickets, visits, cases, catalogue, drafts, unmaskings, demo } =
    parts;
  const os = implement(clerkContract).use(orSayWhy);

  /** Everything that changes something wants somebody signed in. */
  const acted = <Result>(act: (acting: Acting) => Result) => {
    const acting = signedIn.acting();
    return acting === null ? nobodySignedIn : act(acting);
  };
  /** The entries of the open visit. */
  const entered = <Result>(act: (acting: Acting, visitId: string) => Result) =>
    acted((acting) => {
      const visit = visits.current();
      return visit === null ? noVisit : act(acting, visit.id);
    });
  const done = { kind: 'done' } as const;

  function visitView(): Desk['visit'] {
    const visit = visits.current();
    if (visit === null) return null;
    const draft = drafts.of(visit.id);
    const matter = draft.matterCode === null ? undefined : catalogue.find(draft.matterCode);
    const { applicant } = draft;
    return {
      id: visit.id,
      ticketNumber: visit.state.ticketNumber,
      openedAt: visit.state.opened.capturedAt,
      firstReceiver:
        store.knowledge.staff().find((each) => each.personId === visit.state.firstReceiver)?.name ?? '',
      draft: {
        applicant: applicant === null ? null : maskApplicant(applicant),
        faults: applicantFaults(applicant),
        matter: matter === undefined ? null : matterDetail(matter),
        tickedMaterialIds: draft.tickedMaterialIds,
        confirmedAt: confirmationOf(draft)?.at ?? null,
      },
      cases: store.cases
        .where('visit_id = ? ORDER BY case_number', visit.id)
        .map((subject) => caseRow(store, subject)),
    };
  }

  function desk(): Desk {
    const { organisationId, counterId } = store.knowledge.place();
    const person = signedIn.person();
    const now = store.now();
    const current = tickets.current();
    const counts = store.outbox.counts();
    return {
      demo: demo !== null,
      organisationName: store.knowledge.organisation(organisationId)?.name ?? '',
      counterName: store.knowledge.counter(counterId)?.name ?? '',
      person,
      demoStaff: demo?.staff ?? [],
      now,
      today: formatDate(beijingDateOf(now)),
      sync: sync.view(),
      devices: devices.statuses('counter'),
      queue: {
        waiting: tickets.waiting().map(({ state }) => ticketRow(state)),
        missed: tickets.missed().map(({ state }) => ticketRow(state)),
        current: current === null ? null : ticketRow(current.state),
      },
      // Before somebody signs in nothing of a visit is shown.
      visit: person === null ? null : visitView(),
      cardSentence: visits.cardSentence(),
      lastPrint: devices.lastPrint('counter'),
      counts: {
        open: store.cases.count(`status IN ('received', 'accepted')`),
        results: store.cases.count(`status IN ('decided', 'issued')`),
        outbox: counts.pending,
        attention: counts.attention,
      },
    };
  }

  return os.router({
    watch: os.watch.handler(({ signal }) => live(store, desk, signal)),
    signIn: os.signIn.handler(({ input }) =>
      signedIn.signIn(input.staffNumber.trim().toUpperCase(), input.password),
    ),
    signOut: os.signOut.handler(() => signedIn.signOut()),
    queue: {
      callNext: os.queue.callNext.handler(({ input }) =>
        acted((acting) => tickets.call(acting, input.ticketId ?? null)),
      ),
      recall: os.queue.recall.handler(() => acted(tickets.recall)),
      miss: os.queue.miss.handler(() => acted(tickets.miss)),
      arrive: os.queue.arrive.handler(() => acted(visits.arrive)),
    },
    visits: {
      open: os.visits.open.handler(() => acted(visits.openWithoutTicket)),
      close: os.visits.close.handler(() => acted(visits.close)),
    },
    draft: {
      setApplicant: os.draft.setApplicant.handler(({ input }) =>
        entered((_, visitId) => {
          const before = drafts.of(visitId).applicant;
          // A phone number beside a card's data leaves the rest the card's.
          const fromCard =
            before?.source === 'card' &&
            (['kind', 'name', 'idNumber', 'address'] as const).every(
              (field) => before[field] === input[field],
            );
          drafts.save(visitId, { applicant: { ...input, source: fromCard ? 'card' : 'typed' } });
          return done;
        }),
      ),
      setMatter: os.draft.setMatter.handler(({ input }) =>
        entered((_, visitId) => {
          if (input.code !== null && catalogue.find(input.code) === undefined) {
            return refused('matterUnknown', '没有找到这个事项，请重新查找。');
          }
          drafts.save(visitId, { matterCode: input.code, tickedMaterialIds: [] });
          return done;
        }),
      ),
      tickMaterial: os.draft.tickMaterial.handler(({ input }) =>
        entered((_, visitId) => {
          const ticked = new Set(drafts.of(visitId).tickedMaterialIds);
          if (input.ticked) ticked.add(input.materialId);
          else ticked.delete(input.materialId);
          drafts.save(visitId, { tickedMaterialIds: [...ticked] });
          return done;
        }),
      ),
      tickAllMaterials: os.draft.tickAllMaterials.handler(() =>
        entered((_, visitId) => {
          const { matterCode } = drafts.of(visitId);
          const matter = matterCode === null ? undefined : catalogue.find(matterCode);
          drafts.save(visitId, {
            tickedMaterialIds:
              matter?.materials.filter((material) => material.required).map((material) => material.id) ?? [],
          });
          return done;
        }),
      ),
      reveal: os.draft.reveal.handler(() =>
        entered((acting, visitId) => {
          const { applicant } = drafts.of(visitId);
          if (applicant === null) return refused('noApplicant', '还没有申请人信息。');
          unmaskings.record(acting.actor.actorId, 'visit', visitId, 'desk');
          return { ...done, applicant };
        }),
      ),
    },
    cases: {
      receive: os.cases.receive.handler(() => entered(cases.receive)),
      accept: os.cases.accept.handler(({ input }) => acted((acting) => cases.accept(acting, input.caseId))),
      issue: os.cases.issue.handler(({ input }) => acted((acting) => cases.issue(acting, input.caseId))),
      deliver: os.cases.deliver.handler(({ input }) =>
        acted((acting) =>
          cases.deliver(acting, input.caseId, { name: input.recipientName, relation: input.relation }),
        ),
      ),
      list: os.cases.list.handler(({ input }) =>
        signedIn.acting() === null ? [] : cases.list(input.scope, input.text),
      ),
      get: os.cases.get.handler(({ input }) => {
        const subject = signedIn.acting() === null ? null : store.cases.get(input.caseId);
        return subject === null ? null : caseDetail(store, subject);
      }),
      reprint: os.cases.reprint.handler(({ input }) =>
        acted((acting) => cases.reprint(acting, input.caseId)),
      ),
      reveal: os.cases.reveal.handler(({ input }) =>
        acted((acting) => {
          const subject = store.cases.get(input.caseId);
          if (subject === null) return refused('caseUnknown', '没有找到这个办件，请刷新后再试。');
          unmaskings.record(acting.actor.actorId, 'caseFile', subject.id, 'desk');
          return { ...done, applicant: unmasked(subject.state) };
        }),
      ),
    },
    matters: {
      search: os.matters.search.handler(({ input }) => catalogue.search(input.text)),
      get: os.matters.get.handler(({ input }) => {
        const matter = catalogue.find(input.code);
        return matter === undefined ? null : matterDetail(matter);
      }),
    },
    outbox: {
      list: os.outbox.list.handler(() => (signedIn.acting() === null ? [] : outboxRows(store, sync.view()))),
      sendNow: os.outbox.sendNow.handler(() => {
        sync.now();
        return done;
      }),
    },
  });
}
