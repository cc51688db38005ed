import { expect, it } from 'vitest';
import { maskedJob } from './ticket-printer/escpos-commands.ts';
import { trafficLog } from './traffic.ts';

it('the same exchange again and again is one line with its number', () => {
  const log = trafficLog();
  for (let turn = 0; turn < 5; turn += 1) {
    log.add(turn, 'find', 'none');
    log.add(turn, 'probe', 'none');
  }
  log.add(9, 'find', 'card');
  expect(log.lines().map(({ asked, answered, times }) => [asked, answered, times])).toEqual([
    ['find', 'none', 5],
    ['probe', 'none', 5],
    ['find', 'card', 1],
  ]);
});

it('keeps the last ones', () => {
  const log = trafficLog(3);
  for (const each of ['a', 'b', 'c', 'd', 'e']) log.add(0, each, '');
  expect(log.lines().map(({ asked }) => asked)).toEqual(['c', 'd', 'e']);
});

it('a job shows its commands and nothing that stands on the paper', () => {
  const job = Buffer.concat([
    Buffer.from('1b401c261b6101', 'hex'),
    Buffer.from('secret name'),
    Buffer.from('0a1d2876', 'hex').subarray(0, 1),
    Buffer.from('1d286b0a00315030', 'hex'),
    Buffer.from('secret1'),
    Buffer.from('1d5600', 'hex'),
  ]);
  const shown = maskedJob(job);
  expect(shown).toMatch(
    /^1B 40 1C 26 1B 61 01 \[文字12字节\] 1D 28 6B 0A 00 31 50 30 \[7字节，已遮盖\] 1D 56 00$/,
  );
  expect(Buffer.from(shown).includes('secret')).toBe(false);
});
