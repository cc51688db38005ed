import { v7 as uuidv7 } from 'uuid';
import { beijingDateOf, compactDate } from '#shared/clock/beijing.ts';
import type { MatterSheetNote, MatterSheetReport } from '#shared/contracts/office-matters.ts';
import type { Matter } from '#shared/matters/matter.ts';
import { mostCharacters, mostMatters } from '#shared/matters/matter-change.ts';
import {
  materialColumns,
  materialHelp,
  materialRow,
  materialSheetName,
  matterColumns,
  matterHelp,
  matterRow,
  matterSheetName,
} from '#shared/matters/sheet.ts';
import { matterSheetReader } from '#shared/matters/sheet-reader.ts';
import { newestVersions } from '#shared/matters/versions.ts';
import { readHeader, type SheetCell } from '#shared/organisation/staff-sheet.ts';
import {
  readWorkbook,
  type SheetBounds,
  type Spreadsheet,
  writeSpreadsheet,
} from '../organisation/spreadsheet.ts';
import {
  mostNotes,
  type Teller,
  type WorkbookFile,
  workbookImport,
} from '../organisation/workbook-import.ts';
import type { Acting, Intent } from '../store/commands.ts';
import type { Store } from '../store/store.ts';
import { matterReading } from './matter-views.ts';

/** 5,000 matters with five materials each have some 2 MB, and 40 when they are unpacked. */
export const matterBounds: SheetBounds = {
  sheets: 2,
  bytes: 5_000_000,
  unpacked: 120_000_000,
  rows: 40_000,
  lastColumn: 'AZ',
  advice: '请只留“事项”和“材料”两张表，分批导入。',
};
/** So many rows are looked at before everybody else has their turn, and the page its progress. */
const rowsAtATime = 250;

type Row<Column extends string> = { row: number; cells: Record<Column, SheetCell> };

/** The list of matters as a workbook, out and in. A workbook goes in whole, or nothing of it. */
export function matterImport(store: Store) {
  async function take(
    acting: Acting,
    { bytes, reason }: WorkbookFile,
    tell: Teller<MatterSheetReport>,
  ): Promise<void> {
    const sheets = await readWorkbook(Buffer.from(bytes, 'base64'), matterBounds);
    if (typeof sheets === 'string') return tell.refuse(sheets);
    const matters = rowsOf(sheets, matterSheetName, matterColumns);
    const materials = rowsOf(sheets, materialSheetName, materialColumns);
    const amiss = [...matters.notes, ...materials.notes];
    if (!matters.read || !materials.read)
      return tell.refuse('表头与模板不一致，没有导入。', { faults: amiss });
    const total = matters.rows.length + materials.rows.length;
    if (matters.rows.length === 0) return tell.refuse('表里没有事项，请填写后再导入。');

    const { facts, names, waiting } = matterReading(store, acting.actor);
    const reader = matterSheetReader({ ...facts, ...names });
    for (const each of amiss) reader.note(each);
    let checked = 0;
    const step = async (): Promise<void> => {
      checked += 1;
      if (checked % rowsAtATime === 0) await tell.progress(checked, total);
    };
    for (const { row, cells } of materials.rows) {
      reader.readMaterial(row, cells);
      await step();
    }
    for (const { row, cells } of matters.rows) {
      reader.readMatter(row, cells);
      await step();
    }
    const plan = reader.plan();
    const faults: MatterSheetNote[] = [...plan.faults];
    for (const { code, name } of plan.proposals) {
      if (waiting.has(code))
        faults.push({
          sheet: matterSheetName,
          row: matters.rows.find(({ cells }) => String(cells.实施编码).trim() === code)?.row ?? 1,
          column: '实施编码',
          message: `“${name}”已有一项调整待审核，请先审核，再导入新的内容。`,
        });
    }
    const { added, changed, unchanged } = plan;
    const told = { total, checked: total, unchanged };
    if (faults.length > 0)
      return tell.refuse(`有${faults.length}处需要更正，全部未导入。请在原表改好后重新导入。`, {
        ...told,
        faults: faults.slice(0, mostNotes),
      });
    const intents = changesOf(plan.proposals).map(
      (part): Intent => ({
        name: 'proposeMatters',
        subject: { kind: 'matterChange', id: uuidv7() },
        args: { matters: part, reason },
      }),
    );
    if (intents.length > 0) {
      const performed = store.perform(acting, intents);
      if (performed.kind === 'refused') return tell.refuse(`没有导入：${performed.refusal.message}`, told);
    }
    const same = unchanged === 0 ? '' : `；${unchanged}项与现行版本相同，已跳过`;
    tell.done(
      intents.length === 0
        ? `全部${unchanged}项与现行版本相同，没有需要报审的。`
        : `已报审：新增${added}项、调整${changed}项${same}。分成${intents.length}批，审核后发布。`,
      { ...told, added, changed },
    );
  }

  return {
    ...workbookImport<MatterSheetReport>(store, { added: 0, changed: 0, unchanged: 0, faults: [] }, take),

    /** The newest versions, or the empty sheets with what may be filled in. */
    async exportSheet(template: boolean) {
      const list = template ? [] : newestVersions(store.knowledge.matters());
      const names = {
        organisations: store.knowledge.facts().organisations,
        categories: store.knowledge.categories(),
      };
      const rows = list.map((matter) => {
        const row = matterRow(matter, names);
        return matterColumns.map((column) => row[column]);
      });
      const papers = list.flatMap((matter) =>
        matter.materials.map((material) => {
          const row = materialRow(matter, material);
          return materialColumns.map((column) => row[column]);
        }),
      );
      const help = {
        name: '填写说明',
        columns: ['表', '列', '怎么填'],
        widths: [10, 18, 80],
        rows: [
          ...matterHelp.map(([column, text]) => [matterSheetName, column, text]),
          [matterSheetName, '业务分类', names.categories.map(({ name }) => name).join('、')],
          ...materialHelp.map(([column, text]) => [materialSheetName, column, text]),
          ['', '单位全称', names.organisations.map(({ name }) => name).join('、')],
        ],
      };
      const bytes = await writeSpreadsheet([
        { name: matterSheetName, columns: matterColumns, widths: [36, 26, 18, 26, 12, 14], rows },
        { name: materialSheetName, columns: materialColumns, widths: [36, 24, 30, 24, 36], rows: papers },
        ...(template ? [help] : []),
      ]);
      const today = compactDate(beijingDateOf(store.now()));
      return {
        kind: 'done' as const,
        fileName: template ? '事项清单导入模板.xlsx' : `事项清单${today}.xlsx`,
        bytes: Buffer.from(bytes).toString('base64'),
      };
    },
  };
}

