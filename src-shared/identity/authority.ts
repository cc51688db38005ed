import type { BeijingDate } from '../clock/beijing.ts';
import type { Place } from '../decider.ts';
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

/**
 * With what authority a command was given; null if with none. Staff act by a posting of their own that holds on
 * that day. Without one only a citizen acts, at a counter's kiosk or citizen screen.
 * @param posting the one that the command names, where this side knows it
 */
export function actorOf(
  command: { actorId: string; postingId: string | null; channel: string },
  posting: StaffPosting | undefined,
  place: Pick<Place, 'counterId' | 'organisationId'>,
  on: BeijingDate,
): Actor | null {
  const { actorId, postingId, channel } = command;
  if (postingId !== null) {
    if (posting === undefined || posting.postingId !== postingId || posting.personId !== actorId) return null;
    if (!isActivePosting(posting, on)) return null;
    // Staff act at desks, and the citizen's places are no desks.
    if (channel !== (place.counterId === null ? 'department' : 'counter')) return null;
    return { actorId, postingId, role: posting.role, organisationId: posting.organisationId };
  }
  if (place.counterId === null) return null;
  const role = channel === 'kiosk' ? 'kiosk' : channel === 'citizenScreen' ? 'citizen' : null;
  return role === null ? null : { actorId, postingId, role, organisationId: place.organisationId };
}
