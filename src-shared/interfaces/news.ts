/** What those beyond the district are told of when it happens: that a case is further, and what became of a certificate. */
import { z } from 'zod';
import { type CaseFile, caseStatuses } from '../cases/case-file.ts';
import { caseNumberSchema } from '../cases/case-number.ts';
import { statusName } from '../cases/wording.ts';
import { instantSchema } from '../clock/beijing.ts';

export const newsKinds = ['case.progress', 'case.result', 'certificate.issued', 'certificate.ended'] as const;
export type NewsKind = (typeof newsKinds)[number];
export const newsKindNames: Readonly<Record<NewsKind, string>> = {
  'case.progress': '办件进度',
  'case.result': '办理结果',
  'certificate.issued': '证照签发',
  'certificate.ended': '证照撤销或收回',
};

/** What is sent, as JSON. It names no person: who the case is about is asked for by its number. */
export const newsSchema = z.object({
  /** The same at every try: whoever has taken it once leaves the next one be. */
  id: z.uuid(),
  type: z.enum(newsKinds),
  /** When the district took the step in. */
  at: instantSchema,
  caseNumber: caseNumberSchema,
  revision: z.int().positive(),
  matterCode: z.string(),
  departmentId: z.string(),
  state: z.enum(caseStatuses),
  stateName: z.string(),
  certificateNumber: z.string().nullable(),
});
export type News = z.infer<typeof newsSchema>;

/** What a step of a case makes known; nothing where it is the office's own. */
export function newsOf(before: CaseFile | null, after: CaseFile): Omit<News, 'id' | 'at'>[] {
  const [was, is] = [certificateOf(before), certificateOf(after)];
  const about = {
    ...{ caseNumber: after.caseNumber, revision: after.revision, matterCode: after.matter.code },
    ...{ departmentId: after.decidingDepartmentId, state: after.status, stateName: statusName(after) },
  };
  const kinds: [NewsKind, string | null][] = [];
  if (before?.status !== after.status) kinds.push(['case.progress', is ?? was]);
  if (before?.decision?.outcome !== after.decision?.outcome) kinds.push(['case.result', null]);
  if (was !== null && is !== was) kinds.push(['certificate.ended', was]);
  if (is !== null && is !== was) kinds.push(['certificate.issued', is]);
  return kinds.map(([type, certificateNumber]) => ({ type, ...about, certificateNumber }));
}

/** The number of the certificate that is in force on a case. */
function certificateOf(state: CaseFile | null): string | null {
  const { certificate, revoked } = state?.issued ?? {};
  return revoked === undefined ? (certificate?.number ?? null) : null;
}
