import type { Changes } from '../store/changes.ts';

/** A burst of changes becomes one snapshot; a person sees no difference. */
const gatherMs = 15;
/** So often a snapshot comes without a change: dates move on and lights turn. */
const atLeastEveryMs = 30_000;

/**
 * A screen's subscription: what it shows now, and again after every change, until the link ends. Snapshots that
 * nobody could see are left out, so a slow screen never falls behind.
 */
export async function* live<View>(
  source: Pick<Changes, 'onChange'>,
  view: () => View,
  signal: AbortSignal | undefined,
): AsyncGenerator<View, void> {
  let wake = () => {};
  let changed = false;
  const ended = () => signal?.aborted === true;
  const stopListening = source.onChange(() => {
    changed = true;
    wake();
  });
  const end = () => wake();
  signal?.addEventListener('abort', end);
  try {
    while (!ended()) {
      changed = false;
      yield view();
      // A link that ended while its last view was on the way has nobody to wake this up.
      if (changed || ended()) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
        const timer = setTimeout(resolve, atLeastEveryMs);
        timer.unref();
      });
      await new Promise((resolve) => setTimeout(resolve, gatherMs));
    }
  } finally {
    signal?.removeEventListener('abort', end);
    stopListening();
  }
}
