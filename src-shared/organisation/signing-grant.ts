/**
 * Who may sign which matters, and since when (M21): 最终签批权限授予 the chief representative, somebody who stands in
 * for them, or one counter posting that decides on the spot. A grant belongs to a posting and is changed as one is, by
 * a proposal and a review; nobody signs with somebody else's password.
 */
import { z } from 'zod';
import { type BeijingDate, beijingDateSchema, formatDate } from '../clock/beijing.ts';
import { organisationIdSchema } from './organisation.ts';

export const grantKinds = ['chief', 'substitute', 'onTheSpot'] as const;
export const grantNames: Readonly<Record<(typeof grantKinds)[number], string>> = {
  chief: '首席代表',
  substitute: '代行签批',
  onTheSpot: '窗口当场签批',
};

export const signingGrantSchema = z
  .strictObject({
    kind: z.enum(grantKinds),
    /** The department whose decisions are signed. */
    departmentId: organisationIdSchema,
    /** Codes of the matters; null for every one of the department. */
    matters: z.array(z.string().min(1).max(40)).min(1).max(2000).nullable(),
    /** The document that it stands in (授权书文号). */
    document: z.string().trim().min(1, '请填写授权书文号').max(120),
    from: beijingDateSchema,
    /** Its last day; null while it is open. */
    to: beijingDateSchema.nullable(),
  })
  .refine(({ from, to }) => to === null || from <= to, {
    path: ['to'],
    error: '授权结束日期不能早于开始日期',
  })
  .refine(({ kind, matters }) => kind !== 'onTheSpot' || matters !== null, {
    path: ['matters'],
    error: '窗口当场签批要逐项列明事项',
  });
export type SigningGrant = Readonly<z.infer<typeof signingGrantSchema>>;

/** What is signed, and where. */
export interface Signing {
  departmentId: string;
  matterCode: string;
  /** At the department's own desk, or at a counter. */
  at: 'department' | 'counter';
  on: BeijingDate;
}

/** The grant under which somebody signs a case; null where they hold none that reaches so far. */
export const grantFor = (
  grants: readonly SigningGrant[],
  { departmentId, matterCode, at, on }: Signing,
): SigningGrant | null =>
  grants.find(
    (grant) =>
      (grant.kind === 'onTheSpot') === (at === 'counter') &&
      String(grant.departmentId) === departmentId &&
      (grant.matters === null || grant.matters.includes(matterCode)) &&
      grant.from <= on &&
      (grant.to === null || on <= grant.to),
  ) ?? null;

/** A grant as a person reads it: `首席代表，全部事项，2026年1月1日起（管民授〔2026〕1号）`. */
export const grantText = ({ kind, matters, from, to, document }: SigningGrant): string =>
  `${grantNames[kind]}，${matters === null ? '全部事项' : `${matters.length}个事项`}，${formatDate(from)}起${
    to === null ? '' : `至${formatDate(to)}`
  }（${document}）`;
