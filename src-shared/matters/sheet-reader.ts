/**
 * Reads the district's list of matters from its workbook (`sheet.ts`): every fault is found at once, by sheet, row and
 * column, and with one fault nothing is taken in.
 */
import { type BeijingDate, beijingDateOf } from '../clock/beijing.ts';
import type { TimeLimit } from '../clock/deadline.ts';
import { momentOf } from '../clock/evidence.ts';
import type { Facts } from '../decider.ts';
import { dayOf, type SheetCell } from '../organisation/staff-sheet.ts';
import {
  type Matter,
  type MatterCode,
  materialFormNames,
  materialFormSchema,
  materialSchema,
  matterCodeSchema,
  matterSchema,
  matterSubjectSchema,
  powerTypeNames,
  powerTypeSchema,
  receivingLevelSchema,
} from './matter.ts';
import { faultsOfMatter, listFaults, notTheirsToPropose } from './matter-change.ts';
import {
  levelWords,
  type MaterialColumn,
  type MatterColumn,
  materialRow,
  materialSheetName,
  matterColumns,
  matterRow,
  matterSheetName,
  partMark,
  type SheetNames,
  subjectWords,
} from './sheet.ts';
import { newestVersions } from './versions.ts';

/** Something about a cell: the sheet, and the row as the spreadsheet counts it. */
export interface MatterNote {
  readonly sheet: string;
  readonly row: number;
  readonly column: string;
  readonly message: string;
}

/** What a workbook comes to. Proposed is only what differs from the newest versions; with a fault, nothing may be. */
export interface MatterSheetPlan {
  readonly proposals: readonly Matter[];
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly faults: readonly MatterNote[];
}

type Known = Pick<Facts, 'actor' | 'organisations' | 'publishedMatters' | 'stamp'> & SheetNames;
type Cells<Column extends string> = Readonly<Record<Column, SheetCell>>;
type MaterialInput = Matter['materials'][number];

