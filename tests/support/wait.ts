import { setTimeout as sleep } from 'node:timers/promises';

/** Machines that run tests are busy: a wait is long, and over as soon as it can be. */
export const patienceMs = 40_000;

/** Asks again and again until there is an answer that is neither false nor nothing. */
export async function until<Answer>(
  what: string,
  ask: () => Answer | Promise<Answer>,
  withinMs = patienceMs,
): Promise<Exclude<Answer, false | null | undefined>> {
  const end = Date.now() + withinMs;
  // What is nearly there is not waited for long, and what takes its time is not asked for all the time.
  for (let pauseMs = 1; ; pauseMs = Math.min(2 * pauseMs, 40)) {
    const answer = await ask();
    if (answer !== false && answer !== null && answer !== undefined) {
      return answer as Exclude<Answer, false | null | undefined>;
    }
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await sleep(pauseMs);
  }
}

/**
 * A stopwatch that stands still while this process has no processor: what it counts, in milliseconds, is the time in which
 * timers went off, so that it tells what was waited for from what a busy machine took.
 */
export function startStopwatch(): () => number {
  const tickMs = 10;
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
  }, tickMs);
  return () => {
    clearInterval(timer);
    return ticks * tickMs;
  };
}
