import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createRouterClient } from '@orpc/server';
import type { CaseFile, CaseStatus } from '#shared/cases/case-file.ts';
import { formatCaseNumber } from '#shared/cases/case-number.ts';
import { searchExpression } from '#shared/cases/search-terms.ts';
import { beijingDateOf, instantOfEpoch } from '#shared/clock/beijing.ts';
import { casesPerPage } from '#shared/contracts/case-views.ts';
import { idNumberCheckDigit } from '#shared/identity/id-number.ts';
import { pinyinOf } from '#shared/matters/pinyin.ts';
import { caseSearch } from '../../src-main/core/cases/case-search.ts';
import { fileKeyProvider } from '../../src-main/core/core.ts';
import { type Database, openDatabase } from '../../src-main/core/store/database.ts';
import { openCounter, openInstallation, prepareInstallation } from '../support/counter.ts';
import { type Goal, Samples } from './samples.ts';

const casesPerDay = 400;
/** One of so many cases is still open, and one waits to be handed out. */
const openOneIn = 200;
const questionsPerKind = 100;
const minutes = (ms: number) => `${(ms / 60_000).toFixed(1)} min`;

/**
 * Finding a case among a million by everything that a clerk may be told: what a page of the list costs from the typed
 * text to the rows of the list, against the bare query on the same index for the same rows, in one run and in turn. Then what the
 * index costs in room, and what the desk's snapshot and its lists cost with so many cases behind them.
 */
