import { z } from 'zod';
import { type BeijingDate, compactDate } from '../clock/beijing.ts';
import type { Place } from '../decider.ts';

/** 25 digits: area (9), date (8), series (3), serial (4), check digit. Unique because the series is leased. */
export const caseNumberSchema = z
  .string()
  .regex(/^\d{25}$/)
  .refine((text) => checkDigit(text.slice(0, 24)) === text[24], '办件编号的校验码不对')
  .brand<'CaseNumber'>();
export type CaseNumber = z.infer<typeof caseNumberSchema>;

/** The most that one installation can take in on one day. */
export const serialsPerDay = 9999;

/** ISO 7064 MOD 11,10 over a string of digits. */
export function checkDigit(digits: string): string {
  let product = 10;
  for (const digit of digits) {
    const sum = (product + Number(digit)) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return String((11 - product) % 10);
}

/** Builds a case number; `serial` counts from 1 on each business day of the device. */
export function formatCaseNumber(parts: {
  areaCode: string;
  date: BeijingDate;
  series: string;
  serial: number;
}): CaseNumber {
  const digits = `${parts.areaCode}${compactDate(parts.date)}${parts.series}${String(parts.serial).padStart(4, '0')}`;
  return caseNumberSchema.parse(`${digits}${checkDigit(digits)}`);
}

/**
 * Whether an installation could have given the number, or one whose place it took: its area and the series that they
 * were leased.
 */
export const belongsTo = (
  number: CaseNumber,
  { areaCode, series, formerSeries = [] }: Pick<Place, 'areaCode' | 'series' | 'formerSeries'>,
): boolean => number.startsWith(areaCode) && [series, ...formerSeries].includes(number.slice(17, 20));

/** The numbers that stand in a case's state, given as JSON: its own, and those of cases that it names. */
export const caseNumbersIn = (state: string): CaseNumber[] =>
  [...state.matchAll(/"caseNumber": ?"(\d{25})"/g)].map(([, number]) => number as CaseNumber);

/** A case number in readable groups: area, day, series, serial, check digit. What is none stays whole. */
export const caseNumberParts = (number: string): readonly string[] =>
  /^(\d{9})(\d{8})(\d{3})(\d{4})(\d)$/.exec(number)?.slice(1) ?? [number];
