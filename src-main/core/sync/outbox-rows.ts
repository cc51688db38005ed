import { type Done, refused } from '#shared/contracts/answer.ts';
import type { OutboxRow, SyncView } from '#shared/contracts/views.ts';
import type { Refusal } from '#shared/decider.ts';
import type { CommandName } from '#shared/subjects.ts';
import type { Pending } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';

const titles: Record<CommandName, string> = {
  issueTicket: '取号',
  callTicket: '叫号',
  recallTicket: '重呼',
  missTicket: '过号',
  arriveTicket: '到达窗口',
  returnTicket: '过号返回',
  parkTicket: '挂起',
  transferTicket: '转号',
  finishTicket: '办完',
  changeLane: '改通道',
  putTicketFirst: '提前叫号',
  handOverTicket: '号票转到大厅',
  takeOverTicket: '号票转入',
  presentTicket: '凭号票接待',
  openHallDay: '启用大厅',
  setLaneWeights: '调整叫号权重',
  closeCategory: '关闭取号类别',
  openCategory: '开放取号类别',
  setNotice: '大厅公告',
  setRoster: '排班',
  pauseCounter: '窗口暂停',
  resumeCounter: '窗口恢复',
  setAutoCall: '自动叫号设置',
  raiseAlarm: '紧急求助',
  settleAlarm: '求助处理',
  makeBooking: '登记预约',
  cancelBooking: '取消预约',
  keepBooking: '预约取号',
  openVisit: '开始接待',
  parkVisit: '挂起接待',
  resumeVisit: '继续接待',
  confirmEntries: '申请人确认',
  closeVisit: '结束接待',
  receiveCase: '收件',
  acceptCase: '受理',
  giveOneTimeNotice: '一次性告知',
  supplementCase: '补正收件',
  refuseAcceptance: '不予受理',
  supplyOwed: '容缺补交',
  signOffCase: '签批',
  assignCase: '分派办件',
  draftDecision: '拟办意见',
  returnForReview: '退回重审',
  requestCorrection: '部门要求补正',
  askDepartment: '部门征询',
  answerInquiry: '答复征询',
  declareOutside: '登记厅外收件',
  approveOutside: '批准厅外收件',
  startProcedure: '启动特别程序',
  endProcedure: '登记特别程序意见',
  dropProcedure: '特别程序未进行',
  requestExtension: '申请延期',
  extendCase: '批准延期',
  rejectExtension: '不批准延期',
  issueResult: '发证',
  tellApplicant: '通知申请人',
  postResult: '邮寄结果',
  returnPost: '邮件退回',
  deliverResult: '送达',
  revokeCertificate: '撤销证照',
  closeVolume: '立卷归档',
  handToArchive: '移交档案',
  rateCase: '群众评价',
  followUpRating: '差评回访',
  correctCase: '更正',
  withdrawCase: '撤回申请',
  terminateCase: '终止办理',
  mergeCases: '并案',
  requestVoid: '申请作废',
  confirmVoid: '复核作废',
  rejectVoid: '驳回作废申请',
  undoStep: '撤销上一步',
  addAttachments: '补充材料影像',
  handOverPapers: '移交卷宗',
  takeOverPapers: '签收卷宗',
  cancelHandOver: '撤回卷宗交接',
  takeOutPapers: '取出卷宗',
  bringBackPapers: '归还卷宗',
  printDocument: '打印文书',
  settlePrint: '打印结果登记',
  proposePosting: '人员调整报审',
  reviewPosting: '人员调整审核',
  proposeMatters: '事项清单调整报审',
  reviewMatters: '事项清单调整审核',
  publishCalendarYear: '发布年度日历',
  setLocalFacts: '修改本单位办理信息',
  approveInstallation: '批准设备',
  revokeInstallation: '撤销设备',
  disposeQuarantined: '处理隔离记录',
};

/** What a command is called; one that this program does not know, by its own name. */
export const titleOf = (name: string): string => titles[name as CommandName] ?? name;

/** The outbox as a work list that people can read: what waits, since when, why, and what to do. */
export function outboxRows(store: Store, sync: SyncView, shown?: number): OutboxRow[] {
  const { confirmation } = store;
  return store.outbox
    .all()
    .slice(0, shown)
    .map((pending) => {
      const { seq, envelope, state } = pending;
      const { kind, id } = envelope.subject;
      const isCase = kind === 'caseFile';
      const file = isCase ? store.cases.get(id)?.state : undefined;
      const ticket = kind === 'ticket' ? store.tickets.get(id)?.state : undefined;
      const about = file === undefined ? (ticket?.number ?? '') : `${file.matter.name} ${file.caseNumber}`;
      const doubt = state === 'waiting' ? confirmation.doubtsAbout(kind, id).get(seq) : undefined;
      const again = state === 'refused' ? confirmation.again.stepsOf(envelope.commandId) : null;
      return {
        commandId: envelope.commandId,
        seq,
        title: `${titleOf(envelope.name)} ${about}`.trim(),
        capturedAt: envelope.capturedAt,
        state: doubt === undefined ? state : 'doubtful',
        sentence: sentenceOf(pending, sync, { doubt, again }),
        caseId: isCase ? id : null,
        mayGiveAgain: again !== null,
      };
    });
}

function sentenceOf(
  { state, refusal }: Pending,
  sync: SyncView,
  { doubt, again }: { doubt: Refusal | undefined; again: number | null },
): string {
  switch (state) {
    case 'refused': {
      const reason = `区级平台没有接受：${refusal?.message ?? ''}`;
      if (again === null) return reason;
      const others = again > 1 ? `连同它前面没有接受的${again - 1}步一起` : '';
      return `${reason}现在已经可以办：请按“重新提交”，${others}按原来的办理时间再交一次；不再办的按“知道了”。`;
    }
    case 'quarantined':
      return refusal?.message ?? '区级平台暂未采用，已转安全管理员核查。';
    case 'sent':
      return '区级平台已接受，等回传后自动从列表中消失，不用操作。';
    case 'waiting':
      if (doubt !== undefined)
        return `区级平台上的情况已有变化，这一步可能不被接受：${doubt.message}这一步仍会上传，以区级平台的答复为准。`;
      if (sync.state === 'offline') return '区级平台连不上，恢复后自动上传，不用操作。';
      if (sync.state === 'stopped') return sync.sentence;
      return '按办理的先后上传，轮到后自动上传，不用操作。';
  }
}

/** Takes a refused step off the list, once somebody has read why. */
export function acknowledge(store: Store, commandId: string): Done {
  if (!store.confirmation.acknowledge(commandId))
    return refused('notRefused', '这一步还没有结论，有结论后才能从列表中清除。');
  store.changed();
  return { kind: 'done' };
}

/** Gives a refused step once more, behind those that it rests upon. */
export function giveAgain(store: Store, commandId: string): Done {
  const given = store.confirmation.again.give(commandId);
  if (given.kind === 'done') store.changed();
  return given;
}
