import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '#shared/clock/beijing.ts';
import { interfacesContract } from '#shared/contracts/interfaces.ts';
import type { CaseProgress } from '#shared/interfaces/case-progress.ts';
import { importCertificates } from '../../src-server/certificates/import.ts';
import {
  admitClient,
  endClient,
  overlapMs,
  renewCredential,
  type Scope,
} from '../../src-server/interfaces/clients.ts';
import { mark } from '../../src-server/interfaces/marks.ts';
import { districtFile, startDistrict, type TestDistrict } from './district.ts';
import { enrolInstallation, receipt, type TestInstallation, uuidv7 } from './installation.ts';
import { settled } from './postgres.ts';

let district: TestDistrict;
let counter: TestInstallation;
let everything: string;

const now = () => new Date().toISOString() as Instant;
const admit = async (scope: Partial<Scope> = {}) =>
  admitClient(
    district.db.queries,
    { name: '省平台', departments: null, matters: null, clear: false, ...scope },
    now(),
  );
const ask = async (path: string, credential: string | null, init: RequestInit = {}) => {
  const response = await fetch(`${district.url}/v1/interface${path}`, {
    ...init,
    headers: {
      ...(init.body !== undefined && { 'content-type': 'application/json' }),
      ...(credential !== null && { authorization: `Bearer ${credential}` }),
    },
  });
  const text = await response.text();
  return { status: response.status, head: response.headers, body: JSON.parse(text), text };
};
/** A case that was taken in, on one of the two matters. */
async function taken(matterCode?: string): Promise<{ id: string; caseNumber: string }> {
  const id = uuidv7();
  const args = { ...receipt(counter), ...(matterCode !== undefined && { matterCode }) };
  const answer = await counter.push([counter.give('receiveCase', id, args)]);
  expect(answer).toMatchObject({ results: [{ outcome: 'applied' }] });
  return { id, caseNumber: args.caseNumber };
}
const accept = (id: string) => counter.push([counter.give('acceptCase', id, {})]);
/** Reads on from a cookie to the end. */
async function changes(credential: string, cookie = '', since?: string) {
  const cases: CaseProgress[] = [];
  let pages = 0;
  for (let next = cookie; ; ) {
    const query = new URLSearchParams({
      ...(next && { cookie: next }),
      ...(since !== undefined && { since }),
    });
    const { status, body } = await ask(`/cases?${query}`, credential);
    expect(status).toBe(200);
    cases.push(...body.cases);
    pages += 1;
    next = body.cookie;
    if (!body.more) return { cases, cookie: next, pages };
  }
}
const numbers = ({ cases }: { cases: CaseProgress[] }) => cases.map((each) => String(each.caseNumber));
const [sunk, market] = districtFile.reference.matters.map(({ code }) => code) as [string, string];

beforeAll(async () => {
  district = await startDistrict();
  counter = await enrolInstallation(district.url, 'CODE-HANGHAI-1');
  everything = (await admit()).credential;
});

