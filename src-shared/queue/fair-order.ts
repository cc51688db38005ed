/**
 * Who is called next. Everybody's claim is the time that they have waited, times the weight of their lane: an old person's
 * ten minutes count as much as another's half hour. A claim grows as long as one waits and begins at nothing for
 * whoever comes later, so that no lane can starve another, however full it is; and among equals the first comes first.
 */
import { epochOf, type Instant } from '../clock/beijing.ts';

/** The lanes (通道) of a hall. */
export const lanes = {
  walkIn: '现场',
  booking: '预约',
  /** Elderly, disabled, pregnant, military: with the reason on the ticket. */
  priority: '优先',
  /** Back with what was missing: they have waited once already. */
  returning: '补正返回',
} as const;
export type Lane = keyof typeof lanes;

/** How many times as much waiting counts in a lane; a hall's manager can change it. */
export type LaneWeights = Readonly<Record<Lane, number>>;
export const defaultWeights: LaneWeights = { walkIn: 1, booking: 3, priority: 3, returning: 2 };

/** Minutes around the booked time in which a booking is one. */
export const bookingWindowMinutes = 15;

/** What the order depends on. */
export interface Waiting {
  readonly lane: Lane;
  readonly arrivedAt: Instant;
  /** The booked time, in the lane of bookings. */
  readonly bookedFor: Instant | null;
  /** When a manager put somebody to the front, with a reason on record; null for everybody else. */
  readonly putFirstAt: Instant | null;
  /**
   * Whoever missed their call and is back (过号返回): since when, and how long they had waited in all. Half of that stays
   * theirs, so that coming back is worth it, and missing a call is not.
   */
  readonly back?: { readonly at: Instant; readonly waitedMinutes: number } | null;
}

const minutes = (milliseconds: number) => milliseconds / 60_000;

/** A person's claim at that moment, in weighted minutes. Never negative. */
export function claimOf(waiting: Waiting, now: Instant, weights: LaneWeights = defaultWeights): number {
  const { lane, arrivedAt, bookedFor, back = null } = waiting;
  if (back !== null) {
    const since = Math.max(0, minutes(epochOf(now) - epochOf(back.at)));
    return (back.waitedMinutes / 2 + since) * weights[lane === 'booking' ? 'walkIn' : lane];
  }
  const waited = (since: number, weight: number) => Math.max(0, minutes(epochOf(now) - since)) * weight;
  const arrived = epochOf(arrivedAt);
  if (lane !== 'booking' || bookedFor === null) return waited(arrived, weights[lane]);
  const booked = epochOf(bookedFor);
  const margin = bookingWindowMinutes * 60_000;
  // Too late for the booking: like everybody else from their arrival on, and never turned away.
  if (arrived > booked + margin) return waited(arrived, weights.walkIn);
  // Their turn begins when it was promised, a little early if they are there; before it they wait as everybody does.
  return Math.max(
    waited(arrived, weights.walkIn),
    waited(Math.max(arrived, booked - margin), weights.booking),
  );
}

/** Those who wait, the next one first. The order of the list decides where everything else is equal. */
export function fairOrder<Ticket extends Waiting>(
  list: readonly Ticket[],
  now: Instant,
  weights: LaneWeights = defaultWeights,
): readonly Ticket[] {
  return list
    .map((waiting, position) => ({ waiting, position, claim: claimOf(waiting, now, weights) }))
    .sort((one, other) => {
      const [first, second] = [one.waiting.putFirstAt, other.waiting.putFirstAt];
      if (first !== second) {
        if (first === null) return 1;
        if (second === null) return -1;
        return first < second ? -1 : 1;
      }
      return other.claim - one.claim || one.position - other.position;
    })
    .map(({ waiting }) => waiting);
}
