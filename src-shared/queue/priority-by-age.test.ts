import { expect, it } from 'vitest';
import { beijingDateSchema } from '../clock/beijing.ts';
import { priorityByAge } from './priority-by-age.ts';

const day = (text: string) => beijingDateSchema.parse(text);

it('is offered from the sixtieth birthday on', () => {
  expect(priorityByAge(day('1966-09-23'), day('2026-09-22'))).toBeNull();
  expect(priorityByAge(day('1966-09-22'), day('2026-09-22'))).toBe('elderly');
  expect(priorityByAge(day('1948-02-11'), day('2026-09-22'))).toBe('elderly');
});
