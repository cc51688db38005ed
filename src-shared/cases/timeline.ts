/**
 * The whole life of a case in order: who did what, when, why, with which document. Worked out from the case itself, so it
 * says nothing that the record does not; and the same in plain words, for the applicant.
 */
import { formatDate, type Instant } from '../clock/beijing.ts';
import { momentOf, type Stamp } from '../clock/evidence.ts';
import { specialProcedures } from '../clock/suspension.ts';
import { ratingLevelNames } from '../ratings/rating.ts';
import { titleOf } from '../sync/command-titles.ts';
import type { ReviewEvent } from './case-events.ts';
import type { CaseFile, CustodyEntry } from './case-file.ts';
import type { DocumentKind } from './documents/document.ts';
import { named } from './intake.ts';
import { type ApprovingSide, approvingSides } from './outside.ts';
import { reviewSteps } from './review.ts';
import { statusName } from './wording.ts';

export interface TimelineEntry {
  at: Instant;
  /** What was done, in the words of the hall. */
  title: string;
  /** Person id of whoever did it; null where nobody of the staff did. */
  by: string | null;
  /** Why, or what it says; empty where there is nothing to add. */
  detail: string;
  /** Person id of whoever it was given to; null where it was given to nobody else. */
  person: string | null;
  /** The kind of document that goes with it. */
  document: DocumentKind | null;
  /** The same for the applicant, in plain words; null for what is the office's own. */
  plain: string | null;
}

const custodySteps: Readonly<Record<CustodyEntry['step'], string>> = {
  handOver: '卷宗移交部门',
  return: '卷宗退回窗口',
  takeOut: '卷宗调出',
  bringBack: '卷宗归还',
};
const channels = { sms: '短信', phone: '电话' } as const;
const toldOf = {
  resultReady: ['领取办理结果', '通知您领取结果'],
  supplement: ['补正材料', '通知您补正材料'],
  notCollected: ['超过送达期限未领取，系统自动提醒', '提醒您尽快领取结果'],
} as const;
const methods = { onSite: '窗口直接送达', post: '邮寄送达（已签收）', left: '留置送达' } as const;

