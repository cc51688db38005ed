import type { z } from 'zod';
import { type Matter, type materialSchema, matterSchema } from '#shared/matters/matter.ts';
import type { DemoDepartment } from './departments.ts';

type MatterInput = z.input<typeof matterSchema>;
type Filled = 'basicCode' | 'version' | 'effectiveFrom' | 'department' | 'fee' | 'supervisionChannel';

/** The street centre where the demo hall stands. */
export const demoStreetId = 'street-410104009';

/** What the demo writes down for each matter; the rest is the same for all. */
export type MatterDraft = Omit<MatterInput, Filled> & Partial<Pick<MatterInput, 'fee'>>;
export type Paper = z.input<typeof materialSchema>;

/** A matter of that department, complete: first version, free unless the draft says otherwise. */
export function matter(department: DemoDepartment, draft: MatterDraft): Matter {
  return matterSchema.parse({
    version: 1,
    effectiveFrom: '2026-01-01',
    department: { organisationId: department.organisationId, name: department.name },
    fee: { charged: false },
    supervisionChannel: '管城回族区政务服务中心监察窗口；12345政务服务便民热线',
    basicCode: draft.code.slice(19),
    ...draft,
  });
}

/** One original that must be handed in, unless `changes` says otherwise. */
export function paper(
  id: string,
  name: string,
  issuer: string,
  basis: string,
  changes: Partial<Paper> = {},
): Paper {
  return { id, name, issuer, basis, form: 'original', copies: 1, required: true, ...changes };
}

/** A form that the hall hands out and the applicant fills in. */
export function form(id: string, name: string, basis: string, changes: Partial<Paper> = {}): Paper {
  return paper(id, name, '窗口提供，申请人填写', basis, { form: 'form', ...changes });
}

export const onTheSpot = { kind: 'onTheSpot' } as const;
export const noLimit = { kind: 'none' } as const;
export const workingDays = (days: number) => ({ kind: 'workingDays', days }) as const;
export const calendarDays = (days: number) => ({ kind: 'calendarDays', days }) as const;
