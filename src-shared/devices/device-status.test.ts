import { expect, it } from 'vitest';
import { cardReaderStatus, needsSomebody, otherDeviceStatus, samFailureStatus } from './device-status.ts';

it.each([
  0x10, 0x11, 0x21, 0x23, 0x24, 0x31, 0x32, 0x33, 0x37, 0x3f, 0x40, 0x41, 0x47, 0x60, 0x66, 0x80, 0x81, 0x91,
])('SW3 %i has a Chinese sentence of its own', (sw3) => {
  const { state, message } = samFailureStatus(sw3);
  expect(['attention', 'fault']).toContain(state);
  expect(message).toMatch(/^[\u4e00-\u9fff，、]+。$/);
});

it('a code off the list is named', () => {
  expect(samFailureStatus(0x0e)).toMatchObject({
    state: 'fault',
    code: 'sam0E',
    message: expect.stringContaining('0E'),
  });
});

it('a device that never says how it is needs nobody, one that stopped answering does', () => {
  expect(needsSomebody(otherDeviceStatus('codeScanner', 'typing'))).toBe(false);
  expect(needsSomebody(otherDeviceStatus('codeScanner', 'unplugged'))).toBe(true);
  expect(needsSomebody(cardReaderStatus('silent'))).toBe(true);
  expect(needsSomebody(cardReaderStatus('starting'))).toBe(false);
});
