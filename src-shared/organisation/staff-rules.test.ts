import { describe, expect, it } from 'vitest';
import { day } from '../../tests/support/domain.ts';
import { organisationSchema } from './organisation.ts';
import { type StaffPosting, staffPostingSchema } from './staff.ts';
import { certificatesByMonth, staffFindings, staffing } from './staff-rules.ts';

const organisation = (id: string, level: string, parentId: string | null) =>
  organisationSchema.parse({
    ...{ id, level, parentId, name: id, areaName: id, branch: null, creditCode: null },
    areaCode: level === 'street' ? '410104009' : '410104',
  });
const organisations = [
  organisation('centre', 'street', 'district'),
  organisation('other centre', 'street', 'district'),
  organisation('district', 'district', null),
  organisation('civil', 'department', 'district'),
];
const today = day('2026-11-24');

/** A clerk whom the civil affairs department has sent to the centre; nothing is amiss. */
const posting = (changes: Partial<Record<keyof StaffPosting, unknown>> = {}): StaffPosting =>
  staffPostingSchema.parse({
    ...{ postingId: 'posting-1', personId: 'person-1', staffNumber: 'G1001', name: '管小窗', role: 'clerk' },
    ...{ organisationId: 'centre', unitId: 'civil', from: '2026-01-01', to: null },
    certificate: { number: '豫A01-1', validUntil: '2028-01-01' },
    experiencedSince: '2020-01-01',
    ...changes,
  });
const chief = (changes: Partial<Record<keyof StaffPosting, unknown>> = {}) =>
  posting({ role: 'chiefRepresentative', organisationId: 'civil', unitId: null, ...changes });

const codes = (about: StaffPosting, register: readonly StaffPosting[] = []) =>
  staffFindings(about, { postings: register, organisations }, today).map(
    ({ level, code }) => `${level} ${code}`,
  );

describe('what the policy asks of somebody who is sent to a centre', () => {
  it('is met by two years and more, a year of experience before, and a certificate that holds', () => {
    expect(codes(posting())).toEqual([]);
    expect(codes(posting({ to: '2027-12-31' }))).toEqual([]);
  });

  it('two years of service: a day less is warned of, with the day on which they would be full', () => {
    const short = posting({ to: '2027-12-30' });
    expect(codes(short)).toEqual(['warning servedTooShort']);
    expect(staffFindings(short, { postings: [], organisations }, today)[0]?.message).toBe(
      '服务期不满2年（满2年为2028年1月1日），提前调整须写明理由。',
    );
  });

  it('a year of experience: a day less is warned of, and what is unknown is a hint', () => {
    expect(codes(posting({ experiencedSince: '2025-01-01' }))).toEqual([]);
    expect(codes(posting({ experiencedSince: '2025-01-02' }))).toEqual(['warning tooLittleExperience']);
    expect(codes(posting({ experiencedSince: null }))).toEqual(['hint experienceUnknown']);
  });

  it('neither of the two from the centre’s own people', () => {
    expect(codes(posting({ unitId: null, to: '2026-12-31', experiencedSince: null }))).toEqual([]);
  });
});

describe('the enforcement certificate', () => {
  it.each([
    ['none', null, ['warning noCertificate']],
    ['one that ran out yesterday', '2026-11-23', ['warning certificateExpired']],
    ['one that runs out today', '2026-11-24', ['hint certificateExpiring']],
    ['one that runs out in 60 days', '2027-01-23', ['hint certificateExpiring']],
    ['one that runs out in 61 days', '2027-01-24', []],
  ])('%s', (_, validUntil, expected) => {
    const certificate = validUntil === null ? null : { number: '豫A01-1', validUntil };
    expect(codes(posting({ certificate }))).toEqual(expected);
  });

  it('is asked of those who accept, review or sign, and of nobody else', () => {
    const without = (role: string, organisationId = 'centre') =>
      codes(posting({ role, organisationId, certificate: null })).includes('warning noCertificate');
    expect(['clerk', 'agent'].every((role) => without(role))).toBe(true);
    expect(['reviewer', 'chiefRepresentative'].every((role) => without(role, 'civil'))).toBe(true);
    expect(['greeter', 'hallManager', 'supervisor', 'systemAdmin'].some((role) => without(role))).toBe(false);
  });
});

