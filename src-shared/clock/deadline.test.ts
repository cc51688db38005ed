import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import published from '../../assets/calendar.json' with { type: 'json' };
import { addCalendarDays, beijingDateSchema, instantOfEpoch, instantSchema } from './beijing.ts';
import { calendarSchema } from './calendar.ts';
import {
  type Deadline,
  deemedAcceptance,
  explainDelivery,
  explainPromised,
  explainStatutory,
  light,
  promisedDeadline,
  statutoryDeadline,
  type TimeLimit,
  timeLimitSchema,
  timeLimitText,
} from './deadline.ts';

const calendar = calendarSchema.parse(published);
const at = (text: string) => instantSchema.parse(text);
const on = (text: string) => beijingDateSchema.parse(text);
const working = (days: number): TimeLimit => ({ kind: 'workingDays', days });
const none: Deadline = { kind: 'none' };
const dueOn = (text: string, from: 'receipt' | 'acceptance' = 'receipt'): Deadline => ({
  kind: 'due',
  date: on(text),
  provisional: false,
  from,
});

describe('the promised deadline', () => {
  const received = at('2026-09-21T02:00:00.000Z');

  it('of a matter that is not sunk runs from the receipt at the counter, uploaded or not', () => {
    const clock = { sunk: false, receivedAt: received, limit: working(5) };
    const expected = { kind: 'due', date: '2026-09-29', provisional: false, from: 'receipt' };
    expect(promisedDeadline({ ...clock, uploadedAt: null }, calendar)).toEqual(expected);
    expect(promisedDeadline({ ...clock, uploadedAt: at('2026-09-24T02:00:00.000Z') }, calendar)).toEqual(
      expected,
    );
  });

  it('of a sunk matter runs from the upload stamp, and has no date before it', () => {
    const clock = { sunk: true, receivedAt: received, limit: working(5) };
    expect(promisedDeadline({ ...clock, uploadedAt: null }, calendar)).toEqual({ kind: 'pendingUpload' });
    expect(promisedDeadline({ ...clock, uploadedAt: at('2026-09-22T02:00:00.000Z') }, calendar)).toEqual({
      kind: 'due',
      date: '2026-09-30',
      provisional: false,
      from: 'upload',
    });
  });

  it('an upload at 17:40 UTC belongs to the next Beijing day', () => {
    const clock = { sunk: true, receivedAt: received, limit: working(1) };
    const deadline = promisedDeadline({ ...clock, uploadedAt: at('2026-09-21T17:40:00.000Z') }, calendar);
    expect(deadline).toMatchObject({ date: '2026-09-23' });
  });

  it('after office hours keeps its stamp: the first day is the next working day', () => {
    const clock = { sunk: false, uploadedAt: null, limit: working(1) };
    const evening = promisedDeadline({ ...clock, receivedAt: at('2026-09-30T12:30:00.000Z') }, calendar);
    expect(evening).toMatchObject({ date: '2026-10-08' });
  });

  it('over the National Day week counts the worked Saturday 10 October', () => {
    const clock = { sunk: false, uploadedAt: null, receivedAt: at('2026-09-30T01:00:00.000Z') };
    expect(promisedDeadline({ ...clock, limit: working(3) }, calendar)).toMatchObject({ date: '2026-10-10' });
  });

  it('into 2027, whose calendar is not published, is provisional', () => {
    const clock = { sunk: false, uploadedAt: null, receivedAt: at('2026-12-28T01:00:00.000Z') };
    expect(promisedDeadline({ ...clock, limit: working(3) }, calendar)).toMatchObject({ provisional: false });
    expect(promisedDeadline({ ...clock, limit: working(4) }, calendar)).toMatchObject({
      date: '2027-01-01',
      provisional: true,
    });
  });

  it('on the spot is due the same Beijing day, a weekend service included', () => {
    const clock = { sunk: false, uploadedAt: null, limit: { kind: 'onTheSpot' } as const };
    expect(promisedDeadline({ ...clock, receivedAt: at('2026-10-03T02:00:00.000Z') }, calendar)).toEqual(
      dueOn('2026-10-03'),
    );
  });

  it('does not exist where nothing is promised', () => {
    const clock = { sunk: true, receivedAt: received, uploadedAt: null, limit: { kind: 'none' } as const };
    expect(promisedDeadline(clock, calendar)).toEqual(none);
  });
});

