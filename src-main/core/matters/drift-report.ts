import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { DriftRow, MatterSheetNote } from '#shared/contracts/office-matters.ts';
import { coreFields, driftOf, type LocalMatter } from '#shared/matters/drift.ts';
import type { Matter } from '#shared/matters/matter.ts';
import type { SheetCell } from '#shared/organisation/staff-sheet.ts';
import { readWorkbook, type Spreadsheet } from '../organisation/spreadsheet.ts';
import { matterBounds } from './matter-import.ts';

/** Columns of an office's own list, as the district's sheet calls them; what it does not show is not compared. */
const columns = {
  name: '事项名称',
  conditions: '办理条件',
  procedure: '办理程序',
  promised: '承诺办理时限',
} as const satisfies Record<keyof typeof coreFields, string>;

/**
 * Holds an office's own list (M19), a workbook whose first sheet has 实施编码 and any of the core fields, against the
 * master copy. Nothing is kept of it: only the district's list changes, and by its own procedure.
 */
export async function driftReport(
  matters: readonly Matter[],
  bytes: string,
): Promise<{ kind: 'done'; compared: number; rows: DriftRow[]; notes: MatterSheetNote[] } | Refused> {
  const sheets = await readWorkbook(Buffer.from(bytes, 'base64'), matterBounds);
  if (typeof sheets === 'string') return refused('unreadable', sheets);
  const [sheet] = sheets;
  const local = sheet === undefined ? null : localMatters(sheet);
  if (local === null)
    return refused(
      'noColumns',
      `第一张表要有“实施编码”一列，和${Object.values(columns).join('、')}中的至少一列，请按事项清单的表头整理后再核对。`,
    );
  const known = new Map(matters.map((matter): [string, Matter] => [matter.code, matter]));
  const rows = driftOf(
    matters,
    local.list.map(({ matter }) => matter),
  ).map((each) => ({
    code: each.code,
    name: known.get(each.code)?.name ?? '',
    fieldName: coreFields[each.field],
    master: each.master,
    local: each.local,
  }));
  return { kind: 'done', compared: local.list.length, rows, notes: local.notes };
}

function localMatters({ name, rows }: Spreadsheet) {
  const [header = [], ...body] = rows;
  const titles = header.map((cell) => textOf(cell).replaceAll(/\s/gu, ''));
  const code = titles.indexOf('实施编码');
  const places = Object.entries(columns).flatMap(([field, title]) => {
    const at = titles.indexOf(title);
    return at < 0 ? [] : [[field, at] as const];
  });
  if (code < 0 || places.length === 0) return null;
  const notes: MatterSheetNote[] = [];
  const list = body.flatMap((cells, index) => {
    if (cells.every((cell) => textOf(cell) === '')) return [];
    const own = textOf(cells[code]).normalize('NFKC').toUpperCase();
    if (own === '') {
      notes.push({
        sheet: name,
        row: index + 2,
        column: '实施编码',
        message: '没有填写实施编码，这一行没有核对。',
      });
      return [];
    }
    const shown = places.flatMap(([field, at]) => {
      const text = textOf(cells[at]);
      return text === '' ? [] : [[field, text]];
    });
    return [{ matter: { code: own, ...Object.fromEntries(shown) } as LocalMatter }];
  });
  return { list, notes };
}

const textOf = (cell: SheetCell | undefined): string =>
  cell === null || cell === undefined ? '' : String(cell).trim();
