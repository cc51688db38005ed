import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import published from '../../assets/calendar.json' with { type: 'json' };
import { addCalendarDays, type BeijingDate, beijingDateSchema } from './beijing.ts';
import {
  addWorkingDays,
  type Calendar,
  calendarSchema,
  isWorkingDay,
  workingDaysBetween,
} from './calendar.ts';
import { countOut } from './count.ts';
import type { TimeLimit } from './deadline.ts';
import {
  type SpecialProcedureKind,
  type Suspension,
  specialProcedureKinds,
  specialProcedures,
} from './suspension.ts';

const calendar = calendarSchema.parse(published);
const on = (text: string) => beijingDateSchema.parse(text);
const working = (days: number) => ({ kind: 'workingDays', days }) as const;
const suspended = (kind: SpecialProcedureKind, first: string, last: string): Suspension => ({
  kind,
  first: on(first),
  last: on(last),
});
const dueOf = (start: string, limit: Exclude<TimeLimit, { kind: 'none' }>, moves = {}) =>
  countOut(on(start), limit, moves, calendar).date;

describe('a special procedure', () => {
  // From 21 September ten working days: 22–24, 28–30 September, 8–10 October, and the 12th.
  it('of a lawful kind stops the clock for its working days, the first and the last included (Art 45)', () => {
    expect(dueOf('2026-09-21', working(10))).toBe('2026-10-12');
    const suspensions = [suspended('hearing', '2026-09-28', '2026-10-09')];
    // 28–30 September and 8–9 October: five working days later.
    expect(dueOf('2026-09-21', working(10), { suspensions })).toBe('2026-10-19');
  });

  it('of the policy’s other kinds stops nothing', () => {
    const others = specialProcedureKinds.filter((kind) => !specialProcedures[kind].stopsClock);
    expect(others.map((kind) => specialProcedures[kind].name)).toEqual([
      '集体研究',
      '现场勘验',
      '评估',
      '论证',
    ]);
    for (const kind of others) {
      const suspensions = [suspended(kind, '2026-09-28', '2026-10-09')];
      expect(dueOf('2026-09-21', working(10), { suspensions })).toBe('2026-10-12');
    }
  });

  it('counts once where two overlap', () => {
    const suspensions = [
      suspended('hearing', '2026-09-28', '2026-10-08'),
      suspended('appraisal', '2026-09-30', '2026-10-09'),
    ];
    expect(dueOf('2026-09-21', working(10), { suspensions })).toBe('2026-10-19');
  });

  it('before the start or after the due date moves nothing', () => {
    const suspensions = [
      suspended('hearing', '2026-09-14', '2026-09-21'),
      suspended('hearing', '2026-10-13', '2026-10-20'),
    ];
    expect(dueOf('2026-09-21', working(10), { suspensions })).toBe('2026-10-12');
  });

  it('takes calendar days out of a limit in calendar days', () => {
    const suspensions = [suspended('testing', '2026-09-25', '2026-09-27')];
    const limit = { kind: 'calendarDays', days: 15 } as const;
    expect(dueOf('2026-09-21', limit)).toBe('2026-10-06');
    expect(dueOf('2026-09-21', limit, { suspensions })).toBe('2026-10-09');
  });
});

describe('an approved extension', () => {
  it('adds its working days, also to a limit in calendar days and beyond a stop (Art 42)', () => {
    expect(dueOf('2026-09-21', working(10), { extensionDays: 10 })).toBe('2026-10-26');
    expect(dueOf('2026-09-21', { kind: 'calendarDays', days: 15 }, { extensionDays: 2 })).toBe('2026-10-09');
    const suspensions = [suspended('hearing', '2026-10-13', '2026-10-13')];
    expect(dueOf('2026-09-21', working(10), { suspensions, extensionDays: 1 })).toBe('2026-10-14');
  });
});

