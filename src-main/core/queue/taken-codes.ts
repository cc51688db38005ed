import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { TicketOrder } from '#shared/contracts/hall-queue.ts';
import type { Store } from '../store/store.ts';

type Kept = Pick<Store, 'settings' | 'businessDay'>;

/** The numbers that were taken today by the code of a phone, by the code's id. */
function takenToday({ settings, businessDay }: Kept): Readonly<Record<string, string>> {
  const kept = settings.get('takenCodes');
  return kept !== null && kept.day === businessDay() ? kept.numbers : {};
}

/** Remembers for the day which number a code took; the last one, where it took another. */
export function rememberCode(store: Kept, { prefill }: Pick<TicketOrder, 'prefill'>, number: string): void {
  if (prefill === null) return;
  const numbers = { ...takenToday(store), [prefill.codeId]: number };
  store.settings.set('takenCodes', { day: store.businessDay(), numbers });
}

/**
 * What whoever shows a code is asked that has taken a number today: it may be the same person twice, or two who share
 * one phone. Nobody is refused another; null where there is nothing to ask.
 */
export function askAboutCode(
  store: Kept,
  { codeId, another }: { codeId: string; another: boolean },
): Refused | null {
  const number = another ? undefined : takenToday(store)[codeId];
  return number === undefined ? null : refused('codeTaken', `这个码已经取过号${number}，还要再取一张吗？`);
}
