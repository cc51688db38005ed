import { beforeAll, describe, expect, it } from 'vitest';
import { addCalendarDays, beijingDateOf } from '#shared/clock/beijing.ts';
import { inboxQuestionSchema } from '#shared/contracts/inbox.ts';
import { newCodes } from '../../src-main/demo/district-import.ts';
import { demoHall } from '../../src-main/demo/hall.ts';
import { done, matters, refusal, takeCase, uuidv7 } from '../support/counter.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Department, startCounter, startDepartment } from '../support/hall.ts';
import { signOff } from '../support/sign-off.ts';
import { until } from '../support/wait.ts';

/**
 * One case through six organisations (a community station, the department that decides, two that are asked, the one that
 * supervises, and a street centre that has nothing to do with it) and four roles: agent, reviewer, chief
 * representative, citizen.
 */
let district: DistrictProcess;
let station: Counter;
let street: Counter;
let civil: Department;
let housing: Department;
let market: Department;
let supervisor: Department;
const department = (name: string) => {
  const found = demoHall.organisations.find(
    (each) => each.level === 'department' && each.name.includes(name),
  );
  if (found === undefined) throw new Error(`the demo has no ${name}`);
  return found;
};
const offices = {
  civil: department('民政'),
  housing: department('住房'),
  market: department('市场监督'),
  supervisor: department('司法'),
};

beforeAll(async () => {
  const { file, codes } = hallFile([...['person-g1001', 'person-g1005', 'person-g2001', 'person-g3001']]);
  const [counterCode] = file.enrolmentCodes;
  const desk = file.enrolmentCodes.find(({ kind }) => kind === 'department');
  if (counterCode === undefined || desk === undefined) throw new Error('the demo enrols nobody');
  const code = () => newCodes().department;
  const made = { station: code(), housing: code(), market: code(), supervisor: code() };
  const { stationCounter } = demoHall;
  file.enrolmentCodes.push(
    {
      ...counterCode,
      ...{ code: made.station, counterId: stationCounter.id, hallId: null },
      ...{ organisationId: stationCounter.organisationId, areaCode: '410104009' },
    },
    ...(['housing', 'market', 'supervisor'] as const).map((name) => ({
      ...desk,
      ...{ code: made[name], organisationId: offices[name].id },
    })),
  );
  const staffOf = (organisationId: string) =>
    demoHall.staff.find(
      ({ posting }) => posting.organisationId === organisationId && posting.role === 'reviewer',
    );
  for (const each of [offices.housing, offices.market, offices.supervisor]) {
    const member = staffOf(each.id);
    if (member !== undefined)
      file.passwords.push({ personId: member.posting.personId, password: member.password });
  }
  const agent = demoHall.staff.find(({ posting }) => posting.role === 'agent');
  if (agent !== undefined)
    file.passwords.push({ personId: agent.posting.personId, password: agent.password });
  file.reference.matters = file.reference.matters.map((matter) =>
    matter.code === matters.sunk
      ? { ...matter, supervisor: { organisationId: offices.supervisor.id, name: offices.supervisor.name } }
      : matter,
  );
  district = await startDistrict(file);
  const at = (enrolmentCode: string) => ({ folder: tempFolder(), districtUrl: district.url, enrolmentCode });
  [station, street, civil, housing, market, supervisor] = await Promise.all([
    startCounter(at(made.station)),
    startCounter(at(codes.counter)),
    startDepartment(at(codes.department)),
    startDepartment(at(made.housing)),
    startDepartment(at(made.market)),
    startDepartment(at(made.supervisor)),
  ]);
  const numberOf = (organisationId: string) => staffOf(organisationId)?.posting.staffNumber ?? '';
  // One after the other: six passwords at a time are more than a small machine answers in time.
  await station.signIn(agent?.posting.staffNumber);
  await street.signIn();
  await civil.signIn('G3001');
  await housing.signIn(numberOf(offices.housing.id));
  await market.signIn(numberOf(offices.market.id));
  await supervisor.signIn(numberOf(offices.supervisor.id));
});

const inList = (desk: Department, caseId: string, kind: 'review' | 'asked' | 'supervised') =>
  until(`the case is ${kind}`, async () =>
    (await desk.desk.inbox.page(inboxQuestionSchema.parse({ kind }))).find(({ id }) => id === caseId),
  );

