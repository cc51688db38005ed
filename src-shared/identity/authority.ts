import type { BeijingDate } from '../clock/beijing.ts';
import { isActivePosting, type Role, type StaffPosting } from '../organisation/staff.ts';
import type { CommandName } from '../subjects.ts';

/** Who may act: the staff roles, and the two places where a citizen acts without signing in. */
export type ActorRole = Role | 'kiosk' | 'citizen';

/** Whoever gives a command, with the authority that they have at that moment. */
export interface Actor {
  /** The person, or `kiosk` and `citizen` where a citizen acts for themselves. */
  actorId: string;
  postingId: string | null;
  role: ActorRole;
  organisationId: string;
}

/** Roles and what each may do: the whole table. Reading is not here; it follows from the relation to a case. */
const allowed: Record<CommandName, readonly ActorRole[]> = {
  issueTicket: ['kiosk', 'greeter', 'clerk', 'hallManager'],
  callTicket: ['clerk', 'agent'],
  recallTicket: ['clerk', 'agent'],
  missTicket: ['clerk', 'agent'],
  arriveTicket: ['clerk', 'agent'],
  openVisit: ['clerk', 'agent'],
  confirmEntries: ['citizen'],
  closeVisit: ['clerk', 'agent'],
  receiveCase: ['clerk', 'agent'],
  acceptCase: ['clerk', 'agent'],
  signOffCase: ['chiefRepresentative'],
  issueResult: ['clerk', 'agent'],
  deliverResult: ['clerk', 'agent'],
};

/** Whether a role may give a command at all; the decider judges the particular case. */
export const mayGive = (role: ActorRole, command: CommandName): boolean => allowed[command].includes(role);

/** Who stands behind a command that has been given: its posting then, or the citizen at kiosk and screen. */
export function actorOf(
  command: { actorId: string; postingId: string | null; channel: string },
  postings: readonly StaffPosting[],
  organisationId: string,
  on: BeijingDate,
): Actor | null {
  const { actorId, postingId, channel } = command;
  if (postingId === null) {
    const role = channel === 'kiosk' ? 'kiosk' : channel === 'citizenScreen' ? 'citizen' : null;
    return role === null ? null : { actorId, postingId, role, organisationId };
  }
  const posting = postings.find((each) => each.postingId === postingId && each.personId === actorId);
  if (posting === undefined || !isActivePosting(posting, on)) return null;
  return { actorId, postingId, role: posting.role, organisationId: posting.organisationId };
}
