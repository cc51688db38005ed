import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Instant, instantOfEpoch } from '#shared/clock/beijing.ts';

/** The clocks of the machine: the wall clock, which may be wrong, and the monotonic one, which only runs. */
export interface DeviceClock {
  now(): Instant;
  /** Milliseconds since the machine started. */
  monotonicMs(): number;
  /** Names this start of the machine. */
  readonly bootId: string;
}

/** Linux names each boot; elsewhere each start of the program counts as one, which only widens the bounds. */
function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return randomUUID();
  }
}

export const machineClock: DeviceClock = {
  now: () => instantOfEpoch(Date.now()),
  monotonicMs: () => Number(process.hrtime.bigint() / 1000n) / 1000,
  bootId: readBootId(),
};
