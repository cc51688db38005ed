/**
 * The unified social credit code (统一社会信用代码, GB 32100): 17 characters of an alphabet without I, O, S, V and Z,
 * and a check character.
 */
import type { z } from 'zod';

/** Eighteen characters whose check character is right. */
export type CreditCode = string & z.core.$brand<'CreditCode'>;

export interface CreditCodeFault {
  readonly kind: 'fault';
  readonly code: 'creditCodeLength' | 'creditCodeCharacters' | 'creditCodeChecksum';
  /** One sentence for the person who typed it. */
  readonly message: string;
}

/** Reads a code as typed; full-width and small letters and spaces are forgiven. A string is a good code. */
export function parseCreditCode(text: string): CreditCode | CreditCodeFault {
  const typed = text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
  if (typed.length !== 18) return fault('creditCodeLength', '统一社会信用代码应为18位，请核对后重新填写。');
  const check = creditCodeCheckCharacter(typed.slice(0, 17));
  if (check === undefined || !alphabet.includes(typed.charAt(17))) {
    return fault(
      'creditCodeCharacters',
      '统一社会信用代码只含数字和大写字母，不含I、O、S、V、Z，请核对后重新填写。',
    );
  }
  if (check !== typed[17]) {
    return fault('creditCodeChecksum', '统一社会信用代码校验不正确，请逐位核对后重新填写。');
  }
  return typed as CreditCode;
}

/** The check character for the first seventeen; undefined where they are not seventeen of the alphabet. */
export function creditCodeCheckCharacter(first17: string): string | undefined {
  if (first17.length !== 17) return undefined;
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    const value = alphabet.indexOf(character);
    if (value < 0) return undefined;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet.charAt((31 - (sum % 31)) % 31);
}

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

const fault = (code: CreditCodeFault['code'], message: string): CreditCodeFault => ({
  kind: 'fault',
  code,
  message,
});
