import { describe, expect, it } from 'vitest';
import {
  actor,
  atDepartment,
  attachment,
  beijing,
  caseThrough,
  chief,
  chiefGrant,
  chiefPosting,
  clerk,
  counter4,
  day,
  facts,
  matter,
  organisations,
  postingOf,
  refusalOf,
  reviewer,
  stamp,
  stateAfter,
} from '../../tests/support/domain.ts';
import type { Facts } from '../decider.ts';
import { type SigningGrant, signingGrantSchema } from '../organisation/signing-grant.ts';
import { seenOf } from './seen.ts';

const { received, accepted } = caseThrough();
const grant = (changes: Partial<SigningGrant>) => signingGrantSchema.parse({ ...chiefGrant, ...changes });
/** A chief representative with these grants at their desk, on Thursday 24 September. */
const withGrants = (grants: readonly SigningGrant[], changes: Partial<Facts> = {}) =>
  atDepartment({
    stamp: stamp(beijing('2026-09-24 15:30')),
    postings: [postingOf(chief, { grants })],
    ...changes,
  });

describe('who signs, and what (M21)', () => {
  it('is signed under a dated grant, whose document stands on the decision', () => {
    expect(stateAfter(accepted, 'signOffCase', withGrants([chiefGrant])).decision).toMatchObject({
      outcome: 'approved',
      grant: { kind: 'chief', document: '管民授〔2026〕1号' },
    });
  });

  it.each([
    ['none at all', []],
    ['one that has ended', [grant({ to: day('2026-09-23') })]],
    ['one that has not begun', [grant({ from: day('2026-09-25') })]],
    ['one for other matters', [grant({ matters: ['another-matter'] })]],
    ['one of another department', [grant({ departmentId: organisations.market as never })]],
  ])('is not signed under %s', (_, grants) => {
    const refusal = refusalOf(accepted, 'signOffCase', withGrants(grants));
    expect(refusal.code).toBe('notGranted');
    expect(refusal.message).toContain('您今天没有签批《临时救助》的授权');
  });

  it('counts on its last day, and for a matter that it names', () => {
    const narrow = grant({ to: day('2026-09-24'), matters: [accepted.matter.code] });
    expect(stateAfter(accepted, 'signOffCase', withGrants([narrow])).status).toBe('decided');
  });

  it('is somebody else’s turn by a grant of their own, never by the chief’s name', () => {
    const byReviewer = (grants: readonly SigningGrant[]) =>
      atDepartment({ actor: reviewer, postings: [chiefPosting, postingOf(reviewer, { grants })] });
    expect(refusalOf(accepted, 'signOffCase', byReviewer([])).code).toBe('notGranted');
    const substitute = grant({ kind: 'substitute', document: '管民代〔2026〕3号' });
    expect(stateAfter(accepted, 'signOffCase', byReviewer([substitute])).decision).toMatchObject({
      decidedBy: reviewer.actorId,
      grant: { kind: 'substitute', document: '管民代〔2026〕3号' },
    });
  });
});

describe('the enforcement certificate (《河南省行政执法证》, M24)', () => {
  const signedWith = (certificate: unknown) =>
    withGrants([], { postings: [postingOf(chief, { grants: [chiefGrant], certificate })] });

  it('blocks sign-off once it has expired, and counts on its last day', () => {
    expect(refusalOf(accepted, 'signOffCase', signedWith({ number: '1', validUntil: '2026-09-23' }))).toEqual(
      {
        code: 'certificateExpired',
        message:
          '您的《河南省行政执法证》已于2026年9月23日到期，不能签批；请换证登记后再签批，急件请有授权的同事签批。',
      },
    );
    const lastDay = signedWith({ number: '1', validUntil: '2026-09-24' });
    expect(stateAfter(accepted, 'signOffCase', lastDay).status).toBe('decided');
  });

  it('blocks sign-off where none is registered', () => {
    expect(refusalOf(accepted, 'signOffCase', signedWith(null)).code).toBe('certificateExpired');
  });
});

