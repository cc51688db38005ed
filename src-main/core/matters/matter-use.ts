import type { Store } from '../store/store.ts';

/** So many places count; beyond them nobody remembers having used it. */
const remembered = 200;

/** What this counter takes in: the last one first, then what it has taken most. */
export function matterUse(store: Pick<Store, 'db'>) {
  const count = store.db.prepare(
    `INSERT INTO matter_use VALUES (?, 1, ?)
     ON CONFLICT DO UPDATE SET uses = uses + 1, last_used_at = excluded.last_used_at`,
  );
  const order = store.db.prepare<[number], { code: string }>(
    `SELECT code FROM matter_use
     ORDER BY last_used_at = (SELECT max(last_used_at) FROM matter_use) DESC, uses DESC, last_used_at DESC LIMIT ?`,
  );
  let places: ReadonlyMap<string, number> | null = null;
  return {
    /** To be called inside the act that takes the case. */
    used(code: string, at: string): void {
      count.run(code, at);
      places = null;
    },
    /** The place of each matter that is used, by code. */
    places(): ReadonlyMap<string, number> {
      places ??= new Map(order.all(remembered).map((row, place) => [row.code, place]));
      return places;
    },
  };
}
