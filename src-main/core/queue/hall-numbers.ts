import type { GivenNumbers, HallQueue } from '#shared/contracts/hall-queue.ts';
import type { Store } from '../store/store.ts';

/**
 * How far the hall's numbers have come today, as everybody in it remembers it: should another core take the place of the
 * one that gave them, it goes on from there and gives no number twice.
 */
export function hallNumbers(store: Pick<Store, 'settings' | 'businessDay'>) {
  let held = store.settings.get('hallNumbers');

  return {
    /** The hall's queue as it is shown now. @returns what it does not know of; null where it knows all */
    see({ given }: HallQueue): GivenNumbers | null {
      const before = held;
      if (given === null) return null;
      if (before === null || before.day < given.day) held = given;
      if (before === null || before.day !== given.day) return null;
      const last = { ...given.last };
      for (const [prefix, serial] of Object.entries(before.last))
        last[prefix] = Math.max(serial, last[prefix] ?? 0);
      held = { day: given.day, last };
      const behind = Object.entries(last).some(([prefix, serial]) => serial > (given.last[prefix] ?? 0));
      return behind ? held : null;
    },
    /** The link has ended: what is remembered outlives this program. */
    keep(): void {
      if (held !== null && held.day === store.businessDay()) store.settings.set('hallNumbers', held);
    },
  };
}

/** At the core that gives the hall's numbers now: those that were given before are taken. */
export function goOnFrom(
  { db, serials, changed, businessDay }: Pick<Store, 'db' | 'serials' | 'changed' | 'businessDay'>,
  { day, last }: GivenNumbers,
): void {
  if (day !== businessDay()) return;
  db.transaction(() => {
    for (const [prefix, serial] of Object.entries(last)) serials.claim(`ticket ${prefix}`, day, serial);
  }).immediate();
  changed();
}
