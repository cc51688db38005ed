import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facts, matter, otherStreet, refusalOf, stateAfter, tree } from '../../tests/support/domain.ts';
import { receivingLevelSchema } from './matter.ts';
import { notTakenHere, takenWhere, takenWhereText } from './taking.ts';

describe('who may take a matter', () => {
  it('are the offices of its levels, and of those below the district only the ones on its list', () => {
    const names = (changes: Parameters<typeof matter>[0]) =>
      takenWhere(matter(changes), tree).map(({ id }) => id);
    expect(names({ levels: ['district', 'street'] })).toEqual(['district-1', 'street-1', 'street-2']);
    expect(names({ levels: ['district', 'street'], takenAt: ['street-2'] })).toEqual([
      'district-1',
      'street-2',
    ]);
    expect(names({ levels: ['street', 'community'], takenAt: ['station-1'] })).toEqual(['station-1']);
  });

  it('is decided with every case: a centre that is not on the list is told where the citizen can go', () => {
    const matters = [matter({ takenAt: ['street-2'] })];
    expect(refusalOf(null, 'receiveCase', facts({ matters }))).toEqual({
      code: 'notTakenHere',
      message: '本中心不办理“临时救助”，请引导申请人到北下街街道便民服务中心办理。',
    });
    const own = facts({ matters, place: otherStreet });
    const taken = stateAfter(null, 'receiveCase', own);
    expect(taken.receivingOrganisationId).toBe('street-2');
  });

  it('names the office above first, and no more than three', () => {
    const station = tree.find(({ id }) => id === 'station-1');
    const everywhere = matter({ levels: ['district', 'street'] });
    expect(notTakenHere(everywhere, 'station-1', tree)?.message).toBe(
      '本站不办理“临时救助”，请引导申请人到航海东路街道便民服务中心、管城回族区政务服务中心、北下街街道便民服务中心办理。',
    );
    const many = [
      ...tree,
      ...tree
        .filter(({ level }) => level === 'street')
        .map((each) => ({ ...each, id: `${each.id}-b` }) as typeof each),
    ];
    expect(takenWhereText(everywhere, many, station)).toMatch(/等5处$/);
    const nowhere = matter({ takenAt: ['street-9'] });
    expect(notTakenHere(nowhere, 'street-1', tree)?.message).toMatch(/没有写明哪里可办/);
  });

  it('is the same question whichever way it is asked', () => {
    const scopes = fc.record({
      levels: fc.uniqueArray(fc.constantFrom(...receivingLevelSchema.options), { minLength: 1 }),
      takenAt: fc.uniqueArray(fc.constantFrom('street-1', 'street-2', 'station-1')),
    });
    fc.assert(
      fc.property(scopes, (scope) => {
        const asked = matter(scope);
        const taking = takenWhere(asked, tree).map(({ id }) => String(id));
        for (const { id } of tree)
          expect(notTakenHere(asked, id, tree) === null).toBe(taking.includes(String(id)));
      }),
    );
  });
});

describe('a case is taken under a version that is in force', () => {
  it('and not under one that is still to come, or that has been given up', () => {
    const code = (changes: Parameters<typeof matter>[0]) =>
      refusalOf(null, 'receiveCase', facts({ matters: [matter(changes)] }));
    expect(code({ effectiveFrom: '2026-09-23' }).message).toBe(
      '这个版本的“临时救助”从2026年9月23日起施行，请按现行版本收件。',
    );
    expect(code({ effectiveTo: '2026-09-21' }).code).toBe('matterEnded');
    stateAfter(null, 'receiveCase', facts({ matters: [matter({ effectiveTo: '2026-09-22' })] }));
  });
});