/** Reads materials first, then the matters that ask for them; `plan` when all have been read. */
export function matterSheetReader(known: Known) {
  const faults: MatterNote[] = [];
  const newest = new Map(
    newestVersions(known.publishedMatters()).map((each): [string, Matter] => [each.code, each]),
  );
  const materials = new Map<string, { list: MaterialInput[]; row: number }>();
  const rowOf = new Map<string, number>();
  const proposals: Matter[] = [];
  const today = beijingDateOf(momentOf(known.stamp));
  let added = 0;
  let unchanged = 0;
  const note = (sheet: string, row: number) => (column: string, message: string) =>
    void faults.push({ sheet, row, column, message });

  function readMaterial(row: number, cells: Cells<MaterialColumn>): void {
    const fault = note(materialSheetName, row);
    const before = faults.length;
    const words = reading(cells, fault);
    const code = words.code('实施编码');
    const input = {
      id: words.needed('材料编号').normalize('NFKC'),
      name: words.needed('材料名称'),
      issuer: words.needed('出具单位', '每份证明都要写明由谁出具'),
      basis: words.needed('要求依据', '没有依据的材料不能要求，请补充或删去这一行'),
      form: words.oneOf('形式', materialFormSchema.options, materialFormNames),
      copies: words.whole('份数', 1, 20),
      required: words.yesNo('是否必要'),
      situations: words.lines('适用情形'),
      fromRegister: words.yesNo('可共享核验'),
      mayFollowWithin: words.text('容缺补齐工作日') === '' ? null : words.whole('容缺补齐工作日', 1, 60),
    };
    if (faults.length > before || code === null) return;
    const parsed = materialSchema.safeParse(input);
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues) fault(materialColumnOf(path[0]), message);
      return;
    }
    const held = materials.get(code);
    if (held === undefined) materials.set(code, { list: [parsed.data], row });
    else held.list.push(parsed.data);
  }

  function readMatter(row: number, cells: Cells<MatterColumn>): void {
    const fault = note(matterSheetName, row);
    const before = faults.length;
    const words = reading(cells, fault);
    const code = words.code('实施编码');
    const department = words.needed('实施主体');
    const office = (name: string) => known.organisations.find((each) => each.name === name);
    if (department !== '' && office(department) === undefined)
      fault('实施主体', `机构名录里没有“${department}”，请写单位全称。`);
    const category = words.needed('业务分类');
    const categoryId = known.categories.find((each) => each.name === category)?.id;
    if (category !== '' && categoryId === undefined)
      fault(
        '业务分类',
        `没有“${category}”这个分类，可填：${known.categories.map(({ name }) => name).join('、')}。`,
      );
    const takenAt = words.lines('下沉单位').flatMap((name) => {
      const found = office(name);
      if (found === undefined) fault('下沉单位', `机构名录里没有“${name}”，请写单位全称。`);
      return found === undefined ? [] : [found.id];
    });
    const levels = words.parts('收件层级').flatMap((word) => {
      const level = receivingLevelSchema.options.find((each) => levelWords[each] === word);
      if (level === undefined)
        fault('收件层级', `“${word}”不是收件层级，可填：${Object.values(levelWords).join('、')}。`);
      return level ?? [];
    });
    if (words.text('收件层级') === '') fault('收件层级', '没有填写收件层级。');
    const situations = words.lines('办理情形').flatMap((line) => {
      const [id = '', name = '', ...more] = line.split(partMark).map((part) => part.trim());
      if (name === '' || more.length > 0) fault('办理情形', `“${line}”应写成：编号${partMark}名称。`);
      return name === '' ? [] : [{ id, name }];
    });
    const discretion = words.lines('裁量阶次').flatMap((line) => {
      const [circumstances = '', standard = '', basis = '', ...more] = line
        .split(partMark)
        .map((part) => part.trim());
      if (basis === '' || more.length > 0)
        fault('裁量阶次', `“${line}”应写成：情节${partMark}标准${partMark}依据。`);
      return [{ circumstances, standard, basis }];
    });
    const effectiveFrom = words.date('生效日期');
    if (words.text('生效日期') === '') fault('生效日期', '没有填写生效日期。');
    const input = {
      code,
      basicCode: code?.slice(19) ?? '',
      version: 1,
      effectiveFrom,
      effectiveTo: words.date('停办日期'),
      name: words.needed('事项名称'),
      aliases: words.lines('别名'),
      department: { organisationId: office(department)?.id ?? '', name: department },
      powerType: words.oneOf('权力类型', powerTypeSchema.options, powerTypeNames),
      category: categoryId,
      subject: words.oneOf('服务对象', matterSubjectSchema.options, subjectWords),
      levels,
      takenAt,
      sunk: words.yesNo('是否下沉'),
      basis: words.lines('办理依据'),
      conditions: words.lines('办理条件'),
      procedure: words.lines('办理程序'),
      result: words.text('办理结果'),
      fee: words.fee('收费依据', '收费标准'),
      supervisionChannel: words.text('监督渠道'),
      promised: words.limit('承诺办理时限'),
      statutory: words.limit('法定办理时限'),
      materials: (code === null ? undefined : materials.get(code)?.list) ?? [],
      situations,
      tags: words.lines('标签'),
      yields: words.text('结果材料编号') === '' ? null : words.text('结果材料编号'),
      longestExtension: words.text('最长延期') === '' ? 10 : words.whole('最长延期', 0, 365),
      publicNoticeDays: words.text('公示天数') === '' ? 0 : words.whole('公示天数', 0, 365),
      discretion,
    };
    const twin = code === null ? undefined : rowOf.get(code);
    if (twin !== undefined) fault('实施编码', `与第${twin}行的实施编码相同，请只留一行。`);
    if (code !== null) rowOf.set(code, twin ?? row);
    if (faults.length > before || code === null) return;
    const parsed = matterSchema.safeParse(input);
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues) fault(matterColumnOf(path[0]), message);
      return;
    }
    judge(row, parsed.data);
  }

  /** What becomes of a row that can be read: nothing new, or a version to propose. */
  function judge(row: number, read: Matter): void {
    const fault = note(matterSheetName, row);
    const held = newest.get(read.code);
    if (held !== undefined && isSameText(held, read, known)) {
      unchanged += 1;
      return;
    }
    const matter: Matter = { ...read, version: (held?.version ?? 0) + 1 };
    const refusal = notTheirsToPropose([matter], known);
    if (refusal !== null) fault('实施主体', refusal.message);
    for (const sentence of faultsOfMatter(matter, { held, today, organisations: known.organisations }))
      fault(columnNamed(sentence), sentence);
    if (held === undefined) added += 1;
    proposals.push(matter);
  }

  return {
    readMaterial,
    readMatter,
    /** Something about a cell that whoever opened the file has found, e.g. a formula. */
    note: (each: MatterNote) => void faults.push(each),
    plan(): MatterSheetPlan {
      for (const [code, { row }] of materials) {
        if (!rowOf.has(code))
          note(materialSheetName, row)(
            '实施编码',
            `“${matterSheetName}”表里没有实施编码为${code}的事项，请核对。`,
          );
      }
      for (const message of listFaults(proposals, known))
        faults.push({ sheet: matterSheetName, row: 1, column: '', message });
      const sheets = [matterSheetName, materialSheetName];
      return {
        proposals,
        added,
        changed: proposals.length - added,
        unchanged,
        faults: faults.toSorted((a, b) => sheets.indexOf(a.sheet) - sheets.indexOf(b.sheet) || a.row - b.row),
      };
    },
  };
}

