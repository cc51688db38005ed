import { expect, it } from 'vitest';
import { askState, readState } from './printer-state.ts';

it('asks the four questions at once', () => {
  expect(askState.toString('hex')).toBe('100401100402100403100404');
});

it.each([
  [[0x12, 0x12, 0x12, 0x12], 'ready', 'ready'],
  [[0x12, 0x12, 0x12, 0x1e], 'paperLow', 'attention'],
  [[0x1a, 0x32, 0x12, 0x72], 'paperOut', 'fault'],
  [[0x1a, 0x16, 0x12, 0x12], 'coverOpen', 'fault'],
  [[0x1a, 0x36, 0x12, 0x72], 'coverOpen', 'fault'],
  [[0x1a, 0x52, 0x1a, 0x12], 'cutter', 'fault'],
  [[0x1a, 0x52, 0x32, 0x12], 'unrecoverable', 'fault'],
  [[0x1a, 0x52, 0x52, 0x12], 'overheated', 'fault'],
  [[0x1a, 0x52, 0x16, 0x12], 'recoverable', 'fault'],
  [[0x1a, 0x1a, 0x12, 0x12], 'feedButton', 'fault'],
  [[0x1a, 0x52, 0x12, 0x12], 'error', 'fault'],
  [[0x1a, 0x12, 0x12, 0x12], 'printerOffline', 'fault'],
])('%j means %s', (answers, code, state) => {
  expect(readState(Buffer.from(answers))).toMatchObject({ kind: 'ticketPrinter', code, state });
});

it('waits for all four answers and passes over bytes that are none', () => {
  expect(readState(Buffer.from([0x12, 0x12, 0x12]))).toBeUndefined();
  // XON, XOFF and the head of an automatic status are no answers.
  expect(readState(Buffer.from([0x11, 0x12, 0x13, 0x12, 0x10, 0x12, 0x12]))?.code).toBe('ready');
});