describe('the explanation', () => {
  it('names every stop, every day off beside the weekends, and the extension, with the article', () => {
    const { steps } = countOut(
      on('2026-09-21'),
      working(10),
      {
        suspensions: [
          suspended('hearing', '2026-09-28', '2026-09-29'),
          suspended('site-survey', '2026-10-09', '2026-10-09'),
        ],
        extensionDays: 1,
      },
      calendar,
    );
    expect(steps.map(({ text, basis }) => `${text} ${basis}`)).toEqual([
      '2026年9月25日放假，不计。 《行政许可法》第八十二条',
      '听证（2026年9月28日至2026年9月29日）期间不计入时限，扣除2个工作日。 《行政许可法》第四十五条',
      '2026年10月1日至2026年10月7日放假，不计。 《行政许可法》第八十二条',
      '现场勘验（2026年10月9日）不属于法定扣除情形，照常计时。 《行政许可法》第四十五条',
      '2026年10月10日调休上班，计入。 《行政许可法》第八十二条',
      '经批准延长1个工作日，届满日顺延至2026年10月15日。 《行政许可法》第四十二条',
    ]);
  });

  it('says that a year without a calendar is provisional', () => {
    const { provisional, steps } = countOut(on('2026-12-30'), working(5), {}, calendar);
    expect(provisional).toBe(true);
    expect(steps.at(-1)?.text).toBe('2027年的放假安排尚未公布，暂按普通周计算，公布后自动重算。');
  });
});

describe('whatever the case', () => {
  const days = fc.nat(700).map((offset) => addCalendarDays(on('2024-06-01'), offset));
  const lengths = fc.integer({ min: 1, max: 60 });
  const spells = fc.array(
    fc
      .tuple(fc.constantFrom(...specialProcedureKinds), days, fc.nat(30))
      .map(([kind, first, more]): Suspension => ({ kind, first, last: addCalendarDays(first, more) })),
    { maxLength: 4 },
  );
  const lawful = ({ kind }: Suspension) => specialProcedures[kind].stopsClock;

  it('the date moves by exactly the working days that were suspended on the way', () => {
    fc.assert(
      fc.property(days, lengths, spells, (start, length, suspensions) => {
        const { date } = countOut(start, working(length), { suspensions }, calendar);
        let stopped = 0;
        for (let day = addCalendarDays(start, 1); day <= date; day = addCalendarDays(day, 1)) {
          const off = suspensions.some((each) => lawful(each) && each.first <= day && day <= each.last);
          if (off && isWorkingDay(calendar, day).working) stopped += 1;
        }
        expect(workingDaysBetween(calendar, start, date).days).toBe(length + stopped);
      }),
    );
  });

  it('a case is never due on a day off or on a suspended day', () => {
    fc.assert(
      fc.property(days, lengths, spells, fc.nat(15), (start, length, suspensions, extensionDays) => {
        const { date } = countOut(start, working(length), { suspensions, extensionDays }, calendar);
        expect(isWorkingDay(calendar, date).working).toBe(true);
        expect(suspensions.some((each) => lawful(each) && each.first <= date && date <= each.last)).toBe(
          false,
        );
      }),
    );
  });

  it('another holiday never brings a date forward', () => {
    const withHoliday = (date: BeijingDate): Calendar => {
      const year = date.slice(0, 4);
      const held = calendar.years[year] ?? { off: [], worked: [] };
      const off = [...held.off, date];
      const worked = held.worked.filter((each) => each !== date);
      return { ...calendar, years: { ...calendar.years, [year]: { off, worked } } };
    };
    fc.assert(
      fc.property(days, lengths, spells, days, (start, length, suspensions, holiday) => {
        const before = countOut(start, working(length), { suspensions }, calendar).date;
        const after = countOut(start, working(length), { suspensions }, withHoliday(holiday)).date;
        expect(after >= before).toBe(true);
      }),
    );
  });

  it('without suspensions it is the plain count', () => {
    fc.assert(
      fc.property(days, lengths, fc.nat(15), (start, length, extensionDays) => {
        const { date, provisional } = countOut(start, working(length), { extensionDays }, calendar);
        expect({ date, provisional }).toEqual(addWorkingDays(calendar, start, length + extensionDays));
      }),
    );
  });
});
