import { type BeijingDate, formatDate } from '../clock/beijing.ts';
import type { Calendar } from '../clock/calendar.ts';
import {
  type Deadline,
  type Deadlines,
  promisedDeadline,
  statutoryDeadline,
  type TimeLimit,
} from '../clock/deadline.ts';
import { momentOf } from '../clock/evidence.ts';
import type { CaseFile, CaseStatus } from './case-file.ts';

/** The two deadlines of a case, worked out anew from its stamps and the calendar as it is now. */
export function deadlinesOf(caseFile: CaseFile, calendar: Calendar): Deadlines {
  const { matter, received, accepted } = caseFile;
  return {
    promised: promisedDeadline(
      {
        sunk: matter.sunk,
        receivedAt: momentOf(received),
        uploadedAt: received.uploadedAt,
        limit: matter.promised,
      },
      calendar,
    ),
    statutory: statutoryDeadline(
      { acceptedAt: accepted === null ? null : momentOf(accepted), limit: matter.statutory },
      calendar,
    ),
  };
}

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
    case 'notYet':
      return '受理后起算';
    case 'none':
      return '无';
  }
}

const dateText = (date: BeijingDate): string => formatDate(date);

/** A status in the words of the hall; a decision by its outcome. */
export function statusName(caseFile: Pick<CaseFile, 'status' | 'decision'>): string {
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
};
