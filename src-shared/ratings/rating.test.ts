import { describe, expect, it } from 'vitest';
import {
  actor,
  args,
  caseThrough,
  clerk,
  facts,
  give,
  otherStreet,
  personal,
  refusalOf,
  stateAfter,
} from '../../tests/support/domain.ts';
import type { ActorRole } from '../identity/authority.ts';
import { roleSchema } from '../organisation/staff.ts';
import { ratingLevels } from './rating.ts';

const { received, issued, delivered } = caseThrough();
const byCitizen = facts({ actor: actor('citizen') });
const byManager = facts({ actor: actor('hallManager') });
const bad = stateAfter(received, 'rateCase', byCitizen, { level: 'dissatisfied' });

describe('a rating (好差评, M31)', () => {
  it('is the citizen’s, on one of five levels, with what they want to say', () => {
    for (const level of ratingLevels)
      expect(stateAfter(received, 'rateCase', byCitizen, { level }).ratings).toMatchObject([
        { level, comment: args.rateCase.comment, demo: false },
      ]);
    expect(stateAfter(received, 'rateCase', byCitizen, { comment: null }).ratings[0]?.comment).toBeNull();
  });

  it.each(roleSchema.options as readonly ActorRole[])('is never given by %s', (role) => {
    expect(refusalOf(received, 'rateCase', facts({ actor: actor(role) })).code).toBe('notAuthorised');
  });

  it('has no level by itself: without one there is no rating', () => {
    expect(give(received, 'rateCase', byCitizen, { level: undefined }).kind).toBe('unreadable');
    expect(delivered.ratings).toEqual([]);
  });

  it('is one for a service; another visit is another service (一次一评)', () => {
    expect(refusalOf(bad, 'rateCase', byCitizen).code).toBe('rated');
    const again = { visitId: '01994f4c-0000-7000-8000-0000000000ba' };
    expect(stateAfter(bad, 'rateCase', byCitizen, again).ratings).toHaveLength(2);
  });

  it('by the slip’s code is one for a matter, once it is over (一事一评)', () => {
    const later = { visitId: null };
    expect(refusalOf(issued, 'rateCase', byCitizen, later).code).toBe('notOver');
    const rated = stateAfter(delivered, 'rateCase', byCitizen, later);
    expect(rated.status).toBe('delivered');
    expect(refusalOf(rated, 'rateCase', byCitizen, later).code).toBe('rated');
  });

  it('of a demo is marked as one', () => {
    expect(stateAfter(received, 'rateCase', { ...byCitizen, demo: true }).ratings[0]?.demo).toBe(true);
  });

  it('is given where the service was', () => {
    expect(refusalOf(received, 'rateCase', { ...byCitizen, place: otherStreet }).code).toBe(
      'otherOrganisation',
    );
  });
});

describe('a bad one', () => {
  it('is followed up by the hall’s manager until it is closed', () => {
    const called = stateAfter(bad, 'followUpRating', byManager, {
      text: '已电话联系，核实中。',
      closed: false,
    });
    const closed = stateAfter(called, 'followUpRating', byManager);
    expect(closed.ratings[0]?.followUps.map((each) => each.closed)).toEqual([false, true]);
    expect(refusalOf(closed, 'followUpRating', byManager).code).toBe('followedUp');
    expect(refusalOf(bad, 'followUpRating', facts({ actor: clerk })).code).toBe('notAuthorised');
  });

  it('is one of the last two levels: of the others there is nothing to call back about', () => {
    const good = stateAfter(received, 'rateCase', byCitizen, {
      level: 'fairlySatisfied',
      comment: personal({ text: '等得久。' }),
    });
    expect(refusalOf(good, 'followUpRating', byManager).code).toBe('notBad');
  });
});
