import { create } from 'zustand';
import type { PriorityReason } from '#shared/queue/ticket-commands.ts';

/** How somebody takes their ticket. Every person begins at the first, and the kiosk goes back to it by itself. */
interface Way {
  readonly kind: 'walkIn' | 'priority' | 'returning' | 'booked' | 'several';
  /** In the way of priority, why; null until it was chosen. */
  readonly reason: PriorityReason | null;
  /** In the way of several, what was touched so far. */
  readonly chosen: readonly string[];
  /** In the way of a booking, the digits so far. */
  readonly digits: string;
  /** Larger and less at once (适老). */
  readonly large: boolean;
}

const start: Way = { kind: 'walkIn', reason: null, chosen: [], digits: '', large: false };
export const useWay = create<Way>(() => start);

/** Nobody has touched the kiosk for so long: whoever stands there next begins anew. */
const forgottenAfter = 45_000;
let forgetting: ReturnType<typeof setTimeout> | undefined;

function set(change: Partial<Way>): void {
  useWay.setState(change);
  stay();
}

/** Somebody is there: the way that they have begun stays. */
export function stay(): void {
  clearTimeout(forgetting);
  forgetting = setTimeout(startAnew, forgottenAfter);
}

export function startAnew(): void {
  clearTimeout(forgetting);
  useWay.setState(start);
}

export const take = (kind: Way['kind']): void =>
  set({ kind, reason: null, chosen: [], digits: '', large: useWay.getState().large });
/** The way of priority, and why: chosen there, or offered beside the card. */
export const because = (reason: PriorityReason): void =>
  set({ kind: 'priority', reason, chosen: [], digits: '' });
export const setLarge = (large: boolean): void => set({ large });

export function choose(categoryId: string): void {
  const { chosen } = useWay.getState();
  set({
    chosen: chosen.includes(categoryId)
      ? chosen.filter((each) => each !== categoryId)
      : [...chosen, categoryId],
  });
}

const codeLength = 6;
export const isWhole = (digits: string): boolean => digits.length === codeLength;
export const press = (digit: string): void =>
  set({ digits: `${useWay.getState().digits}${digit}`.slice(0, codeLength) });
export const rubOut = (): void => set({ digits: useWay.getState().digits.slice(0, -1) });
