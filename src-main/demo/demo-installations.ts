import type { InstallationKind } from '#shared/contracts/district.ts';
import { demoHall } from './hall.ts';
import { demoDepartments } from './matters/departments.ts';

/** The department whose desk the demo opens: most of what is sunk is decided there. */
export const demoDepartmentId = demoDepartments.civil.organisationId;
/** Where the office stands: at the district's centre, above everybody. */
export const demoOfficeId = 'district-410104';

/** The installations of the demo, in the order in which they start. */
export const demoInstallationNames = [
  'counter',
  'department',
  'office',
  'neighbour',
  'market',
  'backOffice',
  'station',
  'district',
] as const;
export type DemoInstallationName = (typeof demoInstallationNames)[number];

interface DemoPlace {
  readonly kind: Exclude<InstallationKind, 'kiosk'>;
  readonly organisationId: string;
  readonly counterId: string | null;
  readonly hallId: string | null;
  /** Nine digits of the street or district that case numbers begin with. */
  readonly areaCode: string;
  /** What the terminal calls its desk; null where it goes by its audience. */
  readonly title: string | null;
  /** Started only where the whole district is asked for. */
  readonly onlyWhole: boolean;
}

const { hall, counters, stationCounter, districtCounter } = demoHall;
const [, second, third] = counters;
const none = { counterId: null, hallId: null, areaCode: '410104000', title: null, onlyWhole: false } as const;
const inHall = { organisationId: hall.organisationId, hallId: hall.id, areaCode: '410104009' } as const;

/** Where each of them stands. */
export const demoInstallations: Readonly<Record<DemoInstallationName, DemoPlace>> = {
  counter: { ...none, ...inHall, kind: 'counter', counterId: third?.id ?? null },
  department: { ...none, kind: 'department', organisationId: demoDepartmentId },
  office: { ...none, kind: 'office', organisationId: demoOfficeId },
  // Calls from the first one's queue.
  neighbour: {
    ...{ ...none, ...inHall, kind: 'counter', counterId: second?.id ?? null },
    title: 'desk of the next counter',
  },
  market: {
    ...{ ...none, kind: 'department', organisationId: demoDepartments.market.organisationId },
    title: 'second department',
  },
  // Sees the first one's queue, and keeps none.
  backOffice: { ...none, ...inHall, kind: 'backOffice', title: 'back office of the hall' },
  station: {
    ...{ ...none, kind: 'counter', organisationId: stationCounter.organisationId },
    ...{ counterId: stationCounter.id, areaCode: '410104009' },
    ...{ title: 'desk of the station', onlyWhole: true },
  },
  district: {
    ...{ ...none, kind: 'counter', organisationId: districtCounter.organisationId },
    counterId: districtCounter.id,
    ...{ title: 'desk of the district centre', onlyWhole: true },
  },
};