describe('the statutory deadline', () => {
  it('runs from acceptance: 20 working days (行政许可法 Art 42)', () => {
    const clock = { acceptedAt: at('2026-09-21T02:00:00.000Z'), limit: working(20) };
    // 22–24 and 28–30 September make 6, 8–10 October 9, then 12–26 October.
    expect(statutoryDeadline(clock, calendar)).toEqual(dueOn('2026-10-26', 'acceptance'));
  });

  it('does not run before acceptance: a receipt of papers is not an acceptance', () => {
    expect(statutoryDeadline({ acceptedAt: null, limit: working(20) }, calendar)).toEqual({ kind: 'notYet' });
    expect(statutoryDeadline({ acceptedAt: null, limit: { kind: 'none' } }, calendar)).toEqual(none);
  });

  it('in calendar days counts holidays and is not moved past one (身份证 60日)', () => {
    const limit = { kind: 'calendarDays', days: 60 } as const;
    const deadline = statutoryDeadline({ acceptedAt: at('2026-08-03T02:00:00.000Z'), limit }, calendar);
    expect(deadline).toEqual(dueOn('2026-10-02', 'acceptance'));
  });

  it('is never earlier for a later acceptance or a longer limit', () => {
    const moments = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2026, 9, 1) }).map(instantOfEpoch);
    const lengths = fc.integer({ min: 1, max: 60 });
    const dateOf = (acceptedAt: ReturnType<typeof instantOfEpoch>, days: number) => {
      const deadline = statutoryDeadline({ acceptedAt, limit: working(days) }, calendar);
      return deadline.kind === 'due' ? deadline.date : '';
    };
    fc.assert(
      fc.property(moments, moments, lengths, lengths, (one, other, short, long) => {
        const [early, late] = one <= other ? [one, other] : [other, one];
        expect(dateOf(early, Math.min(short, long)) <= dateOf(late, Math.max(short, long))).toBe(true);
      }),
    );
  });
});

describe('a case that was supplemented', () => {
  it('starts both limits anew when the last paper is in (补正)', () => {
    const supplementedAt = at('2026-09-23T02:00:00.000Z');
    const receivedAt = at('2026-09-21T02:00:00.000Z');
    const promised = { sunk: true, receivedAt, uploadedAt: receivedAt, supplementedAt, limit: working(2) };
    expect(explainPromised(promised, calendar)).toMatchObject({ date: '2026-09-28', from: 'supplement' });
    const statutory = { acceptedAt: receivedAt, supplementedAt, limit: working(2) };
    expect(explainStatutory(statutory, calendar)).toMatchObject({ date: '2026-09-28', from: 'supplement' });
  });
});

describe('silence of the office', () => {
  const receivedAt = at('2026-09-21T02:00:00.000Z');
  // 22, 23, 24, 28 and 29 September.
  const deemed = (today: string, spokenAt: string | null = null) =>
    deemedAcceptance({ receivedAt, spokenAt: spokenAt === null ? null : at(spokenAt) }, on(today), calendar);

  it('for five working days counts as acceptance from the day of receipt (行政许可法 Art 32)', () => {
    expect(deemed('2026-09-29')).toBeNull();
    expect(deemed('2026-09-30')).toBe(receivedAt);
  });

  it('is broken by any answer within them, and by none after', () => {
    expect(deemed('2026-10-20', '2026-09-29T09:00:00.000Z')).toBeNull();
    expect(deemed('2026-10-20', '2026-09-30T01:00:00.000Z')).toBe(receivedAt);
  });
});

