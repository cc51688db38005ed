import { useEffect } from 'react';
import type { DeskIdentity } from './desk-identity.ts';

/** Somebody who types is there all the time: so often is enough. */
const atMostEveryMs = 20_000;

/** Tells the core that somebody is there, while keys, mouse or screen are touched. Never repeated, never waited for. */
export function useActivity({ identity }: DeskIdentity, present: boolean): void {
  useEffect(() => {
    if (!present) return;
    let told = Number.NEGATIVE_INFINITY;
    const tell = (): void => {
      if (performance.now() - told < atMostEveryMs) return;
      told = performance.now();
      identity.active().catch(() => {});
    };
    const events = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
    for (const each of events) window.addEventListener(each, tell, { capture: true, passive: true });
    return () => {
      for (const each of events) window.removeEventListener(each, tell, { capture: true });
    };
  }, [identity, present]);
}
