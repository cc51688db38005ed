import { expect, it } from 'vitest';
import { changes } from './changes.ts';

function heard() {
  const { changed, onChange, ofHall } = changes();
  const told: string[] = [];
  const leave = onChange(() => told.push('own'));
  const leaveHall = ofHall.onChange(() => told.push('hall'));
  return { changed, ofHall, told, leave, leaveHall };
}

it('a change of the hall that another core keeps wakes whoever shows the hall, and nobody else', () => {
  const { ofHall, told } = heard();
  ofHall.changed();
  expect(told).toEqual(['hall']);
});

it('whoever shows the hall hears of what happens here as well', () => {
  const { changed, told } = heard();
  changed();
  expect(told).toEqual(['own', 'hall']);
});

it('whoever has left hears nothing more', () => {
  const { changed, ofHall, told, leave, leaveHall } = heard();
  leave();
  changed();
  leaveHall();
  changed();
  ofHall.changed();
  expect(told).toEqual(['hall']);
});