it('a decision is delivered within ten working days (行政许可法 Art 44)', () => {
  const delivery = explainDelivery(at('2026-09-21T02:00:00.000Z'), calendar);
  expect(delivery).toMatchObject({ kind: 'due', date: '2026-10-12', from: 'decision' });
  expect(delivery.steps[0]?.basis).toBe('《行政许可法》第四十四条');
});

describe('a due date explains itself', () => {
  it('from its start to its end', () => {
    const clock = { sunk: true, receivedAt: at('2026-09-20T02:00:00.000Z'), limit: working(3) };
    const { steps } = explainPromised({ ...clock, uploadedAt: at('2026-09-21T09:40:00.000Z') }, calendar);
    expect(steps.map(({ text }) => text)).toEqual([
      '2026年9月21日上传到区级平台，视为上级部门接件，当日不计，次日起算。',
      '承诺时限3个工作日，2026年9月24日届满。',
    ]);
  });

  it('and has nothing to say where there is no date', () => {
    const waiting = {
      sunk: true,
      receivedAt: at('2026-09-20T02:00:00.000Z'),
      uploadedAt: null,
      limit: working(3),
    };
    expect(explainPromised(waiting, calendar)).toEqual({ kind: 'pendingUpload', steps: [], days: [] });
    expect(explainStatutory({ acceptedAt: null, limit: working(3) }, calendar).steps).toEqual([]);
  });
});

describe('the light of an open case', () => {
  const deadlines = { promised: dueOn('2026-09-30'), statutory: dueOn('2026-10-12', 'acceptance') };

  it.each([
    ['2026-09-23', 'normal'],
    ['2026-09-28', 'normal'],
    ['2026-09-29', 'prompt'],
    ['2026-09-30', 'prompt'],
    ['2026-10-01', 'yellow'],
    ['2026-10-12', 'yellow'],
    ['2026-10-13', 'red'],
  ] as const)('on %s is %s', (today, expected) => {
    expect(light(deadlines, on(today), calendar)).toBe(expected);
  });

  it('a weekend between does not hide that one working day is left', () => {
    expect(light({ promised: dueOn('2026-09-14'), statutory: none }, on('2026-09-11'), calendar)).toBe(
      'prompt',
    );
  });

  it('a case without dates is normal', () => {
    const waiting = { promised: { kind: 'pendingUpload' }, statutory: { kind: 'notYet' } } as const;
    expect(light(waiting, on('2026-09-21'), calendar)).toBe('normal');
  });

  it('the district may ask for an earlier prompt', () => {
    const early = { promptWithinWorkingDays: 3 };
    expect(light(deadlines, on('2026-09-24'), calendar, early)).toBe('prompt');
  });

  it('never goes back to a milder one as the days pass', () => {
    const order = ['normal', 'prompt', 'yellow', 'red'];
    fc.assert(
      fc.property(fc.nat(400), fc.nat(60), fc.nat(60), (start, promised, gap) => {
        const first = addCalendarDays(on('2025-01-01'), start);
        const due = {
          promised: dueOn(addCalendarDays(first, promised)),
          statutory: dueOn(addCalendarDays(first, promised + gap), 'acceptance'),
        };
        const lights = Array.from({ length: 130 }, (_, day) =>
          light(due, addCalendarDays(first, day), calendar),
        );
        const ranks = lights.map((each) => order.indexOf(each));
        expect(ranks).toEqual([...ranks].sort((one, other) => one - other));
      }),
    );
  });
});

describe('a time limit', () => {
  it('is written in the words of the hall', () => {
    expect(timeLimitText({ kind: 'onTheSpot' })).toBe('当场办结');
    expect(timeLimitText(working(5))).toBe('5个工作日');
    expect(timeLimitText({ kind: 'calendarDays', days: 60 })).toBe('60日（自然日）');
    expect(timeLimitText({ kind: 'none' })).toBe('');
  });

  it('has at least one whole day', () => {
    for (const days of [0, -1, 1.5]) {
      expect(timeLimitSchema.safeParse({ kind: 'workingDays', days }).success).toBe(false);
    }
  });
});
