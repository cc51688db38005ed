import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { instantSchema } from '#shared/clock/beijing.ts';
import type { CaseRow, Known } from '#shared/contracts/case-views.ts';
import { screensAt, startCore } from '../accidents/core-child.ts';
import {
  applicant,
  done,
  enterDraft,
  matters,
  nowhere,
  prepareInstallation,
  refusal,
  settableClock,
} from '../support/counter.ts';
import { hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, startCounter, startDepartment } from '../support/hall.ts';
import { screenOf } from '../support/screen.ts';
import { signOff } from '../support/sign-off.ts';

const rules = 'food-safety-rules';
const form = 'food-permit-application';

/** A counter out of reach of the district, with somebody in front of the clerk. */
async function signedInCounter(folder = prepareInstallation(tempFolder())): Promise<Counter> {
  const counter = await startCounter({ folder });
  await counter.signIn();
  return counter;
}
/** Everything is on the table but these. */
async function enterWithout(counter: Counter, ...ids: string[]): Promise<void> {
  await enterAllBut(counter, matters.own, ids);
}
async function enterAllBut({ clerk }: Counter, code: string, ids: readonly string[]) {
  await enterDraft(clerk, code);
  for (const materialId of ids) await done(clerk.draft.tickMaterial({ materialId, ticked: false }));
}
const draftOf = async ({ onDesk }: Counter) => {
  const { visit } = await onDesk.now();
  if (visit === null) throw new Error('no visit');
  return visit.draft;
};
const told = (...ids: string[]) => ({
  missing: ids.map((materialId) => ({ materialId, why: '未提交' })),
  papersKept: true,
  newFacts: null,
});
const agent = {
  name: '管晓禾',
  idNumber: '11010519491231002X',
  phone: '13900001111',
  relation: '社区代办员',
  authorisation: 'signed',
} as const;
const takenOn = (counter: Counter) => counter.onCitizen.when('the outcome', ({ kind }) => kind === 'taken');
const titles = ({ store }: Counter): string[] =>
  store.db.prepare(`SELECT title FROM print_job ORDER BY rowid`).pluck().all() as string[];