describe('on the spot, at the counter', () => {
  const onTheSpot = matter({ promised: { kind: 'onTheSpot' }, statutory: { kind: 'none' }, sunk: false });
  const standing = grant({ kind: 'onTheSpot', matters: [onTheSpot.code], document: '管民当〔2026〕2号' });
  const atCounter = (grants: readonly SigningGrant[], changes: Parameters<typeof facts>[0] = {}) =>
    facts({ matters: [onTheSpot], postings: [postingOf(clerk, { grants })], ...changes });
  const taken = caseThrough({}, facts({ matters: [onTheSpot] })).accepted;

  it('is decided under a standing grant to the very posting that acts', () => {
    expect(stateAfter(taken, 'signOffCase', atCounter([standing])).decision).toMatchObject({
      decidedBy: clerk.actorId,
      grant: { kind: 'onTheSpot', document: '管民当〔2026〕2号' },
    });
    const colleague = { ...clerk, actorId: 'person-other', postingId: 'posting-other' };
    expect(refusalOf(taken, 'signOffCase', atCounter([standing], { actor: colleague })).code).toBe(
      'notGranted',
    );
  });

  it('only where the papers came in, and only what is decided on the spot', () => {
    expect(refusalOf(taken, 'signOffCase', atCounter([standing], { place: counter4 })).code).toBe(
      'otherDepartment',
    );
    expect(refusalOf(accepted, 'signOffCase', atCounter([standing])).code).toBe('notOnTheSpot');
  });

  it('a chief’s grant does not count at a counter, and a counter’s not at the department', () => {
    expect(refusalOf(taken, 'signOffCase', atCounter([chiefGrant])).code).toBe('notGranted');
    expect(refusalOf(accepted, 'signOffCase', withGrants([standing])).code).toBe('notGranted');
  });

  it('has to name its matters one by one', () => {
    expect(signingGrantSchema.safeParse({ ...standing, matters: null }).success).toBe(false);
  });
});

describe('what is signed is what was open', () => {
  const seen = seenOf(accepted);

  it('names the revision, the content and the version of the matter', () => {
    expect(stateAfter(accepted, 'signOffCase', atDepartment(), { seen }).decision?.seen).toEqual({
      revision: accepted.revision,
      content: expect.stringMatching(/^sha256:/),
      matterVersion: 1,
    });
  });

  it('is not signed where a paper has come in meanwhile', () => {
    const more = stateAfter(accepted, 'addAttachments', facts(), {
      attachments: [attachment({ hash: 'e'.repeat(64) })],
    });
    expect(refusalOf(more, 'signOffCase', atDepartment(), { seen })).toEqual({
      code: 'changedSinceOpened',
      message: '您打开之后，这个办件的材料或内容有变动，签批没有生效；请重新打开核对后再签批。',
    });
    expect(stateAfter(more, 'signOffCase', atDepartment(), { seen: seenOf(more) }).status).toBe('decided');
  });

  it('is signed all the same where only the folder has changed hands', () => {
    const moved = stateAfter(accepted, 'handOverPapers', facts());
    expect(moved.revision).toBeGreaterThan(seen.revision);
    expect(stateAfter(moved, 'signOffCase', atDepartment(), { seen }).status).toBe('decided');
  });

  it('does not depend on when the district stamped the receipt', () => {
    const uploaded = caseThrough(
      {},
      facts({ stamp: stamp(beijing('2026-09-22 09:05'), beijing('2026-09-22 17:40')) }),
    ).accepted;
    expect(seenOf(uploaded).content).toBe(seen.content);
  });
});

describe('the decision', () => {
  it('of two who sign at the same moment the second is told that it is decided', () => {
    const first = stateAfter(accepted, 'signOffCase', atDepartment(), { seen: seenOf(accepted) });
    const second = refusalOf(first, 'signOffCase', atDepartment({ actor: reviewer }), {
      outcome: 'rejected',
      opinion: '不符合条件，不予办理。',
      seen: seenOf(accepted),
    });
    expect(second).toEqual({
      code: 'signedBefore',
      message: expect.stringMatching(/^豫民安已于2026年9月22日 09:05先签批（准予），您的签批没有生效/),
    });
  });

  it('is flagged where it departs from what the review proposed', () => {
    const drafted = stateAfter(accepted, 'draftDecision', atDepartment({ actor: reviewer }), {
      outcome: 'rejected',
      opinion: '家庭收入高于标准，建议不予批准。',
    });
    expect(stateAfter(drafted, 'signOffCase', atDepartment()).decision?.departsFromDraft).toBe(true);
    const agreed = stateAfter(drafted, 'signOffCase', atDepartment(), {
      outcome: 'rejected',
      opinion: '家庭收入高于标准。',
    });
    expect(agreed.decision).not.toHaveProperty('departsFromDraft');
  });

  it('goes on to the department that supervises afterwards, where that is another (M38)', () => {
    const supervised = matter({
      supervisor: { organisationId: organisations.market, name: '管城回族区市场监督管理局' },
    });
    const known = { matter: () => supervised };
    expect(stateAfter(accepted, 'signOffCase', atDepartment(known)).decision?.sentTo).toEqual({
      departmentId: organisations.market,
      departmentName: '管城回族区市场监督管理局',
    });
    expect(stateAfter(accepted, 'signOffCase', atDepartment()).decision).not.toHaveProperty('sentTo');
  });

  it('needs a case that a counter received: nothing else can be signed', () => {
    expect(refusalOf(null, 'signOffCase', atDepartment()).code).toBe('caseUnknown');
    expect(refusalOf(received, 'signOffCase', atDepartment()).code).toBe('wrongStep');
    expect(refusalOf(null, 'receiveCase', atDepartment({ actor: actor('clerk') })).code).toBe('notAtCounter');
  });
});
