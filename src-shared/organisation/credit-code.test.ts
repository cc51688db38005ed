import { expect, it } from 'vitest';
import { creditCodeCheckCharacter, parseCreditCode } from './credit-code.ts';

it('91350100M000100Y43 is a valid unified social credit code (GB 32100)', () => {
  expect(parseCreditCode('91350100M000100Y43')).toBe('91350100M000100Y43');
  expect(parseCreditCode(' 91350100m000100y43 ')).toBe('91350100M000100Y43');
  expect(creditCodeCheckCharacter('91350100M000100Y4')).toBe('3');
});

it.each([
  ['91350100M000100Y4', 'creditCodeLength'],
  ['91350100I000100Y43', 'creditCodeCharacters'],
  ['91350100M000100Y4Z', 'creditCodeCharacters'],
  ['91350100M000100Y44', 'creditCodeChecksum'],
  ['91350100M001000Y43', 'creditCodeChecksum'],
])('%s is a fault: %s', (text, code) => {
  expect(parseCreditCode(text)).toMatchObject({
    kind: 'fault',
    code,
    message: expect.stringMatching(/请.*。$/),
  });
});

it('computes no check character for what is no code', () => {
  expect(creditCodeCheckCharacter('9135')).toBeUndefined();
  expect(creditCodeCheckCharacter('91350100S000100Y4')).toBeUndefined();
});
