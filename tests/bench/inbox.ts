import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createRouterClient } from '@orpc/server';
import { type CaseFile, caseBeginning } from '#shared/cases/case-file.ts';
import { formatCaseNumber } from '#shared/cases/case-number.ts';
import { beijingDateOf, instantOfEpoch } from '#shared/clock/beijing.ts';
import type { Stamp } from '#shared/clock/evidence.ts';
import { type InboxQuestion, inboxQuestionSchema } from '#shared/contracts/inbox.ts';
import { fileKeyProvider } from '../../src-main/core/core.ts';
import { openDatabase } from '../../src-main/core/store/database.ts';
import { demoDepartmentId } from '../../src-main/demo/demo-installations.ts';
import { demoHall } from '../../src-main/demo/hall.ts';
import { done, openInstallation, prepareInstallation, publishedReference } from '../support/counter.ts';
import { type Goal, Samples } from './samples.ts';

const open = 50_000;
const signatures = 200;
const turns = 60;
/** Received over so many days, so that every light is lit. */
const days = 60;

/**
 * A department's desk with fifty thousand open cases: from the question to the rows, as the page is answered, and what a
 * signature takes from the click to the acknowledgement, on the disk twice.
 */
export async function benchInbox(): Promise<{ goals: Goal[]; lines: string[] }> {
  const root = mkdtempSync(join(tmpdir(), 'yichuang-bench-inbox-'));
  try {
    return await measure(prepareInstallation(join(root, 'desk'), { kind: 'department' }));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function measure(folder: string): Promise<{ goals: Goal[]; lines: string[] }> {
  fill(folder);
  const core = await openInstallation({ folder });
  const { routers } = core;
  if (routers.department === undefined) throw new Error('this installation is no department');
  const desk = createRouterClient(routers.department);
  await done(desk.signIn({ staffNumber: 'G2001', password: 'demo-G2001' }));
  const { inbox } = core.parts;
  const begun = performance.now();
  while (inbox.catchUp(1000));
  const entered = performance.now() - begun;
  if (inbox.counts('').review !== open) throw new Error('not every case stands in the list');

  const ask = (changes: Partial<InboxQuestion>) => inboxQuestionSchema.parse(changes);
  const filter = (changes: Partial<InboxQuestion['filter']>) =>
    ask({ filter: { light: null, assignee: null, stage: null, matterCode: null, ...changes } });
  const [someMatter] = inbox.matters();
  const questions: Record<string, InboxQuestion> = {
    'by urgency': ask({}),
    'oldest first': ask({ sort: 'received' }),
    'latest first': ask({ sort: 'latest' }),
    'by matter': ask({ sort: 'matter' }),
    'past the law': filter({ light: 'red' }),
    'past the promise': filter({ light: 'yellow' }),
    'due soon': filter({ light: 'prompt' }),
    mine: filter({ assignee: 'me' }),
    'one matter': filter({ matterCode: someMatter?.code ?? '' }),
    'the last page': ask({ skip: open - 100 }),
  };
  const goals: Goal[] = [];
  const goal = (name: string, samples: Samples, part: number, most: number): void => {
    goals.push({
      name: `inbox of ${open.toLocaleString('en')}: ${name}`,
      value: samples.quantile(part),
      unit: 'ms',
      bound: { kind: 'atMost', value: most },
      note: `median ${samples.quantile(0.5).toFixed(2)} ms over ${samples.count}`,
    });
  };
  // Opening: the snapshot with its counts, the first page, and the case that stands open beside it.
  const opening = new Samples();
  for (let turn = 0; turn < turns; turn += 1) {
    const start = performance.now();
    inbox.counts('person-g2001');
    const [first] = await desk.inbox.page(ask({}));
    await desk.inbox.matters();
    await desk.cases.get({ caseId: first?.id ?? '' });
    await desk.signing.of({ caseId: first?.id ?? '' });
    opening.add(performance.now() - start);
  }
  goal('opens, p99', opening, 0.99, 300);
  for (const [name, question] of Object.entries(questions)) {
    const samples = new Samples();
    for (let turn = 0; turn < turns; turn += 1) {
      const start = performance.now();
      await desk.inbox.page(question);
      samples.add(performance.now() - start);
    }
    goal(`${name}, p99`, samples, 0.99, 100);
  }

  const signing = new Samples();
  await done(desk.signing.confirm({ by: 'password', secret: 'demo-G2001' }));
  const waiting = [...(await desk.inbox.page(ask({}))), ...(await desk.inbox.page(ask({ skip: 100 })))];
  for (const { id: caseId } of waiting.slice(0, signatures)) {
    const opened = await desk.signing.of({ caseId });
    if (opened === null) throw new Error('a case that waits is not here');
    const start = performance.now();
    await done(
      desk.signing.sign({ caseId, outcome: 'approved', opinion: '符合条件，同意。', seen: opened.seen }),
    );
    signing.add(performance.now() - start);
  }
  goals.push({
    name: 'sign-off acknowledged at the desk, p99',
    value: signing.quantile(0.99),
    unit: 'ms',
    bound: { kind: 'atMost', value: 50 },
    note: `median ${signing.quantile(0.5).toFixed(2)} ms over ${signing.count}`,
  });
  await core.close();
  return {
    goals,
    lines: [
      `${open.toLocaleString('en')} open cases were entered into the list in ${(entered / 1000).toFixed(1)} s`,
    ],
  };
}

/** Cases of every matter that the department decides, received day by day, confirmed by the district. */
function fill(folder: string): void {
  const db = openDatabase(
    join(folder, 'store', 'yichuang.db'),
    fileKeyProvider(join(folder, 'store.key')).key(false),
  );
  const ours = publishedReference().matters.filter(
    ({ department }) => String(department.organisationId) === demoDepartmentId,
  );
  const insert = db.prepare(
    'INSERT INTO case_file (id, state, base, base_revision) VALUES (@id, @state, @state, 2)',
  );
  const now = Date.now();
  db.transaction(() => {
    for (let index = 0; index < open; index += 1) {
      const matter = ours[index % ours.length];
      if (matter === undefined) throw new Error('the demo department decides nothing');
      const at = instantOfEpoch(now - Math.floor((index * days) / open) * 86_400_000);
      const stamp: Stamp = { capturedAt: at, notBefore: at, notAfter: at, uploadedAt: at };
      const caseFile: CaseFile = {
        ...caseBeginning,
        id: `${index.toString(16).padStart(8, '0')}-0000-7000-8000-000000000000`,
        caseNumber: formatCaseNumber({
          ...{ areaCode: '410104009', date: beijingDateOf(at) },
          ...{ series: String(1 + Math.floor(index / 9000)).padStart(3, '0'), serial: 1 + (index % 9000) },
        }),
        visitId: `${index.toString(16).padStart(8, '0')}-0000-7000-8000-000000000001`,
        status: 'accepted',
        revision: 2,
        matter: {
          ...{ code: matter.code, version: matter.version, name: matter.name },
          departmentId: matter.department.organisationId,
          departmentName: matter.department.name,
          ...{ sunk: matter.sunk, promised: matter.promised, statutory: matter.statutory },
        },
        receivingCounterId: demoHall.counters[2]?.id ?? '',
        receivingOrganisationId: demoHall.hall.organisationId,
        decidingDepartmentId: matter.department.organisationId,
        applicant: {
          salt: 'a-salt-of-16-or-more',
          personal: {
            ...{ kind: 'person', name: '豫小满', idNumber: '41010419900321998X', phone: '13812345678' },
            ...{ address: '河南省郑州市管城回族区清和里8号院', source: 'typed' },
          },
        },
        materials: matter.materials.map(({ id, name, form, copies }) => ({
          materialId: id,
          name,
          form,
          copies,
        })),
        serviceMode: 'counter',
        confirmation: null,
        receivedBy: 'person-g1001',
        received: stamp,
        accepted: stamp,
        decision: null,
        issued: null,
        delivered: null,
        review:
          index % 7 === 0
            ? {
                assignee: { personId: 'person-g2001', by: 'person-g2001', at: stamp },
                draft: null,
                returned: null,
              }
            : null,
      };
      insert.run({ id: caseFile.id, state: JSON.stringify(caseFile) });
    }
  })();
  db.close();
}