describe('a credential', () => {
  it('is kept by its hash alone', async () => {
    const { credential } = await admit();
    const { rows } = await sql<{ text: string }>`
      select row_to_json(interface_credential)::text as text from interface_credential`.execute(
      district.db.queries,
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.map(({ text }) => text).join()).not.toContain(credential);
  });

  it.each(Object.entries(interfacesContract))('is asked for by %s', async (_, procedure) => {
    const { method, path } = procedure['~orpc'].route;
    const url = `${district.url}${path}`.replace('{id}', randomUUID());
    for (const authorization of [
      undefined,
      `Bearer ${'x'.repeat(43)}`,
      `Bearer ${counter.enrolment.token}`,
    ]) {
      const headers = authorization === undefined ? {} : { authorization };
      const answer = await fetch(url, { method: method ?? 'GET', headers });
      expect(answer.status).toBe(401);
      expect((await answer.json()).message).toContain('接口凭据无效');
    }
  });

  it('opens nothing of the installations’', async () => {
    const answer = await fetch(`${district.url}/v1/pull`, {
      method: 'POST',
      headers: { authorization: `Bearer ${everything}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer.status).toBe(401);
  });

  it('is renewed with a day to change over, and ends with its client', async () => {
    const { id, credential } = await admit();
    const renewed = await renewCredential(district.db.queries, id, now());
    expect((await ask('/subscriptions', credential)).status).toBe(200);
    expect((await ask('/subscriptions', renewed)).status).toBe(200);
    district.clock.now = new Date(Date.now() + overlapMs + 60_000);
    expect((await ask('/subscriptions', credential)).status).toBe(401);
    expect((await ask('/subscriptions', renewed)).status).toBe(200);
    district.clock.now = null;
    expect(await endClient(district.db.queries, id, now())).toBe(true);
    expect((await ask('/subscriptions', renewed)).status).toBe(401);
    expect(await endClient(district.db.queries, id, now())).toBe(false);
    expect(await renewCredential(district.db.queries, id, now())).toBeNull();
  });
});

describe('a case by its number', () => {
  it('says how far it is in plain states, and who the applicant is only to whoever may see it', async () => {
    const { id, caseNumber } = await taken();
    const { body, text } = await ask(`/cases/${caseNumber}`, everything);
    expect(body).toMatchObject({
      ...{ caseNumber, state: 'received', stateName: '已收件', result: null },
      matter: { code: sunk, name: '最低生活保障审核确认' },
      department: { id: 'civil', name: '管城回族区民政局' },
      receivedAt: { organisationName: '航海东路街道便民服务中心' },
      applicant: { name: '赵*明', idNumber: '410104********1234', phone: '138****1234', masked: true },
      steps: [{ title: '收件' }],
    });
    expect(text).not.toMatch(/赵小明|410104199001011234|13800001234|航海东路1号/);
    await accept(id);
    const clear = (await admit({ clear: true })).credential;
    expect((await ask(`/cases/${caseNumber}`, clear)).body).toMatchObject({
      ...{ state: 'accepted', promisedDue: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
      applicant: { name: '赵小明', idNumber: '410104199001011234', masked: false },
    });
  });

  it('is nobody’s beyond their departments and matters, and says so as of one that does not exist', async () => {
    const { caseNumber } = await taken();
    const other = (await admit({ departments: ['market'] })).credential;
    const otherMatter = (await admit({ matters: [market] })).credential;
    const unknown = `${caseNumber.slice(0, 20)}00000`;
    for (const credential of [other, otherMatter]) {
      const answer = await ask(`/cases/${caseNumber}`, credential);
      expect(answer.status).toBe(404);
      expect(answer.body.message).toContain('没有这个办件');
    }
    expect((await ask(`/cases/${unknown}`, everything)).status).toBe(400);
    expect(
      (await ask(`/cases/${caseNumber}`, (await admit({ departments: ['civil'] })).credential)).status,
    ).toBe(200);
  });
});

describe('cases by change', () => {
  it('come once each, in the order of their changes, and again when something has happened to them', async () => {
    const { credential } = await admit();
    const first = await changes(credential);
    const [one, two] = [await taken(), await taken(market)];
    const second = await changes(credential, first.cookie);
    expect(numbers(second)).toEqual([one.caseNumber, two.caseNumber]);
    expect(numbers(await changes(credential, second.cookie))).toEqual([]);
    await accept(one.id);
    const third = await changes(credential, second.cookie);
    expect(third.cases).toMatchObject([{ caseNumber: one.caseNumber, state: 'accepted' }]);
    expect((await changes(credential)).cases.length).toBeGreaterThanOrEqual(first.cases.length + 2);
  });

  it('are pages that add up to the whole, each case once, whatever else lies between them', async () => {
    const { credential } = await admit({ departments: ['civil'] });
    const narrow = (await admit({ matters: [market] })).credential;
    const before = numbers(await changes(credential));
    const started = await changes(narrow);
    for (let round = 0; round < 3; round += 1) {
      const given = Array.from({ length: 150 }, () =>
        counter.give('receiveCase', uuidv7(), receipt(counter)),
      );
      expect((await counter.push(given)).kind).toBe('taken');
    }
    const { caseNumber } = await taken(market);
    const all = await changes(credential);
    expect(all.pages).toBeGreaterThan(2);
    expect(new Set(numbers(all)).size).toBe(all.cases.length);
    expect(all.cases).toHaveLength(before.length + 450);
    // Of a rare matter some pages hold none, and more follow all the same.
    expect(numbers(await changes(narrow, started.cookie))).toEqual([caseNumber]);
  });

  it('leave nothing out that a slow transaction commits late', async () => {
    const { credential } = await admit();
    const { cookie } = await changes(credential);
    const slow = new pg.Client({ connectionString: district.databaseUrl });
    await slow.connect();
    await slow.query('begin');
    const { id, caseNumber } = await taken();
    await settled(district.db.pool);
    // It takes its number now, before the case that follows, and commits after that one was read.
    await slow.query(`update case_file set changed_xid = pg_current_xact_id() where id = $1`, [id]);
    const later = await taken();
    const meanwhile = await changes(credential, cookie);
    await slow.query('commit');
    await slow.end();
    expect(numbers(meanwhile)).toEqual([caseNumber]);
    expect(numbers(await changes(credential, meanwhile.cookie))).toEqual([caseNumber, later.caseNumber]);
  });

  it('since a time leave out most of what was before, and nothing of what was after', async () => {
    const { credential } = await admit();
    const before = await taken();
    await mark(district.db.queries, new Date(Date.now() - 60_000));
    const since = now();
    const after = await taken();
    const found = numbers(await changes(credential, '', since));
    expect(found).toContain(after.caseNumber);
    expect(found).not.toContain(before.caseNumber);
    // Before anybody noted anything: everything.
    const all = numbers(await changes(credential, '', '2020-01-01T00:00:00.000Z'));
    expect(all).toContain(before.caseNumber);
  });

  it('begin anew with the cookie of another epoch', async () => {
    const { credential } = await admit();
    const { cookie, cases } = await changes(credential);
    const foreign = cookie.replace(/^[^:]+/, randomUUID());
    expect((await changes(credential, foreign)).cases).toHaveLength(cases.length);
  });
});

describe('a certificate by its number', () => {
  const number = '管民救〔2019〕17号';
  const path = `/certificates/${encodeURIComponent(number)}`;
  beforeAll(async () => {
    const line = {
      ...{ number, name: '临时救助证', departmentId: 'civil', holderName: '豫旧识' },
      ...{ holderIdNumber: '410104198001010017', from: '2019-03-01', until: '2020-02-29' },
    };
    await importCertificates(
      district.db.queries,
      JSON.stringify(line),
      districtFile.reference.organisations as never,
      now(),
    );
  });

  it('says whether it is in force, and whose it is only to whoever may see it', async () => {
    const { body } = await ask(path, everything);
    expect(body).toMatchObject({
      ...{ number, name: '临时救助证', status: 'expired', caseNumber: null, until: '2020-02-29' },
      ...{ holder: { name: '豫*识', idNumber: '410104********0017', masked: true } },
    });
    const clear = (await admit({ clear: true, departments: ['civil'] })).credential;
    expect((await ask(path, clear)).body.holder).toEqual({
      ...{ name: '豫旧识', idNumber: '410104198001010017', masked: false },
    });
  });

  it('is not found beyond the client’s scope', async () => {
    const other = (await admit({ departments: ['market'] })).credential;
    expect((await ask(path, other)).status).toBe(404);
    expect((await ask('/certificates/none', everything)).status).toBe(404);
  });
});

describe('whoever asks too much', () => {
  it('is told when to come again, and others are not held up', async () => {
    const { id, credential } = await admit();
    const answers = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const statuses: number[] = [];
        for (let turn = 0; turn < 30; turn += 1) {
          const { status, head } = await ask('/subscriptions', credential);
          statuses.push(status);
          if (status === 429) expect(head.get('retry-after')).toBe('5');
        }
        return statuses;
      }),
    );
    expect(new Set(answers.flat())).toEqual(new Set([200, 429]));
    expect((await ask('/subscriptions', everything)).status).toBe(200);
    const calls = await district.db.queries
      .selectFrom('interface_call')
      .select('status')
      .where('client_id', '=', id)
      .execute();
    expect(calls.filter(({ status }) => status === 200)).toHaveLength(
      answers.flat().filter((status) => status === 200).length,
    );
    expect(calls.some(({ status }) => status === 429)).toBe(true);
  });
});

describe('the interface log', () => {
  const calls = async (clientId: string | null) =>
    district.db.queries
      .selectFrom('interface_call')
      .selectAll()
      .where('client_id', 'is not distinct from', clientId)
      .orderBy('id')
      .execute();

  it('has every call with client, operation, number, status and duration', async () => {
    const { id, credential } = await admit();
    const { caseNumber } = await taken();
    await ask(`/cases/${caseNumber}`, credential);
    await ask('/certificates/none', credential);
    await ask('/cases?since=yesterday', credential);
    expect(await calls(id)).toMatchObject([
      { operation: 'caseByNumber', subject: caseNumber, status: 200, ms: expect.any(Number) },
      { operation: 'certificateByNumber', subject: 'none', status: 404 },
      { operation: 'changedCases', subject: 'yesterday', status: 400 },
    ]);
  });

  it('has a call that nobody was known by', async () => {
    const before = (await calls(null)).length;
    await ask('/subscriptions', 'x'.repeat(43));
    expect((await calls(null)).slice(before)).toMatchObject([{ operation: 'subscriptions', status: 401 }]);
  });

  it('comes before the answer: what cannot be entered is not given out', async () => {
    const { caseNumber } = await taken();
    await district.db.pool.query('alter table interface_call rename to interface_call_away');
    const answer = await ask(`/cases/${caseNumber}`, everything);
    await district.db.pool.query('alter table interface_call_away rename to interface_call');
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain(caseNumber);
    expect((await ask(`/cases/${caseNumber}`, everything)).status).toBe(200);
  });
});
