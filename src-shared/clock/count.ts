/**
 * Counting a limit out, day by day, with the reason for every day that does not count: the date and its explanation
 * come from the same walk, so they cannot disagree.
 */
import { addCalendarDays, type BeijingDate, formatDate, weekday } from './beijing.ts';
import { type Calendar, type CountedDate, isWorkingDay } from './calendar.ts';
import type { TimeLimit } from './deadline.ts';
import { type Suspension, specialProcedures, suspensionOn } from './suspension.ts';

/** What moves a due date after its start. */
export interface Moves {
  readonly suspensions?: readonly Suspension[];
  /** Working days of an approved extension (行政许可法 Art 42). */
  readonly extensionDays?: number;
}

/** One line of an explanation, in the words of the hall, with the article that it rests on. */
export interface ClockStep {
  readonly date: BeijingDate;
  readonly text: string;
  readonly basis: string | null;
}

/**
 * One day on the way to a due date. `counted`: a day of the limit's own; `extension`: one of an approved extension;
 * `suspended`: a special procedure stops the clock; `off`: not a working day.
 */
export interface CountedDay {
  readonly date: BeijingDate;
  readonly as: 'counted' | 'extension' | 'suspended' | 'off';
}

/** A due date that can explain itself. */
export interface ExplainedDate extends CountedDate {
  readonly steps: readonly ClockStep[];
  /** Every day after the start up to the due date, in order. */
  readonly days: readonly CountedDay[];
}

export type RunningLimit = Exclude<TimeLimit, { kind: 'none' }>;

const permitLaw = (article: string) => `《行政许可法》第${article}条`;

/**
 * The last day of a limit that starts on `start`, which is not counted itself. A suspended day counts neither as a
 * working nor as a calendar day; an extension is counted in working days after the limit's own.
 */
export function countOut(
  start: BeijingDate,
  limit: RunningLimit,
  { suspensions = [], extensionDays = 0 }: Moves,
  calendar: Calendar,
): ExplainedDate {
  const own = limit.kind === 'onTheSpot' ? 0 : limit.days;
  const inCalendarDays = limit.kind === 'calendarDays' ? own : 0;
  const walked = new Walk(start, suspensions, calendar);
  walked.countCalendarDays(inCalendarDays);
  walked.countWorkingDays(own - inCalendarDays, 'counted');
  walked.countWorkingDays(extensionDays, 'extension');
  const steps = [...walked.steps(), ...ineffective(suspensions, start, walked.date)];
  if (extensionDays > 0)
    steps.push({
      date: walked.date,
      text: `经批准延长${extensionDays}个工作日，届满日顺延至${formatDate(walked.date)}。`,
      basis: permitLaw('四十二'),
    });
  steps.sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0));
  return { date: walked.date, provisional: walked.provisional, steps, days: walked.days };
}

/** A walk from day to day, which remembers why days were left out. */
class Walk {
  date: BeijingDate;
  provisional = false;
  readonly days: CountedDay[] = [];
  readonly #suspensions: readonly Suspension[];
  readonly #calendar: Calendar;
  readonly #suspended = new Map<Suspension, { days: number; unit: string }>();
  /** Weekdays off and worked weekends, as the State Council's notice has them. */
  readonly #unusual: { date: BeijingDate; working: boolean }[] = [];

  constructor(start: BeijingDate, suspensions: readonly Suspension[], calendar: Calendar) {
    this.date = start;
    this.#suspensions = suspensions;
    this.#calendar = calendar;
  }

  countCalendarDays(days: number): void {
    for (let left = days; left > 0; ) {
      this.date = addCalendarDays(this.date, 1);
      if (this.#isSuspended('日', 1)) this.#note('suspended');
      else {
        this.#note('counted');
        left -= 1;
      }
    }
  }

  countWorkingDays(days: number, as: 'counted' | 'extension'): void {
    for (let left = days; left > 0; ) {
      this.date = addCalendarDays(this.date, 1);
      const { working, known } = isWorkingDay(this.#calendar, this.date);
      if (!known) this.provisional = true;
      if (this.#isSuspended('个工作日', working ? 1 : 0)) {
        this.#note(working ? 'suspended' : 'off');
        continue;
      }
      if (working !== weekday(this.date) < 6) this.#unusual.push({ date: this.date, working });
      this.#note(working ? as : 'off');
      if (working) left -= 1;
    }
  }

  #note(as: CountedDay['as']): void {
    this.days.push({ date: this.date, as });
  }

  /** Whether the day does not count; if so, it is entered under its special procedure. */
  #isSuspended(unit: '日' | '个工作日', days: number): boolean {
    const suspension = suspensionOn(this.#suspensions, this.date);
    if (suspension === undefined) return false;
    const before = this.#suspended.get(suspension)?.days ?? 0;
    this.#suspended.set(suspension, { days: before + days, unit });
    return true;
  }

  steps(): ClockStep[] {
    const stopped = [...this.#suspended].map(([{ kind, first, last }, { days, unit }]) => ({
      date: first,
      text: `${specialProcedures[kind].name}（${spell(first, last)}）期间不计入时限，扣除${days}${unit}。`,
      basis: permitLaw('四十五'),
    }));
    const unusual = runs(this.#unusual).map(({ first, last, working }) => ({
      date: first,
      text: working ? `${spell(first, last)}调休上班，计入。` : `${spell(first, last)}放假，不计。`,
      basis: permitLaw('八十二'),
    }));
    const unknown = {
      date: this.date,
      text: `${this.date.slice(0, 4)}年的放假安排尚未公布，暂按普通周计算，公布后自动重算。`,
      basis: null,
    };
    return [...stopped, ...unusual, ...(this.provisional ? [unknown] : [])];
  }
}

/** Special procedures on the way that stop nothing: said, since people ask. */
function ineffective(suspensions: readonly Suspension[], start: BeijingDate, due: BeijingDate): ClockStep[] {
  return suspensions
    .filter(({ kind, first, last }) => !specialProcedures[kind].stopsClock && last > start && first <= due)
    .map(({ kind, first, last }) => ({
      date: first,
      text: `${specialProcedures[kind].name}（${spell(first, last)}）不属于法定扣除情形，照常计时。`,
      basis: permitLaw('四十五'),
    }));
}

const spell = (first: BeijingDate, last: BeijingDate) =>
  first === last ? formatDate(first) : `${formatDate(first)}至${formatDate(last)}`;

/** Neighbouring days of the same sort as one run; a weekend between them does not part a holiday. */
function runs(days: readonly { date: BeijingDate; working: boolean }[]) {
  const found: { first: BeijingDate; last: BeijingDate; working: boolean }[] = [];
  for (const { date, working } of days) {
    const last = found.at(-1);
    if (last !== undefined && last.working === working && adjoins(last.last, date)) last.last = date;
    else found.push({ first: date, last: date, working });
  }
  return found;
}

function adjoins(earlier: BeijingDate, later: BeijingDate): boolean {
  for (let date = addCalendarDays(earlier, 1); date < later; date = addCalendarDays(date, 1)) {
    if (weekday(date) < 6) return false;
  }
  return true;
}
