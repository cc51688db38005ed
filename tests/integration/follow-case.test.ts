import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseFile } from '#shared/cases/case-file.ts';
import { caseNumberParts } from '#shared/cases/case-number.ts';
import { followPath } from '#shared/cases/follow-token.ts';
import { ratingCodeOf } from '../../src-main/core/ratings/rating-desk.ts';
import { done, matters, refusal, takeCase } from '../support/counter.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Department, startCounter, startDepartment } from '../support/hall.ts';
import { signOff } from '../support/sign-off.ts';
import { until } from '../support/wait.ts';

let district: DistrictProcess;
let counter: Counter;
let civil: Department;

beforeAll(async () => {
  const { file, codes } = hallFile(['person-g1001', 'person-g2001']);
  district = await startDistrict(file);
  const at = (enrolmentCode: string) => ({ folder: tempFolder(), districtUrl: district.url, enrolmentCode });
  counter = await startCounter(at(codes.counter));
  civil = await startDepartment(at(codes.department));
  await counter.signIn();
  await civil.signIn();
});

const stateOf = (caseId: string): CaseFile => {
  const state = counter.store.cases.get(caseId)?.state;
  if (state === undefined) throw new Error('the case is not at the counter');
  return state;
};
const addressOf = (caseId: string) => `${district.url}${followPath(stateOf(caseId).token ?? '')}`;
const rate = (address: string, form: Record<string, string>) =>
  fetch(address, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

async function handedOver(): Promise<string> {
  const { id: caseId } = await takeCase(counter.clerk, matters.sunk);
  await done(counter.clerk.cases.accept({ caseId }));
  await until('the case in the department', () => civil.store.cases.get(caseId));
  await done(signOff(civil.desk, { caseId, outcome: 'approved', opinion: '符合条件，同意。' }));
  await until('the result', () => stateOf(caseId).status === 'decided');
  await done(counter.clerk.handing.issue({ caseId, copies: 1 }));
  await done(
    counter.clerk.handing.deliver({
      ...{ caseId, method: 'onSite', recipientName: '豫小满', relation: 'self' },
      ...{ signature: null, witness: '' },
    }),
  );
  await until('confirmed', () => counter.store.cases.get(caseId)?.base?.status === 'delivered');
  return caseId;
}

describe('the page behind the code of a slip', () => {
  it('tells whoever holds the slip how far the case is, and nothing of anybody', async () => {
    const { id: caseId } = await takeCase(counter.clerk, matters.sunk);
    await done(counter.clerk.cases.accept({ caseId }));
    await until('confirmed', () => counter.store.cases.get(caseId)?.base?.status === 'accepted');
    const response = await fetch(addressOf(caseId));
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const number = caseNumberParts(stateOf(caseId).caseNumber).join(' ');
    for (const told of ['临时救助', '已受理', '豫*满', '您的申请已受理', number])
      expect(page).toContain(told);
    for (const secret of ['豫小满', '41010419900321998X', '13812345678', 'person-', '评价码'])
      expect(page).not.toContain(secret);
  });

  it('is there for nobody without the code', async () => {
    for (const token of ['BBBBBBBBBBBBBBBBBBBBBB', 'x', `${'A'.repeat(22)}'--`]) {
      const response = await fetch(`${district.url}/c/${encodeURIComponent(token)}`);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('没有找到这件申请');
    }
  });

  it('takes the citizen’s rating once, by the code of the hand-over, and the counter hears of it', async () => {
    const caseId = await handedOver();
    const address = addressOf(caseId);
    expect(await (await fetch(address)).text()).toContain('评价这次服务');
    const code = ratingCodeOf(counter.store, stateOf(caseId));
    const given = { level: 'dissatisfied', comment: '<b>来了三趟。</b>' };
    expect((await rate(address, { ...given, code: 'abc' })).status).toBe(400);
    expect((await rate(address, { comment: '', code })).status).toBe(400);
    const taken = await rate(address, { ...given, code });
    expect(taken.status).toBe(303);
    expect(taken.headers.get('location')).toBe(followPath(stateOf(caseId).token ?? ''));
    expect(await (await fetch(address)).text()).toContain('您已评价过这次服务');
    expect((await rate(address, { ...given, code })).status).toBe(409);
    await until('the rating at the counter', () => stateOf(caseId).ratings.length === 1);
    expect(stateOf(caseId).ratings).toMatchObject([{ level: 'dissatisfied', visitId: null, demo: true }]);
    const detail = await counter.clerk.cases.get({ caseId });
    expect(detail?.ratings).toMatchObject([{ bad: true, open: true, comment: '<b>来了三趟。</b>' }]);
    expect(
      await refusal(counter.citizen.rateByCode({ code, level: 'satisfied', comment: '' })),
    ).toMatchObject({ code: 'rated' });
  });

  it('lets nobody try the codes through', async () => {
    const caseId = await handedOver();
    const address = addressOf(caseId);
    const code = ratingCodeOf(counter.store, stateOf(caseId));
    const wrong = code === '00000000' ? '00000001' : '00000000';
    const tries: number[] = [];
    for (let count = 0; count < 6; count += 1)
      tries.push((await rate(address, { level: 'satisfied', code: wrong })).status);
    expect(tries).toEqual([403, 403, 403, 403, 403, 429]);
    expect((await rate(address, { level: 'satisfied', code })).status).toBe(429);
  });
});
