import { volumeGaps } from '#shared/cases/archive.ts';
import { clockOf } from '#shared/cases/case-clock.ts';
import { type CaseFile, type Ending, isConcluded } from '#shared/cases/case-file.ts';
import { type CorrectableField, correctable } from '#shared/cases/corrections.ts';
import { documentTitles } from '#shared/cases/documents/document.ts';
import { terminationGrounds } from '#shared/cases/endings.ts';
import { certificateTemplate } from '#shared/cases/handing.ts';
import { type ApprovingSide, approvingSides } from '#shared/cases/outside.ts';
import { timelineOf } from '#shared/cases/timeline.ts';
import { deadlineText, statusName } from '#shared/cases/wording.ts';
import { type BeijingDate, beijingDateOf } from '#shared/clock/beijing.ts';
import { addWorkingDays } from '#shared/clock/calendar.ts';
import { deliveryLimit } from '#shared/clock/deadline.ts';
import { momentOf, type Stamp } from '#shared/clock/evidence.ts';
import type { CaseDetail, CaseRow } from '#shared/contracts/case-views.ts';
import type { ApplicantUnmasked } from '#shared/contracts/views.ts';
import { maskApplicant, maskName } from '#shared/identity/masking.ts';
import { materialFormNames } from '#shared/matters/matter.ts';
import { grantNames } from '#shared/organisation/signing-grant.ts';
import { followUpWithinDays, isBad, ratingLevelNames } from '#shared/ratings/rating.ts';
import { erasedText, reveal } from '#shared/sync/personal.ts';
import type { Store } from '../store/store.ts';
import type { StoredSubject } from '../store/subjects.ts';
import { intakeDetail, owingOf } from './intake-views.ts';
import { proceduresView } from './procedure-views.ts';
import { reviewView } from './review-desk.ts';

const erased = {
  kind: 'person',
  name: erasedText,
  idNumber: '',
  phone: '',
  address: '',
  source: 'typed',
} as const;

/** Masked; of what was erased there is nothing to mask, and its sentence is to be read. */
function shownApplicant({ applicant }: CaseFile): ApplicantUnmasked {
  const held = reveal(applicant);
  return held === null ? erased : maskApplicant(held);
}

/** A case as a list shows it: everything personal masked. */
export function caseRow(
  store: Store,
  subject: Pick<StoredSubject<CaseFile>, 'state' | 'attention'>,
  today: BeijingDate = beijingDateOf(store.now()),
): CaseRow {
  const { state } = subject;
  const calendar = store.knowledge.calendar();
  const { promised, statutory, delivery, deemed, light, lightText } = clockOf(state, calendar, today);
  const applicant = shownApplicant(state);
  return {
    id: state.id,
    caseNumber: state.caseNumber,
    matterCode: state.matter.code,
    matterName: state.matter.name,
    departmentName: state.matter.departmentName,
    applicantName: applicant.name,
    applicantIdNumber: applicant.idNumber,
    status: state.status,
    statusName: statusName(state, deemed),
    sunk: state.matter.sunk,
    receivedAt: momentOf(state.received),
    uploadedAt: state.received.uploadedAt,
    promised,
    promisedText: state.status === 'notAccepted' ? '——' : deadlineText(promised, state.matter.promised),
    statutory,
    statutoryText: deadlineText(statutory, state.matter.statutory),
    light,
    lightText,
    deemedAccepted: deemed,
    delivery,
    deliveryText: delivery === null ? '' : deadlineText(delivery, deliveryLimit),
    pending: store.outbox.pendingOf(state.id),
    owing: owingOf(store, state),
    attention: subject.attention?.message ?? null,
    voidRequested: state.voidRequested !== null && !isConcluded(state.status) && state.decision === null,
  };
}

