import { z } from 'zod';
import { type Instant, instantSchema } from './beijing.ts';

/**
 * What a device can say about the moment of an act. Its own wall clock alone never decides: the last time heard
 * from the district and the monotonic clock bound it.
 */
export const evidenceSchema = z.object({
  /** The device's wall clock at the act. */
  capturedAt: instantSchema,
  /** The last time that the district told this device, or null if it never did. */
  lastServerTime: instantSchema.nullable(),
  /** Milliseconds on the monotonic clock since the machine's start, at the act. */
  monotonicMs: z.number().nonnegative(),
  /** The monotonic clock when `lastServerTime` was heard; null if that was before this start of the machine. */
  lastServerMonotonicMs: z.number().nonnegative().nullable(),
  /** Names one start of the machine: monotonic readings compare only within it. */
  bootId: z.string().min(1).max(64),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** A moment with its bounds, and the district's own stamp once the act has been uploaded. */
export interface Stamp {
  capturedAt: Instant;
  /** Certainly not before this moment (null: no bound is known). */
  notBefore: Instant | null;
  /** Certainly not after this moment; the upload at the latest. */
  notAfter: Instant | null;
  /** The district's stamp; null until the act has been uploaded. */
  uploadedAt: Instant | null;
}

/** What the district adds on arrival: its own clock, and the sender's monotonic clock as the batch left. */
export interface Arrival {
  uploadedAt: Instant;
  sentMonotonicMs: number;
  sentBootId: string;
}

const shift = (instant: Instant, ms: number): Instant =>
  new Date(Date.parse(instant) + ms).toISOString() as Instant;

/** Bounds the moment of an act by the evidence, and by its arrival once that is known. */
export function stampOf(evidence: Evidence, arrival: Arrival | null): Stamp {
  const { lastServerTime, lastServerMonotonicMs, monotonicMs } = evidence;
  const notBefore =
    lastServerTime !== null && lastServerMonotonicMs !== null
      ? shift(lastServerTime, Math.max(0, monotonicMs - lastServerMonotonicMs))
      : lastServerTime;
  const sameBoot = arrival !== null && arrival.sentBootId === evidence.bootId;
  const notAfter =
    arrival === null
      ? null
      : sameBoot
        ? shift(arrival.uploadedAt, -Math.max(0, arrival.sentMonotonicMs - monotonicMs))
        : arrival.uploadedAt;
  return { capturedAt: evidence.capturedAt, notBefore, notAfter, uploadedAt: arrival?.uploadedAt ?? null };
}

/**
 * The moment that counts. The wall clock is believed within its bounds; outside them the earlier bound counts,
 * since a clock that runs earlier falls due earlier, and doubt favours the applicant.
 */
export function momentOf(stamp: Stamp): Instant {
  const { capturedAt, notBefore, notAfter } = stamp;
  if (notBefore !== null && capturedAt < notBefore) return notBefore;
  if (notAfter !== null && capturedAt > notAfter) return notBefore ?? notAfter;
  return capturedAt;
}
