import type { Instant } from '#shared/clock/beijing.ts';

/** So long a restored district waits for what others have to send again, before it decides on what it has. */
const patienceMs = 48 * 3_600_000;

/** Whether the district was restored so lately that steps of others may still be missing. */
export const isCatchingUp = (restoredAt: Date | null, now: Instant): boolean =>
  restoredAt !== null && Date.parse(now) - restoredAt.getTime() < patienceMs;
