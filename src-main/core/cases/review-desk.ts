import { v7 as uuidv7 } from 'uuid';
import type { CaseFile } from '#shared/cases/case-file.ts';
import { isLate } from '#shared/cases/inquiries.ts';
import { beijingDateOf } from '#shared/clock/beijing.ts';
import { momentOf, type Stamp } from '#shared/clock/evidence.ts';
import type { CaseReview } from '#shared/contracts/review.ts';
import { materialsIn, type SituationId } from '#shared/matters/matter.ts';
import { isActivePosting, roleNames } from '#shared/organisation/staff.ts';
import type { CommandArgs } from '#shared/subjects.ts';
import type { Acting, Performed } from '../store/commands.ts';
import type { Store } from '../store/store.ts';

/** The review in a department: whose case it is, its draft, what is asked of the applicant and of other departments. */
export type ReviewDesk = ReturnType<typeof reviewDesk>;

type ReviewName =
  | 'assignCase'
  | 'draftDecision'
  | 'returnForReview'
  | 'requestCorrection'
  | 'askDepartment'
  | 'answerInquiry';

export function reviewDesk(store: Store) {
  const { knowledge } = store;
  const today = () => beijingDateOf(store.now());
  const give =
    <Name extends ReviewName>(name: Name) =>
    (acting: Acting, id: string, args: CommandArgs<Name>): Performed =>
      store.perform(acting, [{ name, subject: { kind: 'caseFile', id }, args } as never]);
  const ask = give('askDepartment');

  return {
    assign: give('assignCase'),
    draft: give('draftDecision'),
    sendBack: give('returnForReview'),
    requestCorrection: give('requestCorrection'),
    answer: give('answerInquiry'),
    ask: (acting: Acting, id: string, args: Omit<CommandArgs<'askDepartment'>, 'inquiryId'>) =>
      ask(acting, id, { inquiryId: uuidv7(), ...args }),

    /** Who can be given a case here today. */
    people() {
      const { organisationId } = knowledge.place();
      return knowledge
        .staff()
        .filter(
          (each) =>
            String(each.organisationId) === organisationId &&
            ['reviewer', 'chiefRepresentative'].includes(each.role) &&
            isActivePosting(each, today()),
        )
        .map(({ personId, name, role }) => ({ personId: String(personId), name, roleName: roleNames[role] }));
    },

    /** The other departments of the district. */
    departments() {
      const { organisationId } = knowledge.place();
      return knowledge
        .facts()
        .organisations.filter(({ id, level }) => level === 'department' && String(id) !== organisationId)
        .map(({ id, name }) => ({ id: String(id), name }));
    },

    /** The papers of a case that the applicant can be asked to bring or to put right. */
    correctable(id: string) {
      const state = store.cases.get(id)?.state;
      if (state === undefined) return [];
      const matter = knowledge.facts().matter(state.matter.code, state.matter.version);
      const isMissing = (materialId: string) => state.missing.some((each) => each.materialId === materialId);
      const asked = matter === undefined ? [] : materialsIn(matter, state.situations as SituationId[]);
      return asked.map(({ id: materialId, name }) => ({ materialId, name, missing: isMissing(materialId) }));
    },
  };
}

/** The review of a case in names. */
export function reviewView(store: Store, state: CaseFile, nameOf: (personId: string) => string): CaseReview {
  const said = ({ by, at }: { by: string; at: Stamp }) => ({ by: nameOf(by), at: momentOf(at) });
  const { assignee = null, draft = null, returned = null } = state.review ?? {};
  const today = beijingDateOf(store.now());
  return {
    review: {
      assignee: assignee && { personId: assignee.personId, name: nameOf(assignee.personId) },
      draft: draft && { ...said(draft), outcome: draft.outcome, opinion: draft.opinion },
      returned: returned && { ...said(returned), reason: returned.reason },
    },
    inquiries: state.inquiries.map((inquiry) => ({
      ...said(inquiry),
      inquiryId: inquiry.inquiryId,
      departmentId: inquiry.departmentId,
      departmentName: inquiry.departmentName,
      question: inquiry.question,
      due: inquiry.due,
      late: state.decision === null && isLate(inquiry, today),
      answer: inquiry.answer && { ...said(inquiry.answer), text: inquiry.answer.text },
    })),
  };
}
