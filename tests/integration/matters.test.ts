import { deflateRawSync } from 'node:zlib';
import { writeXlsx } from 'hucre/xlsx';
import { beforeAll, describe, expect, it } from 'vitest';
import { addCalendarDays, beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import type { MatterCells, MatterChangeRow, MatterSheetReport } from '#shared/contracts/office-matters.ts';
import type { Matter } from '#shared/matters/matter.ts';
import { materialColumns, materialRow, matterColumns, matterRow } from '#shared/matters/sheet.ts';
import { demoHall } from '../../src-main/demo/hall.ts';
import { demoMatters } from '../../src-main/demo/matters.ts';
import { done, enterDraft, matters, refusal, takeCase } from '../support/counter.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Office, startCounter, startOffice } from '../support/hall.ts';
import { until } from '../support/wait.ts';

/** The clerk, whoever runs the list, the department that decides, and the three that keep the lists. */
const people = [1001, 1007, 2001, 2011, 2015, 2016].map((number) => `person-g${number}`);
const keepers = ['G2011', 'G2015', 'G2016'];
const today = beijingDateOf(new Date().toISOString() as Instant);
const tomorrow = addCalendarDays(today, 1);

let district: DistrictProcess;
let file: ReturnType<typeof hallFile>['file'];
let office: Office;
let counter: Counter;

beforeAll(async () => {
  const made = hallFile(people);
  ({ file } = made);
  const passwords = people.map((personId) => ({
    personId,
    password: `demo-${personId.slice(7).toUpperCase()}`,
  }));
  district = await startDistrict({ ...file, passwords });
  const at = (enrolmentCode: string) => ({ folder: tempFolder(), districtUrl: district.url, enrolmentCode });
  [office, counter] = await Promise.all([
    startOffice(at(made.codes.office)),
    startCounter(at(made.codes.counter)),
  ]);
  for (const each of [office, counter])
    await until('what is published', () => each.store.knowledge.matters().length > 0);
  await counter.signIn();
});

const list = () => office.desk.matters;
async function cellsOf(code: string, changes: Partial<MatterCells> = {}): Promise<MatterCells> {
  const held = await list().get({ code, version: null });
  if (held === null) throw new Error(`no matter ${code}`);
  return { ...held.cells, 生效日期: today, ...changes };
}
const propose = (cells: MatterCells) => list().propose({ cells, reason: '按国务院要求压缩时限。' });
const isSent = () =>
  until('everything sent', () => office.store.outbox.counts().pending === 0 || null, 120_000);
const waiting = async (): Promise<MatterChangeRow[]> =>
  (await list().changes({ status: 'proposed', page: 1 })).rows;
const review = (changeIds: string[], outcome: 'approved' | 'returned' = 'approved') =>
  list().review({ changeIds, outcome, reason: '合法，同意。' });
/** Lets the three keepers of the lists approve everything that waits. */
async function publish(): Promise<void> {
  for (const number of keepers) {
    await office.signIn(number);
    for (let page = 1; ; page += 1) {
      const { rows } = await list().changes({ status: 'proposed', page });
      const ids = rows.filter(({ mayReview }) => mayReview).map(({ id }) => id);
      if (ids.length > 0) await done(review(ids));
      // What the last of them approves leaves the list.
      if (number === keepers[2] && ids.length > 0) page = 0;
      if (rows.length === 0) break;
    }
  }
  await isSent();
}
const detail = async (code: string) => (await counter.clerk.matters.get({ code }))?.publicFields[5]?.value;

describe('a new version', () => {
  it('is proposed by the department and reviewed by the three offices that keep the lists', async () => {
    await office.signIn('G2001');
    await done(propose(await cellsOf(matters.sunk, { 承诺办理时限: '12个工作日' })));
    await isSent();
    const [change] = await waiting();
    expect(change).toMatchObject({
      matters: [{ name: '临时救助', version: 2, kindName: '调整' }],
      awaited: ['法制机构', '机构编制部门', '财政部门'],
      mayReview: false,
      faults: [],
    });
    expect(change?.matters[0]?.differences[0]).toBe('承诺办理时限：20个工作日 → 12个工作日');
    expect((await refusal(review([change?.id ?? '']))).code).toBe('notKeeper');
    expect((await refusal(propose(await cellsOf(matters.sunk, { 标签: '救助' })))).code).toBe(
      'alreadyWaiting',
    );
    expect(await detail(matters.sunk)).toBe('20个工作日');
  });

  it('is used at every counter once all three have approved; a case keeps the version that it was taken under', async () => {
    const before = await takeCase(counter.clerk);
    await publish();
    await until(
      'the new promise at the counter',
      async () => (await detail(matters.sunk)) === '12个工作日' || null,
    );
    const after = await takeCase(counter.clerk);
    const versionOf = async (caseId: string) => (await counter.clerk.cases.get({ caseId }))?.matterVersion;
    expect([await versionOf(before.id), await versionOf(after.id)]).toEqual([1, 2]);
    await until('both at the district', () => counter.store.outbox.counts().pending === 0 || null);
    expect(counter.store.outbox.counts().attention).toBe(0);
    const history = await list().get({ code: matters.sunk, version: null });
    expect(history?.versions.map(({ version, standingName }) => [version, standingName])).toEqual([
      [2, '现行'],
      [1, '已被替代'],
    ]);
    expect(history?.changes[0]?.opinions.map(({ name, outcomeName }) => `${name}${outcomeName}`)).toEqual([
      '豫法正同意',
      '豫编定同意',
      '豫财清同意',
    ]);
  });

  it('that comes into force tomorrow is known today, and not used', async () => {
    await office.signIn('G1007');
    await done(propose(await cellsOf(matters.own, { 承诺办理时限: '3个工作日', 生效日期: tomorrow })));
    await isSent();
    await publish();
    await until(
      'known at the counter',
      () =>
        counter.store.knowledge
          .matters()
          .some(({ code, version }) => code === matters.own && version === 2) || null,
    );
    expect(await detail(matters.own)).toBe('5个工作日');
    const row = async () => (await list().list({ ...everything, text: '食品经营' })).rows[0];
    await until('known at the office', async () => (await row())?.upcomingFrom === tomorrow || null);
    expect((await row())?.version).toBe(1);
  });

  it('is not undone by the file that set the district up', async () => {
    await district.publish({ ...file, reference: { ...file.reference, districtName: '管城' } });
    const known = () => counter.store.settings.get('reference')?.districtName === '管城';
    await until('the file at the counter', () => known() || null, 20_000);
    expect(await detail(matters.sunk)).toBe('12个工作日');
  });

  it('with faults is refused with all of them', async () => {
    await office.signIn('G2001');
    const cells = await cellsOf(matters.sunk, { 办理依据: '', 承诺办理时限: '很快', 监督渠道: '' });
    const said = (await list().check({ cells })).map(({ column }) => column);
    expect(said).toEqual(['承诺办理时限']);
    const incomplete = await refusal(propose({ ...cells, 承诺办理时限: '9个工作日' }));
    expect(incomplete.message).toMatch(/“办理依据”未填写.*“监督渠道”未填写/);
    expect(await waiting()).toEqual([]);
  });

  it('has what each office says of its own beside it, which changes nothing of the list', async () => {
    await office.signIn('G1007');
    const { organisationId } = counter.store.knowledge.place();
    const before = await list().get({ code: matters.sunk, version: null });
    const row = async () =>
      (await list().localFacts({ code: matters.sunk })).find(
        (each) => each.organisationId === organisationId,
      );
    expect(await row()).toMatchObject({ fields: [], mayChange: true });
    const all = { organisationId, matterCode: null, hours: '周一至周五9:00—17:00', phone: '', place: '' };
    await done(list().setLocalFacts(all));
    const own = { ...all, matterCode: matters.sunk as never, hours: '', phone: '0371-0000 0000' };
    await done(list().setLocalFacts(own));
    expect(await refusal(list().setLocalFacts({ ...all, organisationId: 'nobody' }))).toMatchObject({
      code: 'notReceiving',
    });
    const told = [
      { label: '办理时间', value: '周一至周五9:00—17:00' },
      { label: '咨询电话', value: '0371-0000 0000' },
    ];
    expect((await row())?.fields).toEqual(told);
    await until(
      'told at the counter',
      async () => (await counter.clerk.matters.get({ code: matters.sunk }))?.localFields.length === 2,
    );
    expect((await counter.clerk.matters.get({ code: matters.sunk }))?.localFields).toEqual(told);
    expect((await list().get({ code: matters.sunk, version: null }))?.cells).toEqual(before?.cells);
    // Nobody else's counter, and nobody without the post, says it.
    await office.signIn('G2011');
    expect((await refusal(list().setLocalFacts(all))).code).toBe('notAuthorised');
  });

  it('changes its papers and situations in the same form', async () => {
    await office.signIn('G1007');
    const held = await list().get({ code: matters.sunk, version: null });
    const [first] = held?.materialCells ?? [];
    if (held === null || first === undefined) throw new Error('the matter has no papers');
    const cells = { ...held.cells, 生效日期: today, 办理情形: 'abroad｜境外长期居住' };
    const added = {
      ...{ ...first, 材料编号: 'residence-abroad', 材料名称: '境外居住证明' },
      ...{ 出具单位: '驻外使领馆', 适用情形: 'abroad', 是否必要: '是', 容缺补齐工作日: '5' },
    };
    const faulty = { cells, materials: [first, { ...added, 要求依据: '', 份数: '许多' }] };
    expect((await list().check(faulty)).map(({ row, column }) => [row, column])).toEqual([
      [3, '要求依据'],
      [3, '份数'],
    ]);
    const stranger = { cells, materials: [first, { ...added, 适用情形: 'at-sea' }] };
    expect((await list().check(stranger)).length).toBeGreaterThan(0);
    await done(list().propose({ cells, materials: [first, added], reason: '增加境外居住的情形。' }));
    await isSent();
    await publish();
    const known = () =>
      counter.store.knowledge
        .matters()
        .find((each) => each.code === matters.sunk && each.version === held.row.version + 1);
    await until('known at the counter', () => known() ?? null);
    expect(known()?.materials.map(({ id }) => id)).toEqual([first.材料编号, 'residence-abroad']);
    expect(known()?.materials[1]).toMatchObject({ situations: ['abroad'], mayFollowWithin: 5 });
  });

  it('is ended by its last day, and then taken nowhere', async () => {
    const code = '11410104999900134N4000520130000';
    await office.signIn('G1007');
    const yesterday = addCalendarDays(today, -1);
    expect((await list().check({ cells: await cellsOf(code, { 停办日期: yesterday }) }))[0]?.message).toMatch(
      /停止办理的日期早于生效日期/,
    );
    await done(propose(await cellsOf(code, { 停办日期: today })));
    await isSent();
    await publish();
    const held = () =>
      counter.store.knowledge.matters().find((each) => each.code === code && each.version === 2);
    await until('known at the counter', () => held() ?? null);
    expect(held()?.effectiveTo).toBe(today);
  });
});

const everything = { text: '', departmentId: null, organisationId: null, tag: null, page: 1 };

describe('which office takes what', () => {
  it('is a list for every centre and station', async () => {
    const of = async (organisationId: string) =>
      (await list().list({ ...everything, organisationId })).rows.map(({ name }) => name);
    const [street, station, hall] = [
      await of('street-410104009'),
      await of('station-410104009002'),
      await of('district-410104'),
    ];
    expect(street).toContain('优抚待遇认定');
    expect(station).not.toContain('优抚待遇认定');
    expect(station).toContain('高龄津贴申领');
    expect(hall).toContain('结婚登记');
    expect(street).not.toContain('结婚登记');
  });

  it('is shown to the clerk, and refused with where to go instead of being hidden', async () => {
    const [row] = await counter.clerk.matters.search({ text: 'jhdj' });
    expect(row).toMatchObject({
      name: '结婚登记',
      elsewhere: '本中心不办理“结婚登记”，请引导申请人到管城回族区政务服务中心办理。',
    });
    await enterDraft(counter.clerk);
    expect((await refusal(counter.clerk.draft.setMatter({ code: row?.code ?? '' }))).code).toBe(
      'notTakenHere',
    );
    await done(counter.clerk.visits.close({ outcome: 'advised' }));
  });
});

describe('what this counter uses', () => {
  it('stands first: the last one, then the most used', async () => {
    const names = async () => (await counter.clerk.matters.search({ text: '' })).map(({ name }) => name);
    await takeCase(counter.clerk, matters.own);
    expect((await names()).slice(0, 2)).toEqual(['食品经营许可', '临时救助']);
    await takeCase(counter.clerk);
    expect((await names())[0]).toBe('临时救助');
    await done(counter.clerk.visits.close({ outcome: 'advised' }));
  });
});

const names = { organisations: demoHall.organisations, categories: demoHall.hall.categories };
type Line = readonly unknown[];
const linesOf = (given: readonly Matter[]) => ({
  matters: given.map((each) => matterColumns.map((column) => matterRow(each, names)[column]) as Line),
  materials: given.flatMap((each) =>
    each.materials.map(
      (material) => materialColumns.map((column) => materialRow(each, material)[column]) as Line,
    ),
  ),
});
async function workbook(
  rows: { matters: readonly Line[]; materials: readonly Line[] },
  extra: { columns?: readonly string[]; merges?: object[]; cells?: ReadonlyMap<string, object> } = {},
): Promise<Buffer> {
  const sheet = (name: string, columns: readonly string[], lines: readonly Line[]) => ({
    name,
    rows: [[...columns], ...lines.map((line) => [...line])] as never,
  });
  const bytes = await writeXlsx({
    sheets: [
      {
        ...sheet('事项', extra.columns ?? matterColumns, rows.matters),
        ...(extra.merges && { merges: extra.merges as never }),
        ...(extra.cells && { cells: extra.cells as never }),
      },
      sheet('材料', materialColumns, rows.materials),
    ],
  });
  return Buffer.from(bytes);
}
async function importing(bytes: Buffer): Promise<MatterSheetReport> {
  await office.signIn('G1007');
  await done(
    list().importSheet({ name: '事项清单.xlsx', bytes: bytes.toString('base64'), reason: '年度清单调整。' }),
  );
  return until(
    'the report',
    async () => {
      const report = await list().sheetReport();
      return report === null || report.state === 'checking' ? null : report;
    },
    60_000,
  );
}
const [first, second] = demoMatters as readonly [Matter, Matter];
const asFrom = (matter: Matter, changes: Partial<Matter> = {}): Matter => ({
  ...matter,
  effectiveFrom: tomorrow,
  ...changes,
});

describe('a workbook', () => {
  it('that says what is in force already proposes nothing, as it was exported', async () => {
    await office.signIn('G1007');
    const { bytes, fileName } = await done(list().exportSheet({ template: false }));
    expect(fileName).toMatch(/^事项清单\d{8}\.xlsx$/);
    const report = await importing(Buffer.from(bytes, 'base64'));
    expect(report).toMatchObject({ state: 'done', added: 0, changed: 0, unchanged: 31 });
  });

  it.each([
    ['no zip at all', async () => Buffer.from('姓名,工号\n'), /文件打不开/],
    ['half of a file', async () => (await workbook(linesOf([first]))).subarray(0, 900), /文件打不开/],
    ['an empty zip', async () => zipOf([]), /文件打不开/],
    ['another zip', async () => zipOf([['word/document.xml', Buffer.from('<w/>')]]), /文件打不开/],
    [
      'a bomb',
      async () => zipOf([['xl/worksheets/sheet1.xml', Buffer.alloc(200_000_000, 32)]]),
      /文件解开后过大/,
    ],
    ['too many bytes', async () => Buffer.alloc(5_000_001), /文件超过5MB/],
    ['no matters', async () => workbook({ matters: [], materials: [] }), /表里没有事项/],
  ])('that is %s is refused and changes nothing', async (_, make, sentence) => {
    const report = await importing(await make());
    expect(report.state).toBe('refused');
    expect(report.sentence).toMatch(sentence);
    expect(await waiting()).toEqual([]);
  });

  it('without a column, or with one twice, is told which', async () => {
    const columns = matterColumns.map((column) => (column === '监督渠道' ? '办理依据' : column));
    const report = await importing(await workbook(linesOf([asFrom(first)]), { columns }));
    expect(report.faults.map(({ sheet, column, message }) => `${sheet} ${column} ${message}`)).toEqual([
      '事项 办理依据 表头有两列“办理依据”，请只留一列。',
      '事项 监督渠道 表头缺少“监督渠道”一列，请按模板补上。',
    ]);
    const other = await writeXlsx({ sheets: [{ name: 'Sheet1', rows: [['实施编码']] }] });
    expect((await importing(Buffer.from(other))).faults.map(({ message }) => message)).toEqual([
      '文件里没有名为“事项”的工作表，请按模板补上。',
      '文件里没有名为“材料”的工作表，请按模板补上。',
    ]);
  });

  it('with joined cells, formulas, numbers for codes and a code twice is told each of them, and changes nothing', async () => {
    const rows = linesOf([asFrom(first), asFrom(second)]);
    const [one, two] = rows.matters as [Line, Line];
    const spoilt = [one.map((cell, at) => (at === 0 ? Number('1.1410104999900011e30') : cell)), two, two];
    const report = await importing(
      await workbook(
        { ...rows, matters: spoilt },
        {
          merges: [{ startRow: 2, startCol: 13, endRow: 3, endCol: 13 }],
          cells: new Map([['2,1', { formula: 'A2&"登记"', value: '登记', type: 'formula' }]]),
        },
      ),
    );
    const said = report.faults.map(({ row, column, message }) => `${row} ${column} ${message}`);
    expect(said).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^2 实施编码 .*变成了数字/),
        expect.stringMatching(/^4 实施编码 与第3行的实施编码相同/),
        expect.stringMatching(/^3 事项名称 单元格里是公式/),
        expect.stringMatching(/^3 办理结果 单元格是合并的/),
      ]),
    );
    expect(await waiting()).toEqual([]);
  });

  it('with dates as spreadsheets number them is proposed whole, and published with three approvals', async () => {
    const rows = linesOf([
      asFrom(first, { tags: ['救助'] }),
      asFrom(second, {
        code: '11410104999900011M4000511199000' as Matter['code'],
        basicCode: '000511199000' as Matter['basicCode'],
        name: '孤儿认定',
      }),
    ]);
    const serial = (new Date(tomorrow).getTime() - Date.UTC(1899, 11, 30)) / 86_400_000;
    const at = matterColumns.indexOf('生效日期');
    const numbered = rows.matters.map((line) => line.map((cell, index) => (index === at ? serial : cell)));
    const report = await importing(await workbook({ ...rows, matters: numbered }));
    expect(report).toMatchObject({ state: 'done', added: 1, changed: 1, faults: [] });
    await isSent();
    await publish();
    await until(
      'published',
      () =>
        counter.store.knowledge
          .matters()
          .some(({ name, effectiveFrom }) => name === '孤儿认定' && effectiveFrom === tomorrow) || null,
    );
  });

  it('with 5,000 matters is read, proposed and published in one go', { timeout: 300_000 }, async () => {
    const many = Array.from({ length: 5000 }, (_, index) => {
      const basicCode = `0005${String(20_000_000 + index)}`;
      return asFrom(first, {
        code: `11410104999900011M4${basicCode}` as Matter['code'],
        basicCode: basicCode as Matter['basicCode'],
        name: `${first.name}（第${index + 1}类）`,
      });
    });
    const bytes = await workbook(linesOf(many));
    const begun = performance.now();
    const report = await importing(bytes);
    const read = performance.now() - begun;
    expect(report).toMatchObject({ state: 'done', added: 5000, faults: [] });
    const sending = performance.now();
    await isSent();
    await publish();
    await until('at the counter', () => counter.store.knowledge.matters().length > 5000 || null, 120_000);
    console.info(
      `5,000 matters, ${(bytes.length / 1e6).toFixed(1)} MB: read and proposed in ${(read / 1000).toFixed(1)} s, sent, reviewed by three and at the counter in ${((performance.now() - sending) / 1000).toFixed(1)} s`,
    );
  });
});