/** Everything that has happened to a case, the first thing first. */
export function timelineOf(state: CaseFile): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  const add = (
    { at, by }: { at: Stamp; by: string | null },
    title: string,
    {
      detail = '',
      person = null,
      document = null,
      plain = null,
    }: Partial<Omit<TimelineEntry, 'at' | 'title' | 'by'>> = {},
  ) => entries.push({ at: momentOf(at), title, by, detail, person, document, plain });

  const addReview = (step: ReviewEvent): void => {
    switch (step.type) {
      case 'CaseAssigned':
        return void add(step, step.personId === null ? '退回待分派' : '分派审核', {
          // Whoever takes a case stands there already as the one who did it.
          person: step.personId === step.by ? null : step.personId,
        });
      case 'DecisionDrafted':
        return void add(step.draft, step.draft.outcome === 'approved' ? '拟同意' : '拟不同意', {
          detail: step.draft.opinion,
        });
      case 'ReturnedForReview':
        return void add(step.returned, '退回重审', { detail: step.returned.reason });
    }
  };

  add({ at: state.received, by: state.receivedBy }, '收件', {
    ...{ detail: named(state.materials), document: 'receipt' },
    plain: '窗口收下了您的申请材料。',
  });
  if (state.accepted !== null)
    add({ at: state.accepted, by: null }, '受理', {
      ...{ document: 'acceptance', plain: '您的申请已受理，开始计算办理时限。' },
    });
  for (const notice of state.notices) {
    add(notice, '一次性告知', {
      detail: notice.missing.map(({ name, why }) => `《${name}》：${why}`).join('；'),
      ...{ document: 'oneTimeNotice', plain: '有材料需要补正，已一次告知您全部内容。' },
    });
    for (const supply of notice.supplies)
      add(supply, '补正收件', {
        ...{ detail: named(supply.materials), document: 'supplementReceipt' },
        plain: '窗口收下了您补来的材料。',
      });
  }
  if (state.nonAcceptance !== null)
    add(state.nonAcceptance, '不予受理', {
      ...{ detail: state.nonAcceptance.reason, document: 'nonAcceptance' },
      plain: '申请没有受理，理由和救济途径写在决定书上。',
    });
  if (state.outside !== null) {
    add(state.outside, '登记厅外收件', { detail: state.outside.reason });
    for (const [side, name] of Object.entries(approvingSides)) {
      const approval = state.outside.approvals[side as ApprovingSide];
      if (approval !== undefined)
        add(approval, `厅外收件${name}`, { detail: `${approval.document}，${approval.reason}` });
    }
  }
  for (const step of reviewSteps(state)) addReview(step);
  for (const inquiry of state.inquiries) {
    add(inquiry, `征询${inquiry.departmentName}`, { detail: inquiry.question });
    if (inquiry.answer !== null)
      add(inquiry.answer, `${inquiry.departmentName}答复`, { detail: inquiry.answer.text });
  }
  for (const procedure of state.procedures) {
    const { name, stopsClock } = specialProcedures[procedure.kind];
    add(procedure, `启动${name}`, {
      detail: `${formatDate(procedure.first)}至${formatDate(procedure.last)}，${procedure.reason}`,
      document: 'specialProcedure',
      plain: `办理中需要${name}，${stopsClock ? '期间不计入办理时限' : '照常计算办理时限'}。`,
    });
    if (procedure.opinion !== null) add(procedure.opinion, `${name}意见`, { detail: procedure.opinion.text });
    if (procedure.notHeld) add(procedure.notHeld, `${name}未进行`, { detail: procedure.notHeld.reason });
  }
  for (const extension of state.extensions) {
    if (extension.requested)
      add(extension.requested, '申请延期', { detail: `${extension.days}个工作日，${extension.reason}` });
    add(extension, `批准延期${extension.days}个工作日`, {
      ...{ detail: extension.reason, document: 'extension' },
      plain: `办理时限延长了${extension.days}个工作日，理由写在告知您的决定书上。`,
    });
  }
  if (state.extensionRequest !== null) {
    const { days, reason, rejected } = state.extensionRequest;
    add(state.extensionRequest, '申请延期', { detail: `${days}个工作日，${reason}` });
    if (rejected !== null) add(rejected, '没有批准延期', { detail: rejected.reason });
  }
  if (state.decision !== null) {
    const { outcome, opinion, decided, decidedBy, departsFrom = [], departsFromDraft } = state.decision;
    const flags = [
      ...(departsFrom.length > 0 ? ['与特别程序意见不一致'] : []),
      ...(departsFromDraft ? ['与拟办意见不一致'] : []),
    ];
    add({ at: decided, by: decidedBy }, outcome === 'approved' ? '签批：准予' : '签批：不予', {
      detail: [opinion, ...flags].join('　'),
      document: outcome === 'approved' ? 'approval' : 'rejection',
      plain: outcome === 'approved' ? '已作出准予的决定。' : '已作出不予的决定，理由写在决定书上。',
    });
  }
  for (const told of state.told)
    add(
      { at: told.at, by: told.what === 'notCollected' ? null : told.by },
      `${channels[told.channel]}通知申请人`,
      {
        detail: toldOf[told.what][0],
        plain: `已${channels[told.channel]}${toldOf[told.what][1]}。`,
      },
    );
  if (state.issued !== null) {
    const { certificate, revoked } = state.issued;
    add(state.issued, '发证', {
      detail: certificate ? `${certificate.name} ${certificate.number}，${certificate.copies}份` : '',
      ...{ document: certificate ? 'certificate' : 'collection', plain: '结果已经可以领取。' },
    });
    if (revoked !== undefined)
      add(revoked, '撤销证照', {
        detail: `${revoked.reason}（${revoked.basis}）`,
        plain: '证照已依法撤销。',
      });
  }
  if (state.posted !== null)
    add(state.posted, '邮寄', {
      detail: `${state.posted.carrier} ${state.posted.trackingNumber}`,
      plain: `结果已寄出，${state.posted.carrier}单号${state.posted.trackingNumber}。`,
    });
  if (state.delivered !== null)
    add(state.delivered, '送达', {
      detail: [methods[state.delivered.method], state.delivered.witness ?? ''].filter(Boolean).join('，'),
      ...{ document: 'deliveryReceipt', plain: '结果已经送达，这件事办完了。' },
    });
  for (const { at, by, step } of state.givenAgain)
    entries.push({
      ...{ at, by, title: '重新提交', detail: `${titleOf(step)}：区级平台曾退回，按原来的办理时间再交` },
      ...{ person: null, document: null, plain: null },
    });
  for (const correction of state.corrections) add(correction, '更正', { detail: correction.reason });
  if (state.voidRequested !== null)
    add(state.voidRequested, '申请作废', { detail: state.voidRequested.reason });
  if (state.ending !== null)
    add(state.ending, statusName(state), {
      detail: state.ending.reason,
      plain: `这件申请${statusName(state)}：${state.ending.reason}`,
    });
  for (const entry of state.custody) {
    add(entry, custodySteps[entry.step], {
      detail: entry.reason ?? `${entry.volumes}卷`,
      document: 'transfer',
    });
    if (entry.taken !== null) add(entry.taken, '卷宗签收', { detail: `${entry.volumes}卷` });
  }
  for (const { level, at, followUps, demo } of state.ratings) {
    add({ at, by: null }, `群众评价：${ratingLevelNames[level]}`, {
      detail: demo ? '演示评价，不计入统计' : '',
    });
    for (const each of followUps) add(each, each.closed ? '差评回访办结' : '差评回访', { detail: each.text });
  }
  if (state.archive !== null) {
    add(state.archive, '立卷归档', {
      detail: `保管${state.archive.years}年，至${formatDate(state.archive.until)}`,
    });
    const { handed } = state.archive;
    if (handed !== null)
      add(handed, '移交档案', { detail: `移交清单${handed.listNumber}，接收${handed.receiver}` });
  }
  for (const print of state.prints) add(print, '打印', { detail: `${print.title}（第${print.copy}次）` });
  return entries.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}
