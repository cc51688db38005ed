import { describe, expect, it } from 'vitest';
import {
  actor,
  atDepartment,
  beijing,
  calendar2026,
  caseThrough,
  counter3,
  day,
  facts,
  organisations,
  procedureId,
  refusalOf,
  stamp,
  stateAfter,
} from '../../tests/support/domain.ts';
import type { Instant } from '../clock/beijing.ts';
import { specialProcedureKinds, specialProcedures } from '../clock/suspension.ts';
import { deadlinesOf } from './case-clock.ts';
import type { CaseFile } from './case-file.ts';

const uploaded = beijing('2026-09-22 09:06');
/** Received and accepted on Tuesday 22 September; promised in 5 working days, statutory in 20. */
const { accepted } = caseThrough({}, facts({ stamp: stamp(beijing('2026-09-22 09:05'), uploaded) }));
const at = (moment: Instant) => atDepartment({ stamp: stamp(moment) });
const monday = at(beijing('2026-09-28 09:00'));
const otherId = '01994f4c-0000-7000-8000-0000000000ab';
const due = (file: CaseFile, today = day('2026-09-28')) => {
  const { promised, statutory } = deadlinesOf(file, calendar2026, today);
  return [promised, statutory].map((each) => (each.kind === 'due' ? each.date : each.kind));
};
const start = (changes = {}, known = monday, from = accepted) =>
  stateAfter(from, 'startProcedure', known, changes);
const end = (from: CaseFile, changes = {}, known = at(beijing('2026-10-12 16:00'))) =>
  stateAfter(from, 'endProcedure', known, changes);

describe('a special procedure (特别程序, M22)', () => {
  it('is told with its kind, its basis and its days, and keeps who told it and when', () => {
    expect(start().procedures).toEqual([
      expect.objectContaining({
        procedureId,
        kind: 'hearing',
        first: '2026-09-28',
        last: '2026-10-12',
        basis: '《行政许可法》第四十七条',
        by: 'person-chiefRepresentative',
        at: stamp(beijing('2026-09-28 09:00')),
        opinion: null,
      }),
    ]);
  });

  it('stops both limits for its working days, first and last included, where the law lists its kind (Art 45)', () => {
    // 28, 29 and 30 September, 8, 9, 10 and 12 October: seven working days.
    expect(due(accepted)).toEqual(['2026-09-30', '2026-10-27']);
    expect(due(start())).toEqual(['2026-10-15', '2026-11-05']);
  });

  it.each(specialProcedureKinds)('%s stops the clock exactly if the law lists it', (kind) => {
    const moved = due(start({ kind }))[1] !== due(accepted)[1];
    expect(moved).toBe(specialProcedures[kind].stopsClock);
    const lawful = ['听证', '招标', '拍卖', '检验', '检测', '检疫', '鉴定', '专家评审'];
    expect(specialProcedures[kind].stopsClock).toBe(lawful.includes(specialProcedures[kind].name));
  });

  it('that is over earlier gives its remaining days back', () => {
    const ended = end(start(), { last: day('2026-10-08') }, at(beijing('2026-10-08 16:00')));
    expect(due(ended)).toEqual(['2026-10-12', '2026-11-02']);
  });

  it('that did not take place takes nothing off the clock', () => {
    const dropped = stateAfter(start(), 'dropProcedure', monday);
    expect(due(dropped)).toEqual(due(accepted));
    expect(dropped.procedures[0]?.notHeld?.reason).toBe('申请人放弃听证。');
  });

  it('begins with its notice: a day before it was told cannot be taken off', () => {
    expect(refusalOf(accepted, 'startProcedure', monday, { first: day('2026-09-27') }).code).toBe(
      'notToldYet',
    );
  });

  it('runs as long as was told and no longer', () => {
    const late = at(beijing('2026-10-14 09:00'));
    expect(refusalOf(start(), 'endProcedure', late, { last: day('2026-10-13') }).code).toBe('longerThanTold');
    expect(refusalOf(start(), 'endProcedure', monday, { last: day('2026-10-12') }).code).toBe('endOutside');
    expect(refusalOf(start(), 'endProcedure', late, { last: day('2026-09-24') }).code).toBe('endOutside');
  });

  it('is not begun twice, of one kind at one time, nor backwards, nor for years', () => {
    expect(refusalOf(start(), 'startProcedure', monday).code).toBe('procedureKnown');
    expect(refusalOf(start(), 'startProcedure', monday, { procedureId: otherId }).code).toBe('procedureOpen');
    const dates = (first: string, last: string) => ({ first: day(first), last: day(last) });
    expect(refusalOf(accepted, 'startProcedure', monday, dates('2026-10-12', '2026-10-09')).code).toBe(
      'datesReversed',
    );
    expect(refusalOf(accepted, 'startProcedure', monday, dates('2026-10-12', '2028-10-12')).code).toBe(
      'tooLong',
    );
  });

  it('of two that overlap, a day counts once', () => {
    const both = start(
      { procedureId: otherId, kind: 'expert-review', first: day('2026-10-08') },
      monday,
      start(),
    );
    expect(due(both)).toEqual(due(start()));
  });

  it('belongs to the deciding department, at its own desk, while the case is under examination', () => {
    const reviewer = { ...monday, actor: actor('reviewer', organisations.civil) };
    expect(start({}, reviewer).procedures).toHaveLength(1);
    expect(refusalOf(accepted, 'startProcedure', facts()).code).toBe('notAuthorised');
    const atCounter = { ...monday, place: counter3 };
    expect(refusalOf(accepted, 'startProcedure', atCounter).code).toBe('otherDepartment');
    const stranger = { ...monday, actor: actor('reviewer', organisations.market) };
    expect(refusalOf(accepted, 'startProcedure', stranger).code).toBe('otherDepartment');
    const { received, decided } = caseThrough();
    for (const file of [received, decided])
      expect(refusalOf(file, 'startProcedure', at(beijing('2026-09-24 16:00'))).code).toBe('wrongStep');
    expect(refusalOf(accepted, 'endProcedure', monday).code).toBe('procedureUnknown');
    expect(refusalOf(accepted, 'dropProcedure', monday).code).toBe('procedureUnknown');
  });
});

describe('sign-off on a special procedure (M23)', () => {
  const october = at(beijing('2026-10-12 17:00'));

  it('waits until the opinion is attached, and says which one', () => {
    expect(refusalOf(start(), 'signOffCase', october)).toEqual({
      code: 'opinionMissing',
      message: '听证还没有登记意见，请先登记意见（或注明未进行），再签批。',
    });
    expect(stateAfter(end(start()), 'signOffCase', october).status).toBe('decided');
    expect(stateAfter(stateAfter(start(), 'dropProcedure', monday), 'signOffCase', monday).status).toBe(
      'decided',
    );
  });

  it.each([
    ['approve', 'approved', []],
    ['approve', 'rejected', [procedureId]],
    ['reject', 'approved', [procedureId]],
    ['reject', 'rejected', []],
    ['open', 'approved', []],
  ] as const)(
    'on advice to %s, a decision that is %s is flagged where it departs',
    (advice, outcome, from) => {
      const signed = stateAfter(end(start(), { advice }), 'signOffCase', october, { outcome });
      expect(signed.decision?.departsFrom).toEqual(from);
    },
  );
});