/** A case with all that is on it, still masked. */
export function caseDetail(store: Store, subject: StoredSubject<CaseFile>): CaseDetail {
  const { state } = subject;
  const nameOf = (personId: string) =>
    store.knowledge.staff().find((posting) => posting.personId === personId)?.name ?? '—';
  return {
    ...caseRow(store, subject),
    ...intakeDetail(store, state, nameOf),
    ...proceduresView(store, state, nameOf),
    ...reviewView(store, state, nameOf),
    matterVersion: state.matter.version,
    applicant: shownApplicant(state),
    serviceMode: state.serviceMode,
    materials: state.materials.map(({ materialId, name, form, copies }) => ({
      materialId,
      name,
      formKind: form,
      form: materialFormNames[form],
      copies,
    })),
    volume: isConcluded(state.status)
      ? {
          until: state.archive?.until ?? null,
          gaps: state.archive === null ? [...volumeGaps(state)] : [],
        }
      : null,
    takesPages:
      !isConcluded(state.status) && state.receivingOrganisationId === store.knowledge.place().organisationId,
    confirmedAt: state.confirmation?.at ?? null,
    acceptedAt: state.accepted === null ? null : momentOf(state.accepted),
    decision:
      state.decision === null
        ? null
        : {
            outcome: state.decision.outcome,
            opinion: state.decision.opinion,
            decidedBy: nameOf(state.decision.decidedBy),
            decidedAt: momentOf(state.decision.decided),
            under:
              state.decision.grant === undefined
                ? ''
                : `${grantNames[state.decision.grant.kind]}（${state.decision.grant.document}）`,
            departsFromDraft: state.decision.departsFromDraft ?? false,
            sentTo: state.decision.sentTo?.departmentName ?? null,
            signed: state.decision.proof !== undefined,
          },
    certificate: state.issued?.certificate
      ? {
          name: state.issued.certificate.name,
          number: state.issued.certificate.number,
          revoked: state.issued.revoked !== undefined,
        }
      : null,
    outside: outsideOf(
      state,
      nameOf,
      store.knowledge.organisation(state.receivingOrganisationId)?.name ?? '',
    ),
    certified: certificateTemplate(state, store.knowledge.facts()) !== null,
    issuedAt: state.issued === null ? null : momentOf(state.issued.at),
    deliveredAt: state.delivered === null ? null : momentOf(state.delivered.at),
    receivedBy: nameOf(state.receivedBy),
    ratings: state.ratings.map(({ ratingId, level, comment, at, demo, followUps }) => {
      const open = isBad(level) && !followUps.some(({ closed }) => closed);
      const day = beijingDateOf(momentOf(at));
      return {
        ...{ ratingId, demo, open, bad: isBad(level), levelName: ratingLevelNames[level], at: momentOf(at) },
        comment: comment === null ? '' : (reveal(comment)?.text ?? erasedText),
        due: open ? addWorkingDays(store.knowledge.calendar(), day, followUpWithinDays).date : null,
      };
    }),
    timeline: timelineOf(state).map(({ at, title, by, detail, person, document }) => ({
      ...{ at, title },
      detail: person === null ? detail : nameOf(person),
      by: by === null ? '' : nameOf(by),
      document: document === null ? '' : documentTitles[document],
    })),
    ...mistakesOf(state, nameOf),
  };
}

/** The receipt outside the hall in names. */
function outsideOf(
  { outside }: CaseFile,
  nameOf: (personId: string) => string,
  where: string,
): CaseDetail['outside'] {
  if (outside === null) return null;
  const said = ({ by, at }: { by: string; at: Stamp }) => ({ by: nameOf(by), at: momentOf(at) });
  return {
    ...said(outside),
    ...{ where, reason: outside.reason },
    approvals: (Object.keys(approvingSides) as ApprovingSide[]).map((side) => {
      const given = outside.approvals[side];
      return {
        ...{ side, name: approvingSides[side] },
        given: given ? { ...said(given), reason: given.reason, document: given.document } : null,
      };
    }),
  };
}

/** What went wrong with a case and how it was put right, as everybody may read it. */
function mistakesOf(state: CaseFile, nameOf: (personId: string) => string) {
  const act = ({ reason, by, at }: { reason: string; by: string; at: Stamp }) => ({
    ...{ reason, by: nameOf(by), at: momentOf(at) },
  });
  const kind = reveal(state.applicant)?.kind ?? 'person';
  const { voidRequested, voidRejected, ending } = state;
  return {
    corrections: state.corrections.map((each) => ({
      ...act(each),
      before: each.fields.map((field) => ({
        label: correctable[field],
        value: maskedField(kind, field, reveal(each.before)?.[field]),
      })),
    })),
    voidRequest: voidRequested && { ...act(voidRequested), personId: voidRequested.by },
    voidRejected: voidRejected && act(voidRejected),
    ending: ending && { ...act(ending), name: statusName(state), facts: endingFacts(ending, nameOf) },
  };
}

/** A value as it was before a correction, as far as it may be shown. */
function maskedField(kind: ApplicantUnmasked['kind'], field: CorrectableField, value: string | undefined) {
  if (value === undefined) return erasedText;
  if (field === 'materials') return value;
  return maskApplicant({ ...erased, kind, [field]: value })[field] || '（空）';
}

function endingFacts(ending: Ending, nameOf: (personId: string) => string) {
  const wish = ending.wish && reveal(ending.wish);
  const facts: [string, string | null][] = [
    ['情形', ending.ground && terminationGrounds[ending.ground]],
    ['依据', ending.basis],
    ['并入', ending.into],
    [
      '提出人',
      ending.wish &&
        (wish === null ? erasedText : `${maskName(wish.name)}${wish.relation === 'agent' ? '（代办）' : ''}`),
    ],
    ['复核人', ending.confirmedBy && nameOf(ending.confirmedBy)],
  ];
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}

/** The applicant in full, for an answer to a deliberate unmasking only. */
export function unmasked(state: CaseFile): ApplicantUnmasked {
  const { kind, name, idNumber, phone, address, contactName }: ApplicantUnmasked =
    reveal(state.applicant) ?? erased;
  return { kind, name, idNumber, phone, address, ...(contactName && { contactName }) };
}
