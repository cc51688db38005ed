import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  areaCodeSchema,
  hallSchema,
  lineage,
  organisationFaults,
  organisationIdSchema,
  organisationName,
  organisationSchema,
} from './organisation.ts';

type Draft = z.input<typeof organisationSchema>;
const none = { branch: null, parentId: null, creditCode: null };
const district: Draft = {
  ...none,
  id: 'district',
  level: 'district',
  name: '管城回族区政务服务中心',
  areaName: '管城回族区',
  areaCode: '410104',
};
const street: Draft = {
  ...none,
  id: 'street',
  level: 'street',
  name: '航海东路街道便民服务中心',
  areaName: '航海东路街道',
  areaCode: '410104009',
  parentId: 'district',
};
const station: Draft = {
  ...none,
  id: 'station',
  level: 'community',
  name: '航海东路社区便民服务站',
  areaName: '航海东路社区',
  areaCode: '410104009002',
  parentId: 'street',
};
const branch: Draft = {
  ...district,
  id: 'branch',
  name: '管城回族区政务服务中心不动产登记分中心',
  branch: '不动产登记',
  parentId: 'district',
};
const bureau: Draft = {
  ...district,
  id: 'bureau',
  level: 'department',
  name: '管城回族区民政局',
  parentId: null,
};
const treeOf = (...drafts: Draft[]) => drafts.map((draft) => organisationSchema.parse(draft));
const id = (text: string) => organisationIdSchema.parse(text);

describe('names of offices (名称统一)', () => {
  it('follow the rule for each level, branches included', () => {
    const tree = treeOf(district, street, station, branch, bureau);
    for (const { id: each, name } of tree) expect(organisationName(tree, each)).toBe(name);
    expect(organisationFaults(tree)).toEqual([]);
  });

  it('off the rule are found, with the right name', () => {
    const tree = treeOf(district, { ...street, name: '航海东路办事处便民大厅' });
    expect(organisationFaults(tree)).toEqual([
      '“航海东路办事处便民大厅”的名称不规范，应为“航海东路街道便民服务中心”。',
    ]);
  });
});

describe('the tree', () => {
  it('leads from a station up to the district', () => {
    const tree = treeOf(district, street, station);
    expect(lineage(tree, id('station')).map((each) => each.id)).toEqual(['station', 'street', 'district']);
    expect(lineage(tree, id('nowhere'))).toEqual([]);
  });

  it.each([
    ['a parent that does not exist', [{ ...station }]],
    ['a station right under the district', [district, { ...station, parentId: 'district' }]],
    ['a street without a parent', [{ ...street, parentId: null }]],
    ['an area outside the parent', [district, { ...street, areaCode: '410105009' }]],
    ['an area code of the wrong length', [{ ...district, areaCode: '410104009' }]],
    ['the same id twice', [district, district]],
  ])('%s is a fault', (_, drafts) => {
    expect(organisationFaults(treeOf(...drafts)).length).toBeGreaterThan(0);
  });

  it('a circle ends', () => {
    const tree = treeOf({ ...branch, parentId: 'other' }, { ...branch, id: 'other', parentId: 'branch' });
    expect(lineage(tree, id('branch'))).toHaveLength(2);
    expect(organisationFaults(tree).length).toBeGreaterThan(0);
  });
});

describe('codes and categories', () => {
  it('an area code has 6, 9 or 12 digits', () => {
    const good = ['410104', '410104009', '410104009002'];
    for (const code of good) expect(areaCodeSchema.safeParse(code).success).toBe(true);
    for (const code of ['4101', '4101040090', '41010X'])
      expect(areaCodeSchema.safeParse(code).success).toBe(false);
  });

  it('two categories of a hall cannot share a prefix', () => {
    const category = (categoryId: string, prefix: string) => ({
      id: categoryId,
      name: '业务',
      prefix,
      description: '',
    });
    const hall = { id: 'hall', organisationId: 'street', name: '大厅' };
    const parse = (...prefixes: string[]) =>
      hallSchema.safeParse({ ...hall, categories: prefixes.map((each, at) => category(`kind${at}`, each)) });
    expect(parse('A', 'B').success).toBe(true);
    expect(parse('A', 'A').success).toBe(false);
  });
});
