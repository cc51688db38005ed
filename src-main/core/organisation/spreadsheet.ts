import { readXlsx, writeXlsx } from 'hucre/xlsx';
import type { SheetCell } from '#shared/organisation/staff-sheet.ts';

/** A sheet that was read: rows as the spreadsheet shows them, and where a formula stands (counted from 0). */
export interface Spreadsheet {
  name: string;
  rows: readonly (readonly SheetCell[])[];
  formulas: readonly Place[];
  /** Where cells are joined: the first of each. */
  merges: readonly Place[];
}
interface Place {
  row: number;
  column: number;
}

/** What a file may be at most. */
export interface SheetBounds {
  sheets: number;
  bytes: number;
  /** Bytes when it is unpacked. */
  unpacked: number;
  rows: number;
  /** The letters of the last column that is looked at. */
  lastColumn: string;
  /** What somebody should do with a file that is too large. */
  advice: string;
}

/** A staff register with 10,000 rows has half a megabyte, and 8 when it is unpacked. */
const staffBounds: SheetBounds = {
  sheets: 1,
  bytes: 3_000_000,
  unpacked: 48_000_000,
  rows: 10_000,
  lastColumn: 'Z',
  advice: '请只留花名册一张表，分批导入。',
};

/** Reads the first sheet of an xlsx file; a sentence for the person who chose it where that cannot be done. */
export async function readSpreadsheet(bytes: Uint8Array): Promise<Spreadsheet | string> {
  const sheets = await readWorkbook(bytes, staffBounds);
  return typeof sheets === 'string' ? sheets : (sheets[0] ?? nothingThere);
}
const nothingThere = '文件里没有工作表，请用模板填写后再导入。';

/** Reads the first sheets of an xlsx file; a sentence for the person who chose it where that cannot be done. */
export async function readWorkbook(
  bytes: Uint8Array,
  bounds: SheetBounds,
): Promise<readonly Spreadsheet[] | string> {
  const notASheet = '文件打不开，不是完整的xlsx工作簿。请用模板填写，另存为“Excel 工作簿（.xlsx）”后再导入。';
  if (bytes.length > bounds.bytes) return `文件超过${bounds.bytes / 1_000_000}MB，${bounds.advice}`;
  const unpacked = unpackedSize(bytes);
  if (unpacked === null) return notASheet;
  if (unpacked > bounds.unpacked) return `文件解开后过大，${bounds.advice}`;
  try {
    const { sheets } = await readXlsx(bytes, {
      sheets: Array.from({ length: bounds.sheets }, (_, index) => index),
      range: `A1:${bounds.lastColumn}${bounds.rows + 2}`,
    });
    if (sheets.length === 0) return nothingThere;
    if (sheets.some(({ rows }) => rows.length > bounds.rows + 1))
      return `一张表一次最多导入${bounds.rows}行，请分成几个文件。`;
    return sheets.map(({ name, rows, cells, merges }) => ({
      name,
      rows,
      formulas: [...(cells ?? [])].flatMap(([place, cell]) => {
        const [row = 0, column = 0] = place.split(',').map(Number);
        return cell.type === 'formula' || cell.formula !== undefined ? [{ row, column }] : [];
      }),
      merges: (merges ?? []).map(({ startRow, startCol }) => ({ row: startRow, column: startCol })),
    }));
  } catch {
    // Whatever the reader stumbles over, the file is at fault; its message is for programmers.
    return notASheet;
  }
}

/** Writes one sheet with a header row; further sheets carry explanations. */
export async function writeSpreadsheet(
  sheets: readonly {
    name: string;
    columns: readonly string[];
    rows: readonly (readonly SheetCell[])[];
    widths: readonly number[];
  }[],
): Promise<Uint8Array> {
  return writeXlsx({
    sheets: sheets.map(({ name, columns, rows, widths }) => ({
      name,
      columns: columns.map((_, index) => ({ width: widths[index] ?? 14 })),
      rows: [[...columns], ...rows.map((row) => [...row])],
      freezePane: { rows: 1 },
    })),
  });
}

/**
 * What the entries of a zip file say that they unpack to, in bytes: the reader holds them to it. Null where this is no
 * zip file, or one whose entries do not say it.
 */
function unpackedSize(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // The directory's end stands before a comment of at most 65,535 bytes.
  let end = bytes.length - 22;
  const earliest = Math.max(0, end - 65_535);
  while (end >= earliest && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < earliest) return null;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  let total = 0;
  for (let entry = 0; entry < count; entry += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) return null;
    const packed = view.getUint32(at + 20, true);
    const unpacked = view.getUint32(at + 24, true);
    if (unpacked === 0 && packed > 2) return null;
    // An entry that leaves its sizes to its local header could say anything there.
    if (packed === 0 && (view.getUint16(at + 8, true) & 8) !== 0) return null;
    total += unpacked;
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return total;
}
