/** Chance that a seed repeats: the same numbers in the same order on every machine. */
export interface Chance {
  /** 0 ≤ r < 1 */
  next(): number;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  /** True in this part of all cases. */
  happens(part: number): boolean;
  oneOf<Value>(values: readonly [Value, ...Value[]]): Value;
}

/** Mulberry32. @param seed 32 bits of it count */
export function seeded(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    happens: (part) => next() < part,
    oneOf: (values) => values[between(0, values.length - 1)] ?? values[0],
  };
}
