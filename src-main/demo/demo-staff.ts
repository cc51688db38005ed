import { roleNames } from '#shared/organisation/staff.ts';
import type { DemoStaff as OfferedStaff } from '../core/audiences/parts.ts';
import { demoHall } from './hall.ts';
import { demoDepartments } from './matters/departments.ts';

/** The department whose desk the demo opens: most of what is sunk is decided there. */
export const demoDepartmentId = demoDepartments.civil.organisationId;

/** Whom the sign-in page of an installation offers, with their passwords: a demo is to be walked into. */
export function demoStaffFor(kind: 'counter' | 'department'): OfferedStaff[] {
  const organisationId = kind === 'department' ? demoDepartmentId : demoHall.hall.organisationId;
  const roles = kind === 'department' ? ['chiefRepresentative'] : ['clerk', 'agent'];
  return demoHall.staff
    .filter(({ posting }) => posting.organisationId === organisationId && roles.includes(posting.role))
    .map(({ posting, password }) => ({
      staffNumber: posting.staffNumber,
      name: posting.name,
      roleName: roleNames[posting.role],
      password,
    }));
}
