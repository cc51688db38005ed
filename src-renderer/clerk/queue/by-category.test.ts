import { expect, it } from 'vitest';
import { byCategory } from './by-category.ts';

it('keeps the order in which people came, within and among categories', () => {
  const ticket = (number: string, categoryName: string) => ({ number, categoryName });
  expect(
    byCategory([ticket('B001', '社保医保'), ticket('A001', '民政'), ticket('B002', '社保医保')]),
  ).toEqual([
    { name: '社保医保', numbers: ['B001', 'B002'] },
    { name: '民政', numbers: ['A001'] },
  ]);
});
