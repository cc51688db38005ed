import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actor, beijing, facts, material, matter, stamp, tree } from '../../tests/support/domain.ts';
import { ticketCategorySchema } from '../organisation/organisation.ts';
import type { SheetCell } from '../organisation/staff-sheet.ts';
import type { Matter } from './matter.ts';
import { type MaterialColumn, type MatterColumn, materialRow, matterRow } from './sheet.ts';
import { matterSheetReader } from './sheet-reader.ts';

const categories = [
  ticketCategorySchema.parse({ id: 'civil', name: '民政社保', prefix: 'A', description: '' }),
];
const names = { organisations: tree, categories };
const keeper = actor('systemAdmin', 'district-1');

type Row<Column extends string> = Readonly<Record<Column, SheetCell>>;
/** Reads matters as the workbook would have them, each with what a test has changed in its row. */
function read(
  given: readonly {
    matter: Matter;
    changes?: Partial<Row<MatterColumn>>;
    paper?: Partial<Row<MaterialColumn>>;
  }[],
  published: readonly Matter[] = [],
  who = keeper,
) {
  const known = facts({ matters: published, actor: who, stamp: stamp(beijing('2026-09-22 09:05')) });
  const reader = matterSheetReader({ ...known, ...names });
  let row = 1;
  for (const { matter: each, paper } of given)
    for (const asked of each.materials) {
      row += 1;
      reader.readMaterial(row, {
        ...materialRow(each, asked),
        ...(asked === each.materials[0] ? paper : {}),
      });
    }
  for (const [index, { matter: each, changes }] of given.entries())
    reader.readMatter(index + 2, { ...matterRow(each, names), ...changes });
  return reader.plan();
}
const complaints = (...given: Parameters<typeof read>) =>
  read(...given).faults.map(({ sheet, row, column, message }) => `${sheet}${row} ${column} ${message}`);

const full = matter({
  effectiveFrom: '2026-10-01',
  aliases: ['急难救助', '困难救助'],
  takenAt: ['street-2'],
  levels: ['district', 'street'],
  fee: {
    charged: true,
    basis: '发改价格规〔2016〕2559号',
    items: [
      { name: '首次', amount: 0, unit: '证' },
      { name: '补领（含邮寄）', amount: 4050, unit: '证' },
    ],
  },
  promised: { kind: 'calendarDays', days: 7 },
  situations: [{ id: 'by-agent', name: '代理人办理' }],
  tags: ['老年人', '一件事'],
  yields: 'relief-decision',
  longestExtension: 15,
  publicNoticeDays: 7,
  discretion: [{ circumstances: '家庭重病', standard: '6个月低保标准', basis: '郑政〔2014〕30号' }],
  effectiveTo: '2027-12-31',
  materials: [
    { ...material('id-card', '居民身份证', 'originalAndCopy', true), fromRegister: true },
    { ...material('letter', '授权委托书', 'original', true), situations: ['by-agent'], mayFollowWithin: 5 },
  ],
});

