/**
 * The staff register as a sheet (人员花名册): which columns it has, how a row is read, and what is proposed from all rows
 * together. Every fault is found at once, since a sheet is sent back and forth between offices.
 */
import { type BeijingDate, beijingDateSchema, calendarDaysBetween } from '../clock/beijing.ts';
import type { Actor } from '../identity/authority.ts';
import type { Organisation } from './organisation.ts';
import {
  type Role,
  roleNames,
  roleSchema,
  type StaffPosting,
  staffNumberSchema,
  staffPostingSchema,
} from './staff.ts';
import { isSame, notTheirsToPropose } from './staff-change.ts';
import {
  conflicts,
  contradictions,
  reminders,
  type StaffFinding,
  type StaffRegister,
} from './staff-rules.ts';

export const staffSheetColumns = [
  '工号',
  '姓名',
  '岗位',
  '所在机构',
  '派出单位',
  '任职开始',
  '任职结束',
  '执法证号',
  '执法证有效期',
  '从业起始',
] as const;
export type StaffSheetColumn = (typeof staffSheetColumns)[number];

/** A cell as a spreadsheet holds it; a date is midnight UTC of its day. */
export type SheetCell = string | number | boolean | Date | null;

/** Something about a cell: the row as the spreadsheet counts it. */
export interface SheetNote {
  row: number;
  column: string;
  message: string;
}

/** What a sheet comes to. Proposed is only what differs from the register; with a fault, nothing may be. */
export interface StaffSheetPlan {
  proposals: readonly StaffPosting[];
  added: number;
  changed: number;
  unchanged: number;
  faults: readonly SheetNote[];
  warnings: readonly SheetNote[];
}

/** The position of each column in the header row, or what is wrong with it. */
export function readHeader<Column extends string>(
  cells: readonly SheetCell[],
  columns: readonly Column[],
): Map<Column, number> | SheetNote[] {
  const names = cells.map((cell) => textOf(cell).replaceAll(/\s/g, ''));
  const faults: SheetNote[] = [];
  const positions = new Map<Column, number>();
  for (const column of columns) {
    const at = names.indexOf(column);
    if (at < 0) faults.push({ row: 1, column, message: `表头缺少“${column}”一列，请按模板补上。` });
    else if (names.indexOf(column, at + 1) >= 0)
      faults.push({ row: 1, column, message: `表头有两列“${column}”，请只留一列。` });
    else positions.set(column, at);
  }
  return faults.length > 0 ? faults : positions;
}

/** A posting as the sheet writes it. */
export function staffSheetRow(
  posting: StaffPosting,
  organisations: readonly Organisation[],
): Record<StaffSheetColumn, string | Date> {
  const nameOf = (id: string | null) => organisations.find((each) => each.id === id)?.name ?? id ?? '';
  const date = (value: BeijingDate | null | undefined) =>
    value === null || value === undefined ? '' : new Date(`${value}T00:00:00.000Z`);
  return {
    工号: posting.staffNumber,
    姓名: posting.name,
    岗位: roleNames[posting.role],
    所在机构: nameOf(posting.organisationId),
    派出单位: nameOf(posting.unitId),
    任职开始: date(posting.from),
    任职结束: date(posting.to),
    执法证号: posting.certificate?.number ?? '',
    执法证有效期: date(posting.certificate?.validUntil),
    从业起始: date(posting.experiencedSince),
  };
}

interface Sources {
  register: StaffRegister;
  /** Changes that wait for review. */
  waiting: readonly StaffPosting[];
  /** Whoever imports it, with whose authority the rows are proposed. */
  actor: Actor;
  newId(): string;
}

