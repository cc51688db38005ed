/** The clerk's keys. Those that a browser keeps for itself (F5, F11, F12, Ctrl+N, Ctrl+T, Ctrl+W) are not among them. */
export const keyMap = {
  help: 'F1',
  callNext: 'F2',
  arrive: 'F3',
  openVisit: 'Shift+F3',
  recall: 'F4',
  closeVisit: 'F6',
  miss: 'F7',
  receive: 'F8',
  accept: 'F9',
  applicant: 'Alt+A',
  matterSearch: 'Ctrl+K',
  matterSearchSlash: '/',
  tickAll: 'Ctrl+A',
  counterPage: 'Alt+1',
  casesPage: 'Alt+2',
  resultsPage: 'Alt+3',
  outboxPage: 'Alt+4',
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
      [keyMap.closeVisit, '结束接待'],
    ],
  },
  {
    title: '收件与受理',
    keys: [
      [keyMap.applicant, '填写或修改申请人'],
      [`${keyMap.matterSearch} 或 /`, '查找事项'],
      ['↑ ↓ 回车', '选择事项'],
      ['↑ ↓ 空格', '逐项勾选材料'],
      [keyMap.tickAll, '必要材料收齐'],
      [keyMap.receive, '收件'],
      [keyMap.accept, '受理'],
    ],
  },
  {
    title: '页面',
    keys: [
      [keyMap.counterPage, '办理'],
      [keyMap.casesPage, '办件列表'],
      [keyMap.resultsPage, '待发证'],
      [keyMap.outboxPage, '待上传'],
      ['↑ ↓ 回车', '在列表中移动、打开'],
      ['Esc', '关闭、返回'],
      [keyMap.help, '显示或关闭本说明'],
    ],
  },
];
