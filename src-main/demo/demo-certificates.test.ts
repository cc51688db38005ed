import { expect, it } from 'vitest';
import type { BeijingDate } from '#shared/clock/beijing.ts';
import { parseCreditCode } from '#shared/organisation/credit-code.ts';
import { demoCertificates } from './demo-certificates.ts';

const today = '2026-09-22' as BeijingDate;
const lines = demoCertificates(today)
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

it('the demo’s certificates of former years run out within the year, some of each department’s this month', () => {
  expect(new Set(lines.map(({ number }) => number)).size).toBe(lines.length);
  for (const { until, from } of lines) {
    expect(until > today && until < '2027-09-22', until).toBe(true);
    expect(from < today).toBe(true);
  }
  for (const department of new Set(lines.map(({ departmentId }) => departmentId)))
    expect(lines.some(({ departmentId, until }) => departmentId === department && until < '2026-10-22')).toBe(
      true,
    );
});

it('their holders have codes that are right', () => {
  for (const { holderIdNumber } of lines) expect(parseCreditCode(holderIdNumber)).toBe(holderIdNumber);
});
