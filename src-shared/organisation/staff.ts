/**
 * Who works where, as what, from when to when. A person and a posting are two things: one person may hold several
 * postings over time, and rights follow the posting.
 */
import { z } from 'zod';
import { type BeijingDate, beijingDateSchema } from '../clock/beijing.ts';
import { organisationIdSchema } from './organisation.ts';
import { signingGrantSchema } from './signing-grant.ts';

export const roleSchema = z.enum([
  'clerk',
  'agent',
  'greeter',
  'hallManager',
  'reviewer',
  'chiefRepresentative',
  'supervisor',
  'systemAdmin',
  'securityAdmin',
  'auditor',
]);
/** The last three are kept apart in three hands (三员分立): system, security, audit. */
export type Role = z.infer<typeof roleSchema>;

export const roleNames: Readonly<Record<Role, string>> = {
  clerk: '窗口工作人员',
  agent: '代办员',
  greeter: '导办员',
  hallManager: '大厅负责人',
  reviewer: '审核人员',
  chiefRepresentative: '首席代表',
  supervisor: '监察人员',
  systemAdmin: '系统管理员',
  securityAdmin: '安全管理员',
  auditor: '审计员',
};

export const personIdSchema = z.string().min(1).max(64).brand<'PersonId'>();
export type PersonId = z.infer<typeof personIdSchema>;

export const postingIdSchema = z.string().min(1).max(64).brand<'PostingId'>();
export type PostingId = z.infer<typeof postingIdSchema>;

/** What staff type to sign in, and what a citizen sees on the badge, e.g. `G1001`. */
export const staffNumberSchema = z
  .string()
  .regex(/^[A-Z][0-9]{4,8}$/, '工号应为一个大写字母加4至8位数字')
  .brand<'StaffNumber'>();
export type StaffNumber = z.infer<typeof staffNumberSchema>;

/** One person in one role at one organisation; both dates are inclusive, `to` is null while it is open. */
export const staffPostingSchema = z
  .object({
    postingId: postingIdSchema,
    personId: personIdSchema,
    staffNumber: staffNumberSchema,
    name: z.string().min(1),
    role: roleSchema,
    /** Where they work: the centre, station or department whose desk they act at. */
    organisationId: organisationIdSchema,
    /** The unit that sent them and still employs them (派出单位); null where they work for their own office. */
    unitId: organisationIdSchema.nullable().default(null),
    /** Henan's enforcement certificate (河南省行政执法证), its last day inclusive; null without one. */
    certificate: z
      .strictObject({ number: z.string().min(1).max(40), validUntil: beijingDateSchema })
      .nullable()
      .default(null),
    /** Since when they have done this kind of work, for the rule of one year's experience; null where unknown. */
    experiencedSince: beijingDateSchema.nullable().default(null),
    /** What they may sign, by dated grants; most sign nothing. */
    grants: z.array(signingGrantSchema).max(20).readonly().default([]),
    from: beijingDateSchema,
    to: beijingDateSchema.nullable(),
  })
  .refine(({ from, to }) => to === null || from <= to, {
    path: ['to'],
    error: '任职结束日期不能早于开始日期',
  });
export type StaffPosting = Readonly<z.infer<typeof staffPostingSchema>>;

/** Does the posting hold on that Beijing day? */
export function isActivePosting(posting: Pick<StaffPosting, 'from' | 'to'>, on: BeijingDate): boolean {
  return posting.from <= on && (posting.to === null || on <= posting.to);
}
