import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  fenSchema,
  matterCodeSchema,
  matterSchema,
  publicFields,
  publishFaults,
  yuanText,
} from './matter.ts';

type Draft = z.input<typeof matterSchema>;

const published: Draft = {
  code: '11410104000000000X4000131127004',
  basicCode: '000131127004',
  version: 1,
  effectiveFrom: '2026-01-01',
  name: '公司设立登记',
  aliases: ['办公司'],
  department: { organisationId: 'market', name: '市场监督管理局' },
  powerType: '01',
  category: 'business',
  subject: 'enterprise',
  levels: ['district', 'street'],
  sunk: false,
  basis: ['《中华人民共和国市场主体登记管理条例》第十六条'],
  conditions: ['有符合规定的名称。', '有住所。'],
  procedure: ['窗口收件。', '登记发照。'],
  result: '营业执照',
  fee: { charged: false },
  supervisionChannel: '12345政务服务便民热线',
  promised: { kind: 'workingDays', days: 1 },
  statutory: { kind: 'workingDays', days: 3 },
  materials: [
    {
      id: 'articles',
      name: '公司章程',
      issuer: '申请人自备',
      basis: '《中华人民共和国市场主体登记管理条例》第十六条',
      form: 'original',
      copies: 1,
      required: true,
    },
  ],
};
const draft = (changes: Partial<Draft> = {}) => matterSchema.parse({ ...published, ...changes });

describe('the eleven public fields', () => {
  it('are these, in this order', () => {
    expect(publicFields(draft()).map((field) => field.label)).toEqual([
      '事项编码',
      '实施主体',
      '办理依据',
      '办理条件',
      '办理程序',
      '承诺办理时限',
      '办理结果',
      '是否收费',
      '收费依据',
      '收费标准',
      '监督渠道',
    ]);
  });

  it('read 无 for basis and standard where the matter is free', () => {
    const values = Object.fromEntries(publicFields(draft()).map(({ label, value }) => [label, value]));
    expect(values).toMatchObject({
      是否收费: '否',
      收费依据: '无',
      收费标准: '无',
      承诺办理时限: '1个工作日',
    });
  });

  it('list each amount where there is a fee', () => {
    const matter = draft({
      fee: {
        charged: true,
        basis: '发改价格规〔2016〕2559号',
        items: [
          { name: '住宅', amount: 8000, unit: '件' },
          { name: '首次申领', amount: 0, unit: '件' },
        ],
      },
    });
    const values = Object.fromEntries(publicFields(matter).map(({ label, value }) => [label, value]));
    expect(values).toMatchObject({ 是否收费: '是', 收费标准: '住宅80元/件；首次申领免费' });
  });

  it('number the steps when there are several', () => {
    expect(publicFields(draft())[4]?.value).toBe('1. 窗口收件。\n2. 登记发照。');
    expect(publicFields(draft({ procedure: ['窗口收件。', ' '] }))[4]?.value).toBe('窗口收件。');
  });
});

describe('publishing', () => {
  it('is open to a complete matter', () => {
    expect(publishFaults(draft())).toEqual([]);
  });

  it.each([
    ['实施主体', { department: { organisationId: 'market', name: '' } }],
    ['办理依据', { basis: [] }],
    ['办理条件', { conditions: ['  '] }],
    ['办理程序', { procedure: [] }],
    ['承诺办理时限', { promised: { kind: 'none' } }],
    ['办理结果', { result: '' }],
    ['收费依据', { fee: { charged: true, basis: ' ', items: [{ name: '住宅', amount: 1, unit: '件' }] } }],
    ['收费标准', { fee: { charged: true, basis: '文件', items: [] } }],
    ['监督渠道', { supervisionChannel: ' ' }],
  ] as const)('is barred while %s is empty', (label, changes) => {
    expect(publishFaults(draft(changes))).toEqual([`“${label}”未填写，请补充后再发布。`]);
  });

  it('is barred while the promise is longer than the law allows', () => {
    const days = (count: number) => ({ kind: 'workingDays', days: count }) as const;
    const calendarDays = (count: number) => ({ kind: 'calendarDays', days: count }) as const;
    const isBarred = (changes: Partial<Draft>) => publishFaults(draft(changes)).length > 0;
    expect(isBarred({ promised: days(4) })).toBe(true);
    expect(isBarred({ promised: days(3) })).toBe(false);
    expect(isBarred({ statutory: { kind: 'onTheSpot' } })).toBe(true);
    expect(isBarred({ promised: { kind: 'onTheSpot' }, statutory: { kind: 'onTheSpot' } })).toBe(false);
    expect(isBarred({ promised: days(100), statutory: { kind: 'none' } })).toBe(false);
    expect(isBarred({ promised: days(10), statutory: calendarDays(15) })).toBe(false);
    expect(isBarred({ promised: days(11), statutory: calendarDays(15) })).toBe(true);
  });

  it('is barred for a material without issuer or legal basis: no circular or strange proofs', () => {
    const material = published.materials[0];
    if (!material) throw new Error('the example has a material');
    const faults = publishFaults(draft({ materials: [{ ...material, issuer: '', basis: '' }] }));
    expect(faults).toHaveLength(2);
    expect(publishFaults(draft({ materials: [material, material] }))).toHaveLength(1);
  });

  it('is barred for a sunk matter that nobody below may take, and for codes that disagree', () => {
    expect(publishFaults(draft({ sunk: true, levels: ['district'] }))).toHaveLength(1);
    expect(publishFaults(draft({ sunk: true, levels: ['community'] }))).toEqual([]);
    expect(publishFaults(draft({ basicCode: '000131127005' }))).toHaveLength(1);
  });
});

describe('codes and money', () => {
  it('an implementation code has 31 characters and may hold letters', () => {
    expect(matterCodeSchema.safeParse('11410104000000000X4000131127004').success).toBe(true);
    for (const code of [
      '',
      '000131127004',
      '11410104000000000X400013112700',
      '11410104000000000X0000131127004',
    ]) {
      expect(matterCodeSchema.safeParse(code).success, code).toBe(false);
    }
  });

  it('an amount is read in yuan without needless zeros', () => {
    const texts = [0, 8000, 8050, 8005, 55000].map((fen) => yuanText(fenSchema.parse(fen)));
    expect(texts).toEqual(['0元', '80元', '80.5元', '80.05元', '550元']);
  });
});
