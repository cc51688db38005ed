import { explainKey } from '../../ui/clock/clock-dialog.tsx';
import { lockKey } from '../../ui/identity/desk-door.tsx';

/** The clerk's keys. Those that a browser keeps for itself (F5, F11, F12, Ctrl+N, Ctrl+T, Ctrl+W) are not among them. */
export const keyMap = {
  help: 'F1',
  callNext: 'F2',
  arrive: 'F3',
  openVisit: 'Shift+F3',
  present: 'Alt+N',
  recall: 'F4',
  closeVisit: 'F6',
  miss: 'F7',
  park: 'Alt+D',
  transfer: 'Alt+T',
  pause: 'Alt+W',
  issueTicket: 'Alt+Q',
  book: 'Alt+Y',
  alarm: 'Ctrl+Alt+H',
  receive: 'F8',
  accept: 'F9',
  undo: 'Alt+Z',
  receiveAndAccept: 'Shift+F8',
  giveNotice: 'Alt+G',
  acceptTolerantly: 'Alt+R',
  refuse: 'Alt+J',
  handOver: 'F8',
  documents: 'Ctrl+P',
  applicant: 'Alt+A',
  agent: 'Alt+B',
  applicantIsAgent: 'Alt+Shift+B',
  openKnown: 'Alt+O',
  matterSearch: 'Ctrl+K',
  matterSearchSlash: '/',
  situations: 'Alt+S',
  showPublic: 'Alt+V',
  printGuide: 'Alt+P',
  printGuideA4: 'Alt+I',
  tickAll: 'Ctrl+A',
  counterPage: 'Alt+1',
  casesPage: 'Alt+2',
  resultsPage: 'Alt+3',
  outboxPage: 'Alt+4',
  papersPage: 'Alt+5',
  hallPage: 'Alt+6',
  devicesPage: 'Alt+9',
} as const;

/** What the help overlay lists, in the order of a visit. */
export const keyHelp: ReadonlyArray<{
  readonly title: string;
  readonly keys: ReadonlyArray<readonly [string, string]>;
}> = [
  {
    title: '叫号与接待',
    keys: [
      [keyMap.callNext, '叫下一位'],
      [keyMap.recall, '重呼'],
      [keyMap.miss, '过号'],
      [keyMap.arrive, '开始办理'],
      [keyMap.openVisit, '无号直接接待'],
      [keyMap.present, '按号接待'],
      [keyMap.closeVisit, '结束接待'],
      [keyMap.park, '挂起：群众去补办，稍后继续'],
      [keyMap.transfer, '转到其他窗口或业务'],
      [keyMap.pause, '暂停叫号、恢复叫号'],
      [keyMap.issueTicket, '替群众取号'],
      [keyMap.book, '登记预约'],
      [keyMap.alarm, '紧急求助'],
    ],
  },
  {
    title: '申请人与材料',
    keys: [
      [keyMap.applicant, '填写申请人'],
      [keyMap.agent, '填写代办人；代办员：我来代办'],
      [keyMap.applicantIsAgent, '刚读的是代办人'],
      [keyMap.openKnown, '申请人的在办件'],
      [`${keyMap.matterSearch} 或 /`, '查找事项'],
      ['↑ ↓ 回车', '选择事项'],
      [keyMap.situations, '勾选情形，材料随之变化'],
      ['↑ ↓ 空格', '逐项勾选材料'],
      ['S　O', '扫描这份材料，从文件添加'],
      ['Y　N', '取用在档材料，在档仍要收'],
      [keyMap.showPublic, '把事项公开信息给群众看'],
      [`${keyMap.printGuide}、${keyMap.printGuideA4}`, '打印办事指南：小票、A4'],
      [keyMap.tickAll, '必要材料收齐'],
    ],
  },
  {
    title: '收件与受理',
    keys: [
      [keyMap.receive, '收件'],
      [keyMap.receiveAndAccept, '收件并受理'],
      [keyMap.accept, '受理'],
      [keyMap.undo, '一分钟内撤销上一步'],
      [keyMap.acceptTolerantly, '容缺受理'],
      [keyMap.giveNotice, '一次性告知'],
      [keyMap.refuse, '不予受理'],
      [keyMap.handOver, '待发证中：发证，再送达'],
      [keyMap.documents, '文书、卷宗：预览和打印'],
    ],
  },
  {
    title: '页面',
    keys: [
      [keyMap.counterPage, '办理'],
      [keyMap.casesPage, '办件列表'],
      [keyMap.resultsPage, '待发证'],
      [keyMap.outboxPage, '待上传'],
      [keyMap.papersPage, '卷宗交接'],
      [keyMap.hallPage, '大厅管理'],
      [keyMap.devicesPage, '设备'],
      ['↑ ↓ 回车', '在列表中移动、打开'],
      [explainKey, '看办件的期限怎样算出来'],
      ['Esc', '关闭、返回'],
      [lockKey, '锁屏或换人'],
      [keyMap.help, '显示或关闭本说明'],
    ],
  },
];

/** Those of them that do something in a hall's back office. */
const inBackOffice = new Set<string>([
  ...[keyMap.issueTicket, keyMap.book, keyMap.outboxPage, keyMap.hallPage, keyMap.devicesPage],
  ...['↑ ↓ 回车', 'Esc', lockKey, keyMap.help],
]);
export const backOfficeKeyHelp: typeof keyHelp = [
  {
    title: '大厅后台',
    keys: keyHelp.flatMap(({ title, keys }) =>
      title === '申请人与材料' ? [] : keys.filter(([key]) => inBackOffice.has(key)),
    ),
  },
];
