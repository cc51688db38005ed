import { syncBuiltinESMExports } from 'node:module';
import promises from 'node:timers/promises';

/** A turn of the program counts as so much at most, in milliseconds, however long it took. */
const turnMs = 10;
/** So often it is looked whether something is due. */
const lookMs = 2;

/**
 * Makes time in this process pass only as far as the process gets on: a turn of its event loop that took longer, because
 * two dozen cores share it or the machine is busy elsewhere, counts as 10 ms. So a hall in one process keeps the times of
 * a hall with a machine for each: a sign of life that is on its way arrives in time. Dates are the machine's.
 */
export function unhurriedClock(): void {
  const real = { setTimeout, setImmediate, now: performance.now.bind(performance) };
  let now = real.now();
  let lookedAt = now;
  /** By when they are due, the earliest first; of the same moment in the order in which they were set. */
  const due: { at: number; timer: Timer }[] = [];

  class Timer {
    /** What it has in `due`; null where it has been cleared. */
    #set: (typeof due)[number] | null = null;
    readonly run: () => void;
    readonly afterMs: number;
    readonly every: boolean;
    constructor(run: () => void, afterMs: unknown, every: boolean) {
      this.run = run;
      this.afterMs = Math.max(1, Number(afterMs) || 1);
      this.every = every;
      this.refresh();
    }
    refresh(): this {
      this.#set = { at: now + this.afterMs, timer: this };
      let [first, end] = [0, due.length];
      while (first < end) {
        const middle = (first + end) >> 1;
        if ((due[middle]?.at ?? 0) <= this.#set.at) first = middle + 1;
        else end = middle;
      }
      due.splice(first, 0, this.#set);
      return this;
    }
    close(): this {
      this.#set = null;
      return this;
    }
    isSetAs = (entry: (typeof due)[number]): boolean => this.#set === entry;
    ref = () => this;
    unref = () => this;
    hasRef = () => true;
    [Symbol.dispose] = () => void this.close();
  }
  const set =
    (every: boolean) =>
    (run: (...args: unknown[]) => void, afterMs?: number, ...args: unknown[]) =>
      new Timer(() => run(...args), afterMs, every);
  const clear = (timer: unknown) => {
    if (timer instanceof Timer) timer.close();
  };

  function turn(): void {
    const at = real.now();
    now += Math.min(at - lookedAt, turnMs);
    lookedAt = at;
    while (due[0]?.timer.isSetAs(due[0]) === false) due.shift();
    const [next] = due;
    if (next === undefined || next.at > now) return void real.setTimeout(turn, lookMs);
    due.shift();
    if (next.timer.every) next.timer.refresh();
    else next.timer.close();
    // One a turn: between two, what has arrived is read and what was promised is kept.
    real.setImmediate(turn);
    next.timer.run();
  }
  turn();

  Object.assign(globalThis, {
    ...{ setTimeout: set(false), setInterval: set(true) },
    ...{ clearTimeout: clear, clearInterval: clear },
  });
  Object.defineProperty(performance, 'now', { value: () => now });
  AbortSignal.timeout = (afterMs) => {
    const ending = new AbortController();
    set(false)(() => ending.abort(new DOMException('timed out', 'TimeoutError')), afterMs);
    return ending.signal;
  };
  const sleep = <Value>(afterMs?: number, value?: Value, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise<Value>((resolve, reject) => {
      const stop = () => {
        clear(timer);
        reject(new DOMException('ended', 'AbortError'));
      };
      const timer = set(false)(() => {
        signal?.removeEventListener('abort', stop);
        resolve(value as Value);
      }, afterMs);
      if (signal?.aborted === true) stop();
      else signal?.addEventListener('abort', stop, { once: true });
    });
  promises.setTimeout = sleep as typeof promises.setTimeout;
  syncBuiltinESMExports();
}
