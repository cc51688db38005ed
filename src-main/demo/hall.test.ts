import { describe, expect, it } from 'vitest';
import { parseCreditCode } from '#shared/organisation/credit-code.ts';
import { hallSchema, organisationFaults } from '#shared/organisation/organisation.ts';
import { roleSchema } from '#shared/organisation/staff.ts';
import { demoHall } from './hall.ts';
import { demoMatters } from './matters.ts';

const organisationIds = new Set<string>(demoHall.organisations.map(({ id }) => id));

describe('the demo hall', () => {
  it('stands in a tree without faults', () => {
    expect(organisationFaults(demoHall.organisations)).toEqual([]);
    expect(hallSchema.parse(demoHall.hall)).toEqual(demoHall.hall);
  });

  it('has credit codes that pass the check, each used once', () => {
    const codes = demoHall.organisations.flatMap(({ creditCode }) => creditCode ?? []);
    for (const code of codes) expect(typeof parseCreditCode(code), code).toBe('string');
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('has four counters, and one at the station', () => {
    const { counters, hall, stationCounter } = demoHall;
    expect(counters.map(({ name }) => name)).toEqual([
      '1号综合窗口',
      '2号综合窗口',
      '3号综合窗口',
      '4号综合窗口',
    ]);
    expect(counters.every(({ organisationId }) => organisationId === hall.organisationId)).toBe(true);
    for (const { organisationId } of [...counters, stationCounter, hall]) {
      expect(organisationIds).toContain(organisationId);
    }
  });

  it('has someone in every role, two clerks in the hall, and nobody twice', () => {
    const postings = demoHall.staff.map(({ posting }) => posting);
    for (const role of roleSchema.options) expect(postings.map((each) => each.role)).toContain(role);
    const clerks = postings.filter(({ role }) => role === 'clerk');
    expect(
      clerks.filter(({ organisationId }) => organisationId === demoHall.hall.organisationId),
    ).toHaveLength(2);
    for (const key of ['staffNumber', 'personId', 'postingId', 'name'] as const) {
      expect(new Set(postings.map((each) => each[key])).size, key).toBe(postings.length);
    }
    for (const { organisationId } of postings) expect(organisationIds).toContain(organisationId);
  });

  it('can have every matter reviewed and signed off by its department', () => {
    for (const { department, name } of demoMatters) {
      const roles = demoHall.staff
        .filter(({ posting }) => posting.organisationId === department.organisationId)
        .map(({ posting }) => posting.role);
      expect(roles.sort(), name).toEqual(['chiefRepresentative', 'reviewer']);
    }
  });
});
