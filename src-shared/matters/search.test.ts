import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { type Matter, matterSchema } from './matter.ts';
import { buildMatterIndex, type PinyinOf, searchMatters } from './search.ts';

const readings: Record<string, string> = Object.fromEntries(
  (
    '最zui 低di 生sheng 活huo 保bao 障zhang 审shen 核he 确que 认ren 临lin 时shi 救jiu 助zhu 结jie 婚hun 登deng 记ji ' +
    '公gong 司si 设she 立li 民min 政zheng 局ju 市shi 场chang 监jian 管guan 略lve 女nv 安an 居ju 西xi 先xian 定ding'
  )
    .split(' ')
    .map((pair) => [pair.slice(0, 1), pair.slice(1)]),
);
const pinyin: PinyinOf = (text) => ({
  syllables: [...text].map((character) => readings[character] ?? character),
});

const template: z.input<typeof matterSchema> = {
  code: '11410104000000000X4000131127004',
  basicCode: '000131127004',
  version: 1,
  effectiveFrom: '2026-01-01',
  name: '',
  aliases: [],
  department: { organisationId: 'civil', name: '民政局' },
  powerType: '05',
  category: 'civil',
  subject: 'person',
  levels: ['street'],
  sunk: true,
  basis: [],
  conditions: [],
  procedure: [],
  result: '',
  fee: { charged: false },
  supervisionChannel: '',
  promised: { kind: 'onTheSpot' },
  statutory: { kind: 'none' },
  materials: [],
};

function matter(name: string, changes: Partial<z.input<typeof matterSchema>> = {}): Matter {
  return matterSchema.parse({ ...template, name, ...changes });
}
const numbered = (basicCode: string) => ({ basicCode, code: `11410104000000000X4${basicCode}` });

const market = { organisationId: 'market', name: '市场监管局' };
const matters = [
  matter('最低生活保障审核确认', { aliases: ['低保'], ...numbered('000511001000') }),
  matter('临时救助', { aliases: ['临时低保救助'], ...numbered('000511002000') }),
  matter('结婚登记', { ...numbered('000711003000') }),
  matter('公司设立登记', { department: market, aliases: ['办公司'], ...numbered('000131127004') }),
  matter('登记结婚（婚姻）', { ...numbered('000711004000') }),
];
const index = buildMatterIndex(matters, pinyin);
const found = (query: string, limit = 10) => searchMatters(index, query, limit).map((each) => each.name);
const [dibao, linshi, jiehun, gongsi, dengji] = matters.map((each) => each.name);