/** Whether a row says what the newest version says: as the sheet would write both. */
function isSameText(one: Matter, other: Matter, names: SheetNames): boolean {
  const text = (matter: Matter) =>
    JSON.stringify([matterRow(matter, names), matter.materials.map((each) => materialRow(matter, each))]);
  return text(one) === text(other);
}

/** Reads the cells of one row, each with its complaint. */
function reading<Column extends string>(
  cells: Cells<Column>,
  fault: (column: Column, message: string) => void,
) {
  const text = (column: Column): string => textOf(cells[column]);
  const lines = (column: Column): string[] =>
    text(column)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const needed = (column: Column, why = ''): string => {
    if (text(column) === '') fault(column, `没有填写${column}${why === '' ? '' : `：${why}`}。`);
    return text(column).replaceAll('\n', '');
  };
  return {
    text,
    lines,
    needed,
    /** Words that stand side by side, parted by 、 or on lines of their own. */
    parts: (column: Column): string[] =>
      text(column)
        .split(/[、，,;；\s]+/u)
        .filter((part) => part !== ''),
    code(column: Column): MatterCode | null {
      const parsed = matterCodeSchema.safeParse(needed(column).normalize('NFKC').toUpperCase());
      if (parsed.success) return parsed.data;
      if (text(column) !== '')
        fault(
          column,
          typeof cells[column] === 'number'
            ? '实施编码变成了数字，后几位已经丢失，请把单元格设为文本后重新填写。'
            : `“${text(column)}”不是31位实施编码，请核对。`,
        );
      return null;
    },
    oneOf<Value extends string>(
      column: Column,
      values: readonly Value[],
      names: Readonly<Record<Value, string>>,
    ): Value | null {
      const word = needed(column);
      const found = values.find((value) => names[value] === word) ?? null;
      if (word !== '' && found === null)
        fault(column, `不能填“${word}”，可填：${values.map((value) => names[value]).join('、')}。`);
      return found;
    },
    yesNo(column: Column): boolean {
      const word = needed(column);
      if (word !== '' && word !== '是' && word !== '否') fault(column, `不能填“${word}”，请填“是”或“否”。`);
      return word === '是';
    },
    whole(column: Column, least: number, most: number): number {
      const word = needed(column).normalize('NFKC');
      const value = /^\d{1,4}$/.test(word) ? Number(word) : Number.NaN;
      if (word !== '' && !(value >= least && value <= most))
        fault(column, `“${word}”不对，请填${least}到${most}的整数。`);
      return Number.isNaN(value) ? least : value;
    },
    date(column: Column): BeijingDate | null {
      if (text(column) === '') return null;
      const day = dayOf(cells[column]);
      if (day === null) fault(column, `“${text(column)}”不是日期，请写成2026-01-31这样的格式。`);
      return day;
    },
    limit(column: Column): TimeLimit {
      const word = needed(column).normalize('NFKC').replaceAll(/\s/gu, '');
      if (word === '当场办结' || word === '即办') return { kind: 'onTheSpot' };
      if (word === '无' || word === '') return { kind: 'none' };
      const found = /^(\d{1,4})(个工作日|工作日|日\(自然日\)|个自然日|自然日)$/.exec(word);
      const days = Number(found?.[1]);
      if (found !== null && days >= 1 && days <= 3650)
        return { kind: found[2]?.includes('工作日') ? 'workingDays' : 'calendarDays', days };
      fault(column, `“${word}”不是办理时限，例如：当场办结、5个工作日、7日（自然日）。`);
      return { kind: 'none' };
    },
    fee(basis: Column, standard: Column) {
      const free = (column: Column) => ['', '无'].includes(text(column));
      if (free(basis) && free(standard)) return { charged: false };
      const items = lines(standard).flatMap((line) => {
        const found = /^(.+)[：:]\s*(\d{1,9})(?:\.(\d{1,2}))?元[/／](.+)$/u.exec(line);
        if (found === null) {
          if (line !== '无') fault(standard, `“${line}”应写成：换领：20元/证。`);
          return [];
        }
        const [, name = '', yuan = '', cents = '', unit = ''] = found;
        return [{ name, amount: Number(yuan) * 100 + Number(cents.padEnd(2, '0')), unit }];
      });
      return { charged: true, basis: free(basis) ? '' : text(basis), items };
    },
  };
}

