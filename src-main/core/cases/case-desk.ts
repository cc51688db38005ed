import { v7 as uuidv7 } from 'uuid';
import type { CaseFile } from '#shared/cases/case-file.ts';
import { formatCaseNumber, serialsPerDay } from '#shared/cases/case-number.ts';
import type { Applicant } from '#shared/cases/commands.ts';
import {
  acceptanceSlip,
  currentSlip,
  deliverySlip,
  receiptSlip,
  resultSlip,
  type SlipPlace,
} from '#shared/cases/slips.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { CaseRow } from '#shared/contracts/views.ts';
import type { Slip } from '#shared/devices/slip.ts';
import type { DeviceDesk } from '../devices/device-desk.ts';
import type { Catalogue } from '../matters/catalogue.ts';
import type { Acting, Intent } from '../store/commands.ts';
import { newSalt } from '../store/salt.ts';
import type { Store } from '../store/store.ts';
import type { StoredSubject } from '../store/subjects.ts';
import { caseRow } from './case-views.ts';
import { applicantFaults, confirmationOf, type Drafts } from './drafts.ts';

type Taken = { kind: 'done'; case: CaseRow } | Refused;

/** Cases at the counter: from the draft to the delivered result, each step with its slip. */
export type CaseDesk = ReturnType<typeof caseDesk>;

export function caseDesk(store: Store, parts: { devices: DeviceDesk; catalogue: Catalogue; drafts: Drafts }) {
  const { devices, catalogue, drafts } = parts;

  function slipPlace(acting: Acting, copy: boolean): SlipPlace {
    const { counterId, organisationId } = store.knowledge.place();
    return {
      organisationName: store.knowledge.organisation(organisationId)?.name ?? '',
      counterName: store.knowledge.counter(counterId)?.name ?? '',
      staffName:
        store.knowledge.staff().find((posting) => posting.personId === acting.actor.actorId)?.name ?? '',
      calendar: store.knowledge.calendar(),
      copy,
    };
  }

  /** Performs a step, with the slip that the new state calls for in the same act; the slip prints afterwards. */
  function perform(
    acting: Acting,
    intent: Intent,
    slipOf: (file: CaseFile, place: SlipPlace) => Slip,
    also?: () => void,
  ): Taken {
    let send = () => {};
    const performed = store.perform(acting, [intent], () => {
      also?.();
      const { state } = stored(intent.subject.id);
      send = enter(state, slipOf(state, slipPlace(acting, false)));
    });
    if (performed.kind === 'refused') return performed;
    send();
    return { kind: 'done', case: caseRow(store, stored(intent.subject.id)) };
  }

  function stored(id: string): StoredSubject<CaseFile> {
    const subject = store.cases.get(id);
    if (subject === null) throw new Error('a case that was just written is not in the store');
    return subject;
  }

  const enter = (file: CaseFile, slip: Slip) =>
    devices.enter('counter', { title: `${slip.title} ${file.matter.name}`, subjectId: file.id, slip });

  return {
    /** Receives what was entered for a visit as a case: the number is taken, the receipt prints. */
    receive(acting: Acting, visitId: string): Taken {
      const draft = drafts.of(visitId);
      const visit = store.visits.get(visitId);
      if (visit === null) return refused('noVisit', '还没有开始接待，请先叫号或直接接待。');
      if (draft.applicant === null) return refused('noApplicant', '还没有申请人，请刷身份证或手工填写。');
      const [fault] = applicantFaults(draft.applicant);
      if (fault !== undefined) return refused('applicantFault', fault.message);
      const matter = draft.matterCode === null ? undefined : catalogue.find(draft.matterCode);
      if (matter === undefined)
        return refused('noMatter', '还没有选事项，请输入名称、拼音首字母或编码查找。');
      const { areaCode, series } = store.knowledge.place();
      const date = store.businessDay();
      const serial = store.serials.next('case', date);
      if (serial > serialsPerDay)
        return refused('serialsUsedUp', '本机今天的办件编号已用完，请到相邻窗口收件，并联系运维增发号段。');
      const ticked = new Set(draft.tickedMaterialIds);
      const applicant: Applicant = draft.applicant;
      return perform(
        acting,
        {
          name: 'receiveCase',
          subject: { kind: 'caseFile', id: uuidv7() },
          args: {
            caseNumber: formatCaseNumber({ areaCode, date, series, serial }),
            visitId,
            matterCode: matter.code,
            matterVersion: matter.version,
            applicant: { salt: newSalt(), personal: applicant },
            materials: matter.materials
              .filter((material) => ticked.has(material.id))
              .map(({ id, name, form, copies }) => ({ materialId: id, name, form, copies })),
            serviceMode: 'counter',
            confirmation: confirmationOf(draft),
          },
        },
        receiptSlip,
        () => drafts.begin(visitId, applicant),
      );
    },

    accept: (acting: Acting, id: string): Taken =>
      perform(acting, { name: 'acceptCase', subject: { kind: 'caseFile', id }, args: {} }, acceptanceSlip),

    issue: (acting: Acting, id: string): Taken =>
      perform(acting, { name: 'issueResult', subject: { kind: 'caseFile', id }, args: {} }, resultSlip),

    deliver: (acting: Acting, id: string, recipient: { name: string; relation: 'self' | 'agent' }): Taken =>
      recipient.name.trim() === ''
        ? refused('noRecipient', '请填写收件人姓名。')
        : perform(
            acting,
            {
              name: 'deliverResult',
              subject: { kind: 'caseFile', id },
              args: { method: 'onSite', recipient: { salt: newSalt(), personal: recipient } },
            },
            deliverySlip,
          ),

    signOff(acting: Acting, id: string, outcome: 'approved' | 'rejected', opinion: string): Taken {
      if (opinion.trim() === '') return refused('noOpinion', '请填写签批意见。');
      const performed = store.perform(acting, [
        {
          name: 'signOffCase',
          subject: { kind: 'caseFile', id },
          args: { outcome, opinion: opinion.trim() },
        },
      ]);
      if (performed.kind === 'refused') return performed;
      return { kind: 'done', case: caseRow(store, stored(id)) };
    },

    /** Prints the slip of the case's present step again, marked 重打. */
    reprint(acting: Acting, id: string): { kind: 'done' } | Refused {
      const subject = store.cases.get(id);
      if (subject === null) return refused('caseUnknown', '没有找到这个办件，请刷新后再试。');
      enter(subject.state, currentSlip(subject.state, slipPlace(acting, true)))();
      return { kind: 'done' };
    },

    /** Cases by how far they are; newest first. */
    list(scope: 'open' | 'results' | 'all', text: string): CaseRow[] {
      const of = {
        open: `status IN ('received', 'accepted')`,
        results: `status IN ('decided', 'issued')`,
        all: '1 = 1',
      }[scope];
      const wanted = text.trim().toLowerCase();
      return store.cases
        .where(`${of} ORDER BY case_number DESC LIMIT 500`)
        .map((subject) => caseRow(store, subject))
        .filter(
          (row) =>
            wanted === '' ||
            `${row.caseNumber} ${row.matterName} ${row.applicantName}`.toLowerCase().includes(wanted),
        )
        .slice(0, 100);
    },
  };
}
