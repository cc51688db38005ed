import { instantOfEpoch } from '#shared/clock/beijing.ts';
import type { DayFigures } from '#shared/contracts/hall-queue.ts';
import type { Store } from '../store/store.ts';

const quarterMs = 15 * 60_000;

/** The hall's day in figures, counted from its tickets whenever somebody asks. */
export function dayFigures(store: Store) {
  const totals = store.db.prepare<
    [string],
    {
      issued: number;
      served: number;
      missed: number;
      wait: number | null;
      longest: number | null;
      service: number | null;
    }
  >(
    `SELECT count(*) AS issued,
       count(*) FILTER (WHERE status = 'served') AS served,
       count(*) FILTER (WHERE status = 'missed') AS missed,
       avg(state ->> '$.spent.wait') FILTER (WHERE state ->> '$.called' IS NOT NULL) AS wait,
       max(state ->> '$.spent.wait') AS longest,
       avg(state ->> '$.spent.service') FILTER (WHERE status = 'served') AS service
     FROM ticket WHERE business_day = ?`,
  );
  const quarters = (of: string) =>
    store.db.prepare<[string], { quarter: number; n: number }>(
      `SELECT CAST(unixepoch(${of}) AS INTEGER) * 1000 / ${quarterMs} AS quarter, count(*) AS n
       FROM ticket WHERE business_day = ? AND ${of} IS NOT NULL GROUP BY quarter ORDER BY quarter`,
    );
  const issued = quarters(`state ->> '$.issued.capturedAt'`);
  const called = quarters(`state ->> '$.called.capturedAt'`);
  const byCounter = store.db.prepare<
    [string],
    { counterName: string; served: number; service: number | null }
  >(
    `SELECT state ->> '$.counter.name' AS counterName, count(*) AS served, avg(state ->> '$.spent.service') AS service
     FROM ticket WHERE business_day = ? AND status = 'served' GROUP BY counterName ORDER BY counterName`,
  );
  const byServiceMode = store.db.prepare<[string], { serviceMode: string; issued: number }>(
    `SELECT coalesce(state ->> '$.serviceMode', 'counter') AS serviceMode, count(*) AS issued
     FROM ticket WHERE business_day = ? GROUP BY serviceMode ORDER BY serviceMode`,
  );
  const whole = (value: number | null): number | null => (value === null ? null : Math.round(value));

  /** Each quarter of an hour from the first ticket to the last thing that happened, also those with nothing in them. */
  function curve(day: string): DayFigures['curve'] {
    const taken = new Map(issued.all(day).map(({ quarter, n }) => [quarter, n]));
    const gone = new Map(called.all(day).map(({ quarter, n }) => [quarter, n]));
    const all = [...taken.keys(), ...gone.keys()];
    if (all.length === 0) return [];
    const first = Math.min(...all);
    let waiting = 0;
    return Array.from({ length: Math.max(...all) - first + 1 }, (_, index) => {
      const quarter = first + index;
      const counts = { issued: taken.get(quarter) ?? 0, called: gone.get(quarter) ?? 0 };
      waiting += counts.issued - counts.called;
      return { from: instantOfEpoch(quarter * quarterMs), ...counts, waiting: Math.max(0, waiting) };
    });
  }

  return (): DayFigures => {
    const day = store.businessDay();
    const { wait, longest, service, ...counts } = totals.get(day) ?? {
      ...{ issued: 0, served: 0, missed: 0, wait: null, longest: null, service: null },
    };
    return {
      ...counts,
      ...{ averageWait: whole(wait), longestWait: whole(longest), averageService: whole(service) },
      curve: curve(day),
      byCounter: byCounter.all(day).map(({ service: average, ...rest }) => ({
        ...rest,
        averageService: whole(average),
      })),
      byServiceMode: byServiceMode.all(day),
    };
  };
}
