import { v7 as uuidv7 } from 'uuid';
import type { Arrangement } from '#shared/contracts/hall-queue.ts';
import { type HallDay, quietDay } from '#shared/queue/hall-day.ts';
import type { Acting, Intent } from '../store/commands.ts';
import type { Store } from '../store/store.ts';

/** The day of the hall that this installation keeps. */
export type OwnHallDay = ReturnType<typeof ownHallDay>;

export function ownHallDay(store: Store) {
  const latest = (condition: string, day: string): HallDay | null => {
    const { hallId } = store.knowledge.place();
    const [found] = store.hallDays.where(
      `business_day ${condition} ? AND state ->> '$.hallId' = ? ORDER BY business_day DESC, id LIMIT 1`,
      day,
      hallId ?? '',
    );
    return found?.state ?? null;
  };
  let held: { day: HallDay | null; of: string } | null = null;
  store.onChange(() => {
    held = null;
  });
  const today = (): HallDay | null => {
    const day = store.businessDay();
    if (held?.of !== day) held = { day: latest('=', day), of: day };
    return held.day;
  };

  /** The commands that set something today: the first of a day begins it, with the weights and the roster that stood. */
  function intentsFor(arrangement: Arrangement): Intent[] {
    const day = today();
    const id = day?.id ?? uuidv7();
    const subject = { kind: 'hallDay', id } as const;
    const set = { ...arrangement, subject } as Intent;
    if (day !== null) return [set];
    const before = latest('<', store.businessDay()) ?? quietDay;
    const { weights, roster } = before;
    const hallId = store.knowledge.place().hallId ?? '';
    const args = { hallId, businessDay: store.businessDay(), weights, roster: [...roster] };
    return [{ name: 'openHallDay', subject, args }, set];
  }

  return {
    /** What is set; before anything is, the weights and the roster of the day before. */
    now: (): Omit<HallDay, 'id' | 'hallId' | 'businessDay' | 'revision'> => {
      const day = today();
      if (day !== null) return day;
      const before = latest('<', store.businessDay());
      return before === null ? quietDay : { ...quietDay, weights: before.weights, roster: before.roster };
    },
    intentsFor,
    arrange: (acting: Acting, arrangement: Arrangement) => store.perform(acting, intentsFor(arrangement)),
  };
}
