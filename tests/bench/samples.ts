import { performance } from 'node:perf_hooks';

/** Times of single runs, in milliseconds. */
export class Samples {
  readonly #times: number[] = [];

  time<Result>(act: () => Result): Result {
    const start = performance.now();
    const result = act();
    this.#times.push(performance.now() - start);
    return result;
  }

  add(milliseconds: number): void {
    this.#times.push(milliseconds);
  }

  get times(): readonly number[] {
    return this.#times;
  }

  /** Runs a second, from the time that the runs themselves took. */
  get rate(): number {
    return (this.#times.length * 1000) / this.#times.reduce((sum, time) => sum + time, 0);
  }

  /** The time that this part of the runs stays under; 0.5 is the median. */
  quantile(part: number): number {
    const sorted = this.#times.toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
  }

  get count(): number {
    return this.#times.length;
  }
}

/** One line of the result: a measured value, and the bound that it must keep. */
export interface Goal {
  name: string;
  value: number;
  unit: string;
  /** `atLeast` or `atMost` this. */
  bound: { kind: 'atLeast' | 'atMost'; value: number };
  note: string;
}

export const isMet = ({ value, bound }: Goal): boolean =>
  bound.kind === 'atLeast' ? value >= bound.value : value <= bound.value;
