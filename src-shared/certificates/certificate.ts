/**
 * Certificates (证照): what a matter's approval is handed out as. The district enters it in the shared register in the
 * transaction that confirms the issue (M25); before that it is not printed.
 */
import { z } from 'zod';
import type { CaseNumber } from '../cases/case-number.ts';
import { addCalendarDays, type BeijingDate, beijingDateSchema } from '../clock/beijing.ts';

/** How a matter's certificate looks and how long it holds; part of the version of the matter. */
export const certificateTemplateSchema = z.object({
  /** As it stands on the paper, e.g. 食品经营许可证. */
  name: z.string().min(1).max(60),
  /** What stands before year and serial number, e.g. 管市监食. No two kinds of certificate share one. */
  prefix: z.string().min(1).max(20),
  /** Years for which it holds; null without an end. */
  validYears: z.int().min(1).max(50).nullable(),
});
export type CertificateTemplate = Readonly<z.infer<typeof certificateTemplateSchema>>;

/** A certificate on its case. */
export interface Certificate {
  name: string;
  number: string;
  from: BeijingDate;
  /** Its last day; null where it has no end. */
  until: BeijingDate | null;
  copies: number;
}

/**
 * The number of the certificate of a case: prefix, year, and what makes the case's own number unique (street, day, series,
 * serial). So two counters cannot give the same one, and a district that was restored does not give another.
 */
export const certificateNumber = (prefix: string, caseNumber: CaseNumber): string =>
  `${prefix}〔${caseNumber.slice(9, 13)}〕${caseNumber.slice(6, 9)}${caseNumber.slice(13, 24)}号`;

/** The last day of a certificate that holds for so many years: the day before the same date. */
export function validUntil(from: BeijingDate, years: number | null): BeijingDate | null {
  if (years === null) return null;
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number);
  // 29 February has no same day in a common year: its certificate ends with the 28th.
  const leap = month === 2 && day === 29 && new Date(Date.UTC(year + years, 1, 29)).getUTCMonth() !== 1;
  const same = new Date(Date.UTC(year + years, month - 1, leap ? 28 : day)).toISOString().slice(0, 10);
  const anniversary = beijingDateSchema.parse(same);
  return leap ? anniversary : addCalendarDays(anniversary, -1);
}

/** An entry of the shared register, as whoever looks it up sees it. */
export const registerEntrySchema = z.object({
  number: z.string(),
  name: z.string(),
  /** The kind of paper, where other matters ask for it. */
  materialId: z.string().nullable(),
  holderName: z.string(),
  /** An organisation's name is public, a person's is masked. A district of an older version does not say. */
  holderIsOrganisation: z.boolean().default(false),
  departmentName: z.string(),
  from: beijingDateSchema,
  until: beijingDateSchema.nullable(),
  /** In force, run out by that day, or revoked. */
  status: z.enum(['valid', 'expired', 'revoked']),
});
export type RegisterEntry = z.infer<typeof registerEntrySchema>;
