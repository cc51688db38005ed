import { v7 as uuidv7 } from 'uuid';
import { type BeijingDate, beijingDateOf } from '#shared/clock/beijing.ts';
import {
  type CalendarYear,
  changedDays,
  publishYearFaults,
  type YearDays,
} from '#shared/clock/calendar-year.ts';
import { momentOf } from '#shared/clock/evidence.ts';
import { readHolidayNotice } from '#shared/clock/holiday-notice.ts';
import { refused } from '#shared/contracts/answer.ts';
import type { CalendarYearRow } from '#shared/contracts/office-calendar.ts';
import type { Acting } from '../store/commands.ts';
import type { Store } from '../store/store.ts';

/** The working calendar at an office: what is published, year by year, and publishing another. */
export type CalendarDesk = ReturnType<typeof calendarDesk>;

export function calendarDesk(store: Store) {
  const today = (): BeijingDate => beijingDateOf(store.now());
  const nameOf = (personId: string): string =>
    store.knowledge.staff().find((posting) => posting.personId === personId)?.name ?? '';

  /** The latest publication of a year that came from an office; null where it was in the file of the set-up. */
  const publicationOf = (year: string) =>
    store.calendarYears.where('year = ? ORDER BY id DESC LIMIT 1', year)[0];

  function row(year: string): CalendarYearRow {
    const held = store.knowledge.calendar().years[year];
    const publication = publicationOf(year);
    // What waits for the district is shown as it will be.
    const { off, worked }: YearDays = publication?.state ?? held ?? { off: [], worked: [] };
    return {
      year,
      off: [...off],
      worked: [...worked],
      published: held !== undefined,
      publication: publication === undefined ? null : publicationView(publication.state),
      pending: publication !== undefined && store.outbox.pendingOf(publication.id) > 0,
      attention: publication?.attention?.message ?? null,
      mayChange: Number(year) >= Number(today().slice(0, 4)),
    };
  }
  const publicationView = ({ notice, published }: CalendarYear) => ({
    notice,
    by: nameOf(published.by),
    at: momentOf(published.at),
  });

  return {
    /** Every year that is published, this one and the next; the latest first. */
    years(): CalendarYearRow[] {
      const thisYear = Number(today().slice(0, 4));
      const years = new Set([
        ...Object.keys(store.knowledge.calendar().years),
        String(thisYear),
        String(thisYear + 1),
      ]);
      return [...years].sort().reverse().map(row);
    },

    /** Reads the days out of a notice or a calendar file. */
    read(year: string, text: string) {
      const days = readHolidayNotice(text, year);
      if (typeof days === 'string') return refused('unreadable', days);
      return { kind: 'done' as const, off: [...days.off], worked: [...days.worked] };
    },

    /** What stands against publishing these days, and how many days would change. */
    check(year: string, days: YearDays) {
      const calendar = store.knowledge.calendar();
      return {
        faults: [...publishYearFaults(year, days, { calendar, today: today() })],
        changed: changedDays(year, days, calendar).length,
      };
    },

    publish: (acting: Acting, args: { year: string; notice: string } & YearDays) =>
      store.perform(acting, [
        { name: 'publishCalendarYear', subject: { kind: 'calendarYear', id: uuidv7() }, args },
      ]),
  };
}
