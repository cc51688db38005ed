import { create } from 'zustand';
import type { BoardScreen } from '#shared/contracts/board.ts';
import { type Heard, sayCall } from '../ui/devices/speaker.ts';

/** How calls are heard: null until the first one. */
export const useVoice = create<{ readonly means: Heard | null }>(() => ({ means: null }));

/** So often a call is said: whoever was talking listens the second time. */
const timesSaid = 2;

type Call = BoardScreen['calls'][number];
const said = new Set<string>();
let first = true;
let queue: Promise<void> = Promise.resolve();

/** A call that was repeated is another one. */
const keyOf = ({ ticketId, calls }: Call): string => `${ticketId}/${calls}`;

/** Says each call once it appears, one after the other and twice each; the board has shown it already. */
export function sayNewCalls({ calls, speaks }: Pick<BoardScreen, 'calls' | 'speaks'>): void {
  const fresh = calls.filter((call) => !said.has(keyOf(call)));
  for (const call of fresh) said.add(keyOf(call));
  // A hall calls for months without a reload; nobody is called again after this many others.
  for (const key of said) {
    if (said.size <= 2_000) break;
    said.delete(key);
  }
  // What stood there when the board was switched on has been said by another.
  if (first || !speaks) {
    first = false;
    return;
  }
  for (const call of fresh.reverse())
    queue = queue
      .then(async () => useVoice.setState({ means: await sayCall(call, timesSaid) }))
      .catch(() => undefined);
}
