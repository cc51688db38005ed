import { describe, expect, it } from 'vitest';
import { matterSchema } from './matter.ts';
import { pinyinOf } from './pinyin.ts';
import { buildMatterIndex, searchMatters } from './search.ts';

const read = (text: string) => pinyinOf(text).syllables.join(' ');

describe('readings', () => {
  it.each([
    ['银行账号', 'yin hang zhang hao'],
    ['行政许可', 'xing zheng xu ke'],
    ['重大疾病', 'zhong da ji bing'],
    ['重新申领', 'chong xin shen ling'],
    ['重度残疾人护理补贴', 'zhong du can ji ren hu li bu tie'],
    ['会计从业', 'kuai ji cong ye'],
    ['人事调动', 'ren shi diao dong'],
    ['人民调解', 'ren min tiao jie'],
    ['长期护理', 'chang qi hu li'],
    ['长者食堂', 'zhang zhe shi tang'],
    ['女职工', 'nv zhi gong'],
    ['粘贴照片', 'zhan tie zhao pian'],
  ])('%s is read %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('has one syllable for each character, whatever the text', () => {
    for (const text of ['', 'A证(C1) 换领', '𠮷野家', '2026年“高龄津贴”', '🙂低保', 'a\u0301']) {
      expect(pinyinOf(text).syllables, text).toHaveLength([...text].length);
    }
  });
});

describe('searching 5,000 matters', () => {
  const subjects = [
    '最低生活保障',
    '残疾人证',
    '居民身份证',
    '个体工商户',
    '食品经营',
    '不动产',
    '公租房',
    '劳务派遣',
  ];
  const acts = ['审核确认', '换领', '登记', '变更', '注销', '许可', '备案', '补贴发放', '资格认定', '补办'];
  const departments = ['民政局', '公安分局', '市场监督管理局', '自然资源和规划局', '人力资源和社会保障局'];
  const matters = Array.from({ length: 5000 }, (_, number) => {
    const basicCode = `0001${String(number).padStart(8, '0')}`;
    const pick = (list: readonly string[], step: number) =>
      list[Math.floor(number / step) % list.length] ?? '';
    return matterSchema.parse({
      code: `11410104000000000X4${basicCode}`,
      basicCode,
      version: 1,
      effectiveFrom: '2026-01-01',
      name: `${pick(subjects, 1)}${pick(acts, 8)}（第${Math.floor(number / 80)}类）`,
      aliases: [`${pick(acts, 8)}${pick(subjects, 1)}`, `办${pick(subjects, 1)}`],
      department: { organisationId: 'department', name: `管城回族区${pick(departments, 1)}` },
      powerType: '20',
      category: 'other',
      subject: 'both',
      levels: ['street'],
      sunk: false,
      basis: [],
      conditions: [],
      procedure: [],
      result: '',
      fee: { charged: false },
      supervisionChannel: '',
      promised: { kind: 'onTheSpot' },
      statutory: { kind: 'none' },
      materials: [],
    });
  });

  it('takes less than a frame a query', () => {
    const begun = performance.now();
    const index = buildMatterIndex(matters, pinyinOf);
    const built = performance.now() - begun;
    const queries = [
      '低保',
      'zdsh',
      'z',
      'shenfenzheng',
      'bdc',
      '000100004',
      '登记',
      'mzj 变更',
      'xukebeian',
      '办食品',
    ];
    // The best of ten rounds is what a query costs when nothing else takes the processor.
    const times = queries.map((query) =>
      Math.min(
        ...Array.from({ length: 10 }, () => {
          const start = performance.now();
          searchMatters(index, query, 20);
          return performance.now() - start;
        }),
      ),
    );
    times.sort((one, other) => one - other);
    const median = times[Math.floor(times.length / 2)] ?? 0;
    const slowest = times.at(-1) ?? 0;
    console.info(
      `index of 5,000 matters ${built.toFixed(0)} ms; query median ${median.toFixed(1)} ms, slowest ${slowest.toFixed(1)} ms`,
    );
    // One frame is 16 ms; the bound leaves room for a busy machine.
    expect(median).toBeLessThan(50);
  });
});