describe('what becomes of the papers on the table', () => {
  it('all there: received and accepted in one, with both slips, and said in plain words', async () => {
    const counter = await signedInCounter();
    await enterWithout(counter);
    const { case: row } = await done(counter.clerk.cases.takeIn({ owed: [] }));
    expect(row).toMatchObject({ status: 'accepted', owing: null });
    expect(titles(counter)).toEqual(['收件凭证 食品经营许可', '受理通知书 食品经营许可']);
    expect(await takenOn(counter)).toMatchObject({ statusName: '已受理', toBring: [], sentences: [] });
    // The next thing begins with the same person.
    expect(await draftOf(counter)).toMatchObject({ matter: null, applicant: { name: '豫*满' } });
  });

  it('whoever was served may rate for a minute after, on a screen that says nothing of their case', async () => {
    const clock = settableClock(instantSchema.parse('2026-09-14T01:05:00.000Z'));
    const counter = await startCounter({ folder: prepareInstallation(tempFolder(), { clock }), clock });
    const serve = async () => {
      await enterAllBut(counter, matters.sunk, []);
      const { case: row } = await done(counter.clerk.cases.takeIn({ owed: [] }));
      await done(counter.clerk.visits.close({ outcome: null }));
      return row;
    };
    await counter.signIn();
    const { caseNumber } = await serve();
    const leaving = await counter.onCitizen.when('a farewell', ({ kind }) => kind === 'leaving');
    expect(leaving).toMatchObject({ caseNumber, rated: null });
    expect(leaving).not.toHaveProperty('matterName');
    await done(counter.citizen.rate({ caseNumber, level: 'satisfied', comment: '' }));
    await counter.onCitizen.when('thanks', (view) => view.kind === 'leaving' && view.rated === 'satisfied');
    // The next person is received: nothing of the one before, and no more to rate.
    await done(counter.clerk.visits.open());
    await counter.onCitizen.when('nobody', ({ kind }) => kind === 'idle');
    expect(
      await refusal(counter.citizen.rate({ caseNumber, level: 'dissatisfied', comment: '' })),
    ).toMatchObject({
      code: 'notShown',
    });
    await done(counter.clerk.visits.close({ outcome: 'advised' }));

    const { caseNumber: later } = await serve();
    clock.set(instantSchema.parse('2026-09-14T01:06:00.000Z'));
    expect(
      await refusal(counter.citizen.rate({ caseNumber: later, level: 'satisfied', comment: '' })),
    ).toMatchObject({
      code: 'notShown',
    });
  });

  it('one of them may follow: accepted, with the day by which it is due', async () => {
    const clock = settableClock(instantSchema.parse('2026-09-14T01:05:00.000Z'));
    const folder = prepareInstallation(tempFolder(), { clock });
    const counter = await startCounter({ folder, clock });
    await counter.signIn();
    const bank = 'bank-account';
    await enterAllBut(counter, matters.sunk, [bank]);
    expect(await refusal(counter.clerk.cases.receive())).toMatchObject({ code: 'materialsMissing' });
    // Five working days behind Monday, 14 September, the last of them a Sunday that is worked.
    const [due, dueText] = ['2026-09-20', '2026年9月20日前'];
    const { askable } = await draftOf(counter);
    expect(askable.filter(({ missing }) => missing)).toMatchObject([{ materialId: bank, followBy: due }]);
    const { case: row } = await done(counter.clerk.cases.takeIn({ owed: [bank] }));
    expect(row.owing).toEqual({ count: 1, due, overdue: false, text: '容缺1项，9月20日前' });
    expect(await takenOn(counter)).toMatchObject({ tone: 'bring', toBring: [{ note: dueText }] });
    const listed = async () =>
      (await counter.clerk.cases.list({ scope: 'owing', text: '' })).map(({ id, owing }) => ({ id, owing }));
    expect(await listed()).toMatchObject([{ id: row.id, owing: { overdue: false } }]);
    clock.set(instantSchema.parse('2026-09-21T00:30:00.000Z'));
    await counter.signIn();
    expect(await listed()).toMatchObject([{ id: row.id, owing: { text: '容缺1项已逾期（9月20日）' } }]);
    expect((await counter.onDesk.now()).counts.owing).toBe(1);

    await done(counter.clerk.cases.supplyOwed({ caseId: row.id, materialIds: [bank] }));
    expect(await listed()).toEqual([]);
    expect(titles(counter).at(-1)).toBe('容缺材料补交凭证 临时救助');
  });

  it('one that may not follow is missing: no tolerance', async () => {
    const counter = await signedInCounter();
    await enterWithout(counter, form);
    const { code, message } = await refusal(counter.clerk.cases.takeIn({ owed: [form] }));
    expect([code, message]).toEqual([
      'mayNotFollow',
      '《食品经营许可申请书》不在本事项可以容缺的材料之内，请补齐后受理，或一次性告知申请人。',
    ]);
    // Nothing of it was done: no number is lost, the entries stand.
    expect(counter.store.cases.count('1 = 1')).toBe(0);
    expect((await draftOf(counter)).matter?.code).toBe(matters.own);
  });

  it('the complete list is told, the papers stay; what is brought has to be on it; then it is accepted', async () => {
    const counter = await signedInCounter();
    await enterWithout(counter, form, rules);
    const { clerk } = counter;
    expect(await refusal(clerk.cases.giveNotice({ caseId: null, ...told(form) }))).toMatchObject({
      code: 'listIncomplete',
      message: '一次性告知要一次列全：还缺《保证食品安全的规章制度》，请补进清单后再告知。',
    });
    const blank = { caseId: null, ...told(), missing: [{ materialId: form, why: ' ' }] };
    expect(await refusal(clerk.cases.giveNotice(blank))).toMatchObject({ code: 'whyMissing' });
    const { case: row } = await done(clerk.cases.giveNotice({ caseId: null, ...told(form, rules) }));
    expect(row).toMatchObject({ status: 'supplementing', owing: { text: '待补2项' } });
    expect(titles(counter)).toEqual(['一次性告知书 食品经营许可']);
    expect(await takenOn(counter)).toMatchObject({
      toBring: [
        { name: '食品经营许可申请书', note: '未提交' },
        { name: '保证食品安全的规章制度', note: '未提交' },
      ],
    });
    const caseId = row.id;
    expect(await refusal(clerk.cases.accept({ caseId }))).toMatchObject({ code: 'wrongStep' });
    await done(clerk.cases.supplement({ caseId, materialIds: [form] }));
    expect(await clerk.cases.get({ caseId })).toMatchObject({
      status: 'supplementing',
      missing: [{ materialId: rules }],
    });
    await done(clerk.cases.supplement({ caseId, materialIds: [rules] }));
    await done(clerk.cases.accept({ caseId }));
    const detail = await clerk.cases.get({ caseId });
    expect(detail).toMatchObject({ status: 'accepted', missing: [], promised: { from: 'supplement' } });
    expect(detail?.notices[0]?.supplementedAt).not.toBeNull();
  });

  it('not our power: refused in writing, with the right authority', async () => {
    const counter = await signedInCounter();
    await enterDraft(counter.clerk, matters.own);
    const refused = {
      ...({ caseId: null, ground: 'notOurPower', reason: '经营场所在二七区。' } as const),
      basis: '《行政许可法》第三十二条第一款第二项',
    } as const;
    expect(await refusal(counter.clerk.cases.refuse({ ...refused, authority: ' ' }))).toMatchObject({
      code: 'noAuthority',
    });
    expect(
      await refusal(counter.clerk.cases.refuse({ ...refused, basis: ' ', authority: null })),
    ).toMatchObject({
      code: 'reasonMissing',
    });
    const authority = '二七区市场监督管理局';
    const { case: row } = await done(counter.clerk.cases.refuse({ ...refused, authority }));
    expect(row).toMatchObject({ status: 'notAccepted', promisedText: '——' });
    expect(titles(counter)).toEqual(['不予受理通知书 食品经营许可']);
    const { sentences } = (await takenOn(counter)) as { sentences: string[] };
    expect(sentences).toContain('请到二七区市场监督管理局办理。');
    expect(await counter.clerk.cases.authorities()).toContain('管城回族区民政局');
  });
});

