import { deflateRawSync } from 'node:zlib';
import { writeXlsx } from 'hucre/xlsx';
import { beforeAll, describe, expect, it } from 'vitest';
import { beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import type { SheetReport } from '#shared/contracts/office.ts';
import { staffSheetColumns } from '#shared/organisation/staff-sheet.ts';
import { done } from '../support/counter.ts';
import { hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Office, startCounter, startOffice } from '../support/hall.ts';
import { until } from '../support/wait.ts';

const people = [1001, 1005, 1007].map((number) => `person-g${number}`);
const today = beijingDateOf(new Date().toISOString() as Instant);

let office: Office;
let counter: Counter;

beforeAll(async () => {
  const { file, codes } = hallFile(people);
  const district = await startDistrict(file);
  const at = (enrolmentCode: string) => ({ folder: tempFolder(), districtUrl: district.url, enrolmentCode });
  [office, counter] = await Promise.all([startOffice(at(codes.office)), startCounter(at(codes.counter))]);
  await until('the register at the office', () => office.store.knowledge.staff().length > 0);
});

describe('a sheet', () => {
  const proposals = () => office.store.staffChanges.count(`status = 'proposed'`);

  beforeAll(() => office.signIn('G1007'));

  it('with a fault changes nothing, and every fault is named by row and column', async () => {
    const before = office.store.settings.get('chain');
    const report = await take(
      await sheet([
        row(3001),
        row(4002, { 岗位: '站长', 任职开始: '明天' }),
        row(4003, { 所在机构: '某中心' }),
      ]),
    );
    expect(report.state).toBe('refused');
    expect(report.sentence).toBe('有4处需要更正，全部未导入。请在原表改好后重新导入。');
    expect(report.faults.map(({ row: at, column }) => `${at} ${column}`)).toEqual([
      // Somebody whom the register has under that number.
      '2 姓名',
      '3 岗位',
      '3 任职开始',
      '4 所在机构',
    ]);
    expect(office.store.settings.get('chain')).toEqual(before);
  });

  it('without one becomes a proposal for each new or changed row; what is unchanged is counted', async () => {
    const report = await take(await sheet([row(4001), row(4002), row(4003, { 岗位: '大厅负责人' })]));
    expect(report).toMatchObject({ state: 'done', proposed: { added: 3, changed: 0 }, unchanged: 0 });
    expect(report.sentence).toBe('已报审3项：新任职3项、调整0项。审核后生效。');
    expect(proposals()).toBe(3);
    // The same sheet again proposes nothing twice.
    expect(await take(await sheet([row(4001), row(4002), row(4003, { 岗位: '大厅负责人' })]))).toMatchObject({
      state: 'done',
      unchanged: 3,
    });
    expect(proposals()).toBe(3);
  });

  it('of the register itself, as it is exported, changes nothing', async () => {
    const { bytes, fileName } = await done(office.desk.staff.exportSheet({ template: false }));
    expect(fileName).toMatch(/^人员花名册\d{8}\.xlsx$/);
    const report = await take(Buffer.from(bytes, 'base64'));
    expect(report).toMatchObject({ state: 'done', proposed: { added: 0, changed: 0 }, faults: [] });
    expect(report.unchanged).toBe(office.store.knowledge.staff().length);
  });

  it('is approved in one act by the centre', async () => {
    await until('everything sent', () => office.store.outbox.counts().pending === 0 || null);
    await office.signIn('G1005');
    const { rows } = await office.desk.staff.changes({ status: 'proposed', page: 1 });
    await done(
      office.desk.staff.review({
        changeIds: rows.map(({ id }) => id),
        outcome: 'approved',
        reason: '同意。',
        seen: rows.flatMap(({ posting }) => posting.findings.map(({ code }) => code)),
      }),
    );
    await until('all three at the counter', () =>
      counter.store.knowledge.staff().find(({ staffNumber }) => staffNumber === 'G4003'),
    );
    await office.signIn('G1007');
  });

  it('a formula is a fault: it says something else tomorrow', async () => {
    const cells = new Map([['1,1', { value: '城某4101', formula: 'A2&B2', formulaResult: '城某4101' }]]);
    const report = await take(await sheet([row(4101)], cells as never));
    expect(report.faults).toEqual([
      { row: 2, column: '姓名', message: '单元格里是公式，请复制后“粘贴为数值”再导入。' },
    ]);
  });

  const bomb = (size: number) => zip('xl/worksheets/sheet1.xml', Buffer.alloc(size, 0x20));
  it.each<[string, () => Promise<Uint8Array> | Uint8Array, RegExp]>([
    ['what is no workbook', () => Buffer.from('工号,姓名\nG1,某'), /打不开/],
    ['half a workbook', async () => (await sheet([row(4001)])).slice(0, 900), /打不开/],
    [
      'another table',
      async () => writeXlsx({ sheets: [{ name: '表', rows: [['名称', '数量']] }] }),
      /表头与模板不一致/,
    ],
    ['an empty table', async () => sheet([]), /表里没有人员/],
    ['what unpacks to a hundred times its size', () => bomb(60_000_000), /解开后过大/],
    ['what says that it unpacks to nothing', () => withSize(bomb(60_000_000), 0), /打不开/],
    ['what says that it unpacks to less', () => withSize(bomb(60_000_000), 1_000), /打不开/],
  ])('%s is refused with a sentence', async (_, make, sentence) => {
    const report = await take(await make());
    expect(report.state).toBe('refused');
    expect(report.sentence).toMatch(sentence);
  });
});

/** Last, since the district takes its time over so many. */
describe('a sheet of thousands', () => {
  beforeAll(() => office.signIn('G1007'));

  it('five thousand rows are proposed in one go, and meanwhile others are answered', async () => {
    const bytes = await sheet(Array.from({ length: 5_000 }, (_, index) => row(50_000 + index)));
    const begun = performance.now();
    const taking = take(bytes);
    await until(
      'progress',
      async () => (await office.desk.staff.sheetReport())?.state === 'checking' || null,
    );
    const report = await taking;
    const seconds = (performance.now() - begun) / 1000;
    expect(report).toMatchObject({ state: 'done', proposed: { added: 5_000, changed: 0 } });
    process.stderr.write(`5,000 rows in ${seconds.toFixed(2)} s\n`);
  });
});

const header = [...staffSheetColumns];
const row = (number: number, changes: Partial<Record<(typeof staffSheetColumns)[number], unknown>> = {}) => {
  const cells: Record<string, unknown> = {
    工号: `G${number}`,
    姓名: `城某${number}`,
    岗位: '导办员',
    所在机构: '航海东路街道便民服务中心',
    派出单位: '管城回族区民政局',
    任职开始: new Date(`${today}T00:00:00.000Z`),
    任职结束: null,
    执法证号: null,
    执法证有效期: null,
    从业起始: '2020年1月1日',
    ...changes,
  };
  return header.map((column) => cells[column] ?? null) as (string | Date | null)[];
};
const sheet = async (rows: (string | Date | null)[][], cells?: Map<string, { formula: string }>) =>
  writeXlsx({
    sheets: [{ name: '人员', rows: [header, ...rows], ...(cells && { cells: cells as never }) }],
  });
/** Imports and waits for what becomes of it. */
async function take(bytes: Uint8Array): Promise<SheetReport> {
  await done(
    office.desk.staff.importSheet({
      name: '人员.xlsx',
      bytes: Buffer.from(bytes).toString('base64'),
      reason: '第四季度派驻调整。',
    }),
  );
  return until(
    'the report',
    async () => {
      const report = await office.desk.staff.sheetReport();
      return report !== null && report.state !== 'checking' ? report : null;
    },
    60_000,
  );
}

/** A zip file with one entry, as a spreadsheet is packed. */
function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30 + name.length);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(content.length, 22);
  local.writeUInt16LE(name.length, 26);
  local.write(name, 30);
  const central = Buffer.alloc(46 + name.length);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(content.length, 24);
  central.writeUInt16LE(name.length, 28);
  central.write(name, 46);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length + packed.length, 16);
  return Buffer.concat([local, packed, central, end]);
}

/** The same with another size in its directory than it has. */
function withSize(file: Buffer, size: number): Buffer {
  const changed = Buffer.from(file);
  const central = changed.readUInt32LE(changed.length - 6);
  changed.writeUInt32LE(size, central + 24);
  return changed;
}
