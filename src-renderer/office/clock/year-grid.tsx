import { type KeyboardEvent, useRef } from 'react';
import { addCalendarDays, type BeijingDate, formatDate, weekday } from '#shared/clock/beijing.ts';
import type { YearDays } from '#shared/clock/calendar-year.ts';
import './year-grid.css';

const weekdays = ['一', '二', '三', '四', '五', '六', '日'];

/** How a day stands: as in the plain week, off by the notice, or a weekend that is worked. */
const standingOf = (date: BeijingDate, { off, worked }: YearDays) =>
  off.includes(date)
    ? ('off' as const)
    : worked.includes(date)
      ? ('worked' as const)
      : weekday(date) < 6
        ? ('plain' as const)
        : ('weekend' as const);

const words = { off: '放假', worked: '调休上班', plain: '工作日', weekend: '周末' } as const;

/** Off, and on weekends worked after that, and back. */
function next(date: BeijingDate, days: YearDays): YearDays {
  const without = (list: readonly BeijingDate[]) => list.filter((each) => each !== date);
  switch (standingOf(date, days)) {
    case 'off':
      return {
        off: without(days.off),
        worked: weekday(date) < 6 ? days.worked : [...days.worked, date].sort(),
      };
    case 'worked':
      return { ...days, worked: without(days.worked) };
    default:
      return { ...days, off: [...days.off, date].sort() };
  }
}

/** The twelve months of a year; a day changes by a click or a space, arrows move by a day or a week. */
export function YearGrid({
  year,
  days,
  onChange,
}: {
  readonly year: string;
  readonly days: YearDays;
  /** Null where the year is only to be read. */
  readonly onChange: ((days: YearDays) => void) | null;
}) {
  const grid = useRef<HTMLDivElement>(null);
  const first = `${year}-01-01` as BeijingDate;
  const move = (event: KeyboardEvent, date: BeijingDate): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    grid.current?.querySelector<HTMLElement>(`[data-date="${addCalendarDays(date, by)}"]`)?.focus();
  };
  return (
    <div ref={grid} className="year-grid">
      {Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`).map(
        (month, index) => (
          <section key={month} aria-label={`${year}年${index + 1}月`}>
            <h3>{index + 1}月</h3>
            <div className="year-grid-days">
              {weekdays.map((name) => (
                <span key={name} aria-hidden="true">
                  {name}
                </span>
              ))}
              {daysOf(month).map((date, at) => {
                const standing = standingOf(date, days);
                return (
                  <button
                    key={date}
                    type="button"
                    data-date={date}
                    className={`year-grid-${standing}`}
                    style={at === 0 ? { gridColumnStart: weekday(date) } : undefined}
                    tabIndex={date === first ? 0 : -1}
                    disabled={onChange === null}
                    aria-label={`${formatDate(date)}，${words[standing]}`}
                    onClick={() => onChange?.(next(date, days))}
                    onKeyDown={(event) => move(event, date)}
                  >
                    {Number(date.slice(8))}
                    {standing === 'off' && <i>休</i>}
                    {standing === 'worked' && <i>班</i>}
                  </button>
                );
              })}
            </div>
          </section>
        ),
      )}
    </div>
  );
}

function daysOf(month: string): readonly BeijingDate[] {
  const dates: BeijingDate[] = [];
  for (let date = `${month}-01` as BeijingDate; date.startsWith(month); date = addCalendarDays(date, 1))
    dates.push(date);
  return dates;
}