describe('one case through six organisations and four roles', () => {
  let caseId = '';

  it('is filed at a community station by its agent', async () => {
    caseId = (await takeCase(station.clerk, matters.sunk)).id;
    await done(station.clerk.cases.accept({ caseId }));
    await inList(civil, caseId, 'review');
  });

  it('is reviewed, and two departments answer what they were asked, each seeing the case for it', async () => {
    await done(civil.desk.review.assign({ caseId, personId: 'person-g3001' }));
    const due = addCalendarDays(beijingDateOf(civil.store.now()), 5);
    for (const [office, question] of [
      [offices.housing, '申请人名下是否有住房？'],
      [offices.market, '申请人名下是否登记有市场主体？'],
    ] as const)
      await done(civil.desk.review.ask({ caseId, departmentId: office.id, question, due }));
    for (const desk of [housing, market]) {
      await inList(desk, caseId, 'asked');
      const { inquiries } = (await desk.desk.cases.get({ caseId }))?.case ?? { inquiries: [] };
      const own = inquiries.find(
        ({ departmentId }) => departmentId === desk.store.knowledge.place().organisationId,
      );
      await done(
        desk.desk.review.answer({ caseId, inquiryId: own?.inquiryId ?? '', answer: '经核查，名下没有。' }),
      );
    }
    await until('both answers', () =>
      civil.store.cases.get(caseId)?.state.inquiries.every(({ answer }) => answer !== null),
    );
    await done(
      civil.desk.review.draft({ caseId, outcome: 'approved', opinion: '两部门核查无异常，建议同意。' }),
    );
  });

  it('is signed by the chief representative, goes to the supervising department and back to the station', async () => {
    await civil.signIn('G2001');
    await done(signOff(civil.desk, { caseId, outcome: 'approved', opinion: '符合条件，同意。' }));
    await inList(supervisor, caseId, 'supervised');
    await until(
      'the result at the station',
      () => station.store.cases.get(caseId)?.state.status === 'decided',
    );
    await done(station.clerk.handing.issue({ caseId, copies: 1 }));
    await done(
      station.clerk.handing.deliver({
        ...{ caseId, method: 'onSite', recipientName: '豫小满', relation: 'self' },
        ...{ signature: ['10,20,50,0 30,40,60,12'], witness: '' },
      }),
    );
    await until('confirmed', () => station.store.cases.get(caseId)?.base?.status === 'delivered');
  });

  it('is rated by the citizen with the code of the slip, and by nobody else', async () => {
    const { ratingCodeOf } = await import('../../src-main/core/ratings/rating-desk.ts');
    const code = ratingCodeOf(station.store, station.store.cases.get(caseId)?.state as never);
    const given = { level: 'dissatisfied', comment: '来了三趟。' } as const;
    expect(await refusal(station.citizen.rateByCode({ code: '00000001', ...given }))).toMatchObject({
      code: 'codeUnknown',
    });
    await done(station.citizen.rateByCode({ code, ...given }));
    expect(await refusal(station.citizen.rateByCode({ code, ...given }))).toMatchObject({ code: 'rated' });
    const [low] = await station.clerk.cases.list({ scope: 'rated', text: '' });
    expect(low?.id).toBe(caseId);
    const detail = await station.clerk.cases.get({ caseId });
    // The whole hall is a demo's: its ratings are marked and count nowhere.
    expect(detail?.ratings).toMatchObject([{ levelName: '不满意', bad: true, open: true, demo: true }]);
  });

  it('shows its whole life in order, with who did what', async () => {
    const { timeline } = (await station.clerk.cases.get({ caseId })) ?? { timeline: [] };
    const titles = timeline.map(({ title }) => title);
    for (const title of ['收件', '受理', '分派审核', '拟同意', '签批：准予', '发证', '送达'])
      expect(titles).toContain(title);
    expect(timeline.find(({ title }) => title.startsWith('签批'))?.by).toBe('豫民安');
    expect(timeline.toSorted((a, b) => (a.at < b.at ? -1 : 1)).map(({ at }) => at)).toEqual(
      timeline.map(({ at }) => at),
    );
  });

  it('was never seen by the centre that has nothing to do with it', () => {
    expect(street.store.cases.get(caseId)).toBeNull();
  });
});

describe('a receipt outside the hall, at a station', () => {
  it('reaches the manager of the street centre, who approves it at their own desk, and is decided then', async () => {
    const { id: caseId } = await takeCase(station.clerk, matters.sunk);
    await done(station.clerk.outside.declare({ caseId, reason: '申请人住院，在病房收取材料。' }));
    await done(station.clerk.cases.accept({ caseId }));
    await inList(civil, caseId, 'review');
    await street.signIn('G1005');
    await street.onDesk.when('the case waits for the centre', ({ counts }) => counts.outside === 1);
    const [row] = await street.clerk.cases.list({ scope: 'outside', text: '' });
    expect(row?.id).toBe(caseId);
    await civil.signIn('G2001');
    const sign = () => signOff(civil.desk, { caseId, outcome: 'approved', opinion: '符合条件，同意。' });
    expect(await refusal(sign())).toMatchObject({ code: 'outsideNotApproved' });
    const approval = { caseId, reason: '情况紧急，同意。' };
    await done(civil.desk.outside.approve({ ...approval, document: '管民急〔2026〕3号' }));
    await done(street.clerk.outside.approve({ ...approval, document: '航街急〔2026〕1号' }));
    await until(
      'both approvals',
      () => Object.keys(civil.store.cases.get(caseId)?.state.outside?.approvals ?? {}).length === 2,
    );
    await done(sign());
    await until('the result', () => station.store.cases.get(caseId)?.state.status === 'decided');
    // It is handed out where it was received: at the centre it is no result of anybody’s.
    await until('the centre knows', () => street.store.cases.get(caseId)?.state.status === 'decided');
    expect(await street.clerk.handing.list()).toEqual([]);
    expect(await street.clerk.cases.list({ scope: 'outside', text: '' })).toEqual([]);
    await street.signIn();
  });
});

describe('no way around the counter (M10)', () => {
  it('a decision, a certificate or a hand-over of what no counter received has no subject: it is refused', async () => {
    const nobody = uuidv7();
    expect(await civil.desk.signing.of({ caseId: nobody })).toBeNull();
    await done(civil.desk.signing.confirm({ by: 'password', secret: 'demo-G2001' }));
    const seen = { revision: 1, content: `sha256:${'a'.repeat(64)}`, matterVersion: 1 };
    expect(
      await refusal(
        civil.desk.signing.sign({ caseId: nobody, outcome: 'approved', opinion: '同意。', seen }),
      ),
    ).toMatchObject({ code: 'caseUnknown' });
    expect(await refusal(street.clerk.handing.issue({ caseId: nobody, copies: 1 }))).toMatchObject({
      code: 'caseUnknown',
    });
  });
});
