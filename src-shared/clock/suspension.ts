/**
 * Special procedures (特别程序) and what they do to the clock. 行政许可法 Art 45 lists the kinds whose time is not
 * counted; the policy's other kinds (管政〔2016〕20号) are part of the work and stop nothing.
 */
import { z } from 'zod';
import { type BeijingDate, beijingDateSchema } from './beijing.ts';

/** Every kind of special procedure: its name, and whether the law excludes its time from both limits. */
export const specialProcedures = {
  'collective-study': { name: '集体研究', stopsClock: false },
  'site-survey': { name: '现场勘验', stopsClock: false },
  assessment: { name: '评估', stopsClock: false },
  argumentation: { name: '论证', stopsClock: false },
  hearing: { name: '听证', stopsClock: true },
  bidding: { name: '招标', stopsClock: true },
  auction: { name: '拍卖', stopsClock: true },
  inspection: { name: '检验', stopsClock: true },
  testing: { name: '检测', stopsClock: true },
  quarantine: { name: '检疫', stopsClock: true },
  appraisal: { name: '鉴定', stopsClock: true },
  'expert-review': { name: '专家评审', stopsClock: true },
} as const;

export const specialProcedureKinds = Object.keys(specialProcedures) as SpecialProcedureKind[];
export type SpecialProcedureKind = keyof typeof specialProcedures;

/** A special procedure on a case, from its first to its last day; both are part of it. */
export const suspensionSchema = z
  .strictObject({
    kind: z.enum(specialProcedureKinds as [SpecialProcedureKind, ...SpecialProcedureKind[]]),
    first: beijingDateSchema,
    last: beijingDateSchema,
  })
  .refine(({ first, last }) => first <= last, {
    path: ['last'],
    error: '特别程序的结束日期不能早于开始日期',
  });
export type Suspension = Readonly<z.infer<typeof suspensionSchema>>;

/** The lawful suspension that a day belongs to, if any. Two that overlap count once, since a day is one day. */
export const suspensionOn = (suspensions: readonly Suspension[], date: BeijingDate): Suspension | undefined =>
  suspensions.find(
    ({ kind, first, last }) => specialProcedures[kind].stopsClock && first <= date && date <= last,
  );
