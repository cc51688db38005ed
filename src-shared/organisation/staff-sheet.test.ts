import { describe, expect, it } from 'vitest';
import { actor, day } from '../../tests/support/domain.ts';
import { organisationSchema } from './organisation.ts';
import { type StaffPosting, staffPostingSchema } from './staff.ts';
import {
  dayOf,
  readHeader,
  type SheetCell,
  type StaffSheetColumn,
  staffSheetColumns,
  staffSheetReader,
  staffSheetRow,
} from './staff-sheet.ts';

const organisation = (id: string, level: string, name: string) =>
  organisationSchema.parse({
    ...{ id, level, name, parentId: null, areaName: name, branch: null, creditCode: null },
    areaCode: level === 'street' ? '410104009' : '410104',
  });
const organisations = [
  organisation('centre', 'street', '航海东路街道便民服务中心'),
  organisation('civil', 'department', '管城回族区民政局'),
  organisation('market', 'department', '管城回族区市场监督管理局'),
];
const today = day('2026-11-24');
const held = staffPostingSchema.parse({
  ...{ postingId: 'posting-1', personId: 'person-1', staffNumber: 'G1001', name: '管小窗', role: 'clerk' },
  ...{ organisationId: 'centre', unitId: 'civil', from: '2026-01-01', to: null },
  certificate: { number: '豫A01-1', validUntil: '2028-01-01' },
  experiencedSince: '2020-01-01',
});
type Row = Partial<Record<StaffSheetColumn, SheetCell>>;
/** A row that is in order, for somebody new. */
const fresh: Record<StaffSheetColumn, SheetCell> = {
  工号: 'G1010',
  姓名: '商新来',
  岗位: '窗口工作人员',
  所在机构: '航海东路街道便民服务中心',
  派出单位: '管城回族区民政局',
  任职开始: '2026-12-01',
  任职结束: null,
  执法证号: '豫A01-10',
  执法证有效期: '2029-12-31',
  从业起始: '2020-01-01',
};
const asHeld: Row = staffSheetRow(held, organisations);

function plan(
  rows: readonly Row[],
  {
    waiting = [],
    postings = [held],
    by = actor('systemAdmin'),
  }: {
    waiting?: readonly StaffPosting[];
    postings?: readonly StaffPosting[];
    by?: ReturnType<typeof actor>;
  } = {},
) {
  let id = 0;
  const reader = staffSheetReader({
    register: { postings, organisations },
    waiting,
    actor: by,
    newId: () => `new-${++id}`,
  });
  rows.forEach((row, index) => void reader.read(index + 2, { ...fresh, ...row }));
  return reader.plan(today);
}
const faults = (...rows: Row[]) => plan(rows).faults;