describe('what contradicts itself in the register', () => {
  it('a number belongs to one person, also after they have gone', () => {
    const gone = posting({ postingId: 'p-2', personId: 'person-2', name: '商知礼', to: '2026-06-30' });
    expect(codes(posting(), [gone])).toContain('contradiction numberOfAnother');
    expect(codes(posting(), [posting()])).toEqual([]);
  });

  it('offices have to be in the tree, and a posting has to belong to its person', () => {
    expect(codes(posting({ organisationId: 'nowhere' }))).toContain('contradiction organisationUnknown');
    expect(codes(posting({ unitId: 'nowhere' }))).toContain('contradiction unitUnknown');
    const others = posting({ personId: 'person-2', staffNumber: 'G1002' });
    expect(codes(posting(), [others])).toContain('contradiction postingOfAnother');
  });

  it('one role at one office is one posting at a time; one after the other is two', () => {
    const before = posting({ postingId: 'p-0', from: '2024-01-01', to: '2026-01-01' });
    expect(codes(posting(), [before])).toEqual(['conflict postedTwice']);
    expect(codes(posting(), [{ ...before, to: day('2025-12-31') }])).toEqual([]);
  });

  it('a department has one chief representative at a time', () => {
    const held = chief({ postingId: 'p-0', personId: 'person-0', staffNumber: 'G2001', name: '豫民安' });
    expect(codes(chief(), [held])).toEqual(['conflict secondChief']);
    expect(codes(chief(), [{ ...held, to: day('2025-12-31') }])).toEqual([]);
    expect(codes(chief({ postingId: 'p-0', to: '2028-06-30' }), [chief({ postingId: 'p-0' })])).toEqual([]);
  });
});

describe('what somebody should look at', () => {
  it('another posting at the same time', () => {
    const other = posting({ postingId: 'p-0', organisationId: 'other centre' });
    expect(codes(posting(), [other])).toEqual(['warning overlapping']);
  });

  it('a chief representative with another duty, from either side', () => {
    const duty = posting({ postingId: 'p-0' });
    expect(codes(chief(), [duty])).toEqual(['warning chiefWithOtherDuty']);
    expect(codes(duty, [chief()])).toEqual(['warning chiefWithOtherDuty']);
  });

  it('a role that such an office does not have, two numbers of one person, and a unit that is the centre itself', () => {
    expect(codes(posting({ role: 'chiefRepresentative' }))).toContain('warning roleElsewhere');
    const before = posting({ postingId: 'p-0', from: '2024-01-01', to: '2024-12-31' });
    expect(codes(posting(), [{ ...before, staffNumber: 'G1099' as never }])).toContain('warning twoNumbers');
    expect(codes(posting({ unitId: 'centre' }))).toEqual(['warning oneLine']);
  });
});

describe('the office sees at a glance', () => {
  const people = (...numbers: number[]) =>
    numbers.map((number) => posting({ postingId: `p-${number}`, personId: `person-${number}` }));
  const of = (postings: readonly StaffPosting[]) =>
    staffing({ postings, organisations }, today).find(({ organisation: { id } }) => String(id) === 'centre');

  it.each([
    [0, '现有0名专职人员，应配2至3名，请补充。'],
    [1, '现有1名专职人员，应配2至3名，请补充。'],
    [2, null],
    [3, null],
    [4, '现有4名专职人员，多于2至3名，请核实岗位。'],
  ])('a centre with %i people', (count, finding) => {
    expect(of(people(...Array(count).keys()))).toMatchObject({ people: count, finding });
  });

  it('people, not postings; those in post, not those who have gone', () => {
    const twice = [posting(), posting({ postingId: 'p-2', role: 'hallManager' })];
    expect(of([...twice, posting({ postingId: 'p-3', personId: 'gone', to: '2026-11-23' })])?.people).toBe(1);
  });

  it('how many certificates run out in each month from this one on', () => {
    const until = (number: number, validUntil: string) =>
      posting({
        postingId: `p-${number}`,
        personId: `p-${number}`,
        certificate: { number: 'x', validUntil },
      });
    const months = certificatesByMonth(
      [until(1, '2026-11-30'), until(2, '2027-01-01'), until(3, '2027-01-31'), until(4, '2027-02-01')],
      today,
      3,
    );
    expect(months).toEqual([
      { month: '2026-11', people: 1 },
      { month: '2026-12', people: 0 },
      { month: '2027-01', people: 2 },
    ]);
  });
});
