import { describe, expect, it } from 'vitest';
import {
  atDepartment,
  beijing,
  calendar2026,
  day,
  facts,
  matter,
  refusalOf,
  stamp,
  stateAfter,
} from '../../tests/support/domain.ts';
import type { Stamp } from '../clock/evidence.ts';
import { deadlinesOf, explainedDeadlines, standingOf } from './case-clock.ts';
import type { CaseFile, OneTimeNotice } from './case-file.ts';
import { statusName } from './wording.ts';

const monday = stamp(beijing('2026-09-21 10:00'));
const matters = [matter({ sunk: false })];
const known = (at: Stamp) => facts({ matters, stamp: at });
const received = stateAfter(null, 'receiveCase', known(monday));
const notice = (at: Stamp, supplemented: Stamp | null): OneTimeNotice => ({
  missing: [{ materialId: 'proof', name: '疾病诊断证明', why: '缺少' }],
  papersKept: true,
  newFacts: null,
  supplies: [],
  by: 'person-clerk',
  at,
  supplemented: supplemented && { by: 'person-clerk', at: supplemented },
});
const told = (...notices: OneTimeNotice[]): CaseFile => ({ ...received, notices });
const due = (file: CaseFile, today: string) => {
  const { promised, statutory } = deadlinesOf(file, calendar2026, day(today));
  return [promised, statutory].map((each) => (each.kind === 'due' ? `${each.date} ${each.from}` : each.kind));
};

describe('silence for five working days is acceptance from the day of receipt (行政许可法 Art 32)', () => {
  // 22, 23, 24, 28 and 29 September.
  it('in the case’s words and in its statutory start, without anybody doing anything', () => {
    const named = (today: string) =>
      statusName(received, standingOf(received, calendar2026, day(today)).deemed);
    expect(named('2026-09-29')).toBe('已收件');
    expect(named('2026-09-30')).toBe('逾期未告知，视为受理');
    expect(due(received, '2026-09-29')[1]).toBe('notYet');
    expect(due(received, '2026-09-30')[1]).toBe('2026-10-26 deemed');
  });

  it('explains itself by the article', () => {
    const { statutory } = explainedDeadlines(received, calendar2026, day('2026-09-30'));
    expect(statutory.steps[0]).toEqual({
      date: '2026-09-21',
      text: '2026年9月21日收到申请材料，五个工作日内未作答复，自收到之日起即为受理，当日不计，次日起算。',
      basis: '《行政许可法》第三十二条',
    });
  });

  it('an acceptance that comes later does not start the limit later', () => {
    const late = stateAfter(received, 'acceptCase', known(stamp(beijing('2026-10-08 09:00'))));
    expect(due(late, '2026-10-08')[1]).toBe('2026-10-26 deemed');
    const inTime = stateAfter(received, 'acceptCase', known(stamp(beijing('2026-09-29 17:00'))));
    expect(due(inTime, '2026-10-08')[1]).toBe('2026-11-02 acceptance');
  });

  it('the department decides such a case like any other', () => {
    const at = (text: string) => atDepartment({ stamp: stamp(beijing(text)) });
    expect(refusalOf(received, 'signOffCase', at('2026-09-29 17:00')).code).toBe('wrongStep');
    expect(stateAfter(received, 'signOffCase', at('2026-09-30 09:00')).status).toBe('decided');
    expect(
      stateAfter(received, 'startProcedure', at('2026-09-30 09:00'), { first: day('2026-10-08') }),
    ).toHaveProperty('procedures.length', 1);
  });
});

describe('a correction (补正)', () => {
  const wednesday = stamp(beijing('2026-09-23 10:00'));
  const october = stamp(beijing('2026-10-08 10:00'));

  it('that was told in time stops the clock until everything is in', () => {
    const waiting: CaseFile = { ...told(notice(wednesday, null)), status: 'supplementing' };
    expect(due(waiting, '2026-12-01')).toEqual(['pendingSupplement', 'notYet']);
  });

  it('starts both limits anew with the completing supplement', () => {
    const complete = told(notice(wednesday, october));
    const file: CaseFile = { ...complete, status: 'accepted', accepted: october };
    expect(due(file, '2026-10-08')).toEqual(['2026-10-14 supplement', '2026-11-04 supplement']);
  });

  it('that was told too late changes nothing: the case counts as accepted already', () => {
    const late = stamp(beijing('2026-09-30 10:00'));
    expect(due(told(notice(late, october)), '2026-10-09')).toEqual([
      '2026-09-29 receipt',
      '2026-10-26 deemed',
    ]);
  });

  it('gives five working days for an answer again', () => {
    // 9, 10, 12, 13 and 14 October.
    const complete = told(notice(wednesday, october));
    expect(standingOf(complete, calendar2026, day('2026-10-14')).deemed).toBe(false);
    expect(standingOf(complete, calendar2026, day('2026-10-15')).deemed).toBe(true);
    expect(due(complete, '2026-10-15')[1]).toBe('2026-11-04 supplement');
  });
});

describe('doubt about a moment favours the applicant', () => {
  const bounds = { notBefore: beijing('2026-09-21 09:00'), notAfter: beijing('2026-09-21 11:00') };

  it('a clock that ran ahead of the district’s falls back to the earlier bound', () => {
    const ahead = { ...monday, ...bounds, capturedAt: beijing('2026-09-23 10:00') };
    const file = stateAfter(null, 'receiveCase', known(ahead));
    expect(due(file, '2026-09-22')[0]).toBe('2026-09-29 receipt');
    const accepted = stateAfter(file, 'acceptCase', known(ahead));
    expect(due(accepted, '2026-09-22')[1]).toBe('2026-10-26 acceptance');
  });

  it('one that ran behind counts from what is certain', () => {
    const behind = { ...monday, ...bounds, capturedAt: beijing('2026-09-01 10:00') };
    const file = stateAfter(null, 'receiveCase', known(behind));
    expect(due(file, '2026-09-22')[0]).toBe('2026-09-29 receipt');
  });
});

describe('a calendar that arrives later', () => {
  it('corrects every date that was provisional, and the date that was not stays', () => {
    const late = stateAfter(null, 'receiveCase', known(stamp(beijing('2026-12-29 10:00'))));
    const before = deadlinesOf(late, calendar2026).promised;
    const published = {
      version: '2027',
      years: {
        ...calendar2026.years,
        2027: { off: [day('2027-01-01'), day('2027-01-02'), day('2027-01-03')], worked: [] },
      },
    };
    const after = deadlinesOf(late, published).promised;
    expect(before).toMatchObject({ date: '2027-01-05', provisional: true });
    expect(after).toMatchObject({ date: '2027-01-06', provisional: false });
    expect(deadlinesOf(received, published).promised).toEqual(deadlinesOf(received, calendar2026).promised);
  });
});
