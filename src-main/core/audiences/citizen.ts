import { implement } from '@orpc/server';
import { timeLimitText } from '#shared/clock/deadline.ts';
import { refused } from '#shared/contracts/answer.ts';
import { type CitizenScreen, citizenContract } from '#shared/contracts/citizen.ts';
import { maskApplicant } from '#shared/identity/masking.ts';
import { caseRow } from '../cases/case-views.ts';
import { applicantFaults, confirmationOf, type Draft, digestOfDraft } from '../cases/drafts.ts';
import type { Acting } from '../store/commands.ts';
import { noVisit } from '../visits/visit-desk.ts';
import { live } from './live.ts';
import { orSayWhy } from './or-say-why.ts';
import type { Parts } from './parts.ts';

/** The citizen screen's contract: what is being entered at this counter now, and nothing else. */
export function citizenRouter({ store, signedIn, visits, catalogue, drafts, unmaskings }: Parts) {
  const os = implement(citizenContract).use(orSayWhy);
  const citizen = (): Acting => ({
    actor: {
      actorId: 'citizen',
      postingId: null,
      role: 'citizen',
      organisationId: store.knowledge.place().organisationId,
    },
    sessionId: null,
    authMode: 'offline',
    channel: 'citizenScreen',
  });

  function entries(draft: Draft, full: boolean) {
    const matter = draft.matterCode === null ? undefined : catalogue.find(draft.matterCode);
    const applicant = draft.applicant === null || full ? draft.applicant : maskApplicant(draft.applicant);
    const enterprise = applicant?.kind === 'enterprise';
    const ticked = new Set(draft.tickedMaterialIds);
    const person = [
      { label: enterprise ? '企业名称' : '姓名', value: applicant?.name ?? '' },
      { label: enterprise ? '统一社会信用代码' : '证件号码', value: applicant?.idNumber ?? '' },
      { label: '联系电话', value: applicant?.phone ?? '' },
      { label: enterprise ? '地址' : '住址', value: applicant?.address ?? '' },
    ];
    return {
      rows: [
        ...person,
        { label: '办理事项', value: matter?.name ?? '' },
        { label: '实施主体', value: matter?.department.name ?? '' },
        { label: '承诺时限', value: matter === undefined ? '' : timeLimitText(matter.promised) },
      ].filter((row) => row.value !== ''),
      materials:
        matter?.materials.filter((material) => ticked.has(material.id)).map((material) => material.name) ??
        [],
    };
  }

  function screen(): CitizenScreen {
    const { organisationId, counterId } = store.knowledge.place();
    const place = {
      organisationName: store.knowledge.organisation(organisationId)?.name ?? '',
      counterName: store.knowledge.counter(counterId)?.name ?? '',
    };
    // Nobody's data stands there while nobody is at the desk to answer for it.
    const visit = signedIn.acting() === null ? null : visits.current();
    if (visit === null) return { kind: 'idle', ...place };
    const draft = drafts.of(visit.id);
    const matter = draft.matterCode === null ? undefined : catalogue.find(draft.matterCode);
    if (matter !== undefined || draft.applicant !== null) {
      const [last] =
        matter === undefined
          ? store.cases.where('visit_id = ? ORDER BY case_number DESC LIMIT 1', visit.id)
          : [];
      if (last !== undefined) {
        const row = caseRow(store, last);
        return {
          kind: 'taken',
          ...place,
          matterName: row.matterName,
          caseNumber: row.caseNumber,
          statusName: row.statusName,
          dueText: row.promisedText,
        };
      }
      return {
        kind: 'entries',
        ...place,
        matterName: matter?.name ?? '',
        digest: digestOfDraft(draft),
        masked: entries(draft, false),
        confirmed: confirmationOf(draft) !== null,
        complete:
          matter !== undefined && draft.applicant !== null && applicantFaults(draft.applicant).length === 0,
      };
    }
    return { kind: 'idle', ...place };
  }

  return os.router({
    watch: os.watch.handler(({ signal }) => live(store, screen, signal)),
    reveal: os.reveal.handler(({ input }) => {
      const visit = signedIn.acting() === null ? null : visits.current();
      const draft = visit === null ? null : drafts.of(visit.id);
      if (visit === null || draft === null || digestOfDraft(draft) !== input.digest) {
        return refused('entriesChanged', '内容刚刚有变动，请重新核对。');
      }
      unmaskings.record('citizen', 'visit', visit.id, 'citizenScreen');
      return { kind: 'done' as const, entries: entries(draft, true) };
    }),
    confirm: os.confirm.handler(({ input }) =>
      signedIn.acting() === null ? noVisit : visits.confirm(citizen(), input.digest),
    ),
  });
}
