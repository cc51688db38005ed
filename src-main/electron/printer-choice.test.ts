import { describe, expect, it } from 'vitest';
import { readFromCore } from './messages.ts';
import { choosePrinter } from './printer-choice.ts';

const printers = [
  { name: 'HP_M404', displayName: 'HP M404（收件室）' },
  { name: 'label', displayName: '标签机' },
];

describe('the printer of a print without a dialog', () => {
  it('is the one that the device page names, by either of its names', () => {
    for (const named of ['HP_M404', 'HP M404（收件室）'])
      expect(choosePrinter(printers, named)).toEqual({ kind: 'printer', deviceName: 'HP_M404' });
  });

  it('is the default where none is named', () => {
    expect(choosePrinter(printers, null)).toEqual({ kind: 'printer', deviceName: null });
  });

  it('is never another than the one that is named: a missing one is said to be missing', () => {
    expect(choosePrinter(printers, 'HP M405')).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('“HP M405”'),
    });
    expect(choosePrinter([], null).kind).toBe('none');
  });

  it('is told by the core, and nothing else is taken for a name', () => {
    expect(readFromCore({ kind: 'documentPrinter', printer: 'HP_M404' })).toEqual({
      kind: 'documentPrinter',
      printer: 'HP_M404',
    });
    expect(readFromCore({ kind: 'documentPrinter', printer: 4 })).toBeNull();
  });
});