/** Reads a sheet row by row; `plan` when all have been read. */
export function staffSheetReader({ register, waiting, actor, newId }: Sources) {
  const byName = new Map(register.organisations.map((each) => [each.name, each]));
  const byNumber = new Map<string, StaffPosting[]>();
  for (const posting of [...register.postings, ...waiting]) {
    const list = byNumber.get(posting.staffNumber);
    if (list === undefined) byNumber.set(posting.staffNumber, [posting]);
    else list.push(posting);
  }
  const held = new Map(register.postings.map((each) => [String(each.postingId), each]));
  const inWaiting = new Set(waiting);
  /** People whom the sheet names first, by number. */
  const people = new Map<string, { personId: string; name: string; row: number }>();
  const proposed = new Map<string, { posting: StaffPosting; row: number }>();
  const faults: SheetNote[] = [];
  let added = 0;
  let unchanged = 0;

  function read(row: number, cells: Readonly<Record<StaffSheetColumn, SheetCell>>): void {
    const before = faults.length;
    const fault = (column: StaffSheetColumn, message: string) => void faults.push({ row, column, message });
    const text = (column: StaffSheetColumn) => textOf(cells[column]);
    const needed = (column: StaffSheetColumn) => {
      if (text(column) === '') fault(column, `没有填写${column}。`);
      return text(column);
    };
    const date = (column: StaffSheetColumn, required = false): BeijingDate | null => {
      const value = cells[column];
      if (textOf(value) === '' || (column === '任职结束' && textOf(value) === '长期')) {
        if (required) fault(column, `没有填写${column}。`);
        return null;
      }
      const day = dayOf(value);
      if (day === null) fault(column, `“${textOf(value)}”不是日期，请写成2026-01-31这样的格式。`);
      return day;
    };
    const office = (column: StaffSheetColumn, name: string) => {
      const found = byName.get(name);
      if (name !== '' && found === undefined)
        fault(
          column,
          `机构名录里没有“${name}”，请写机构全称，例如“${register.organisations[0]?.name ?? ''}”。`,
        );
      return found?.id ?? null;
    };

    const number = needed('工号').toUpperCase();
    if (number !== '' && !staffNumberSchema.safeParse(number).success)
      fault('工号', `工号“${number}”格式不对，应为一个大写字母加4至8位数字。`);
    const name = needed('姓名');
    if (name.length > 40) fault('姓名', '姓名超过40个字，请核对。');
    const role = roleOf(needed('岗位'));
    if (role === null && text('岗位') !== '')
      fault('岗位', `没有“${text('岗位')}”这个岗位，可填：${Object.values(roleNames).join('、')}。`);
    const organisationId = office('所在机构', needed('所在机构'));
    const unitId = office('派出单位', text('派出单位'));
    const from = date('任职开始', true);
    const to = date('任职结束');
    if (from !== null && to !== null && to < from) fault('任职结束', '任职结束早于任职开始，请核对。');
    const certificateNumber = text('执法证号');
    if (certificateNumber.length > 40) fault('执法证号', '执法证号超过40个字，请核对。');
    const validUntil = date('执法证有效期');
    if (certificateNumber !== '' && textOf(cells.执法证有效期) === '')
      fault('执法证有效期', '填了执法证号，没有填有效期。');
    if (certificateNumber === '' && validUntil !== null) fault('执法证号', '填了有效期，没有填执法证号。');
    const experiencedSince = date('从业起始');

    const known = byNumber.get(number)?.[0] ?? people.get(number);
    if (known !== undefined && name !== '' && known.name !== name) {
      const where = 'row' in known ? `第${known.row}行` : '登记的';
      fault('姓名', `工号${number}与${where}“${known.name}”相同，姓名却是“${name}”，请核对工号。`);
    }
    if (faults.length > before || role === null || organisationId === null || from === null) return;

    const personId = known?.personId ?? newId();
    if (known === undefined) people.set(number, { personId, name, row });
    const draft = (postingId: string): StaffPosting =>
      staffPostingSchema.parse({
        ...{ postingId, personId, staffNumber: number, name, role, organisationId, unitId, from, to },
        certificate:
          certificateNumber === '' || validUntil === null ? null : { number: certificateNumber, validUntil },
        experiencedSince,
        grants: held.get(postingId)?.grants ?? [],
      });
    // The same role at the same office at the same time is the same posting.
    const same = (byNumber.get(number) ?? []).filter(
      (each) =>
        each.role === role &&
        each.organisationId === organisationId &&
        (to === null || each.from <= to) &&
        (each.to === null || from <= each.to),
    );
    const inRegister = same.filter((each) => !inWaiting.has(each));
    if (inRegister.length > 1) {
      fault('任职开始', '这段时间与登记的两段任职重叠，请拆成两行分别填写。');
      return;
    }
    const postingId = inRegister[0]?.postingId ?? newId();
    const posting = draft(postingId);
    const twin = proposed.get(postingId);
    if (twin !== undefined) {
      fault('工号', `与第${twin.row}行是同一段任职，请只留一行。`);
      return;
    }
    const current = held.get(postingId);
    const waits = same.find((each) => inWaiting.has(each));
    if (waits !== undefined) {
      if (isSame({ ...posting, postingId: waits.postingId, personId: waits.personId }, waits)) unchanged += 1;
      else fault('工号', '这段任职已有一项调整待审核，请先审核，再导入新的内容。');
      return;
    }
    if (current !== undefined && isSame(current, posting)) {
      unchanged += 1;
      return;
    }
    const refusal = notTheirsToPropose(posting, { actor });
    if (refusal !== null) {
      fault('派出单位', refusal.message);
      return;
    }
    if (current === undefined) added += 1;
    proposed.set(postingId, { posting, row });
  }

  return {
    read,
    /** A cell that holds a formula says something else tomorrow. */
    formula: (row: number, column: string) =>
      void faults.push({ row, column, message: '单元格里是公式，请复制后“粘贴为数值”再导入。' }),
    /** What the rows come to, checked against the register as it would be with all of them. */
    plan(on: BeijingDate): StaffSheetPlan {
      const rows = [...proposed.values()];
      const after: StaffRegister = {
        ...register,
        postings: [
          ...register.postings.filter(({ postingId }) => !proposed.has(postingId)),
          ...rows.map(({ posting }) => posting),
        ],
      };
      const warnings: SheetNote[] = [];
      const note = (row: number, { field, message }: StaffFinding): SheetNote => ({
        row,
        column: columnOf[field],
        message,
      });
      for (const { posting, row } of rows) {
        const wrong = [...contradictions(posting, after), ...conflicts(posting, after)];
        faults.push(...wrong.map((finding) => note(row, finding)));
        for (const finding of reminders(posting, after, on))
          if (finding.level === 'warning') warnings.push(note(row, finding));
      }
      return {
        proposals: rows.map(({ posting }) => posting),
        added,
        changed: rows.length - added,
        unchanged,
        faults: faults.toSorted((a, b) => a.row - b.row || positionOf(a) - positionOf(b)),
        warnings,
      };
    },
  };
}

