import { expect, it } from 'vitest';
import { hoursOf, noonOf, officeHoursSchema } from './office-hours.ts';

it('are a hall’s own, or those that are usual', () => {
  const own = officeHoursSchema.parse([{ from: '08:30', to: '18:00' }]);
  expect(hoursOf({ hours: own })).toBe(own);
  expect(hoursOf({})).toHaveLength(2);
});

it('tell when a hall rests at noon', () => {
  expect(noonOf(hoursOf(undefined))).toEqual({ from: '12:00', to: '13:30' });
  expect(noonOf([{ from: '08:30', to: '18:00' }])).toBeNull();
});

it('follow each other and do not overlap', () => {
  const parsed = (...list: [string, string][]) =>
    officeHoursSchema.safeParse(list.map(([from, to]) => ({ from, to }))).success;
  expect(parsed(['08:30', '12:00'], ['12:00', '17:00'])).toBe(true);
  expect(parsed(['13:30', '17:00'], ['09:00', '12:00'])).toBe(false);
  expect(parsed(['09:00', '12:00'], ['11:30', '17:00'])).toBe(false);
  expect(parsed(['9:00', '12:00'])).toBe(false);
});
