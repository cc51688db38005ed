/**
 * The citizen identity number (公民身份号码, GB 11643): area 6, birth 8, sequence 3, check digit 1. The permits of
 * residents from Hong Kong, Macao and Taiwan and the foreigners' card of 2023 follow the same rule.
 */
import type { z } from 'zod';
import { type BeijingDate, beijingDateSchema } from '../clock/beijing.ts';
import type { Sex } from './sex.ts';

/** Eighteen characters whose check digit and birth date are right; the last may be `X`. */
export type IdNumber = string & z.core.$brand<'IdNumber'>;

export interface IdNumberFault {
  readonly kind: 'fault';
  readonly code: 'idNumberLength' | 'idNumberCharacters' | 'idNumberBirth' | 'idNumberChecksum';
  /** One sentence for the person who typed it. */
  readonly message: string;
}

/**
 * Reads a number as typed or as read from a card: full-width digits, a small x and spaces are forgiven, and a
 * number of fifteen digits (before 1999) becomes one of eighteen. A string is a good number.
 */
export function parseIdNumber(text: string): IdNumber | IdNumberFault {
  const typed = text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
  if (typed.length !== 18 && typed.length !== 15) {
    return fault('idNumberLength', '身份证号码应为18位，请核对后重新填写。');
  }
  if (!/^(\d{15}|\d{17}[\dX])$/.test(typed)) {
    return fault('idNumberCharacters', '身份证号码只能是数字，最后一位可以是X，请核对后重新填写。');
  }
  const number = typed.length === 15 ? lengthen(typed) : typed;
  if (!beijingDateSchema.safeParse(birthDigits(number)).success) {
    return fault('idNumberBirth', '身份证号码中的出生日期不存在，请核对后重新填写。');
  }
  if (idNumberCheckDigit(number.slice(0, 17)) !== number[17]) {
    return fault('idNumberChecksum', '身份证号码校验不正确，请逐位核对后重新填写。');
  }
  return number as IdNumber;
}

/** The eighteenth character for the first seventeen digits. */
export function idNumberCheckDigit(first17: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return '10X98765432'.charAt(sum % 11);
}

/** The day of birth that the number carries. */
export function birthOfIdNumber(number: IdNumber): BeijingDate {
  return birthDigits(number) as BeijingDate;
}

/** Odd sequence numbers are male, even ones female. */
export function sexOfIdNumber(number: IdNumber): Extract<Sex, 'male' | 'female'> {
  return Number(number[16]) % 2 === 1 ? 'male' : 'female';
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;

function lengthen(fifteen: string): string {
  const first17 = `${fifteen.slice(0, 6)}19${fifteen.slice(6)}`;
  return first17 + idNumberCheckDigit(first17);
}

const birthDigits = (number: string): string =>
  `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;

const fault = (code: IdNumberFault['code'], message: string): IdNumberFault => ({
  kind: 'fault',
  code,
  message,
});
