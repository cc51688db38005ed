import { type BeijingDate, beijingDateOf } from '../clock/beijing.ts';
import { momentOf, type Stamp } from '../clock/evidence.ts';
import type { InstallationKind } from '../contracts/district.ts';
import type { Place } from '../decider.ts';
import { isActivePosting, type Role, type StaffPosting } from '../organisation/staff.ts';
import { type Envelope, signedCommands } from '../sync/command.ts';
import { mayKeepHall } from './hall-member.ts';

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

/** As what staff act at a desk; a hall's back office is a desk of the hall as its counters are. */
export const channelOf = (kind: InstallationKind): Envelope['channel'] =>
  kind === 'backOffice' ? 'counter' : kind;

/** Whether staff act by a posting at a place: at the desk of the office they are posted to; at the office, for all below. */
const actsAt = (
  posting: StaffPosting,
  { kind, organisationId }: Pick<Place, 'kind' | 'organisationId'>,
): boolean => kind === 'office' || String(posting.organisationId) === organisationId;

/**
 * The posting by which a person may act at a place on that day.
 * @returns why not, where they hold none (`none`), or only elsewhere (`elsewhere`)
 */
export function postingAt(
  postings: readonly StaffPosting[],
  place: Pick<Place, 'kind' | 'organisationId'>,
  on: BeijingDate,
): StaffPosting | 'none' | 'elsewhere' {
  const today = postings.filter((each) => isActivePosting(each, on));
  const own = today.find((each) => String(each.organisationId) === place.organisationId);
  return own ?? today.find((each) => actsAt(each, place)) ?? (today.length === 0 ? 'none' : 'elsewhere');
}

/**
 * With what authority a command was given; null if with none. Staff act by a posting of their own that holds on
 * that day. Without one only a citizen acts, at a kiosk or a counter's citizen screen.
 * @param posting the one that the command names, where this side knows it
 */
export function actorOf(
  command: { actorId: string; postingId: string | null; channel: string },
  posting: StaffPosting | undefined,
  place: Pick<Place, 'kind' | 'organisationId'>,
  on: BeijingDate,
): Actor | null {
  const { actorId, postingId, channel } = command;
  if (postingId !== null) {
    if (posting === undefined || posting.postingId !== postingId || posting.personId !== actorId) return null;
    if (!isActivePosting(posting, on)) return null;
    // Staff act at desks, and the citizen's places are no desks; at the desk of the office that they are posted to.
    if (channel !== channelOf(place.kind)) return null;
    if (!actsAt(posting, place)) return null;
    return { actorId, postingId, role: posting.role, organisationId: posting.organisationId };
  }
  // What a kiosk was asked for is done where the hall's queue is kept.
  const role = channel === 'kiosk' ? 'kiosk' : channel === 'citizenScreen' ? 'citizen' : null;
  if (role === 'kiosk' ? place.kind !== 'kiosk' && !mayKeepHall(place.kind) : place.kind !== 'counter')
    return null;
  return role === null ? null : { actorId, postingId, role, organisationId: place.organisationId };
}

/**
 * The days on which the posting behind an act must hold, as the district judges it at the upload. Authority is that of
 * the act: what was taken in on the last day of a posting is not undone by the line that came back on the day after.
 *
 * Where the evidence leaves it open whether an act was done before that end, a counter is believed, since the applicant
 * stood there; what decides, at the department or the office or by a person's own signature, must have been within the
 * posting whatever the truth is, and is otherwise looked at by people.
 */
export function authorityDays(
  { name, channel }: Pick<Envelope, 'name' | 'channel'>,
  stamp: Stamp,
): readonly BeijingDate[] {
  const done = beijingDateOf(momentOf(stamp));
  const decides = channel === 'department' || channel === 'office' || signedCommands.includes(name);
  return decides && stamp.notAfter !== null ? [done, beijingDateOf(stamp.notAfter)] : [done];
}
