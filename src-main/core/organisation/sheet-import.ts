import { v7 as uuidv7 } from 'uuid';
import { type BeijingDate, compactDate } from '#shared/clock/beijing.ts';
import type { SheetReport } from '#shared/contracts/office.ts';
import { roleNames, type StaffPosting } from '#shared/organisation/staff.ts';
import type { StaffRegister } from '#shared/organisation/staff-rules.ts';
import {
  readHeader,
  type SheetCell,
  type StaffSheetColumn,
  staffSheetColumns,
  staffSheetReader,
  staffSheetRow,
} from '#shared/organisation/staff-sheet.ts';
import type { Acting } from '../store/commands.ts';
import type { Store } from '../store/store.ts';
import { readSpreadsheet, writeSpreadsheet } from './spreadsheet.ts';
import { mostNotes, type Teller, type WorkbookFile, workbookImport } from './workbook-import.ts';

interface Known {
  register(): StaffRegister;
  waiting(): StaffPosting[];
  today(): BeijingDate;
}

/** So many rows are looked at before everybody else has their turn, and the page its progress. */
const rowsAtATime = 500;

/** The register as a sheet, out and in. A sheet goes in whole, or nothing of it. */
export function sheetImport(store: Store, { register, waiting, today }: Known) {
  async function take(
    acting: Acting,
    { bytes, reason }: WorkbookFile,
    tell: Teller<SheetReport>,
  ): Promise<void> {
    const sheet = await readSpreadsheet(Buffer.from(bytes, 'base64'));
    if (typeof sheet === 'string') return tell.refuse(sheet);
    const [header = [], ...body] = sheet.rows;
    const positions = readHeader(header, staffSheetColumns);
    if (!(positions instanceof Map))
      return tell.refuse('表头与模板不一致，没有导入。', { faults: positions });
    const rows = body
      .map((cells, index) => ({ row: index + 2, cells }))
      .filter(({ cells }) => cells.some((cell) => cell !== null && String(cell).trim() !== ''));
    const total = rows.length;
    if (total === 0) return tell.refuse('表里没有人员，请填写后再导入。');

    const reader = staffSheetReader({
      register: register(),
      waiting: waiting(),
      actor: acting.actor,
      newId: uuidv7,
    });
    for (const { row, column } of sheet.formulas) {
      const titled = [...positions].find(([, at]) => at === column);
      if (titled !== undefined) reader.formula(row + 1, titled[0]);
    }
    for (let start = 0; start < total; start += rowsAtATime) {
      for (const { row, cells } of rows.slice(start, start + rowsAtATime))
        reader.read(row, named(cells, positions));
      await tell.progress(Math.min(total, start + rowsAtATime), total);
    }
    const plan = reader.plan(today());
    const told = {
      total,
      checked: total,
      unchanged: plan.unchanged,
      faults: plan.faults.slice(0, mostNotes),
      warnings: plan.warnings.slice(0, mostNotes),
    };
    if (plan.faults.length > 0)
      return tell.refuse(`有${plan.faults.length}处需要更正，全部未导入。请在原表改好后重新导入。`, told);
    if (plan.proposals.length > 0) {
      const performed = store.perform(
        acting,
        plan.proposals.map((posting) => ({
          name: 'proposePosting',
          subject: { kind: 'staffChange', id: uuidv7() },
          args: { posting, reason },
        })),
      );
      if (performed.kind === 'refused') return tell.refuse(`没有导入：${performed.refusal.message}`, told);
    }
    const same = plan.unchanged === 0 ? '' : `；${plan.unchanged}行与登记相同，已跳过`;
    tell.done(
      plan.proposals.length === 0
        ? `全部${total}行与登记相同，没有需要报审的。`
        : `已报审${plan.proposals.length}项：新任职${plan.added}项、调整${plan.changed}项${same}。审核后生效。`,
      { ...told, proposed: { added: plan.added, changed: plan.changed } },
    );
  }

  return {
    ...workbookImport<SheetReport>(
      store,
      { unchanged: 0, faults: [], warnings: [], proposed: { added: 0, changed: 0 } },
      take,
    ),

    /** The register, or the empty sheet with what may be filled in. */
    async exportSheet(template: boolean) {
      const { postings, organisations } = register();
      const widths = [10, 12, 16, 30, 30, 14, 14, 20, 16, 14];
      const rows = postings.map((posting) => {
        const row = staffSheetRow(posting, organisations);
        return staffSheetColumns.map((column) => row[column]);
      });
      const help = {
        name: '填写说明',
        columns: ['列', '怎么填'],
        widths: [16, 70],
        rows: [
          ['工号', '一个大写字母加4至8位数字；同一个人一直用同一个工号'],
          ['岗位', Object.values(roleNames).join('、')],
          ['所在机构', '在哪里工作，写机构全称'],
          ['派出单位', '由哪个单位派出，写机构全称；本机构人员不填'],
          ['任职开始', '日期，例如2026-01-31'],
          ['任职结束', '日期；没有期限不填'],
          ['执法证号', '《河南省行政执法证》的编号；没有不填'],
          ['执法证有效期', '日期，与执法证号一起填'],
          ['从业起始', '从事这类工作的开始日期，用来核对1年以上经验'],
          ['机构名录', organisations.map(({ name }) => name).join('、')],
        ],
      };
      const bytes = await writeSpreadsheet([
        { name: '人员', columns: staffSheetColumns, widths, rows: template ? [] : rows },
        ...(template ? [help] : []),
      ]);
      return {
        kind: 'done' as const,
        fileName: template ? '人员导入模板.xlsx' : `人员花名册${compactDate(today())}.xlsx`,
        bytes: Buffer.from(bytes).toString('base64'),
      };
    },
  };
}

function named(
  cells: readonly SheetCell[],
  positions: ReadonlyMap<StaffSheetColumn, number>,
): Record<StaffSheetColumn, SheetCell> {
  return Object.fromEntries(
    staffSheetColumns.map((column) => [column, cells[positions.get(column) ?? -1] ?? null]),
  ) as Record<StaffSheetColumn, SheetCell>;
}
