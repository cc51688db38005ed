import { describe, expect, it } from 'vitest';
import { matter as draft } from '../../tests/support/domain.ts';
import { circleText, circularRequirements } from './circular.ts';
import { driftOf } from './drift.ts';
import { type Matter, materialsIn, matterSchema, publishFaults } from './matter.ts';

const base = draft();
/** A matter that results in one paper and asks for others. */
function matter(number: number, name: string, yields: string | null, needs: readonly object[]): Matter {
  return matterSchema.parse({
    ...base,
    code: `11410104999900011M4${String(number).padStart(12, '0')}`,
    basicCode: String(number).padStart(12, '0'),
    name,
    yields,
    materials: needs.map((need) => ({
      issuer: '街道办事处',
      basis: '《社会救助暂行办法》',
      form: 'original',
      copies: 1,
      required: true,
      ...need,
    })),
  });
}
const hardship = { id: 'hardship-proof', name: '困难证明' };
const residence = { id: 'residence-proof', name: '居住证明' };

describe('a circular requirement', () => {
  const circle = [
    matter(1, '困难认定', 'hardship-proof', [residence]),
    matter(2, '居住登记', 'residence-proof', [hardship]),
  ];

  it('is found across matters, once, and said in one sentence', () => {
    const found = circularRequirements([...circle, matter(3, '低保', null, [hardship])]);
    expect(found.map(circleText)).toEqual([
      '循环证明：“困难认定”要求先有《居住证明》，“居住登记”要求先有《困难证明》，互为前提，申请人无法办成，请取消其中一项材料。',
    ]);
  });

  it('is none where a paper may be left out, comes from the register, or only in some situation', () => {
    const situations = [{ id: 'by-agent', name: '代理人办理' }];
    for (const eased of [{ required: false }, { fromRegister: true }, { situations: ['by-agent'] }]) {
      const second = matterSchema.parse({
        ...matter(2, '居住登记', 'residence-proof', [{ ...hardship, ...eased }]),
        situations,
      });
      expect(circularRequirements([...circle.slice(0, 1), second])).toEqual([]);
    }
  });

  it('is none where another matter gives the paper as well', () => {
    expect(circularRequirements([...circle, matter(3, '社区证明', 'residence-proof', [])])).toEqual([]);
  });

  it('of one matter with itself is refused when it is published', () => {
    expect(publishFaults(matter(1, '困难认定', 'hardship-proof', [hardship]))).toContain(
      '材料“困难证明”正是本事项的办理结果，不能要求申请人先行提供。',
    );
  });
});

describe('a situation', () => {
  it('adds its own materials to those of every case', () => {
    const taken = matterSchema.parse({
      ...matter(1, '居住登记', null, [residence, { ...hardship, situations: ['by-agent'] }]),
      situations: [{ id: 'by-agent', name: '代理人办理' }],
    });
    const names = (list: ReturnType<typeof materialsIn>) => list.map(({ name }) => name);
    expect(names(materialsIn(taken, []))).toEqual(['居住证明']);
    expect(
      names(
        materialsIn(
          taken,
          taken.situations.map(({ id }) => id),
        ),
      ),
    ).toEqual(['居住证明', '困难证明']);
    expect(publishFaults(taken)).toEqual([]);
  });

  it('that is not in the matter’s list may not be named by a material', () => {
    const taken = matter(1, '居住登记', null, [{ ...hardship, situations: ['by-agent'] }]);
    expect(publishFaults(taken)).toEqual(['材料“困难证明”所属的情形不在本事项的情形清单中，请核对。']);
  });
});

describe('an office’s own list', () => {
  const master = [matter(1, '居住登记', null, [])].map((each) => ({
    ...each,
    conditions: ['在本区居住。', '有合法住所。'],
    promised: { kind: 'workingDays' as const, days: 5 },
  }));
  const code = master[0]?.code ?? '';

  it('may number and space its lines as it likes', () => {
    const local = {
      code,
      name: '居住登记',
      conditions: '1. 在本区居住\n2、有合法住所',
      promised: '5个工作日',
    };
    expect(driftOf(master, [local])).toEqual([]);
  });

  it('is reported field by field where it differs, and where the district has no such matter', () => {
    expect(
      driftOf(master, [
        { code, promised: '7个工作日' },
        { code: 'X', name: '加盖公章' },
      ]),
    ).toEqual([
      { code, field: 'promised', master: '5个工作日', local: '7个工作日' },
      { code: 'X', field: 'name', master: null, local: '加盖公章' },
    ]);
  });
});
