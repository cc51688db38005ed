import type { OutboxRow, SyncView } from '#shared/contracts/views.ts';
import type { CommandName } from '#shared/subjects.ts';
import type { Pending } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';

const titles: Record<CommandName, string> = {
  issueTicket: '取号',
  callTicket: '叫号',
  recallTicket: '重呼',
  missTicket: '过号',
  arriveTicket: '到达窗口',
  openVisit: '开始接待',
  confirmEntries: '申请人确认',
  closeVisit: '结束接待',
  receiveCase: '收件',
  acceptCase: '受理',
  signOffCase: '签批',
  issueResult: '发证',
  deliverResult: '送达',
};

const states: Record<Pending['state'], string> = {
  waiting: '等待上传',
  sent: '已上传，等待区级平台回传',
  refused: '区级平台没有接受',
  quarantined: '区级平台没有读懂，已转监督岗处理',
};

/** The outbox as a work list that people can read: what waits, since when, why, and what to do. */
export function outboxRows(store: Store, sync: SyncView): OutboxRow[] {
  return store.outbox.all().map(({ seq, envelope, state, refusal }) => {
    const isCase = envelope.subject.kind === 'caseFile';
    const file = isCase ? store.cases.get(envelope.subject.id)?.state : undefined;
    const ticket =
      envelope.subject.kind === 'ticket' ? store.tickets.get(envelope.subject.id)?.state : undefined;
    const about = file === undefined ? (ticket?.number ?? '') : `${file.matter.name} ${file.caseNumber}`;
    return {
      commandId: envelope.commandId,
      seq,
      title: `${titles[envelope.name as CommandName] ?? envelope.name} ${about}`.trim(),
      capturedAt: envelope.capturedAt,
      state,
      sentence: sentenceOf(state, refusal, sync),
      caseId: isCase ? envelope.subject.id : null,
    };
  });
}

function sentenceOf(state: Pending['state'], refusal: Pending['refusal'], sync: SyncView): string {
  if (refusal !== null)
    return state === 'refused' ? `${states.refused}：${refusal.message}` : refusal.message;
  if (state === 'waiting' && sync.state === 'offline') return '区级平台连不上，恢复后自动上传，不用操作。';
  return `${states[state]}。`;
}
