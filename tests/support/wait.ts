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
  for (;;) {
    const answer = await ask();
    if (answer !== false && answer !== null && answer !== undefined) {
      return answer as Exclude<Answer, false | null | undefined>;
    }
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await sleep(20);
  }
}
