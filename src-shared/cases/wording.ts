import { type BeijingDate, formatDate } from '../clock/beijing.ts';
import type { Deadline, TimeLimit } from '../clock/deadline.ts';
import type { CaseFile, CaseStatus } from './case-file.ts';

/** A due date as it stands on screen and paper. */
export function deadlineText(deadline: Deadline, limit: TimeLimit): string {
  switch (deadline.kind) {
    case 'due':
      if (limit.kind === 'onTheSpot') return `当场办结（${dateText(deadline.date)}）`;
      return deadline.provisional
        ? `${dateText(deadline.date)}前（暂定：该年度工作日安排尚未公布）`
        : `${dateText(deadline.date)}前`;
    case 'pendingUpload':
      return '时限以上传时间为准';
    case 'pendingSupplement':
      return '补正齐全后起算';
    case 'notYet':
      return '受理后起算';
    case 'none':
      return '无';
  }
}

const dateText = (date: BeijingDate): string => formatDate(date);

/**
 * A status in the words of the hall; a decision by its outcome.
 * @param deemed nobody has answered in time: the case counts as accepted (行政许可法 Art 32)
 */
export function statusName(caseFile: Pick<CaseFile, 'status' | 'decision'>, deemed = false): string {
  if (caseFile.status === 'received' && deemed) return '逾期未告知，视为受理';
  if (caseFile.status === 'decided')
    return caseFile.decision?.outcome === 'rejected' ? '不予批准，待送达决定' : '已批准，待发证';
  return names[caseFile.status];
}

const names: Record<CaseStatus, string> = {
  received: '已收件',
  accepted: '已受理',
  decided: '已签批',
  issued: '已发证',
  delivered: '已送达',
  supplementing: '待补正',
  notAccepted: '不予受理',
  withdrawn: '已撤回',
  terminated: '已终止',
  merged: '已并案',
  voided: '已作废',
};

/** The same as part of a sentence: `这个办件已作废，……`. */
export const standsAt: Readonly<Record<CaseStatus, string>> = {
  received: '已收件、尚未受理',
  accepted: '已受理、正在审批',
  decided: '已签批、等待发证',
  issued: '已发证、等待送达',
  delivered: '已送达办结',
  supplementing: '等待申请人补正',
  notAccepted: '已不予受理',
  withdrawn: '已由申请人撤回',
  terminated: '已终止办理',
  merged: '已并入另一办件',
  voided: '已作废',
};
