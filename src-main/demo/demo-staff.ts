import type { InstallationKind } from '#shared/contracts/district.ts';
import { roleNames } from '#shared/organisation/staff.ts';
import type { DemoStaff as OfferedStaff } from '../core/audiences/parts.ts';
import { demoHall } from './hall.ts';
import { demoDepartments } from './matters/departments.ts';

/** The department whose desk the demo opens: most of what is sunk is decided there. */
export const demoDepartmentId = demoDepartments.civil.organisationId;
/** Where the office stands: at the district's centre, above everybody. */
export const demoOfficeId = 'district-410104';

const listKeepers = new Set<string>(
  demoHall.organisations.flatMap(({ id, keeps }) => (keeps === undefined ? [] : [id])),
);

const offered: Readonly<Record<InstallationKind, (at: string, role: string) => boolean>> = {
  counter: (at, role) =>
    at === demoHall.hall.organisationId && ['clerk', 'agent', 'greeter', 'hallManager'].includes(role),
  // Nobody signs in there.
  kiosk: () => false,
  department: (at, role) => at === demoDepartmentId && ['chiefRepresentative', 'reviewer'].includes(role),
  office: (at, role) =>
    (at === demoOfficeId && ['systemAdmin', 'hallManager', 'securityAdmin', 'supervisor'].includes(role)) ||
    (at === demoHall.hall.organisationId && role === 'hallManager') ||
    // Who proposes a change of the list of matters, and who reviews it.
    (role === 'chiefRepresentative' && (at === demoDepartmentId || listKeepers.has(at))),
};

const names = new Map(demoHall.organisations.map(({ id, name, areaName }) => [id, shorter(name, areaName)]));
/** `管城回族区民政局` among others of the same district is `民政局`. */
function shorter(name: string, areaName: string): string {
  return name.startsWith(`${areaName}委`) ? name.slice(areaName.length - 1) : name.slice(areaName.length);
}

/** Whom the sign-in page of an installation offers, with their passwords: a demo is to be walked into. */
export function demoStaffFor(kind: InstallationKind): OfferedStaff[] {
  return demoHall.staff
    .filter(({ posting }) => offered[kind](posting.organisationId, posting.role))
    .map(({ posting, password }) => ({
      staffNumber: posting.staffNumber,
      name: posting.name,
      // Where people of many places sign in, the role alone says too little.
      roleName:
        kind === 'office'
          ? `${names.get(posting.organisationId) ?? ''}　${roleNames[posting.role]}`
          : roleNames[posting.role],
      password,
    }));
}
