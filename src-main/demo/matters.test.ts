import { describe, expect, it } from 'vitest';
import { type Matter, matterSchema, publicFields, publishFaults } from '#shared/matters/matter.ts';
import { pinyinOf } from '#shared/matters/pinyin.ts';
import { buildMatterIndex, searchMatters } from '#shared/matters/search.ts';
import { parseCreditCode } from '#shared/organisation/credit-code.ts';
import { demoHall } from './hall.ts';
import { demoMatters } from './matters.ts';

const named = (name: string): Matter => {
  const matter = demoMatters.find((each) => each.name === name);
  if (!matter) throw new Error(`no demo matter ${name}`);
  return matter;
};

describe.each(demoMatters.map((matter) => [matter.name, matter] as const))('%s', (_, matter) => {
  it('is complete: it can be published, and says each of the eleven fields', () => {
    expect(matterSchema.parse(matter)).toEqual(matter);
    expect(publishFaults(matter)).toEqual([]);
    expect(publicFields(matter).filter(({ value }) => value.trim() === '')).toEqual([]);
  });

  it('has a code made of its department’s valid credit code, a level and its basic code', () => {
    const department = demoHall.organisations.find(({ id }) => id === matter.department.organisationId);
    expect(matter.code).toHaveLength(31);
    expect(matter.code.slice(0, 18)).toBe(department?.creditCode);
    expect(typeof parseCreditCode(matter.code.slice(0, 18))).toBe('string');
    expect(matter.code.slice(19)).toBe(matter.basicCode);
    expect(matter.basicCode.slice(2, 4)).toBe(matter.powerType);
  });

  it('names a department and a ticket category of the demo hall', () => {
    const department = demoHall.organisations.find(({ id }) => id === matter.department.organisationId);
    expect(department).toMatchObject({ name: matter.department.name, level: 'department' });
    expect(demoHall.hall.categories.map(({ id }) => id)).toContain(matter.category);
  });
});

describe('the demo’s list', () => {
  it('has thirty-one matters with as many codes and names', () => {
    expect(demoMatters).toHaveLength(31);
    expect(new Set(demoMatters.map(({ code }) => code)).size).toBe(31);
    expect(new Set(demoMatters.map(({ name }) => name)).size).toBe(31);
  });

  it('sinks about a third of them to streets and stations', () => {
    expect(demoMatters.filter(({ sunk }) => sunk)).toHaveLength(11);
    expect(named('最低生活保障审核确认').sunk).toBe(true);
    expect(named('公司设立登记').sunk).toBe(false);
  });

  it('keeps the published limits', () => {
    expect(named('结婚登记')).toMatchObject({
      promised: { kind: 'onTheSpot' },
      statutory: { kind: 'onTheSpot' },
    });
    expect(named('居民身份证换领')).toMatchObject({
      promised: { kind: 'workingDays', days: 20 },
      statutory: { kind: 'calendarDays', days: 60 },
    });
    expect(named('公司设立登记')).toMatchObject({ basicCode: '000131127004', promised: { days: 1 } });
  });

  it('charges only for identity cards and the registration of real estate', () => {
    const charged = demoMatters.filter(({ fee }) => fee.charged).map(({ name }) => name);
    expect(charged.sort()).toEqual(['不动产首次登记', '不动产转移登记', '居民身份证换领'].sort());
    expect(publicFields(named('居民身份证换领'))[9]?.value).toBe('首次申领免费；换领20元/证；补领40元/证');
  });

  it('names one issuer for the same paper in every matter', () => {
    const issuers = new Map<string, Set<string>>();
    for (const { materials } of demoMatters) {
      for (const { id, issuer } of materials) issuers.set(id, (issuers.get(id) ?? new Set()).add(issuer));
    }
    expect([...issuers].filter(([, each]) => each.size > 1).map(([id]) => id)).toEqual([]);
  });

  it.each([
    ['dibao', '最低生活保障审核确认'],
    ['zdsh', '最低生活保障审核确认'],
    ['低保', '最低生活保障审核确认'],
    ['000131127004', '公司设立登记'],
    ['gssl', '公司设立登记'],
    ['yingyezhizhao', '个体工商户设立登记'],
    ['guohu', '不动产转移登记'],
    ['sfz', '居民身份证换领'],
    ['jiehun', '结婚登记'],
    ['wszm', '开具税收完税证明'],
  ])('is found: %s gives %s', (query, name) => {
    const index = buildMatterIndex(demoMatters, pinyinOf);
    expect(searchMatters(index, query, 3).map((each) => each.name)).toContain(name);
  });
});
