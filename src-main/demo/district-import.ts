import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendarSchema } from '#shared/clock/calendar.ts';
import type { DistrictImport } from '#shared/contracts/district-import.ts';
import { demoDepartmentId } from './demo-staff.ts';
import { demoHall } from './hall.ts';
import { demoMatters } from './matters.ts';

/** The one-time codes of the demo's two installations. */
export interface DemoCodes {
  counter: string;
  department: string;
}

/** The organisations at whose desks somebody can sign in. */
const desks: readonly string[] = [demoHall.hall.organisationId, demoDepartmentId];

const code = () => randomBytes(15).toString('base64url');
export const newCodes = (): DemoCodes => ({ counter: code(), department: code() });

/** The demo hall as the file that sets a district up. */
export function demoImport(codes: DemoCodes): DistrictImport {
  const { hall, counters, stationCounter, organisations, staff } = demoHall;
  const [, , counter] = counters;
  const calendar = readFileSync(join(import.meta.dirname, '..', '..', 'assets', 'calendar.json'), 'utf8');
  return {
    reference: {
      districtName: '管城回族区',
      organisations: [...organisations],
      halls: [hall],
      counters: [...counters, stationCounter],
      staff: staff.map(({ posting }) => posting),
      matters: [...demoMatters],
      calendar: calendarSchema.parse(JSON.parse(calendar)),
    },
    // Only those whom a desk of the demo lets in: a verifier costs a tenth of a second on purpose.
    passwords: staff
      .filter(({ posting }) => desks.includes(posting.organisationId))
      .map(({ posting, password }) => ({ personId: posting.personId, password })),
    enrolmentCodes: [
      {
        code: codes.counter,
        kind: 'counter',
        counterId: counter?.id ?? null,
        organisationId: hall.organisationId,
        hallId: hall.id,
        areaCode: '410104009',
      },
      {
        code: codes.department,
        kind: 'department',
        counterId: null,
        organisationId: demoDepartmentId,
        hallId: null,
        areaCode: '410104000',
      },
    ],
  };
}
