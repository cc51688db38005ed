import { implement } from '@orpc/server';
import { beijingDateOf, formatDate } from '#shared/clock/beijing.ts';
import { refused } from '#shared/contracts/answer.ts';
import { type DepartmentDesk, departmentContract } from '#shared/contracts/department.ts';
import { caseDetail, caseRow, unmasked } from '../cases/case-views.ts';
import { nobodySignedIn } from '../identity/sign-in.ts';
import { matterDetail } from '../matters/catalogue.ts';
import type { Acting } from '../store/commands.ts';
import { outboxRows } from '../sync/outbox-rows.ts';
import { live } from './live.ts';
import { orSayWhy } from './or-say-why.ts';
import type { Parts } from './parts.ts';

/** The department's contract: the cases that it decides, and the chief representative's sign-off. */
export function departmentRouter({ store, sync, signedIn, cases, catalogue, unmaskings, demo }: Parts) {
  const os = implement(departmentContract).use(orSayWhy);
  const acted = <Result>(act: (acting: Acting) => Result) => {
    const acting = signedIn.acting();
    return acting === null ? nobodySignedIn : act(acting);
  };
  const inbox = `status = 'accepted'`;
  const decided = `status IN ('decided', 'issued', 'delivered')`;

  function desk(): DepartmentDesk {
    const now = store.now();
    const counts = store.outbox.counts();
    return {
      demo: demo !== null,
      departmentName: store.knowledge.organisation(store.knowledge.place().organisationId)?.name ?? '',
      person: signedIn.person(),
      demoStaff: demo?.staff ?? [],
      now,
      today: formatDate(beijingDateOf(now)),
      sync: sync.view(),
      counts: {
        inbox: store.cases.count(inbox),
        decided: store.cases.count(decided),
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
    cases: {
      list: os.cases.list.handler(({ input }) =>
        signedIn.acting() === null
          ? []
          : store.cases
              .where(`${input.scope === 'inbox' ? inbox : decided} ORDER BY case_number DESC LIMIT 200`)
              .map((subject) => caseRow(store, subject)),
      ),
      get: os.cases.get.handler(({ input }) => {
        const subject = signedIn.acting() === null ? null : store.cases.get(input.caseId);
        if (subject === null) return null;
        const matter = catalogue.version(subject.state.matter.code, subject.state.matter.version);
        return {
          case: caseDetail(store, subject),
          matter: matter === undefined ? null : matterDetail(matter),
        };
      }),
      signOff: os.cases.signOff.handler(({ input }) =>
        acted((acting) => cases.signOff(acting, input.caseId, input.outcome, input.opinion)),
      ),
      reveal: os.cases.reveal.handler(({ input }) =>
        acted((acting) => {
          const subject = store.cases.get(input.caseId);
          if (subject === null) return refused('caseUnknown', '没有找到这个办件，请刷新后再试。');
          unmaskings.record(acting.actor.actorId, 'caseFile', subject.id, 'department');
          return { kind: 'done' as const, applicant: unmasked(subject.state) };
        }),
      ),
    },
    outbox: {
      list: os.outbox.list.handler(() => (signedIn.acting() === null ? [] : outboxRows(store, sync.view()))),
      sendNow: os.outbox.sendNow.handler(() => {
        sync.now();
        return { kind: 'done' as const };
      }),
    },
  });
}