describe('an office’s own list', () => {
  it('is held against the master copy field by field, and nothing is kept of it', async () => {
    const before = office.store.settings.get('chain');
    const bytes = await writeXlsx({
      sheets: [
        {
          name: '本中心公示',
          rows: [
            ['实施编码', '事项名称', '承诺办理时限'],
            [matters.sunk, '临时救助', '20个工作日'],
            ['X', '加盖公章', null],
            [null, '没有编码', null],
          ],
        },
      ],
    });
    const { compared, rows, notes } = await done(
      list().drift({ name: '公示.xlsx', bytes: Buffer.from(bytes).toString('base64') }),
    );
    expect(compared).toBe(2);
    expect(rows).toEqual([
      {
        code: matters.sunk,
        name: '临时救助',
        fieldName: '承诺办结时限',
        master: '12个工作日',
        local: '20个工作日',
      },
      { code: 'X', name: '', fieldName: '名称', master: null, local: '加盖公章' },
    ]);
    expect(notes).toEqual([
      { sheet: '本中心公示', row: 4, column: '实施编码', message: '没有填写实施编码，这一行没有核对。' },
    ]);
    expect(office.store.settings.get('chain')).toEqual(before);
  });
});

/** A zip file with these entries, deflated. */
function zipOf(entries: readonly (readonly [string, Buffer])[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of entries) {
    const packed = deflateRawSync(content);
    const title = Buffer.from(name);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(content.length, 22);
    head.writeUInt16LE(title.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(content.length, 24);
    entry.writeUInt16LE(title.length, 28);
    entry.writeUInt32LE(at, 42);
    parts.push(head, title, packed);
    directory.push(entry, title);
    at += head.length + title.length + packed.length;
  }
  const size = directory.reduce((sum, each) => sum + each.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
