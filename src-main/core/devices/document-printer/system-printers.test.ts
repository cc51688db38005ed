import { expect, it } from 'vitest';
import { readLpstat, readPrinterState, readWindowsPrinters } from './system-printers.ts';

const cups = `printer HP_M404 is idle.  enabled since Thu 01 Jan 2026 09:00:00
printer Office disabled since Thu 01 Jan 2026 09:00:00 -
	Paused
system default destination: HP_M404
`;

it('CUPS tells which printers there are, which is the default, and which is stopped', () => {
  expect(readLpstat(cups)).toEqual([
    { name: 'HP_M404', isDefault: true, state: 'ready' },
    { name: 'Office', isDefault: false, state: 'stopped' },
  ]);
});

it('Windows tells it a line a printer', () => {
  expect(
    readWindowsPrinters('HP M404\tTrue\t3\tFalse\r\n办公室\tFalse\t3\tTrue\r\n旧\tFalse\t1\tFalse\r\n'),
  ).toEqual([
    { name: 'HP M404', isDefault: true, state: 'ready' },
    { name: '办公室', isDefault: false, state: 'stopped' },
    { name: '旧', isDefault: false, state: 'unknown' },
  ]);
});

it('a printer is never ready where the system does not say so', () => {
  const printers = readLpstat(cups);
  expect(readPrinterState(printers, null)).toBe('ready');
  expect(readPrinterState(printers, 'Office')).toBe('stopped');
  expect(readPrinterState(printers, 'None')).toBe('absent');
  expect(readPrinterState(null, null)).toBe('unknown');
});
