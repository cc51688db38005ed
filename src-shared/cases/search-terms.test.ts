import { describe, expect, it } from 'vitest';
import { applicant, caseNumber } from '../../tests/support/domain.ts';
import { searchExpression, searchTerms } from './search-terms.ts';

const readings: Record<string, string> = { 豫: 'yu', 小: 'xiao', 满: 'man' };
const pinyin = (text: string) => ({ syllables: [...text].map((each) => readings[each] ?? each) });
const terms = searchTerms({ caseNumber, status: 'accepted', matterName: '临时救助', applicant }, pinyin);

/** Whether the terms satisfy an expression of the form that the index takes. */
function fits(expression: string | null): boolean {
  if (expression === null) return false;
  const term = (text: string) =>
    text.endsWith('*') ? terms.some((each) => each.startsWith(text.slice(0, -1))) : terms.includes(text);
  return expression.split(/ AND (?![^(]*\))/).every((part) =>
    part
      .replace(/^\(|\)$/g, '')
      .split(' AND ')
      .every((all) => all.split(' OR ').some(term)),
  );
}

describe('a case is found by', () => {
  it.each([
    ['its number', caseNumber],
    ['the beginning of its number, from area and day on', caseNumber.slice(0, 17)],
    ['the last digits of its number', caseNumber.slice(-5)],
    ['the ID number', '41010419900321998x'],
    ['the ID number as it was typed in full width', '４１０１０４１９９００３２１９９８Ｘ'],
    ['the last four of the ID number', '998x'],
    ['the last six of the ID number', '21998X'],
    ['the telephone number', '13812345678'],
    ['the last four of the telephone number', '5678'],
    ['the whole name', '豫小满'],
    ['two characters of the name', '小满'],
    ['one character of the name', '满'],
    ['its pinyin', 'yuxiaoman'],
    ['pinyin still being typed', 'yuxi'],
    ['the given name’s pinyin', 'xiaoman'],
    ['initials', 'yxm'],
    ['a part of the matter’s name', '救助'],
    ['several of them together', '小满 5678'],
  ])('%s', (_, query) => {
    expect(fits(searchExpression(query))).toBe(true);
  });

  it.each([['满小'], ['manxiao'], ['1234'], ['小满 0000'], ['豫大满']])('not by %s', (query) => {
    expect(fits(searchExpression(query))).toBe(false);
  });
});

it('a long reading is found to its last letter', () => {
  const company = { ...applicant, name: '豫小满豫小满' };
  const long = searchTerms({ caseNumber, status: 'received', matterName: '', applicant: company }, pinyin);
  expect(searchExpression('yuxiaomanyuxiao')).toBe('yyuxiaomanyuxiao*');
  expect(long.some((term) => term.startsWith('yyuxiaomanyuxiao'))).toBe(true);
});

it.each([
  ['received', 'open'],
  ['supplementing', 'open'],
  ['accepted', 'open'],
  ['decided', 'results'],
  ['issued', 'results'],
  ['delivered', null],
  ['voided', null],
] as const)('a case that is %s is looked for among %s', (status, scope) => {
  const own = searchTerms({ caseNumber, status, matterName: '', applicant: null }, pinyin);
  expect(own.filter((term) => term.startsWith('s'))).toEqual(scope === null ? [] : [`s${scope}`]);
  expect(searchExpression('小满', scope)).toBe(`${scope === null ? '' : `s${scope} AND `}(nu5c0fu6ee1)`);
});

it('nothing can be looked up by three digits, one letter, or signs alone', () => {
  for (const query of ['', '  ', '123', 'y', '“”', '小满 1']) expect(searchExpression(query)).toBeNull();
});

it('nothing that is typed can change the form of the question', () => {
  for (const query of ['" OR n*', 'a* NOT b', '(小满', 'terms:满', "满' --"]) {
    expect(searchExpression(query) ?? '').toMatch(/^[a-z0-9*()ANDOR ]*$/);
  }
});

it('of an erased person only the number and the matter are left', () => {
  const left = searchTerms(
    { caseNumber, status: 'delivered', matterName: '临时救助', applicant: null },
    pinyin,
  );
  expect(left.filter((term) => /^[ipqy]/.test(term))).toEqual([]);
});
