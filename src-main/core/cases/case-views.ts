import type { CaseFile } from '#shared/cases/case-file.ts';
import { deadlinesOf, deadlineText, statusName } from '#shared/cases/wording.ts';
import { beijingDateOf } from '#shared/clock/beijing.ts';
import { light } from '#shared/clock/deadline.ts';
import { momentOf } from '#shared/clock/evidence.ts';
import type { ApplicantUnmasked, CaseDetail, CaseRow } from '#shared/contracts/views.ts';
import { maskApplicant } from '#shared/identity/masking.ts';
import { materialFormNames } from '#shared/matters/matter.ts';
import { reveal } from '#shared/sync/personal.ts';
import type { Store } from '../store/store.ts';
import type { StoredSubject } from '../store/subjects.ts';

const erased = {
  kind: 'person',
  name: '（已删除）',
  idNumber: '',
  phone: '',
  address: '',
  source: 'typed',
} as const;

/** A case as a list shows it: everything personal masked. */
export function caseRow(store: Store, subject: StoredSubject<CaseFile>): CaseRow {
  const { state } = subject;
  const calendar = store.knowledge.calendar();
  const deadlines = deadlinesOf(state, calendar);
  const applicant = maskApplicant(reveal(state.applicant) ?? erased);
  const open = state.status === 'received' || state.status === 'accepted';
  return {
    id: state.id,
    caseNumber: state.caseNumber,
    matterCode: state.matter.code,
    matterName: state.matter.name,
    departmentName: state.matter.departmentName,
    applicantName: applicant.name,
    applicantIdNumber: applicant.idNumber,
    status: state.status,
    statusName: statusName(state),
    sunk: state.matter.sunk,
    receivedAt: momentOf(state.received),
    uploadedAt: state.received.uploadedAt,
    promised: deadlines.promised,
    promisedText: deadlineText(deadlines.promised, state.matter.promised),
    statutory: deadlines.statutory,
    statutoryText: deadlineText(deadlines.statutory, state.matter.statutory),
    light: open ? light(deadlines, beijingDateOf(store.now()), calendar) : 'normal',
    pending: store.outbox.pendingOf(state.id),
    attention: subject.attention?.message ?? null,
  };
}

/** A case with all that is on it, still masked. */
export function caseDetail(store: Store, subject: StoredSubject<CaseFile>): CaseDetail {
  const { state } = subject;
  const applicant = maskApplicant(reveal(state.applicant) ?? erased);
  const nameOf = (personId: string) =>
    store.knowledge.staff().find((posting) => posting.personId === personId)?.name ?? '—';
  return {
    ...caseRow(store, subject),
    matterVersion: state.matter.version,
    phone: applicant.phone,
    address: applicant.address,
    serviceMode: state.serviceMode,
    materials: state.materials.map(({ name, form, copies }) => ({
      name,
      form: materialFormNames[form],
      copies,
    })),
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
          },
    issuedAt: state.issued === null ? null : momentOf(state.issued.at),
    deliveredAt: state.delivered === null ? null : momentOf(state.delivered.at),
    receivedBy: nameOf(state.receivedBy),
  };
}

/** The applicant in full, for an answer to a deliberate unmasking only. */
export function unmasked(state: CaseFile): ApplicantUnmasked {
  const { kind, name, idNumber, phone, address } = reveal(state.applicant) ?? erased;
  return { kind, name, idNumber, phone, address };
}