describe('who files', () => {
  it('an agent: identity of both, relation, and nothing to pay', async () => {
    const counter = await signedInCounter();
    await enterDraft(counter.clerk, matters.own);
    await done(counter.clerk.draft.setAgent({ agent: { ...agent, relation: '' } }));
    expect((await draftOf(counter)).agentFaults).toMatchObject([{ field: 'relation' }]);
    expect(await refusal(counter.clerk.cases.receive())).toMatchObject({ code: 'agentFault' });
    const self = { ...agent, idNumber: applicant.idNumber };
    await done(counter.clerk.draft.setAgent({ agent: self }));
    expect(await refusal(counter.clerk.cases.receive())).toMatchObject({ code: 'agentFault' });
    await done(counter.clerk.draft.setAgent({ agent }));
    const shown = await counter.onCitizen.when('the agent', (view) => JSON.stringify(view).includes('代办'));
    expect(JSON.stringify(shown)).toContain('0元（免费代办）');
    expect(JSON.stringify(shown)).not.toContain(agent.idNumber);
    const { case: row } = await done(counter.clerk.cases.receive());
    expect(await counter.clerk.cases.get({ caseId: row.id })).toMatchObject({
      agent: { name: '管*禾', idNumber: '110105********002X', relation: '社区代办员' },
    });
    const state = counter.store.cases.get(row.id)?.state.agent;
    expect(state).toMatchObject({ personal: { fee: 0, source: 'typed' } });
  });

  it('whoever laid the first card turns out to be the agent: one step, and the applicant is still to come', async () => {
    const counter = await signedInCounter();
    await done(counter.clerk.visits.open());
    await done(counter.clerk.draft.setApplicant(applicant));
    await done(counter.clerk.draft.applicantIsAgent());
    expect(await draftOf(counter)).toMatchObject({ applicant: null, agent: { name: '豫*满' } });
  });

  it('whoever sits here files for somebody: their number is typed once, and not with every case', async () => {
    const counter = await signedInCounter();
    await enterDraft(counter.clerk, matters.own);
    expect(await done(counter.clerk.draft.agentIsMe())).toMatchObject({ complete: false });
    const { agent: me } = await done(counter.clerk.draft.revealAgent());
    expect(me).toMatchObject({ name: '管小窗', idNumber: '', relation: '代办员' });
    await done(counter.clerk.draft.setAgent({ agent: { ...me, idNumber: agent.idNumber } }));
    await done(counter.clerk.draft.tickAllMaterials());
    await done(counter.clerk.cases.receive());
    await done(counter.clerk.visits.close({ outcome: null }));

    await enterDraft(counter.clerk, matters.sunk);
    expect(await done(counter.clerk.draft.agentIsMe())).toMatchObject({ complete: true });
    expect(await done(counter.clerk.draft.revealAgent())).toMatchObject({
      agent: { name: '管小窗', idNumber: agent.idNumber },
    });
  });

  it('an enterprise by its credit code, with somebody to call', async () => {
    const counter = await signedInCounter();
    await enterDraft(counter.clerk, matters.own);
    const enterprise = {
      ...({ kind: 'enterprise', name: '郑州清和里餐饮有限公司', idNumber: '91350100M000100Y44' } as const),
      ...{ contactName: '管晓禾', phone: '13900001111', address: '清和里8号' },
    } as const;
    await done(counter.clerk.draft.setApplicant(enterprise));
    expect(await refusal(counter.clerk.cases.receive())).toMatchObject({ code: 'applicantFault' });
    await done(counter.clerk.draft.setApplicant({ ...enterprise, idNumber: '91350100M000100Y43' }));
    await done(counter.clerk.draft.tickAllMaterials());
    const { case: row } = await done(counter.clerk.cases.receive());
    expect(await counter.clerk.cases.get({ caseId: row.id })).toMatchObject({
      applicantName: enterprise.name,
      applicant: { kind: 'enterprise', contactName: '管*禾', phone: '139****1111' },
    });
  });
});

