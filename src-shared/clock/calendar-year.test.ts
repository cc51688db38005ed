import { describe, expect, it } from 'vitest';
import {
  actor,
  beijing,
  calendar2026,
  day,
  facts,
  refusalOf,
  stamp,
  stateAfter,
} from '../../tests/support/domain.ts';
import type { CalendarYear } from './calendar-year.ts';
import { readHolidayNotice } from './holiday-notice.ts';

const admin = actor('systemAdmin');
const at = (moment: string) => facts({ actor: admin, stamp: stamp(beijing(moment)) });
const held = calendar2026;

describe('the notice of a year', () => {
  it('is read as it was meant, days of the week and of the old calendar left out', () => {
    expect(
      readHolidayNotice(
        '春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休。1月26日上班。',
        '2025',
      ),
    ).toEqual({
      off: ['01-28', '01-29', '01-30', '01-31', '02-01', '02-02', '02-03', '02-04'].map(
        (each) => `2025-${each}`,
      ),
      worked: ['2025-01-26'],
    });
  });

  it('may begin in the December before', () => {
    expect(readHolidayNotice('元旦：2023年12月30日至1月1日放假，共3天。', '2024')).toEqual({
      off: ['2023-12-30', '2023-12-31', '2024-01-01'],
      worked: [],
    });
  });

  it('is a calendar file as well, of which the year is taken', () => {
    expect(readHolidayNotice(JSON.stringify(held), '2026')).toEqual(held.years['2026']);
    expect(readHolidayNotice(JSON.stringify(held), '2031')).toContain('没有2031年');
    expect(readHolidayNotice('{"years":', '2026')).toContain('读不出来');
  });

  it('is refused with a sentence where it says nothing of days, or a day that is none', () => {
    expect(readHolidayNotice('请各单位做好值班工作。', '2026')).toContain('没有读到放假的日子');
    expect(readHolidayNotice('春节：2月30日放假。', '2026')).toContain('2月30日');
  });
});

describe('publishing a year', () => {
  const publish = (moment: string, changed: Record<string, unknown> = {}) =>
    refusalOf(null, 'publishCalendarYear', at(moment), changed);

  it('names the notice, and keeps who published it and when', () => {
    const published = stateAfter<CalendarYear>(null, 'publishCalendarYear', at('2026-11-10 09:00'));
    expect(published).toMatchObject({
      status: 'published',
      year: '2027',
      notice: '国办发明电〔2026〕9号',
      published: { by: 'person-systemAdmin' },
    });
  });

  it('is refused where the days contradict themselves', () => {
    const worked = { worked: [day('2027-01-02')] };
    expect(publish('2026-11-10 09:00', worked).message).toContain('既列为放假又列为上班');
    expect(publish('2026-11-10 09:00', { off: [] }).message).toContain('还没有标出放假的日子');
    expect(publish('2026-11-10 09:00', { off: [day('2028-05-01')] }).message).toContain('不属于2027年');
  });

  it('leaves the days that have passed as they were: dates were told by them', () => {
    const { off = [], worked = [] } = held.years['2026'] ?? {};
    const without = off.filter((date) => date !== '2026-10-01');
    expect(publish('2026-11-10 09:00', { year: '2026', off: without, worked }).message).toContain(
      '2026年10月1日已经过去',
    );
    const later = {
      year: '2026',
      off: [...off, day('2026-12-31')],
      worked,
      notice: '国办发明电〔2026〕10号',
    };
    expect(
      stateAfter<CalendarYear>(null, 'publishCalendarYear', at('2026-11-10 09:00'), later).off,
    ).toContain('2026-12-31');
  });
});