/** What a cell says; line breaks stand, whatever cannot be shown does not. */
function textOf(cell: SheetCell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  return String(cell)
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(/(?!\n)\p{Cc}|\p{Cs}|\p{Cf}/gu, ' ')
    .trim();
}

/** The column that a sentence about a matter is about: the one that it names. */
const columnNamed = (sentence: string): string =>
  matterColumns.find((column) => sentence.includes(`“${column}”`)) ??
  mentions.find(([word]) => sentence.includes(word))?.[1] ??
  '';
const mentions: readonly (readonly [string, MatterColumn])[] = [
  ['停止办理', '停办日期'],
  ['生效日期', '生效日期'],
  ['承诺时限', '承诺办理时限'],
  ['下沉单位', '下沉单位'],
  ['下沉事项', '收件层级'],
  ['裁量阶次', '裁量阶次'],
  ['情形', '办理情形'],
  ['公示', '公示天数'],
  ['基本编码', '实施编码'],
  ['实施主体', '实施主体'],
  ['办理结果', '结果材料编号'],
  ['事项名称', '事项名称'],
];

const fields: Readonly<Record<string, string>> = {
  code: '实施编码',
  basicCode: '实施编码',
  name: '事项名称',
  aliases: '别名',
  levels: '收件层级',
  takenAt: '下沉单位',
  situations: '办理情形',
  yields: '结果材料编号',
  tags: '标签',
  fee: '收费标准',
  effectiveFrom: '生效日期',
  effectiveTo: '停办日期',
};
const matterColumnOf = (field: PropertyKey | undefined): string => fields[String(field)] ?? '';
const materialFields: Readonly<Record<string, MaterialColumn>> = {
  id: '材料编号',
  situations: '适用情形',
  copies: '份数',
  mayFollowWithin: '容缺补齐工作日',
};
const materialColumnOf = (field: PropertyKey | undefined): string => materialFields[String(field)] ?? '';