describe('what is known of an applicant, out of reach of the district', () => {
  const knownOf = async (counter: Counter): Promise<Known> => {
    const { known } = await draftOf(counter);
    if (known === null) throw new Error('nothing is known');
    return known;
  };
  const endVisit = (counter: Counter) => done(counter.clerk.visits.close({ outcome: 'advised' }));

  it('counts every visit for a matter, also those that came to no case', async () => {
    const counter = await signedInCounter();
    for (const times of [1, 2, 3]) {
      await enterWithout(counter, form);
      expect((await knownOf(counter)).visits).toBe(times);
      await endVisit(counter);
    }
    await enterDraft(counter.clerk, matters.sunk);
    expect((await knownOf(counter)).visits).toBe(1);
  });

  it('shows open cases, papers on file, and what is probably a duplicate', async () => {
    const counter = await signedInCounter();
    await enterDraft(counter.clerk, matters.own);
    const { case: row } = await done(counter.clerk.cases.receive());
    await endVisit(counter);
    await enterDraft(counter.clerk, matters.own);
    const { open, onFile, duplicate } = await knownOf(counter);
    expect(open.map(({ id }) => id)).toEqual([row.id]);
    expect(duplicate).toMatchObject({ id: row.id, statusName: '已收件' });
    expect(onFile.find(({ materialId }) => materialId === form)).toMatchObject({
      name: '食品经营许可申请书',
      caseNumber: row.caseNumber,
      kind: 'material',
    });
    // Another matter is no duplicate.
    await done(counter.clerk.draft.setMatter({ code: matters.sunk }));
    expect((await knownOf(counter)).duplicate).toBeNull();
    // A case that ended is none either.
    await done(
      counter.clerk.cases.refuse({
        ...{
          caseId: row.id,
          ground: 'notEligible',
          reason: '不符合条件。',
          basis: '第三十二条',
          authority: null,
        },
      }),
    );
    await done(counter.clerk.draft.setMatter({ code: matters.own }));
    expect(await knownOf(counter)).toMatchObject({ duplicate: null, open: [] });
  });
});

describe('a draft', () => {
  it('belongs to the visit: a colleague at this counter finds it, in full and half typed; nobody elsewhere does', async () => {
    const folder = prepareInstallation(tempFolder());
    const counter = await signedInCounter(folder);
    await enterWithout(counter, form);
    await done(counter.clerk.draft.setAgent({ agent }));
    await done(counter.clerk.draft.keep({ form: 'notice', fields: { [form]: '未签名' } }));
    const { visit } = await counter.onDesk.now();
    await done(counter.clerk.signOut());
    await counter.signIn('G1002');
    const taken = (await counter.onDesk.now()).visit;
    expect(taken?.draft).toEqual(visit?.draft);
    // The first receiver stays answerable.
    expect(taken?.firstReceiver).toBe(visit?.firstReceiver);
    expect(await counter.clerk.draft.kept({ form: 'notice' })).toMatchObject({
      fields: { [form]: '未签名' },
    });

    const neighbour = await signedInCounter();
    expect((await neighbour.onDesk.now()).visit).toBeNull();
  });

  it('keeps what was being typed when the program ends, and gives it back only on purpose', async () => {
    const folder = prepareInstallation(tempFolder());
    const counter = await signedInCounter(folder);
    await done(counter.clerk.visits.open());
    const fields = { name: '豫小满', idNumber: '4101041990' };
    await done(counter.clerk.draft.keep({ form: 'applicant', fields }));
    await counter.close();
    const again = await signedInCounter(folder);
    const { draft } = (await again.onDesk.now()).visit ?? { draft: null };
    expect(draft?.unfinished).toEqual(['applicant']);
    expect(JSON.stringify(draft)).not.toContain('4101041990');
    const looks = () => again.store.db.prepare('SELECT count(*) FROM unmasking').pluck().get();
    const before = Number(looks());
    expect(await again.clerk.draft.kept({ form: 'applicant' })).toMatchObject({ fields });
    expect(looks()).toBe(before + 1);
    await done(again.clerk.draft.setApplicant(applicant));
    expect((await draftOf(again)).unfinished).toEqual([]);
  });
});

