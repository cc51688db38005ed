/**
 * How long to wait after so many failures in a row: doubling from half a second, capped at half a minute, with
 * jitter so that a hall that lost its network does not come back all at once.
 * @param random 0 ≤ r < 1
 * @returns milliseconds
 */
export function backOff(failures: number, random: number): number {
  const full = Math.min(30_000, 500 * 2 ** Math.min(failures, 10));
  return full * (0.5 + random / 2);
}