describe('a sheet of the staff register', () => {
  it('proposes what is new and what differs, and skips what is as it was', () => {
    const ending = staffPostingSchema.parse({
      ...held,
      postingId: 'p-2',
      personId: 'x',
      staffNumber: 'G1002',
    });
    const result = plan([asHeld, { ...staffSheetRow(ending, organisations), 任职结束: '2028-01-01' }, {}], {
      postings: [held, ending],
    });
    expect(result).toMatchObject({ added: 1, changed: 1, unchanged: 1, faults: [] });
    expect(result.proposals.map(({ postingId, to }) => [postingId, to])).toEqual([
      ['p-2', '2028-01-01'],
      ['new-2', null],
    ]);
  });

  it('knows somebody by their number, also in a second posting', () => {
    const { proposals } = plan([{ 工号: 'G1001', 姓名: '管小窗', 岗位: '导办员' }]);
    expect(proposals[0]).toMatchObject({ personId: 'person-1', role: 'greeter' });
    const [first, second] = plan([{}, { 岗位: '导办员' }]).proposals;
    expect(first?.personId).toBe(second?.personId);
  });

  it('names every fault at once, by row and column', () => {
    const wrong: Row = {
      ...{ 工号: 'X1', 姓名: '', 岗位: '站长', 所在机构: '航海路中心', 派出单位: '民政局' },
      ...{
        任职开始: '明天',
        任职结束: '2026-02-30',
        执法证号: '',
        执法证有效期: '2029-12-31',
        从业起始: true,
      },
    };
    expect(
      faults(wrong, {}, { 任职结束: '2026-11-30', 工号: 'G1011' }).map(({ row, column }) => [row, column]),
    ).toEqual([
      ...['工号', '姓名', '岗位', '所在机构', '派出单位', '任职开始', '任职结束'].map((column) => [
        2,
        column,
      ]),
      ...['执法证号', '从业起始'].map((column) => [2, column]),
      [4, '任职结束'],
    ]);
  });

  it.each<[string, Row[], string]>([
    [
      'a number with another name than the register has',
      [{ 工号: 'G1001' }],
      '工号G1001与登记的“管小窗”相同',
    ],
    ['a number with two names', [{}, { 姓名: '商别名', 岗位: '导办员' }], '工号G1010与第2行“商新来”相同'],
    [
      'the same posting of the register twice',
      [
        { ...asHeld, 任职结束: '2029-01-01' },
        { ...asHeld, 任职结束: '2029-01-02' },
      ],
      '与第2行是同一段任职',
    ],
    ['somebody new twice in the same post', [{}, { 任职开始: '2026-12-15' }], '时间重叠'],
    ['a certificate without its last day', [{ 执法证有效期: '' }], '没有填有效期'],
  ])('%s is a fault', (_, rows, message) => {
    const found = faults(...rows);
    expect(found.map((each) => each.message).join()).toContain(message);
  });

  it('two chief representatives of a department are a fault; one after the other are none', () => {
    const chief = { 岗位: '首席代表', 所在机构: '管城回族区民政局', 派出单位: null };
    const next = { ...chief, 工号: 'G2002', 姓名: '豫接任' };
    expect(faults(chief, next).map(({ column }) => column)).toEqual(['岗位', '岗位']);
    expect(faults({ ...chief, 任职结束: '2028-12-31' }, { ...next, 任职开始: '2029-01-01' })).toEqual([]);
  });

  it('what waits for review is skipped where it says the same, and a fault where it does not', () => {
    const waiting = plan([{}]).proposals;
    expect(plan([{}], { waiting })).toMatchObject({ unchanged: 1, proposals: [], faults: [] });
    expect(plan([{ 任职结束: '2029-12-31' }], { waiting }).faults[0]?.message).toContain('待审核');
  });

  it('a unit brings in its own people only', () => {
    const by = actor('chiefRepresentative', 'market');
    expect(plan([{}], { by }).faults).toMatchObject([{ row: 2, column: '派出单位' }]);
    expect(plan([{ 派出单位: '管城回族区市场监督管理局' }], { by }).faults).toEqual([]);
  });

  it('what the policy asks is a warning beside its row, and no fault', () => {
    const result = plan([{ 执法证号: '', 执法证有效期: '' }]);
    expect(result).toMatchObject({ faults: [], added: 1, warnings: [{ row: 2, column: '执法证有效期' }] });
  });

  it('spaces, full-width letters and the order of columns are forgiven; a missing column is not', () => {
    expect(plan([{ 工号: ' ｇ１０１０ ', 姓名: ' 商新来 ' }]).proposals[0]).toMatchObject({
      staffNumber: 'G1010',
      name: '商新来',
    });
    expect(readHeader([...staffSheetColumns].reverse(), staffSheetColumns)).toBeInstanceOf(Map);
    expect(readHeader(['工 号', '姓名', '姓名'], staffSheetColumns)).toHaveLength(9);
  });

  it('what is written out reads as unchanged when it comes back', () => {
    expect(plan([asHeld])).toMatchObject({ unchanged: 1, proposals: [], faults: [] });
  });
});

it.each<[SheetCell, string | null]>([
  [new Date('2026-01-31T00:00:00Z'), '2026-01-31'],
  [46_053, '2026-01-31'],
  ['2026-1-31', '2026-01-31'],
  ['2026/01/31', '2026-01-31'],
  ['2026.1.31', '2026-01-31'],
  ['2026年1月31日', '2026-01-31'],
  ['20260131', '2026-01-31'],
  ['2026-02-29', null],
  ['2026', null],
  [7, null],
  [true, null],
  [new Date(Number.NaN), null],
])('%s is the date %s', (cell, expected) => {
  expect(dayOf(cell)).toBe(expected);
});
