import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendarSchema } from '#shared/clock/calendar.ts';
import type { DistrictImport } from '#shared/contracts/district-import.ts';
import { type DemoInstallationName, demoInstallationNames, demoInstallations } from './demo-installations.ts';
import { demoStaffFor } from './demo-staff.ts';
import { demoHall } from './hall.ts';
import { demoMatters } from './matters.ts';

/** The one-time codes of the demo's installations. */
export type DemoCodes = Record<DemoInstallationName, string>;

/** The staff numbers that the sign-in pages offer. */
const offered = new Set(
  demoInstallationNames.flatMap((name) => demoStaffFor(name).map(({ staffNumber }) => staffNumber)),
);

export const newCodes = (): DemoCodes =>
  Object.fromEntries(
    demoInstallationNames.map((name) => [name, randomBytes(15).toString('base64url')]),
  ) as DemoCodes;

/** The demo hall as the file that sets a district up. */
export function demoImport(codes: DemoCodes): DistrictImport {
  const { hall, counters, stationCounter, districtCounter, organisations, staff } = demoHall;
  const calendar = readFileSync(join(import.meta.dirname, '..', '..', 'assets', 'calendar.json'), 'utf8');
  return {
    reference: {
      districtName: '管城回族区',
      demo: true,
      organisations: [...organisations],
      halls: [hall],
      counters: [...counters, stationCounter, districtCounter],
      matters: [...demoMatters],
      calendar: calendarSchema.parse(JSON.parse(calendar)),
    },
    staff: staff.map(({ posting }) => posting),
    // Only those whom a desk of the demo lets in: a verifier costs a tenth of a second on purpose.
    passwords: staff
      .filter(({ posting }) => offered.has(posting.staffNumber))
      .map(({ posting, password }) => ({ personId: posting.personId, password })),
    enrolmentCodes: demoInstallationNames.map((name) => {
      const { kind, counterId, organisationId, hallId, areaCode } = demoInstallations[name];
      return { code: codes[name], kind, counterId, organisationId, hallId, areaCode };
    }),
  };
}
