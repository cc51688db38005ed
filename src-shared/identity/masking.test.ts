import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskAddress, maskApplicant, maskIdNumber, maskName, maskPhone } from './masking.ts';

const hidden = (masked: string) => [...masked].filter((letter) => letter === '*').length;
/** Letters and digits only: a star in the text itself would be counted as hidden. */
const text = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFXE'), minLength, maxLength });

describe('an ID number', () => {
  it.each([
    ['41010419900321998X', '410104********998X'],
    ['410104900321998', '410104*****1998'],
    ['91410104MA3X8Y2K1P', '914101********2K1P'],
    ['', ''],
    ['12345678', '********'],
    // A passport has nine characters: area and birth are not in it, so only the end stays.
    ['E12345678', '*****5678'],
  ])('%s is shown as %s', (number, masked) => {
    expect(maskIdNumber(number)).toBe(masked);
  });

  it('of any length can be shown, keeps its length, and hides at least five of its characters', () => {
    fc.assert(
      fc.property(text(0, 32), (number) => {
        const masked = maskIdNumber(number);
        expect(masked).toHaveLength(number.length);
        expect(hidden(masked)).toBeGreaterThanOrEqual(Math.min(5, number.length));
      }),
    );
  });
});

describe('a phone number', () => {
  it.each([
    ['13812345678', '138****5678'],
    ['037166123456', '037****3456'],
    ['', ''],
    ['12345', '*****'],
    ['66123456', '******56'],
  ])('%s is shown as %s', (number, masked) => {
    expect(maskPhone(number)).toBe(masked);
  });

  it('of any length never shows more than it hides but for the usual 138****5678', () => {
    fc.assert(
      fc.property(text(1, 32), (number) => {
        const shown = [...maskPhone(number)].filter((letter) => letter !== '*').length;
        expect(shown).toBeLessThanOrEqual(Math.max(0, Math.min(7, number.length - 4)));
      }),
    );
  });
});

describe('a name', () => {
  it.each([
    ['张三', '张*'],
    ['豫小满', '豫*满'],
    ['欧阳小花', '欧**花'],
    ['郑䶮', '郑*'],
    ['𠮷田太郎', '𠮷**郎'],
    ['王', '王'],
    ['', ''],
  ])('%s is shown as %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });
});

describe('an address', () => {
  it('shows the district, not the door', () => {
    expect(maskAddress('河南省郑州市管城回族区清和里8号院')).toBe('河南省郑州市……');
    expect(maskAddress('河南省')).toBe('河南省');
  });
});

describe('an applicant', () => {
  const applicant = { phone: '13812345678', address: '河南省郑州市管城回族区清和里8号院' };

  it('who is a person is masked in every field', () => {
    const person = { ...applicant, kind: 'person', name: '豫小满', idNumber: '41010419900321998X' } as const;
    expect(maskApplicant(person)).toEqual({
      kind: 'person',
      name: '豫*满',
      idNumber: '410104********998X',
      phone: '138****5678',
      address: '河南省郑州市……',
    });
  });

  it('that is a company is public, but for the phone of whoever came', () => {
    const company = {
      ...applicant,
      kind: 'enterprise',
      name: '管城示例商贸有限公司',
      idNumber: '91410104MA3X8Y2K1P',
    } as const;
    expect(maskApplicant(company)).toEqual({ ...company, phone: '138****5678' });
  });
});
