import { describe, expect, it } from 'vitest';
import { actor, args, facts, refusalOf, stateAfter } from '../../tests/support/domain.ts';
import type { Facts } from '../decider.ts';
import type { Actor, ActorRole } from '../identity/authority.ts';
import { organisationSchema } from './organisation.ts';
import { type StaffPosting, staffPostingSchema } from './staff.ts';
import type { StaffChange } from './staff-change.ts';

const organisation = (id: string, level: string, parentId: string | null) =>
  organisationSchema.parse({
    ...{ id, level, parentId, name: id, areaName: id, branch: null, creditCode: null },
    areaCode: level === 'street' ? '410104009' : '410104',
  });
const organisations = [
  organisation('district', 'district', null),
  organisation('street-1', 'street', 'district'),
  organisation('street-2', 'street', 'district'),
  organisation('dept-civil', 'department', 'district'),
  organisation('dept-market', 'department', 'district'),
];
/** What is known to somebody who acts; the register as it is in force. */
const known = (by: Actor, postings: readonly StaffPosting[] = []): Facts =>
  facts({ actor: by, organisations, postings });
const who = (role: ActorRole, at: string, id = `person-${role}-${at}`): Actor => ({
  ...actor(role, at),
  actorId: id,
});

const admin = who('systemAdmin', 'district');
const unit = who('chiefRepresentative', 'dept-civil');
const centre = who('hallManager', 'street-1');
const above = who('hallManager', 'district');
const { posting } = args.proposePosting;
const proposed = (by = admin, postings: readonly StaffPosting[] = []) =>
  stateAfter<StaffChange>(null, 'proposePosting', known(by, postings));

describe('a posting is proposed by the line that sends, and reviewed by the line that is sent to', () => {
  it('by the unit or by whoever keeps the register; by no other unit', () => {
    expect(proposed(unit)).toMatchObject({ status: 'proposed', line: 'unit', before: null, review: null });
    expect(proposed(admin)).toMatchObject({ status: 'proposed', line: 'unit' });
    expect(refusalOf(null, 'proposePosting', known(who('chiefRepresentative', 'dept-market')))).toEqual({
      code: 'otherUnit',
      message: '人员调整由其派出单位提出，您不属于该单位。',
    });
  });

  it('approved by the centre where they are to work, or by one above it', () => {
    for (const by of [centre, above])
      expect(stateAfter(proposed(), 'reviewPosting', known(by))).toMatchObject({ status: 'approved' });
  });

  it('returned with a reason', () => {
    const returned = stateAfter<StaffChange>(proposed(), 'reviewPosting', known(centre), {
      outcome: 'returned',
      reason: '材料不全。',
    });
    expect(returned).toMatchObject({
      status: 'returned',
      review: { by: centre.actorId, reason: '材料不全。' },
    });
  });

  it.each([
    ['another centre', who('hallManager', 'street-2'), 'otherCentre'],
    ['the unit itself', unit, 'otherCentre'],
    ['whoever keeps the register', who('systemAdmin', 'district', 'another'), 'otherCentre'],
    ['the person whom it is about', who('hallManager', 'street-1', posting.personId), 'ownChange'],
    ['whoever proposed it, in another role', who('hallManager', 'street-1', admin.actorId), 'ownChange'],
  ])('not reviewed by %s', (_, by, code) => {
    expect(refusalOf(proposed(), 'reviewPosting', known(by)).code).toBe(code);
  });

  it('reviewed once', () => {
    const approved = stateAfter<StaffChange>(proposed(), 'reviewPosting', known(centre));
    expect(refusalOf(approved, 'reviewPosting', known(above)).code).toBe('alreadyReviewed');
  });
});

describe('a centre sends somebody back (退回)', () => {
  const held = [posting];
  const end = { posting: { ...posting, to: '2026-12-31' }, reason: '考勤多次不合格，退回派出单位。' };
  const back = () => stateAfter<StaffChange>(null, 'proposePosting', known(centre, held), end);

  it('by the end of their posting, which the unit or the keeper of the register reviews', () => {
    expect(back()).toMatchObject({ line: 'centre', before: posting });
    for (const by of [unit, admin])
      expect(stateAfter(back(), 'reviewPosting', known(by, held))).toMatchObject({ status: 'approved' });
  });

  it('not reviewed by the centre’s own line, nor by another unit', () => {
    for (const by of [above, who('chiefRepresentative', 'dept-market')])
      expect(refusalOf(back(), 'reviewPosting', known(by, held)).code).toBe('otherUnit');
  });

  it.each([
    ['a new posting', { posting: { ...posting, postingId: 'posting-2', to: '2026-12-31' } }, []],
    ['a change of anything else', { posting: { ...end.posting, role: 'greeter' } }, held],
    ['a later end', { posting: { ...posting, to: '2027-12-31' } }, [{ ...posting, to: '2026-12-31' }]],
    ['no end', { posting }, held],
  ])('and proposes nothing else: not %s', (_, change, register) => {
    const postings = register.map((each) => staffPostingSchema.parse(each));
    expect(refusalOf(null, 'proposePosting', known(centre, postings), change).code).toBe('onlyReturn');
  });

  it('nor anybody of another centre', () => {
    const elsewhere = who('hallManager', 'street-2');
    expect(refusalOf(null, 'proposePosting', known(elsewhere, held), end).code).toBe('otherCentre');
  });
});

describe('what contradicts the register', () => {
  const other = staffPostingSchema.parse({ ...posting, postingId: 'p-2', personId: 'other', name: '商知礼' });

  it('is not even proposed: the number of somebody else', () => {
    expect(refusalOf(null, 'proposePosting', known(admin, [other])).message).toBe(
      '工号G1009已由商知礼使用，请另编工号。',
    );
  });

  it('may be proposed and is not approved, while something else has to end first', () => {
    const chiefPosting = (changes: object) => ({
      posting: {
        ...posting,
        role: 'chiefRepresentative',
        organisationId: 'dept-civil',
        unitId: null,
        ...changes,
      },
    });
    const current = staffPostingSchema.parse({
      ...chiefPosting({ postingId: 'p-1', personId: 'chief', staffNumber: 'G2001', name: '豫民安' }).posting,
      from: '2026-01-01',
    });
    const next = stateAfter<StaffChange>(null, 'proposePosting', known(admin, [current]), chiefPosting({}));
    expect(refusalOf(next, 'reviewPosting', known(above, [current])).code).toBe('secondChief');
    const ended = staffPostingSchema.parse({ ...current, to: '2026-09-30' });
    expect(stateAfter(next, 'reviewPosting', known(above, [ended]))).toMatchObject({ status: 'approved' });
    // It can always be returned.
    expect(
      stateAfter(next, 'reviewPosting', known(above, [current]), {
        outcome: 'returned',
        reason: '先结束原任职。',
      }),
    ).toMatchObject({ status: 'returned' });
  });

  it('a posting that was changed after the proposal is not overwritten', () => {
    const change = { posting: { ...posting, to: '2029-12-31' } };
    const before = stateAfter<StaffChange>(null, 'proposePosting', known(admin, [posting]), change);
    const since = staffPostingSchema.parse({ ...posting, role: 'greeter' });
    expect(refusalOf(before, 'reviewPosting', known(centre, [since])).code).toBe('changedMeanwhile');
    expect(stateAfter(before, 'reviewPosting', known(centre, [posting]))).toMatchObject({
      status: 'approved',
    });
  });
});