describe('the list as a workbook', () => {
  it('is read back as it was written, every field of it', () => {
    const { proposals, faults } = read([{ matter: full }]);
    expect(faults).toEqual([]);
    expect(proposals).toEqual([full]);
  });

  it('proposes nothing for what is the same, and the next version for what is not', () => {
    const first = matter();
    const other = matter({
      code: '11410104999900011M4000511105000',
      basicCode: '000511105000',
      name: '取暖补贴',
    });
    expect(read([{ matter: first }, { matter: other }], [first, other])).toMatchObject({
      proposals: [],
      unchanged: 2,
    });
    const changed = read(
      [
        { matter: first, changes: { 承诺办理时限: '3个工作日', 生效日期: '2026年10月1日' } },
        { matter: other, changes: { 生效日期: new Date('2026-10-01T00:00:00Z') } },
      ],
      [first],
    );
    expect(changed.faults).toEqual([]);
    expect(changed).toMatchObject({ added: 1, changed: 1, unchanged: 0 });
    expect(changed.proposals.map(({ version, promised }) => [version, promised])).toEqual([
      [2, { kind: 'workingDays', days: 3 }],
      [1, { kind: 'workingDays', days: 5 }],
    ]);
  });

  it('reads a date however the spreadsheet keeps it', () => {
    for (const written of ['2026-10-01', '2026/10/1', '20261001', 46296, new Date('2026-10-01T00:00:00Z')])
      expect(read([{ matter: full, changes: { 生效日期: written } }]).proposals[0]?.effectiveFrom).toBe(
        '2026-10-01',
      );
  });

  it('is the same for every limit and fee', () => {
    const limits = fc.oneof(
      fc.constant({ kind: 'onTheSpot' }),
      fc.constant({ kind: 'none' }),
      fc.record({
        kind: fc.constantFrom('workingDays', 'calendarDays'),
        days: fc.integer({ min: 1, max: 3650 }),
      }),
    );
    const fees = fc.array(
      fc.record({
        name: fc.constantFrom('首次', '90平方米以下', '甲：乙'),
        amount: fc.nat(99_999_999),
        unit: fc.constantFrom('件', '证'),
      }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(limits, fees, (statutory, items) => {
        const asked = matter({
          effectiveFrom: '2026-10-01',
          statutory,
          promised: { kind: 'onTheSpot' },
          fee: { charged: true, basis: '文件', items },
        });
        const { proposals, faults } = read([{ matter: asked }]);
        expect(faults).toEqual([]);
        expect(proposals).toEqual([asked]);
      }),
    );
  });
});

describe('a faulty workbook', () => {
  it('says for each cell what is wrong and what may stand there', () => {
    expect(
      complaints([
        {
          matter: full,
          changes: {
            权力类型: '行政审批',
            收件层级: '区、镇',
            下沉单位: '管城街道',
            是否下沉: '1',
            承诺办理时限: '很快',
            收费标准: '每证20元',
            办理情形: '代理人办理',
            裁量阶次: '情节严重',
            生效日期: '尽快',
            公示天数: '七',
          },
          paper: { 出具单位: '', 形式: '扫描件', 份数: 0, 容缺补齐工作日: '三天' },
        },
      ]),
    ).toEqual([
      '事项2 下沉单位 机构名录里没有“管城街道”，请写单位全称。',
      '事项2 收件层级 “镇”不是收件层级，可填：区、街道、社区。',
      '事项2 办理情形 “代理人办理”应写成：编号｜名称。',
      '事项2 裁量阶次 “情节严重”应写成：情节｜标准｜依据。',
      '事项2 生效日期 “尽快”不是日期，请写成2026-01-31这样的格式。',
      expect.stringMatching(/^事项2 权力类型 不能填“行政审批”，可填：.*行政许可、/),
      '事项2 是否下沉 不能填“1”，请填“是”或“否”。',
      '事项2 收费标准 “每证20元”应写成：换领：20元/证。',
      '事项2 承诺办理时限 “很快”不是办理时限，例如：当场办结、5个工作日、7日（自然日）。',
      '事项2 公示天数 “七”不对，请填0到365的整数。',
      '材料2 出具单位 没有填写出具单位：每份证明都要写明由谁出具。',
      '材料2 形式 不能填“扫描件”，可填：原件、复印件、原件及复印件、表格。',
      '材料2 份数 “0”不对，请填1到20的整数。',
      '材料2 容缺补齐工作日 “三天”不对，请填1到60的整数。',
    ]);
  });

  it('with a code that the spreadsheet has made a number, or that stands there twice, is told so', () => {
    expect(complaints([{ matter: full, changes: { 实施编码: Number('1.1410104999900011e30') } }])[0]).toMatch(
      /变成了数字，后几位已经丢失，请把单元格设为文本/,
    );
    expect(complaints([{ matter: full }, { matter: full }])).toContain(
      '事项3 实施编码 与第2行的实施编码相同，请只留一行。',
    );
    expect(complaints([{ matter: full, changes: { 实施编码: '000511104000' } }])).toContain(
      '事项2 实施编码 “000511104000”不是31位实施编码，请核对。',
    );
  });

  it('with a matter that may not be published is told why, beside the column that it is about', () => {
    const said = complaints(
      [
        {
          matter: full,
          changes: {
            办理依据: '',
            承诺办理时限: '40个工作日',
            生效日期: '2026-09-01',
            停办日期: '2026-08-01',
          },
        },
      ],
      [],
    );
    expect(said.map((each) => each.slice(0, each.indexOf(' ', 5)))).toEqual(
      expect.arrayContaining(['事项2 生效日期', '事项2 办理依据', '事项2 承诺办理时限', '事项2 停办日期']),
    );
  });

  it('whose materials belong to no matter, or whose matter is another department’s, is refused', () => {
    const orphan = read([{ matter: full, changes: { 实施编码: '11410104999900011M4000511105000' } }]);
    expect(orphan.faults.map(({ message }) => message)).toContain(
      '“事项”表里没有实施编码为11410104999900011M4000511104000的事项，请核对。',
    );
    const other = actor('chiefRepresentative', 'dept-market');
    expect(complaints([{ matter: full }], [], other)[0]).toMatch(/事项2 实施主体 .*您不属于该部门/);
  });
});
