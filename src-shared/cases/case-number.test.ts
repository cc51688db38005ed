import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beijingDateSchema } from '../clock/beijing.ts';
import { caseNumberSchema, checkDigit, formatCaseNumber } from './case-number.ts';

const date = beijingDateSchema.parse('2026-09-22');

describe('a case number', () => {
  it('is area, date, series, serial and a check digit', () => {
    const number = formatCaseNumber({ areaCode: '410104009', date, series: '017', serial: 42 });
    expect(number.slice(0, 24)).toBe('410104009202609220170042');
    expect(number).toHaveLength(25);
  });

  it('has the check digit of ISO 7064 MOD 11,10 (the standard’s own example: 0794 has 5)', () => {
    expect(checkDigit('0794')).toBe('5');
  });

  it('is found out when one digit is wrong, or two neighbours are swapped', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 1, max: 9 }),
        (serial, at, by) => {
          const number = formatCaseNumber({ areaCode: '410104009', date, series: '017', serial });
          const wrong = String((Number(number[at]) + by) % 10);
          expect(caseNumberSchema.safeParse(number.slice(0, at) + wrong + number.slice(at + 1)).success).toBe(
            false,
          );
        },
      ),
    );
  });
});
