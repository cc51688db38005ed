import { epochOf, formatBeijing, type Instant, instantOfEpoch } from '../clock/beijing.ts';
import { type Refused, refused } from '../contracts/answer.ts';

/** Attempts at signing in that have not been followed by a right one: how many, and until when they count. */
export interface Attempts {
  count: number;
  until: Instant;
}

/** Wrong passwords of one person at one place, before it is locked for them. */
export const personLimit = 5;
/** Wrong passwords at one installation, whosever: a hall's morning has some, a guesser many. */
export const installationLimit = 20;
/** Wrong passwords of one person anywhere: no single installation gets that far, so none locks them out elsewhere. */
export const everywhereLimit = 30;
/** Wrong PINs in a row, before the PIN is erased. */
export const pinLimit = 5;

const lockMs = 15 * 60_000;

/**
 * Counts an attempt, before it is checked: whoever pulls the plug in between has used it all the same. What it gives
 * is to be kept in any case; where it is `locked`, nobody may try before `until`, and the try was not counted, so
 * that a lock ends.
 */
export function countAttempt(
  held: Attempts | null,
  limit: number,
  at: Instant,
): { locked: boolean; attempts: Attempts } {
  const end = instantOfEpoch(epochOf(at) + lockMs);
  if (held === null || held.until <= at) return { locked: false, attempts: { count: 1, until: end } };
  // A clock that was set back must not hold anybody for longer than a lock lasts.
  const until = held.until < end ? held.until : end;
  if (held.count >= limit) return { locked: true, attempts: { count: held.count, until } };
  const count = held.count + 1;
  // The window runs from the first attempt; the lock from the one that fills it.
  return { locked: false, attempts: { count, until: count >= limit ? end : until } };
}

/** What somebody is told who may not try at present. */
export const lockedOut = (until: Instant, whose: 'person' | 'installation'): Refused =>
  refused(
    'lockedOut',
    `${whose === 'person' ? '密码多次输错，这个工号' : '密码多次输错，这台电脑'}已暂停登录，${formatBeijing(until).slice(-5)}后再试。` +
      '急办请由另一位同事登录；忘记密码请联系安全管理员。',
  );
