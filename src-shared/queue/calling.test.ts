import { expect, it } from 'vitest';
import { allClips, callClips, callSentence } from './calling.ts';

it('says every letter and digit of a number singly', () => {
  expect(callSentence('A007', '3号综合窗口')).toBe('请A 零 零 七号，到3号综合窗口');
  expect(callSentence('12C010', '5号窗口')).toBe('请一 二 C 零 一 零号，到5号窗口');
});

it('is put together from clips of a whole set, and from no others', () => {
  expect(callClips('A007', 12)).toEqual(['please', 'A', '0', '0', '7', 'number', 'to', '1', '2', 'window']);
  for (const clip of callClips('KZ0123456789', 3)) expect(allClips).toContain(clip);
});
