import type { OfficeDesk } from '#shared/contracts/office.ts';

export type OfficePage =
  | 'staff'
  | 'changes'
  | 'installations'
  | 'quarantine'
  | 'outbox'
  | 'matters'
  | 'calendar'
  | 'unmaskings'
  | 'interfaces';

export const pageKeys: Readonly<Record<OfficePage, string>> = {
  staff: 'Alt+1',
  changes: 'Alt+2',
  installations: 'Alt+3',
  quarantine: 'Alt+4',
  outbox: 'Alt+5',
  matters: 'Alt+6',
  calendar: 'Alt+7',
  unmaskings: 'Alt+8',
  interfaces: 'Alt+9',
};

/** The pages that are open to the person, in their order, with what waits on each. */
export function pagesFor({ may, counts, calendarWarning }: OfficeDesk) {
  const all: ReadonlyArray<readonly [page: OfficePage, label: string, count: number, open: boolean]> = [
    ['staff', '人员', 0, may.readStaff],
    ['changes', '审核', counts.proposed, may.readStaff],
    ['installations', '设备', counts.pendingInstallations, may.readMachines],
    ['quarantine', '隔离', counts.held, may.readMachines],
    ['outbox', '待上传', counts.outbox, true],
    ['matters', '事项', counts.matterChanges, may.readStaff || may.reviewMatters],
    ['calendar', '日历', calendarWarning === null ? 0 : 1, may.readStaff || may.readMachines],
    ['unmaskings', '查阅', 0, may.readUnmaskings],
    ['interfaces', '对接', 0, may.readInterfaces],
  ];
  return all.filter(([, , , open]) => open);
}