/** Rows of a sheet by its columns; or what is wrong with its header, and with cells that hold more than a value. */
export function rowsOf<Column extends string>(
  sheets: readonly Spreadsheet[],
  name: string,
  columns: readonly Column[],
): { read: boolean; rows: Row<Column>[]; notes: MatterSheetNote[] } {
  const sheet = sheets.find((each) => each.name.trim() === name);
  if (sheet === undefined) {
    const message = `文件里没有名为“${name}”的工作表，请按模板补上。`;
    return { read: false, rows: [], notes: [{ sheet: name, row: 1, column: '', message }] };
  }
  const [header = [], ...body] = sheet.rows;
  const positions = readHeader(header, columns);
  if (!(positions instanceof Map))
    return { read: false, rows: [], notes: positions.map((note) => ({ sheet: name, ...note })) };
  const titled = new Map([...positions].map(([column, at]): [number, Column] => [at, column]));
  const about = (places: Spreadsheet['formulas'], message: string) =>
    places.flatMap(({ row, column }) => {
      const title = titled.get(column);
      return title === undefined || row === 0 ? [] : [{ sheet: name, row: row + 1, column: title, message }];
    });
  const rows = body
    .map((cells, index) => ({ row: index + 2, cells }))
    .filter(({ cells }) => cells.some((cell) => cell !== null && String(cell).trim() !== ''))
    .map(({ row, cells }) => ({
      row,
      cells: Object.fromEntries(
        columns.map((column) => [column, cells[positions.get(column) ?? -1] ?? null]),
      ) as Record<Column, SheetCell>,
    }));
  return {
    read: true,
    rows,
    notes: [
      ...about(sheet.formulas, '单元格里是公式，请复制后“粘贴为数值”再导入。'),
      ...about(sheet.merges, '单元格是合并的，请取消合并，每一行都填写。'),
    ],
  };
}

/** Parts that each travel as one change. */
function changesOf(matters: readonly Matter[]): Matter[][] {
  const parts: Matter[][] = [];
  let length = 0;
  for (const matter of matters) {
    const own = JSON.stringify(matter).length + 1;
    const part = parts.at(-1);
    if (part === undefined || part.length >= mostMatters || length + own > mostCharacters - 2) {
      parts.push([matter]);
      length = own;
    } else {
      part.push(matter);
      length += own;
    }
  }
  return parts;
}