export async function benchCaseSearch({
  cases,
}: {
  readonly cases: number;
}): Promise<{ goals: Goal[]; lines: string[] }> {
  const root = mkdtempSync(join(tmpdir(), 'yichuang-bench-search-'));
  try {
    return await measure(prepareInstallation(join(root, 'store')), cases);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function measure(folder: string, cases: number): Promise<{ goals: Goal[]; lines: string[] }> {
  const sample = await oneCase(folder);
  const db = openDatabase(
    join(folder, 'store', 'yichuang.db'),
    fileKeyProvider(join(folder, 'store.key')).key(false),
  );
  const begun = performance.now();
  fill(db, sample, cases);
  const filled = performance.now();
  enterAll(db);
  const entered = performance.now();
  const room = roomOf(db, cases);
  db.close();

  const core = await openInstallation({ folder });
  const { store, lists } = core.parts;
  const bare = store.db.prepare<[string, number], { state: string }>(
    `SELECT id, state, attention FROM case_search
       CROSS JOIN case_search_key ON key = case_search.rowid CROSS JOIN case_file ON case_file.id = case_id
     WHERE case_search MATCH ? ORDER BY case_search.rowid DESC LIMIT ?`,
  );
  const goals: Goal[] = [];
  const all = { ours: new Samples(), peer: new Samples() };
  const lines: string[] = [
    `${cases.toLocaleString('en')} cases: written in ${minutes(filled - begun)}, entered into the index in ${minutes(entered - filled)}`,
  ];
  const random = randomFrom(7);
  for (const [kind, questionOf] of Object.entries(questions)) {
    for (const scope of ['all', 'open'] as const) {
      const [ours, peer] = [new Samples(), new Samples()];
      let rows = 0;
      for (let turn = 0; turn < questionsPerKind; turn += 1) {
        const person = personOf(Math.floor(random() * cases));
        const text = questionOf(person, random);
        const expression = searchExpression(text, scope === 'open' ? 'open' : null);
        if (expression === null) throw new Error(`nothing can be looked up by ${kind}`);
        const ask = () => {
          const found = ours.time(() => lists.page(scope, text));
          rows += found.length;
          if (scope === 'all' && found.length === 0) throw new Error(`${kind} finds nothing by ${text}`);
        };
        const askBare = () => peer.time(() => bare.all(expression, casesPerPage(text)));
        // Whoever comes second finds the pages in memory.
        if (turn % 2 === 0) askBare();
        ask();
        if (turn % 2 === 1) askBare();
      }
      for (const each of ours.times) all.ours.add(each);
      for (const each of peer.times) all.peer.add(each);
      process.stderr.write(`  ${kind}, ${scope}\n`);
      lines.push(
        `${kind}, ${scope}: p50 ${ours.quantile(0.5).toFixed(2)} ms, p99 ${ours.quantile(0.99).toFixed(2)} ms; bare p99 ${peer.quantile(0.99).toFixed(2)} ms; ${(rows / questionsPerKind).toFixed(1)} rows`,
      );
      goals.push({
        name: `case search: ${kind}, ${scope}, p99`,
        value: ours.quantile(0.99),
        unit: 'ms',
        bound: { kind: 'atMost', value: 20 },
        note: `${(ours.quantile(0.99) / peer.quantile(0.99)).toFixed(1)} × the bare query's p99`,
      });
    }
  }
  goals.push({
    name: 'case search: all kinds, p99 against that of the bare indexed query',
    value: all.ours.quantile(0.99) / all.peer.quantile(0.99),
    unit: '×',
    bound: { kind: 'atMost', value: 3 },
    note: `${all.ours.quantile(0.99).toFixed(2)} ms against ${all.peer.quantile(0.99).toFixed(2)} ms; medians ${all.ours.quantile(0.5).toFixed(2)} and ${all.peer.quantile(0.5).toFixed(2)}`,
  });
  goals.push({
    name: 'case search: room for a case over the data itself',
    value: room.over,
    unit: 'bytes',
    bound: { kind: 'atMost', value: 2048 },
    note: `data ${room.data.toFixed(0)} bytes a case; ${room.parts}`,
  });
  await core.close();
  goals.push(...(await deskGoals(folder)));
  return { goals, lines };
}

/** What a desk shows all the time, with everything behind it. */
async function deskGoals(folder: string): Promise<Goal[]> {
  const counter = await openCounter({ folder });
  const desk = createRouterClient(counter.clerk);
  const goal = (name: string, samples: Samples, most: number): Goal => ({
    name,
    value: samples.quantile(0.99),
    unit: 'ms',
    bound: { kind: 'atMost', value: most },
    note: `median ${samples.quantile(0.5).toFixed(2)} ms over ${samples.count}`,
  });
  const goals: Goal[] = [];
  for (const scope of ['open', 'results', 'all'] as const) {
    const samples = new Samples();
    for (let turn = 0; turn < 50; turn += 1) {
      const start = performance.now();
      const rows = await desk.cases.list({ scope, text: '' });
      samples.add(performance.now() - start);
      if (rows.length === 0) throw new Error(`the list ${scope} is empty`);
    }
    goals.push(goal(`case list: ${scope}, first page of 100, p99`, samples, 50));
  }
  const snapshots = new Samples();
  for (let turn = 0; turn < 50; turn += 1) {
    const ending = new AbortController();
    const start = performance.now();
    for await (const view of await desk.watch(undefined, { signal: ending.signal })) {
      snapshots.add(performance.now() - start);
      if (view.counts.open === 0) throw new Error('the desk counts no open case');
      break;
    }
    ending.abort();
  }
  goals.push(goal('desk snapshot with all cases behind it, p99', snapshots, 16));
  await counter.close();
  return goals;
}

/** A case as a real counter takes it in. */
async function oneCase(folder: string): Promise<CaseFile> {
  const counter = await openCounter({ folder });
  const id = await counter.receive();
  const subject = counter.store.cases.get(id);
  await counter.close();
  if (subject === null) throw new Error('the sample case is not there');
  return subject.state;
}

/** Writes the cases, each confirmed by the district, in the order of time as they came. */
function fill(db: Database, sample: CaseFile, cases: number): void {
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -400000');
  const insert = db.prepare(
    'INSERT INTO case_file (id, state, base, base_revision) VALUES (@id, @state, @state, 3)',
  );
  const write = db.transaction((from: number, to: number) => {
    for (let index = from; index < to; index += 1) {
      const person = personOf(index);
      const at = { ...sample.received, capturedAt: person.at, uploadedAt: person.at };
      const state: CaseFile = {
        ...sample,
        ...{ id: idOf(index), visitId: idOf(index, 'a'), caseNumber: person.caseNumber as never },
        ...{ status: statusOf(index), received: at, accepted: at },
        applicant: {
          salt: 'sixteen-characters',
          personal: {
            ...{ kind: 'person', name: person.name, idNumber: person.idNumber, phone: person.phone },
            ...{ address: '河南省郑州市管城回族区清和里8号院2号楼15号', source: 'typed' },
          },
        },
      };
      if (state.status !== 'accepted')
        state.decision = {
          ...{ outcome: 'approved', opinion: '符合条件，同意。', decidedBy: 'person-g2001', decided: at },
        };
      insert.run({ id: state.id, state: JSON.stringify(state) });
    }
  });
  const step = 10_000;
  for (let from = 0; from < cases; from += step) {
    write(from, Math.min(cases, from + step));
    if (from % 100_000 === 0) process.stderr.write(`  written ${from.toLocaleString('en')}\n`);
  }
}

/** By the program's own way of catching up, in larger helpings than beside a clerk's work. */
function enterAll(db: Database): void {
  const search = caseSearch({ db, onChange: () => () => {} });
  while (search.catchUp(20_000)) process.stderr.write('.');
  process.stderr.write('\n');
  search.close();
  db.pragma('journal_mode = WAL');
}

function roomOf(db: Database, cases: number) {
  const sizes = db
    .prepare<[], { name: string; bytes: number }>(
      'SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC',
    )
    .all();
  const isOver = (name: string) =>
    name.startsWith('case_search') ||
    name.startsWith('case_file_') ||
    name.startsWith('sqlite_autoindex_case') ||
    name === 'case_count';
  const sum = (wanted: (name: string) => boolean) =>
    sizes.reduce((all, { name, bytes }) => all + (wanted(name) ? bytes : 0), 0) / cases;
  return {
    over: sum(isOver),
    data: sum((name) => name === 'case_file'),
    parts: sizes
      .filter(({ name, bytes }) => isOver(name) && bytes > cases)
      .map(({ name, bytes }) => `${name} ${(bytes / cases).toFixed(0)}`)
      .join(', '),
  };
}

const idOf = (index: number, mark = '0') =>
  `${(0x01990000 + index).toString(16).padStart(8, '0')}-0000-7000-8000-00000000000${mark}`;

const statusOf = (index: number): CaseStatus =>
  index % openOneIn === 0 ? 'accepted' : index % openOneIn === 1 ? 'decided' : 'delivered';

/** Invented people, the same for the same number; surnames as unevenly spread as they are. */
interface Person {
  caseNumber: string;
  name: string;
  idNumber: string;
  phone: string;
  at: ReturnType<typeof instantOfEpoch>;
}

const surnames = [
  ...[...'王李张刘陈杨黄赵吴周'].flatMap((each) => Array.from({ length: 14 }, () => each)),
  ...[...'徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹'].flatMap((each) => [each, each, each]),
  ...'彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤豫管商',
];
const given = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文海燕晓雨欣怡子涵梓轩浩然思远嘉宁安和清秋冬春立满禾苗',
];

function personOf(index: number): Person {
  const random = randomFrom(index + 1);
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? '';
  const at = instantOfEpoch(
    Date.UTC(2019, 0, 2, 2) + Math.floor(index / casesPerDay) * 86_400_000 + (index % casesPerDay) * 60_000,
  );
  const birth = instantOfEpoch(Date.UTC(1940, 0, 1) + Math.floor(random() * 24_000) * 86_400_000);
  const first17 = `410104${birth.slice(0, 10).replaceAll('-', '')}${String(1 + Math.floor(random() * 998)).padStart(3, '0')}`;
  return {
    caseNumber: formatCaseNumber({
      areaCode: '410104009',
      date: beijingDateOf(at),
      series: '002',
      serial: 1 + (index % casesPerDay),
    }),
    name: `${pick(surnames)}${pick(given)}${random() < 0.8 ? pick(given) : ''}`,
    idNumber: `${first17}${idNumberCheckDigit(first17)}`,
    phone: `1${['38', '59', '36', '77'][Math.floor(random() * 4)]}${String(Math.floor(random() * 1e8)).padStart(8, '0')}`,
    at,
  };
}

/** Numbers from 0 up to 1, the same after the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = (seed * 0x9e3779b1) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const readingOf = (name: string) => pinyinOf(name).syllables;

/** What a clerk types, by what they were told. */
const questions: Readonly<Record<string, (person: Person, random: () => number) => string>> = {
  'case number': ({ caseNumber }) => caseNumber,
  'end of the case number': ({ caseNumber }) => caseNumber.slice(-6),
  'ID number': ({ idNumber }) => idNumber,
  'end of the ID number': ({ idNumber }) => idNumber.slice(-4),
  telephone: ({ phone }) => phone,
  'end of the telephone': ({ phone }) => phone.slice(-4),
  'whole name': ({ name }) => name,
  'two characters': ({ name }) => [...name].slice(-2).join(''),
  'one character': ({ name }) => [...name].slice(0, 1).join(''),
  pinyin: ({ name }) => readingOf(name).join(''),
  'pinyin as it is typed': ({ name }, random) =>
    readingOf(name)
      .join('')
      .slice(0, 2 + Math.floor(random() * 3)),
  initials: ({ name }) =>
    readingOf(name)
      .map((each) => each.charAt(0))
      .join(''),
  'name and telephone': ({ name, phone }) => `${[...name].slice(0, 1).join('')} ${phone.slice(-4)}`,
  'matter and name': ({ name }) => `救助 ${name}`,
};
