import type { Store } from '../store/store.ts';

/** Over so many calls the hall's pace is taken; fewer than `enough` say nothing. */
const over = 20;
const enough = 3;
/** A call longer ago than this belongs to another part of the day. */
const forgottenMs = 60 * 60_000;

/** How fast the hall goes: from one call to the next, as it was lately. */
export function pace(store: Store) {
  const before = store.db.prepare<[string], { at: string }>(
    `SELECT state ->> '$.called.capturedAt' AS at FROM ticket
     WHERE business_day = ? AND state ->> '$.called.capturedAt' IS NOT NULL ORDER BY at DESC LIMIT ${over}`,
  );
  let calls: number[] | null = null;
  const known = () => {
    calls ??= before
      .all(store.businessDay())
      .map(({ at }) => Date.parse(at))
      .reverse();
    return calls;
  };
  return {
    /** Somebody was called just now. */
    called(): void {
      const list = known();
      list.push(Date.parse(store.now()));
      if (list.length > over) list.shift();
    },
    /** Whole minutes until somebody is called who has so many before them; null where too little is known. */
    minutesFor(ahead: number): number | null {
      const now = Date.parse(store.now());
      const lately = known().filter((at) => at > now - forgottenMs);
      const [first] = lately;
      const last = lately.at(-1);
      if (first === undefined || last === undefined || lately.length < enough) return null;
      const between = (last - first) / (lately.length - 1);
      return Math.max(1, Math.ceil((between * (ahead + 1)) / 60_000));
    },
  };
}
