import { expect, it } from 'vitest';
import { isVirtualSam, samIdText } from './sam-id.ts';

it('is written as it is printed on the module', () => {
  const bytes = Uint8Array.from([5, 0, 2, 0, 0xb5, 0x24, 0x35, 0x01, 1, 0, 0, 0, 2, 0, 0, 0]);
  expect(samIdText(bytes)).toBe('05.02-20260021-0000000001-0000000002');
  expect(isVirtualSam(samIdText(bytes))).toBe(false);
});

it('of an imitation is nothing but zeros', () => {
  expect(samIdText(new Uint8Array(16))).toBe('00.00-00000000-0000000000-0000000000');
  expect(isVirtualSam(samIdText(new Uint8Array(16)))).toBe(true);
});
