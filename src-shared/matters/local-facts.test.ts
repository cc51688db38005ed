import { describe, expect, it } from 'vitest';
import { actor, facts, give, organisations, refusalOf, stateAfter } from '../../tests/support/domain.ts';
import { type LocalFacts, localFields } from './local-facts.ts';

const manager = facts({ actor: actor('hallManager') });
const code = '11410104999900011M4000511104000';

describe('what an office says of its own', () => {
  it('is hours, telephone and place of what it takes, said by whoever answers for it', () => {
    expect(stateAfter<LocalFacts>(null, 'setLocalFacts', manager)).toMatchObject({
      hours: '周一至周五9:00—17:00',
      set: { by: 'person-hallManager' },
    });
    const other = facts({ actor: actor('hallManager', organisations.civil) });
    expect(refusalOf(null, 'setLocalFacts', other).code).toBe('otherOffice');
    expect(refusalOf(null, 'setLocalFacts', manager, { organisationId: organisations.civil }).code).toBe(
      'notReceiving',
    );
    expect(
      refusalOf(null, 'setLocalFacts', manager, { matterCode: '11410104999900134N4000520130000' }).code,
    ).toBe('notTakenHere');
  });

  it('never touches what the district says: there is no field for it', () => {
    for (const core of ['name', 'conditions', 'procedure', 'promised'])
      expect(give(null, 'setLocalFacts', manager, { [core]: '另定' }).kind).toBe('unreadable');
  });

  it('stands for the matter before what stands for all, field by field, and empty says nothing', () => {
    const all = { matterCode: null, hours: '周一至周五', phone: '0371-0000 0000', place: '' };
    const own = { matterCode: code as LocalFacts['matterCode'], hours: '周三上午', phone: '', place: '二楼' };
    expect(localFields([own, all], code)).toEqual([
      { label: '办理时间', value: '周三上午' },
      { label: '咨询电话', value: '0371-0000 0000' },
      { label: '办理地点', value: '二楼' },
    ]);
    expect(localFields([all], code)).toHaveLength(2);
    expect(localFields([], code)).toEqual([]);
  });
});