describe('a core that is killed while somebody types', () => {
  it('has every text up to the last pause, and opens the form again', async () => {
    const [folder, cache, token] = [prepareInstallation(tempFolder()), tempFolder(), randomUUID()];
    const start = async () => {
      const core = startCore(cache);
      const { port } = await core.open({
        ...{ folder, token, districtUrl: nowhere, enrolmentCode: null, backupMs: null },
      });
      const { clerk } = screensAt(port, token);
      await done(clerk.signIn({ staffNumber: 'G1001', password: 'demo-G1001' }));
      return { core, clerk };
    };
    const first = await start();
    await done(first.clerk.visits.open());
    const typed = '豫小满，住清和里8号';
    for (let length = 1; length <= typed.length; length += 1)
      await done(first.clerk.draft.keep({ form: 'applicant', fields: { name: typed.slice(0, length) } }));
    await first.core.kill();

    const again = await start();
    const onDesk = screenOf(again.clerk.watch);
    expect((await onDesk.now()).visit?.draft.unfinished).toEqual(['applicant']);
    expect(await again.clerk.draft.kept({ form: 'applicant' })).toMatchObject({ fields: { name: typed } });
    await again.core.kill();
  });
});

describe('with the district', () => {
  it('confirms every outcome, and the department sees what is owed and decides when it has come', async () => {
    const { file, codes } = hallFile();
    const district = await startDistrict(file);
    const [counter, department] = await Promise.all([
      startCounter({ folder: tempFolder(), districtUrl: district.url, enrolmentCode: codes.counter }),
      startDepartment({ folder: tempFolder(), districtUrl: district.url, enrolmentCode: codes.department }),
    ]);
    await counter.signIn();
    await department.signIn();
    const take = async (
      missing: string[],
      outcome: () => Promise<{ case: CaseRow }>,
      code: string = matters.own,
    ) => {
      await enterAllBut(counter, code, missing);
      await done(counter.clerk.draft.setAgent({ agent }));
      return (await outcome()).case.id;
    };
    const { cases } = counter.clerk;
    const accepted = await take([], () => done(cases.takeIn({ owed: [] })));
    const bank = 'bank-account';
    const tolerated = await take([bank], () => done(cases.takeIn({ owed: [bank] })), matters.sunk);
    const waiting = await take([form, rules], () =>
      done(cases.giveNotice({ caseId: null, ...told(form, rules), papersKept: false })),
    );
    const refused = await take([form], () =>
      done(
        cases.refuse({
          ...{
            caseId: null,
            ground: 'notNeeded',
            reason: '不需要许可。',
            basis: '第三十二条',
            authority: null,
          },
        }),
      ),
    );
    const base = (id: string) => counter.store.cases.get(id)?.base;
    const confirmed = (...statuses: string[]) =>
      expect
        .poll(() => [accepted, tolerated, waiting, refused].map((id) => base(id)?.status))
        .toEqual(statuses);
    await confirmed('accepted', 'accepted', 'supplementing', 'notAccepted');
    expect(base(tolerated)?.owed).toMatchObject([{ materialId: bank, withinDays: 5, supplied: null }]);
    // What went home has to come again, with what was missing.
    expect(base(waiting)?.materials).toEqual([]);

    const materialIds = base(waiting)?.missing.map(({ materialId }) => materialId) ?? [];
    expect(materialIds).toHaveLength(5);
    await done(cases.supplement({ caseId: waiting, materialIds }));
    await done(cases.accept({ caseId: waiting }));

    // The department sees what is owed, and may not approve before it has come.
    await department.onDesk.when('the case', ({ counts }) => counts.owing === 1);
    expect(await department.desk.cases.list({ scope: 'owing' })).toMatchObject([
      { id: tolerated, owing: { count: 1, overdue: false } },
    ]);
    const approval = { caseId: tolerated, outcome: 'approved', opinion: '同意。' } as const;
    expect(await refusal(signOff(department.desk, approval))).toMatchObject({ code: 'papersOwed' });
    await done(cases.supplyOwed({ caseId: tolerated, materialIds: [bank] }));
    await confirmed('accepted', 'accepted', 'accepted', 'notAccepted');
    await department.onDesk.when('nothing owed', ({ counts }) => counts.owing === 0);
    await done(signOff(department.desk, approval));
    expect(base(waiting)?.missing).toEqual([]);
    await expect.poll(() => base(tolerated)?.owed[0]?.supplied?.uploadedAt).toBeTruthy();
    expect(titles(counter)).toHaveLength(9);
    await department.close();
    await counter.close();
  });
});
