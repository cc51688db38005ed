import { implement } from '@orpc/server';
import { beijingDateOf, formatDate } from '#shared/clock/beijing.ts';
import { refused } from '#shared/contracts/answer.ts';
import { type DepartmentDesk, departmentContract } from '#shared/contracts/department.ts';
import { inboxQuestionSchema } from '#shared/contracts/inbox.ts';
import { caseDetail, unmasked } from '../cases/case-views.ts';
import { noCounts } from '../cases/inbox.ts';
import { matterDetail } from '../matters/catalogue.ts';
import { documentHandlers } from './documents.ts';
import { gate } from './gate.ts';
import { asStaffNumber, identityHandlers } from './identity.ts';
import { live } from './live.ts';
import { orSayWhy } from './or-say-why.ts';
import { outboxHandlers } from './outbox.ts';
import { outsideApproval } from './outside.ts';
import { custodyHandlers, pagesShown } from './papers.ts';
import type { Parts } from './parts.ts';
import { signingHandlers } from './signing.ts';

/** The department's contract: the cases that it decides, and the chief representative's sign-off. */
export function departmentRouter({
  store,
  sync,
  signedIn,
  inbox,
  review,
  signing,
  signingSession,
  mistakes,
  lists,
  documents,
  clocks,
  catalogue,
  unmaskings,
  pages,
  custody,
  certificates,
  warnings,
  demo,
}: Parts) {
  const os = implement(departmentContract).use(orSayWhy(store)).use(gate('department', signedIn));

  function desk(): DepartmentDesk {
    const now = store.now();
    const person = signedIn.person();
    const counts = store.outbox.counts();
    const standing = lists.counts();
    return {
      demo: demo !== null,
      warnings: warnings(),
      departmentName: store.knowledge.organisation(store.knowledge.place().organisationId)?.name ?? '',
      person,
      presence: signedIn.presence(),
      demoStaff: demo?.staff ?? [],
      now,
      today: formatDate(beijingDateOf(now)),
      sync: sync.view(),
      inbox: person === null ? noCounts : inbox.counts(person.personId),
      counts:
        person === null
          ? { inbox: 0, owing: 0, decided: 0, outbox: 0, attention: 0 }
          : {
              inbox: standing.inbox,
              owing: standing.owing,
              decided: standing.decided,
              outbox: counts.pending,
              attention: counts.attention,
            },
    };
  }

  return os.router({
    watch: os.watch.handler(({ signal }) => live(store, desk, signal)),
    signIn: os.signIn.handler(({ input }) =>
      signedIn.signIn(asStaffNumber(input.staffNumber), input.password),
    ),
    signOut: os.signOut.handler(() => signedIn.signOut()),
    identity: identityHandlers(signedIn),
    cases: {
      list: os.cases.list.handler(({ context, input }) =>
        input.scope === 'inbox'
          ? inbox.page(inboxQuestionSchema.parse({}), context.acting().actor.actorId)
          : lists.page(input.scope, '', input.after),
      ),
      explain: os.cases.explain.handler(({ input }) => clocks.explain(input.caseId)),
      foresee: os.cases.foresee.handler(({ context, input }) =>
        clocks.foresee(context.acting(), input.caseId, input.step),
      ),
      takeStep: os.cases.takeStep.handler(async ({ context, input: { caseId, step, second } }) => {
        if (second === null) return clocks.take(context.acting(), caseId, step);
        const witness = await signedIn.vouch({ ...second, staffNumber: asStaffNumber(second.staffNumber) });
        return 'kind' in witness ? witness : clocks.take(witness, caseId, step);
      }),
      get: os.cases.get.handler(({ input }) => {
        const subject = store.cases.get(input.caseId);
        if (subject === null) return null;
        const matter = catalogue.version(subject.state.matter.code, subject.state.matter.version);
        return {
          case: caseDetail(store, subject),
          matter: matter === undefined ? null : matterDetail(matter),
        };
      }),
      terminate: os.cases.terminate.handler(({ context, input: { caseId, ...args } }) =>
        mistakes.terminate(context.acting(), caseId, args),
      ),
      revokeCertificate: os.cases.revokeCertificate.handler(({ context, input: { caseId, ...args } }) =>
        args.reason === '' || args.basis === ''
          ? refused('reasonMissing', '撤销证照要写明理由和依据。')
          : store.perform(context.acting(), [
              { name: 'revokeCertificate', subject: { kind: 'caseFile', id: caseId }, args },
            ]),
      ),
      reveal: os.cases.reveal.handler(({ context, input }) => {
        const subject = store.cases.get(input.caseId);
        if (subject === null) return refused('caseUnknown', '没有找到这个办件，请刷新后再试。');
        unmaskings.record(context.acting().actor.actorId, 'caseFile', subject.id, 'department');
        return { kind: 'done' as const, applicant: unmasked(subject.state) };
      }),
    },
    outside: outsideApproval(store),
    certificates: {
      renewals: os.certificates.renewals.handler(({ input }) => certificates.renewals(input.days)),
    },
    inbox: {
      page: os.inbox.page.handler(({ context, input }) => inbox.page(input, context.acting().actor.actorId)),
      matters: os.inbox.matters.handler(() => inbox.matters()),
    },
    review: {
      people: os.review.people.handler(() => review.people()),
      departments: os.review.departments.handler(() => review.departments()),
      correctable: os.review.correctable.handler(({ input }) => review.correctable(input.caseId)),
      assign: os.review.assign.handler(({ context, input: { caseId, ...args } }) =>
        review.assign(context.acting(), caseId, args),
      ),
      draft: os.review.draft.handler(({ context, input: { caseId, ...args } }) =>
        review.draft(context.acting(), caseId, args),
      ),
      sendBack: os.review.sendBack.handler(({ context, input: { caseId, ...args } }) =>
        review.sendBack(context.acting(), caseId, args),
      ),
      requestCorrection: os.review.requestCorrection.handler(({ context, input: { caseId, ...args } }) =>
        review.requestCorrection(context.acting(), caseId, args),
      ),
      ask: os.review.ask.handler(({ context, input: { caseId, ...args } }) =>
        review.ask(context.acting(), caseId, args),
      ),
      answer: os.review.answer.handler(({ context, input: { caseId, ...args } }) =>
        review.answer(context.acting(), caseId, args),
      ),
    },
    signing: signingHandlers(signing, signingSession),
    documents: documentHandlers(documents),
    pages: pagesShown({ store, pages, unmaskings }, 'department'),
    custody: custodyHandlers(custody),
    outbox: outboxHandlers({ store, sync }),
  });
}
