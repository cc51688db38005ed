import { implement } from '@orpc/server';
import { peopleRefusal } from '#shared/cases/applicant.ts';
import { timeLimitText } from '#shared/clock/deadline.ts';
import { refused } from '#shared/contracts/answer.ts';
import { type CitizenScreen, citizenContract } from '#shared/contracts/citizen.ts';
import { maskAgent, maskApplicant } from '#shared/identity/masking.ts';
import { caseRow } from '../cases/case-views.ts';
import { confirmationOf, type Draft, digestOfDraft } from '../cases/drafts.ts';
import { plainWords } from '../cases/plain-words.ts';
import { noVisit } from '../visits/visit-desk.ts';
import { gate, place } from './gate.ts';
import { live } from './live.ts';
import { orSayWhy } from './or-say-why.ts';
import type { Parts } from './parts.ts';

/** The citizen screen's contract: what is being entered at this counter now, and nothing else. */
export function citizenRouter({
  store,
  devices,
  signedIn,
  visits,
  catalogue,
  drafts,
  unmaskings,
  publicView,
  ratings,
}: Parts) {
  const standing = place('citizen', 'citizenScreen', () => store.knowledge.place().organisationId);
  const os = implement(citizenContract).use(orSayWhy(store)).use(gate('citizen', standing));

  function entries(draft: Draft, full: boolean) {
    const matter = draft.matterCode === null ? undefined : catalogue.find(draft.matterCode);
    const applicant = draft.applicant === null || full ? draft.applicant : maskApplicant(draft.applicant);
    const enterprise = applicant?.kind === 'enterprise';
    const ticked = new Set(draft.tickedMaterialIds);
    const person = [
      { label: enterprise ? '企业名称' : '姓名', value: applicant?.name ?? '' },
      { label: enterprise ? '统一社会信用代码' : '证件号码', value: applicant?.idNumber ?? '' },
      { label: '联系人', value: applicant?.contactName ?? '' },
      { label: '联系电话', value: applicant?.phone ?? '' },
      { label: enterprise ? '地址' : '住址', value: applicant?.address ?? '' },
    ];
    const agent = draft.agent === null || full ? draft.agent : maskAgent(draft.agent);
    const helped =
      agent === null
        ? []
        : [
            { label: '代办人', value: `${agent.name}（${agent.relation || '关系待填'}，${agent.idNumber}）` },
            { label: '代办费', value: '0元（免费代办）' },
          ];
    return {
      rows: [
        ...person,
        ...helped,
        { label: '办理事项', value: matter?.name ?? '' },
        { label: '实施主体', value: matter?.department.name ?? '' },
        { label: '承诺时限', value: matter === undefined ? '' : timeLimitText(matter.promised) },
      ].filter((row) => row.value !== ''),
      materials:
        matter?.materials.filter((material) => ticked.has(material.id)).map((material) => material.name) ??
        [],
    };
  }

  /** The last case of a visit. */
  const lastOf = (visitId: string) =>
    store.cases.where('visit_id = ? ORDER BY case_number DESC LIMIT 1', visitId)[0];

  function screen(): CitizenScreen {
    const { organisationId, counterId } = store.knowledge.place();
    const head = {
      organisationName: store.knowledge.organisation(organisationId)?.name ?? '',
      counterName: store.knowledge.counter(counterId)?.name ?? '',
    };
    // Nobody's data stands there while nobody is at the desk to answer for it.
    if (signedIn.acting() === null) return { kind: 'idle', ...head };
    const visit = visits.current();
    if (visit === null) {
      const left = visits.justLeft();
      const rated = left === null ? undefined : lastOf(left.id);
      if (rated === undefined) return { kind: 'idle', ...head };
      return {
        kind: 'leaving',
        ...head,
        caseNumber: rated.state.caseNumber,
        rated: ratings.of(rated.state),
      };
    }
    const told = publicView.shown();
    if (told !== null) {
      const { name, publicFields, localFields, materials, elsewhere } = told;
      return { kind: 'matter', ...head, matterName: name, publicFields, localFields, materials, elsewhere };
    }
    const draft = drafts.of(visit.id);
    const matter = draft.matterCode === null ? undefined : catalogue.find(draft.matterCode);
    if (matter !== undefined || draft.applicant !== null) {
      const last = matter === undefined ? lastOf(visit.id) : undefined;
      if (last !== undefined) {
        const row = caseRow(store, last);
        return {
          kind: 'taken',
          ...head,
          matterName: row.matterName,
          caseNumber: row.caseNumber,
          statusName: row.statusName,
          dueText: row.promisedText,
          ...plainWords(store, last.state),
          rated: ratings.of(last.state),
        };
      }
      return {
        kind: 'entries',
        ...head,
        matterName: matter?.name ?? '',
        digest: digestOfDraft(draft),
        masked: entries(draft, false),
        confirmed: confirmationOf(draft) !== null,
        mayBeSigned: devices.register.at('counter', 'signaturePad').length > 0,
        complete:
          matter !== undefined &&
          draft.applicant !== null &&
          peopleRefusal(draft.applicant, draft.agent, matter) === null,
      };
    }
    return { kind: 'idle', ...head };
  }

  return os.router({
    watch: os.watch.handler(({ signal }) => {
      devices.register.pages.watching(signal);
      return live(store, screen, signal);
    }),
    reveal: os.reveal.handler(({ input }) => {
      const visit = signedIn.acting() === null ? null : visits.current();
      const draft = visit === null ? null : drafts.of(visit.id);
      if (visit === null || draft === null || digestOfDraft(draft) !== input.digest) {
        return refused('entriesChanged', '内容刚刚有变动，请重新核对。');
      }
      unmaskings.record('citizen', 'visit', visit.id, 'citizenScreen');
      return { kind: 'done' as const, entries: entries(draft, true) };
    }),
    rate: os.rate.handler(({ context, input: { caseNumber, level, comment } }) => {
      const shown = screen();
      const [file] =
        (shown.kind === 'taken' || shown.kind === 'leaving') && shown.caseNumber === caseNumber
          ? store.cases.where('case_number = ?', caseNumber)
          : [];
      return file === undefined
        ? refused('notShown', '这件事已经不在屏幕上，请凭凭条上的评价码评价。')
        : ratings.give(context.acting(), file.state, level, comment);
    }),
    rateByCode: os.rateByCode.handler(({ context, input: { code, level, comment } }) =>
      ratings.giveByCode(context.acting(), code, level, comment),
    ),
    confirm: os.confirm.handler(({ context, input }) =>
      signedIn.acting() === null ? noVisit : visits.confirm(context.acting(), input.digest, input.signature),
    ),
  });
}
