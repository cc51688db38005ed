import { setTimeout as sleep } from 'node:timers/promises';
import { busySchema, type Standing, standingSchema } from '#shared/contracts/district.ts';

/** The district answered, and does not work with this installation; it says why. */
export class TurnedAway extends Error {
  readonly standing: Standing;
  constructor(standing: Standing) {
    super(`turned away: ${standing.code}`);
    this.standing = standing;
  }
}

/** Nobody answered who speaks as the district does: a line that fails, a page of the network, a server in trouble. */
export class OutOfReach extends Error {
  /** A district that is there and busy said to come again after so many milliseconds; null otherwise. */
  readonly comeAgainMs: number | null;
  constructor(
    message: string,
    { cause, comeAgainMs = null }: { cause?: unknown; comeAgainMs?: number | null } = {},
  ) {
    super(message, { cause });
    this.comeAgainMs = comeAgainMs;
  }
}

/**
 * Waits for the district's answer.
 * @throws TurnedAway, OutOfReach, and nothing else
 */
export async function answerOf<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    const data = error instanceof Error && 'data' in error ? error.data : null;
    const said = standingSchema.safeParse(data);
    if (said.success) throw new TurnedAway(said.data);
    const busy = busySchema.safeParse(data).data;
    throw new OutOfReach('no answer', {
      cause: error,
      comeAgainMs: busy === undefined ? null : busy.comeAgainSeconds * 1000,
    });
  }
}

/**
 * Asks again as long as a busy district says to come again: a hall's machines are all switched on in one minute.
 * @param ask a question, made anew each time
 * @throws what `answerOf` throws for any other reason, and the reason of `signal`
 */
export async function answerWhenFree<Answer>(
  ask: () => Promise<Answer>,
  { onWaiting, signal }: { onWaiting?: (() => void) | undefined; signal?: AbortSignal | undefined } = {},
): Promise<Answer> {
  for (;;) {
    try {
      return await answerOf(ask());
    } catch (error) {
      if (!(error instanceof OutOfReach) || error.comeAgainMs === null) throw error;
      onWaiting?.();
      await sleep(error.comeAgainMs * (1 + Math.random()), undefined, { signal });
    }
  }
}
