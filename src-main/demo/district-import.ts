import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendarSchema } from '#shared/clock/calendar.ts';
import { installationKinds } from '#shared/contracts/district.ts';
import type { DistrictImport } from '#shared/contracts/district-import.ts';
import { demoDepartmentId, demoOfficeId, demoStaffFor } from './demo-staff.ts';
import { demoHall } from './hall.ts';
import { demoMatters } from './matters.ts';

/** The one-time codes of the demo's installations. */
export interface DemoCodes {
  counter: string;
  /** The counter beside it, which calls from the same queue. */
  neighbour: string;
  department: string;
  office: string;
}

/** The staff numbers that the sign-in pages offer. */
const offered = new Set(
  installationKinds.flatMap((kind) => demoStaffFor(kind).map(({ staffNumber }) => staffNumber)),
);

const code = () => randomBytes(15).toString('base64url');
export const newCodes = (): DemoCodes => ({
  counter: code(),
  neighbour: code(),
  department: code(),
  office: code(),
});

/** The demo hall as the file that sets a district up. */
export function demoImport(codes: DemoCodes): DistrictImport {
  const { hall, counters, stationCounter, organisations, staff } = demoHall;
  const [, neighbour, counter] = counters;
  const calendar = readFileSync(join(import.meta.dirname, '..', '..', 'assets', 'calendar.json'), 'utf8');
  return {
    reference: {
      districtName: '管城回族区',
      demo: true,
      organisations: [...organisations],
      halls: [hall],
      counters: [...counters, stationCounter],
      matters: [...demoMatters],
      calendar: calendarSchema.parse(JSON.parse(calendar)),
    },
    staff: staff.map(({ posting }) => posting),
    // Only those whom a desk of the demo lets in: a verifier costs a tenth of a second on purpose.
    passwords: staff
      .filter(({ posting }) => offered.has(posting.staffNumber))
      .map(({ posting, password }) => ({ personId: posting.personId, password })),
    enrolmentCodes: [
      ...[['counter', counter] as const, ['neighbour', neighbour] as const].map(([name, at]) => ({
        code: codes[name],
        kind: 'counter' as const,
        counterId: at?.id ?? null,
        organisationId: hall.organisationId,
        hallId: hall.id,
        areaCode: '410104009',
      })),
      {
        code: codes.department,
        kind: 'department',
        counterId: null,
        organisationId: demoDepartmentId,
        hallId: null,
        areaCode: '410104000',
      },
      {
        code: codes.office,
        kind: 'office',
        counterId: null,
        organisationId: demoOfficeId,
        hallId: null,
        areaCode: '410104000',
      },
    ],
  };
}
