import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actor,
  args,
  beijing,
  day,
  facts,
  give,
  matter,
  refusalOf,
  stamp,
  stateAfter,
  tree,
} from '../../tests/support/domain.ts';
import type { Facts } from '../decider.ts';
import type { Matter } from './matter.ts';
import { keepersAwaited, type MatterChange } from './matter-change.ts';
import { inForceOn, newestVersions, standingOf } from './versions.ts';

const chief = actor('chiefRepresentative', 'dept-civil');
const at = (role: 'chiefRepresentative' | 'reviewer', office: string) => ({
  ...actor(role, office),
  actorId: `person-of-${office}`,
});
const reviewers = {
  legal: at('chiefRepresentative', 'dept-justice'),
  establishment: at('reviewer', 'dept-establishment'),
  finance: at('chiefRepresentative', 'dept-finance'),
};
const by = (who: Facts['actor'], changes: Parameters<typeof facts>[0] = {}) =>
  facts({ ...changes, actor: who });
const next = (changes: Partial<Record<keyof Matter, unknown>> = {}) =>
  matter({ version: 2, effectiveFrom: '2026-10-01', ...changes });
const propose = (matters: readonly Matter[], known = by(chief)) =>
  stateAfter<MatterChange>(null, 'proposeMatters', known, { matters });
const faults = (matters: readonly Matter[], known = by(chief)) =>
  refusalOf(null, 'proposeMatters', known, { matters }).message;

describe('a change in the list of matters', () => {
  it('is published when the three offices that keep the lists have approved it, in whatever order', () => {
    const orders = [
      ['legal', 'establishment', 'finance'],
      ['finance', 'legal', 'establishment'],
    ] as const;
    for (const order of orders) {
      let change = propose([next()]);
      for (const [index, keeper] of order.entries()) {
        expect(change.status).toBe('proposed');
        expect(keepersAwaited(change)).toHaveLength(3 - index);
        change = stateAfter<MatterChange>(change, 'reviewMatters', by(reviewers[keeper]));
      }
      expect(change.status).toBe('approved');
      expect(change.opinions.map(({ keeper }) => keeper)).toEqual(order);
    }
  });

  it('ends where one of them returns it', () => {
    const returned = stateAfter<MatterChange>(propose([next()]), 'reviewMatters', by(reviewers.finance), {
      outcome: 'returned',
      reason: '收费依据已废止。',
    });
    expect(returned.status).toBe('returned');
    expect(refusalOf(returned, 'reviewMatters', by(reviewers.legal)).code).toBe('alreadyReviewed');
  });

  it('is reviewed by those offices alone, by each once, and never by whoever proposed it', () => {
    const change = propose([next()]);
    expect(refusalOf(change, 'reviewMatters', by(chief))).toEqual({
      code: 'notKeeper',
      message: '清单调整由法制机构、机构编制部门、财政部门审核，您的单位不管理清单，请等它们审核。',
    });
    const once = stateAfter<MatterChange>(change, 'reviewMatters', by(reviewers.legal));
    expect(refusalOf(once, 'reviewMatters', by(reviewers.legal)).code).toBe('alreadyGiven');
    const own = next({ department: { organisationId: 'dept-justice', name: '管城回族区司法局' } });
    const ofJustice = propose([own], by(reviewers.legal));
    expect(refusalOf(ofJustice, 'reviewMatters', by(reviewers.legal)).code).toBe('ownChange');
  });

  it('is proposed by the department that decides the matter, or by whoever runs the list', () => {
    const other = actor('chiefRepresentative', 'dept-market');
    expect(refusalOf(null, 'proposeMatters', by(other)).message).toBe(
      '“临时救助”由管城回族区民政局提出调整，您不属于该部门。',
    );
    expect(propose([next()], by(actor('systemAdmin', 'district-1'))).status).toBe('proposed');
    expect(refusalOf(null, 'proposeMatters', facts()).code).toBe('notAuthorised');
  });

  it('waits in vain, and is refused, where nobody has been named to keep a list', () => {
    const organisations = tree.filter(({ keeps }) => keeps !== 'finance');
    expect(faults([next()], by(chief, { organisations }))).toMatch(/没有指定财政部门/);
  });
});