const positionOf = ({ column }: SheetNote): number => names.indexOf(column);
const names: readonly string[] = staffSheetColumns;

const columnOf: Readonly<Record<keyof StaffPosting, StaffSheetColumn>> = {
  postingId: '工号',
  personId: '工号',
  staffNumber: '工号',
  name: '姓名',
  role: '岗位',
  organisationId: '所在机构',
  unitId: '派出单位',
  certificate: '执法证有效期',
  experiencedSince: '从业起始',
  // The sheet leaves grants as they are held; what is wrong with one is said of the posting.
  grants: '岗位',
  from: '任职开始',
  to: '任职结束',
};

function textOf(cell: SheetCell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  return String(cell)
    .normalize('NFKC')
    .replaceAll(/\p{Cc}|\p{Cs}|\p{Cf}/gu, ' ')
    .trim();
}

const roles = new Map<string, Role>(roleSchema.options.map((role) => [roleNames[role], role]));
const roleOf = (text: string): Role | null => roles.get(text) ?? null;

/** A date as spreadsheets and people write it, or null: a date cell, a day's number, `2026-1-31`, `2026/1/31`, `2026年1月31日`, `20260131`. */
export function dayOf(cell: SheetCell): BeijingDate | null {
  if (cell instanceof Date) return valid(textOf(cell));
  if (typeof cell === 'number' && cell >= firstDay && cell <= lastDay)
    return valid(new Date(Date.UTC(1899, 11, 30) + Math.floor(cell) * 86_400_000).toISOString().slice(0, 10));
  const text = textOf(cell);
  const found =
    /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (found === null) return null;
  const [, year = '', month = '', day = ''] = found;
  return valid(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}
/** Days as a spreadsheet numbers them, from 1950 to 2100. */
const firstDay = 18_264;
const lastDay = 73_415;

function valid(text: string): BeijingDate | null {
  const parsed = beijingDateSchema.safeParse(text);
  return parsed.success && Math.abs(calendarDaysBetween(parsed.data, '2026-01-01' as BeijingDate)) < 40_000
    ? parsed.data
    : null;
}
