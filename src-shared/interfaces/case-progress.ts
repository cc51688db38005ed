/**
 * A case as those beyond the district read it: how far it is, in plain states and steps, and what came of it. Reasons and
 * opinions stay here, since they may say something about somebody; whoever needs them reads the case itself.
 */
import { z } from 'zod';
import { clockOf } from '../cases/case-clock.ts';
import { type CaseFile, caseStatuses } from '../cases/case-file.ts';
import { caseNumberSchema } from '../cases/case-number.ts';
import { timelineOf } from '../cases/timeline.ts';
import { statusName } from '../cases/wording.ts';
import { type BeijingDate, beijingDateSchema, instantSchema } from '../clock/beijing.ts';
import type { Calendar } from '../clock/calendar.ts';
import type { Deadline } from '../clock/deadline.ts';
import { momentOf, type Stamp } from '../clock/evidence.ts';
import { maskApplicant } from '../identity/masking.ts';
import { reveal } from '../sync/personal.ts';

export const caseProgressSchema = z.object({
  caseNumber: caseNumberSchema,
  /** Rises with every step: of two answers about one case the greater one is the later. */
  revision: z.int().positive(),
  matter: z.object({ code: z.string(), version: z.int(), name: z.string() }),
  department: z.object({ id: z.string(), name: z.string() }),
  /** The centre or station whose counter took it in and hands its result out. */
  receivedAt: z.object({ organisationId: z.string(), organisationName: z.string() }),
  /** Null once it was erased at the end of its retention. */
  applicant: z
    .object({
      kind: z.enum(['person', 'enterprise']),
      name: z.string(),
      idNumber: z.string(),
      phone: z.string(),
      /** Of a person; a company's name and code are public. */
      masked: z.boolean(),
    })
    .nullable(),
  state: z.enum(caseStatuses),
  stateName: z.string(),
  /** The last day of the limits; null where one has not begun, or there is none. */
  promisedDue: beijingDateSchema.nullable(),
  statutoryDue: beijingDateSchema.nullable(),
  steps: z.array(z.object({ at: instantSchema, title: z.string() })),
  result: z
    .object({
      outcome: z.enum(['approved', 'rejected']),
      decidedAt: instantSchema,
      issuedAt: instantSchema.nullable(),
      deliveredAt: instantSchema.nullable(),
      certificateNumber: z.string().nullable(),
      certificateRevoked: z.boolean(),
    })
    .nullable(),
  /** Of a case that was merged: the one that goes on. */
  mergedInto: caseNumberSchema.nullable(),
});
export type CaseProgress = z.infer<typeof caseProgressSchema>;

/**
 * How far a case is.
 * @param clear whoever reads it may see who the applicant is
 */
export function progressOf(
  state: CaseFile,
  {
    calendar,
    today,
    clear,
    organisationName,
  }: { calendar: Calendar; today: BeijingDate; clear: boolean; organisationName: (id: string) => string },
): CaseProgress {
  const { caseNumber, revision, matter, receivingOrganisationId, decision, issued, delivered } = state;
  const clock = clockOf(state, calendar, today);
  const applicant = reveal(state.applicant);
  const shown = applicant && (clear ? applicant : maskApplicant(applicant));
  return {
    ...{ caseNumber, revision },
    matter: { code: matter.code, version: matter.version, name: matter.name },
    department: { id: matter.departmentId, name: matter.departmentName },
    receivedAt: {
      organisationId: receivingOrganisationId,
      organisationName: organisationName(receivingOrganisationId),
    },
    applicant: shown && {
      ...{ kind: shown.kind, name: shown.name, idNumber: shown.idNumber, phone: shown.phone },
      masked: !clear,
    },
    state: state.status,
    stateName: statusName(state, clock.deemed),
    promisedDue: dayOf(clock.promised),
    statutoryDue: dayOf(clock.statutory),
    // What the applicant may hear of is nobody's secret; the rest is the office's own.
    steps: timelineOf(state).flatMap(({ at, title, plain }) => (plain === null ? [] : [{ at, title }])),
    result: decision && {
      outcome: decision.outcome,
      decidedAt: momentOf(decision.decided),
      issuedAt: momentOrNull(issued),
      deliveredAt: momentOrNull(delivered),
      certificateNumber: issued?.certificate?.number ?? null,
      certificateRevoked: issued?.revoked !== undefined,
    },
    mergedInto: state.ending?.into ?? null,
  };
}

const dayOf = (deadline: Deadline): BeijingDate | null => (deadline.kind === 'due' ? deadline.date : null);
const momentOrNull = (step: { at: Stamp } | null) => (step === null ? null : momentOf(step.at));