describe('publishing refuses', () => {
  it('an incomplete or contradictory matter, and names every fault at once', () => {
    const said = faults([
      next({
        basis: [],
        result: ' ',
        promised: { kind: 'workingDays', days: 30 },
        effectiveTo: '2026-09-30',
      }),
      next({
        code: '11410104999900011M4000511105000',
        basicCode: '000511105000',
        version: 3,
        name: '取暖补贴',
      }),
    ]);
    expect(said).toMatch(/^共5处需要更正：1\. /);
    for (const each of [
      /“临时救助”：“办理依据”未填写/,
      /“临时救助”：“办理结果”未填写/,
      /承诺时限（30个工作日）超过法定时限（20个工作日）/,
      /停止办理的日期早于生效日期/,
      /“取暖补贴”：版本应为第1版，现为第3版/,
    ])
      expect(said).toMatch(each);
  });

  it('a version out of turn or out of time: no list reaches back', () => {
    expect(faults([matter({ version: 2, effectiveFrom: '2026-09-21' })])).toMatch(/2026年9月21日已过/);
    expect(propose([matter({ version: 2, effectiveFrom: '2026-09-22' })]).status).toBe('proposed');
    expect(faults([matter({ version: 1, effectiveFrom: '2026-10-01' })])).toMatch(/版本应为第2版/);
    const planned = [matter(), matter({ version: 2, effectiveFrom: '2027-01-01' })];
    expect(
      faults([matter({ version: 3, effectiveFrom: '2026-12-01' })], by(chief, { matters: planned })),
    ).toMatch(/早于上一版（2027年1月1日）/);
  });

  it('an implementing body or a sunk office that the district does not have, or that cannot take it', () => {
    expect(faults([next({ department: { organisationId: 'dept-civil', name: '民政局' } })])).toMatch(
      /应与机构名录一致，写作“管城回族区民政局”/,
    );
    expect(faults([next({ takenAt: ['street-9'] })])).toMatch(/下沉单位“street-9”不在机构名录中/);
    expect(faults([next({ takenAt: ['station-1'] })])).toMatch(
      /“航海东路社区便民服务站”的层级不在收件层级中/,
    );
  });

  it('a circle across matters, with what is published and with what comes along', () => {
    const circle = (number: number, name: string, yields: string, asks: string) =>
      matter({
        code: `11410104999900011M4${String(number).padStart(12, '0')}`,
        basicCode: String(number).padStart(12, '0'),
        ...{ name, yields },
        effectiveFrom: '2026-10-01',
        materials: [
          {
            id: asks,
            name: asks,
            issuer: '社区',
            basis: '《办法》',
            form: 'original',
            copies: 1,
            required: true,
          },
        ],
      });
    const one = circle(1, '困难认定', 'hardship-proof', 'residence-proof');
    const other = circle(2, '居住登记', 'residence-proof', 'hardship-proof');
    expect(faults([one, other])).toMatch(/循环证明/);
    expect(faults([other], by(chief, { matters: [one] }))).toMatch(/“困难认定”要求先有《residence-proof》/);
    expect(propose([other]).status).toBe('proposed');
  });

  it('the last approval of what has gone out of date meanwhile', () => {
    let change = propose([next()]);
    for (const keeper of ['legal', 'finance'] as const)
      change = stateAfter<MatterChange>(change, 'reviewMatters', by(reviewers[keeper]));
    const late = by(reviewers.establishment, { stamp: stamp(beijing('2026-10-02 09:00')) });
    expect(refusalOf(change, 'reviewMatters', late).message).toMatch(/提出之后情况有变.*已过/);
    expect(give(change, 'reviewMatters', late, { ...args.reviewMatters, outcome: 'returned' }).kind).toBe(
      'applied',
    );
    const overtaken = by(reviewers.establishment, { matters: [matter(), next()] });
    expect(refusalOf(change, 'reviewMatters', overtaken).message).toMatch(/版本应为第3版/);
  });
});

describe('versions', () => {
  const first = matter();
  const second = next();
  const last = matter({ version: 3, effectiveFrom: '2026-12-01', effectiveTo: '2026-12-31' });
  const all = [second, last, first];
  const versionOn = (on: string) => inForceOn(all, day(on)).map(({ version }) => version);

  it('take each other’s place on the day that they come into force, and end after their last', () => {
    expect(versionOn('2025-12-31')).toEqual([]);
    expect(versionOn('2026-09-30')).toEqual([1]);
    expect(versionOn('2026-10-01')).toEqual([2]);
    expect(versionOn('2026-12-31')).toEqual([3]);
    expect(versionOn('2027-01-01')).toEqual([]);
    expect(newestVersions(all)).toEqual([last]);
  });

  it('say where they stand', () => {
    const on = (text: string) => all.map((each) => standingOf(each, all, day(text)));
    expect(on('2026-10-05')).toEqual(['inForce', 'upcoming', 'superseded']);
    expect(on('2027-01-01')).toEqual(['superseded', 'ended', 'superseded']);
  });

  it('are one at most for each matter on any day, and never one to come', () => {
    const dates = fc
      .integer({ min: 0, max: 700 })
      .map((days) => day(new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10)));
    fc.assert(
      fc.property(fc.array(dates, { maxLength: 6 }), dates, (starts, on) => {
        const versions = starts
          .sort()
          .map((effectiveFrom, index) => matter({ version: index + 1, effectiveFrom }));
        const found = inForceOn(versions, on);
        const come = versions.filter(({ effectiveFrom }) => effectiveFrom <= on);
        expect(found).toEqual(come.slice(-1));
      }),
    );
  });
});
