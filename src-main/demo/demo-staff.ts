import { roleNames } from '#shared/organisation/staff.ts';
import type { DemoStaff as OfferedStaff } from '../core/audiences/parts.ts';
import {
  type DemoInstallationName,
  demoDepartmentId,
  demoInstallations,
  demoOfficeId,
} from './demo-installations.ts';
import { demoHall } from './hall.ts';

const listKeepers = new Set<string>(
  demoHall.organisations.flatMap(({ id, keeps }) => (keeps === undefined ? [] : [id])),
);

const atOffice = (at: string, role: string): boolean =>
  (at === demoOfficeId && ['systemAdmin', 'hallManager', 'securityAdmin', 'supervisor'].includes(role)) ||
  (at === demoHall.hall.organisationId && role === 'hallManager') ||
  // Who proposes a change of the list of matters, and who reviews it.
  (role === 'chiefRepresentative' && (at === demoDepartmentId || listKeepers.has(at)));

const deskRoles = {
  counter: ['clerk', 'agent', 'greeter', 'hallManager'],
  backOffice: ['greeter', 'hallManager'],
  department: ['chiefRepresentative', 'reviewer'],
} as const;

/** Whether somebody signs in there: at the office whoever watches over all, at a desk whoever is posted to its place. */
function isOffered(name: DemoInstallationName, at: string, role: string): boolean {
  const { kind, organisationId } = demoInstallations[name];
  if (kind === 'office') return atOffice(at, role);
  return at === organisationId && deskRoles[kind].some((each) => each === role);
}

const names = new Map(demoHall.organisations.map(({ id, name, areaName }) => [id, shorter(name, areaName)]));
/** `管城回族区民政局` among others of the same district is `民政局`. */
function shorter(name: string, areaName: string): string {
  return name.startsWith(`${areaName}委`) ? name.slice(areaName.length - 1) : name.slice(areaName.length);
}

/** Whom the sign-in page of an installation offers, with their passwords: a demo is to be walked into. */
export function demoStaffFor(name: DemoInstallationName): OfferedStaff[] {
  return demoHall.staff
    .filter(({ posting }) => isOffered(name, posting.organisationId, posting.role))
    .map(({ posting, password }) => ({
      staffNumber: posting.staffNumber,
      name: posting.name,
      // Where people of many places sign in, the role alone says too little.
      roleName:
        name === 'office'
          ? `${names.get(posting.organisationId) ?? ''}　${roleNames[posting.role]}`
          : roleNames[posting.role],
      password,
    }));
}
