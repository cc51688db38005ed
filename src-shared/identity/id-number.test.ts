import { describe, expect, it } from 'vitest';
import { birthOfIdNumber, type IdNumber, parseIdNumber, sexOfIdNumber } from './id-number.ts';

function good(text: string): IdNumber {
  const number = parseIdNumber(text);
  if (typeof number !== 'string') throw new Error(number.message);
  return number;
}

describe('an identity number (GB 11643)', () => {
  it.each(['11010519491231002X', '440524188001010014'])('%s is valid', (text) => {
    expect(parseIdNumber(text)).toBe(text);
  });

  it('may be typed with a small x, full-width digits or spaces', () => {
    expect(parseIdNumber(' 110105 19491231 002x ')).toBe('11010519491231002X');
    expect(parseIdNumber('１１０１０５１９４９１２３１００２Ｘ')).toBe('11010519491231002X');
  });

  it('of fifteen digits becomes one of eighteen', () => {
    expect(parseIdNumber('110105491231002')).toBe('11010519491231002X');
  });

  it('tells birth and sex', () => {
    expect(birthOfIdNumber(good('11010519491231002X'))).toBe('1949-12-31');
    expect(sexOfIdNumber(good('11010519491231002X'))).toBe('female');
    expect(sexOfIdNumber(good('440524188001010014'))).toBe('male');
  });

  it.each([
    ['1101051949123100', 'idNumberLength'],
    ['', 'idNumberLength'],
    ['11010519491231X02X', 'idNumberCharacters'],
    ['110105X91231002', 'idNumberCharacters'],
    ['110105194902300020', 'idNumberBirth'],
    ['110105194913310020', 'idNumberBirth'],
    ['110105194912310021', 'idNumberChecksum'],
    ['110105194912310020', 'idNumberChecksum'],
  ])('%s is a fault: %s', (text, code) => {
    expect(parseIdNumber(text)).toMatchObject({
      kind: 'fault',
      code,
      message: expect.stringMatching(/请.*。$/),
    });
  });

  it('with any one digit wrong is found out', () => {
    const number = '440524188001010014';
    for (let at = 0; at < 18; at++) {
      for (const digit of '0123456789') {
        if (digit === number[at]) continue;
        expect(typeof parseIdNumber(number.slice(0, at) + digit + number.slice(at + 1))).toBe('object');
      }
    }
  });
});
