/** Pauses between tries, in milliseconds: doubling, capped, and short again after a good while without failure. */
export interface BackOff {
  /** The pause before the next try. `lastedMs`: how long the last one held. */
  next(lastedMs: number): number;
  /** Failures in a row. */
  readonly failures: number;
}

export function backOff(options: { first: number; longest: number; healthyAfterMs: number }): BackOff {
  let failures = 0;
  return {
    get failures() {
      return failures;
    },
    next(lastedMs) {
      failures = lastedMs >= options.healthyAfterMs ? 1 : failures + 1;
      return Math.min(options.longest, options.first * 2 ** Math.min(failures - 1, 20));
    },
  };
}