describe('searching for a matter', () => {
  it.each([
    ['characters of an alias', '低保'],
    ['full pinyin of an alias', 'dibao'],
    ['initials of the alias', 'db'],
    ['initials of the name', 'zdsh'],
    ['initials with zh, ch, sh in full', 'zdshhbzh'],
    ['full pinyin of the name', 'zuidishenghuo'],
    ['a syllable still being typed', 'zuidishe'],
    ['pinyin and initials together', 'zuidshbaoz'],
    ['characters and pinyin together', '低bao'],
    ['capitals and full-width letters', 'ＤＩBAO'],
    ['the basic code', '000511001000'],
    ['a part of the code', '511001'],
  ])('finds it by %s', (_, query) => {
    expect(found(query)[0]).toBe(dibao);
  });

  it('finds a company registration by its national code', () => {
    expect(found('000131127004')).toEqual([gongsi]);
    expect(found('11410104000000000x4000131127004')).toEqual([gongsi]);
  });

  it('puts a whole match first, then a beginning, then a middle', () => {
    expect(found('低保')).toEqual([dibao, linshi]);
    expect(found('登记')).toEqual([dengji, jiehun, gongsi]);
    expect(found('jiehun')).toEqual([jiehun, dengji]);
  });

  it('takes several words in any order', () => {
    expect(found('登记 公司')).toEqual([gongsi]);
    expect(found('民政 jiu')).toEqual([linshi]);
    expect(found('登记 低保')).toEqual([]);
  });

  it('finds all matters of a department after those that carry the word in their name', () => {
    expect(found('市场监管')).toEqual([gongsi]);
    expect(found('minzheng')).toHaveLength(4);
  });

  it('finds all matters of a tag after those that carry the word in their name', () => {
    const tagged = buildMatterIndex(
      [matter('敬老卡办理', { tags: ['老年人'] }), matter('老年人优待证')],
      pinyin,
    );
    const names = searchMatters(tagged, '老年人', 5).map((each) => each.name);
    expect(names).toEqual(['老年人优待证', '敬老卡办理']);
  });

  it('picks out by tag and situation with #, beside other words', () => {
    const agent = { situations: [{ id: 'by-agent', name: '代理人办理' }] };
    const picked = buildMatterIndex(
      [
        matter('敬老卡办理', { tags: ['老年人'] }),
        matter('高龄津贴', { tags: ['老年人'], ...agent }),
        matter('老年人优待证', agent),
      ],
      pinyin,
    );
    const names = (query: string) => searchMatters(picked, query, 5).map((each) => each.name);
    expect(names('#老年人')).toEqual(['高龄津贴', '敬老卡办理']);
    expect(names('＃老年人 津贴')).toEqual(['高龄津贴']);
    expect(names('#代理人')).toEqual(['高龄津贴', '老年人优待证']);
    expect(names('代理人')).toEqual([]);
    expect(names('#没有')).toEqual([]);
  });

  it('begins with what the ticket was taken for, until something is typed', () => {
    const called = buildMatterIndex(
      [
        matter('结婚登记'),
        matter('公司设立登记', { category: 'business' }),
        matter('女职工安居', { category: 'business' }),
      ],
      pinyin,
    );
    const names = (query: string, category: string | null) =>
      searchMatters(called, query, 5, { category }).map((each) => each.name);
    expect(names('', 'business')).toEqual(['公司设立登记', '女职工安居', '结婚登记']);
    expect(names('', null)[0]).toBe('结婚登记');
    expect(names('登记', 'business')[0]).toBe('结婚登记');
  });

  it('puts what is used here first, behind a whole match and before what only fits its department', () => {
    const [first, second, third, fourth] = matters.map(({ code }) => code);
    const used = new Map([third, fourth].map((code, place) => [`${code}`, place]));
    const names = (query: string, habits = { used }) =>
      searchMatters(index, query, 10, habits).map((each) => each.name);
    expect(names('')).toEqual([jiehun, gongsi, dibao, linshi, dengji]);
    expect(names('登记')).toEqual([jiehun, gongsi, dengji]);
    expect(names('低保', { used: new Map([[`${second}`, 0]]) })).toEqual([dibao, linshi]);
    expect(names('民政')[0]).toBe(jiehun);
    // What cannot be taken here stands behind, however well it fits.
    expect(
      searchMatters(index, '低保', 10, { behind: new Set([`${first}`]) }).map((each) => each.name),
    ).toEqual([linshi, dibao]);
  });

  it('does not mind punctuation', () => {
    expect(found('登记结婚(婚姻)')).toEqual([dengji]);
    expect(found('“结婚”登记')[0]).toBe(jiehun);
  });

  it('takes every spelling of ü', () => {
    const women = buildMatterIndex([matter('女安略')], pinyin);
    for (const query of ['nvanlve', 'nvanlue', 'nüanlüe', 'nal']) {
      expect(searchMatters(women, query, 5), query).toHaveLength(1);
    }
  });

  it('reads an ambiguous spelling either way', () => {
    const both = buildMatterIndex([matter('西安居'), matter('先居')], pinyin);
    expect(searchMatters(both, 'xianju', 5)).toHaveLength(2);
  });

  it('gives nothing for nonsense, and does not take a lone digit for a code', () => {
    for (const query of ['qqq', '0', '41', '低保低保']) expect(found(query)).toEqual([]);
  });

  it('gives the first matters for an empty query, and never more than asked for', () => {
    expect(found('  ', 2)).toEqual([dibao, linshi]);
    expect(found('d', 1)).toHaveLength(1);
  });

  it.each([
    ['安', 'aaaa'],
    ['A', 'a'],
  ])('a query that almost fits everywhere costs no time: %s read %s', (character, syllable) => {
    const text = character.repeat(200);
    const hostile = buildMatterIndex([matter(text)], () => ({ syllables: [...text].map(() => syllable) }));
    const start = performance.now();
    expect(searchMatters(hostile, `${'a'.repeat(63)}b`, 5)).toEqual([]);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
