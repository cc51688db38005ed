import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createRouterClient } from '@orpc/server';
import type { Matter } from '#shared/matters/matter.ts';
import { pinyinOf } from '#shared/matters/pinyin.ts';
import { buildMatterIndex, searchMatters } from '#shared/matters/search.ts';
import { demoMatters } from '../../src-main/demo/matters.ts';
import { openCounter, prepareInstallation, publishedReference, storeIn } from '../support/counter.ts';
import { searchAtDesk } from './matter-desk.ts';
import { type Goal, Samples } from './samples.ts';

const count = 5000;
const rounds = 60;

/** So many matters as a district has: the demo's, told apart by what they are for. */
export function manyMatters(): Matter[] {
  const kinds = ['城镇', '农村', '残疾人', '老年人', '企业', '个体', '变更', '注销', '补办', '延续'];
  return Array.from({ length: count }, (_, index) => {
    const base = demoMatters[index % demoMatters.length] as Matter;
    const group = Math.floor(index / demoMatters.length);
    const basicCode = `${base.basicCode.slice(0, 4)}${String(10_000_000 + index)}`;
    return {
      ...base,
      ...{ code: `${base.code.slice(0, 19)}${basicCode}`, basicCode },
      name: group === 0 ? base.name : `${base.name}（${kinds[group % kinds.length]}第${group}类）`,
    } as Matter;
  });
}

/** What clerks type, a key at a time: the most that a keystroke can ask for is its first letter. */
const typed = [
  '低保',
  'dibao',
  'zdshbz',
  'z',
  'shenfenzheng',
  'bdc',
  '000711',
  '登记',
  'mzj 变更',
  'xukebeian',
  '#老年人 jt',
  '办食品',
  'qqq',
];
const keystrokes = typed.flatMap((text) => [...text].map((_, at) => [...text].slice(0, at + 1).join('')));

/** The machine is quiet where the bare scan's slowest hundredth is no more than this many of its medians. */
const quietTimes = 4;

/** The times of one way of searching, by keystroke. */
class Keystrokes {
  readonly all = new Samples();
  readonly #quickest = new Map<string, number>();

  add(text: string, milliseconds: number): void {
    this.all.add(milliseconds);
    this.#quickest.set(text, Math.min(milliseconds, this.#quickest.get(text) ?? Number.POSITIVE_INFINITY));
  }
  time(text: string, search: () => unknown): void {
    const begun = performance.now();
    search();
    this.add(text, performance.now() - begun);
  }
  /** The keystroke that costs the most, by its quickest run: what was longer waited for somebody else's work. */
  get slowest(): readonly [text: string, milliseconds: number] {
    return [...this.#quickest].reduce((most, each) => (each[1] > most[1] ? each : most));
  }
}

/**
 * Searching 5,000 matters at every keystroke: the search itself beside a plain scan of the names in characters, which
 * finds no pinyin, no initials and no order; the whole way through the clerk's contract; and at the desk itself, from the
 * key to the list that stands on the page. The p99 is judged where the machine is quiet.
 */
export async function benchMatters(): Promise<{ goals: Goal[]; lines: string[] }> {
  const matters = manyMatters();
  const building = performance.now();
  const index = buildMatterIndex(matters, pinyinOf);
  const built = performance.now() - building;
  const [search, bare, contract, desk] = [
    new Keystrokes(),
    new Keystrokes(),
    new Keystrokes(),
    new Keystrokes(),
  ];
  const names = matters.map(({ name, code }) => `${name} ${code}`);
  for (let round = 0; round < rounds; round += 1) {
    for (const text of keystrokes) {
      search.time(text, () => searchMatters(index, text, 20));
      bare.time(text, () => names.filter((name) => name.includes(text)).slice(0, 20));
    }
  }

  const folder = mkdtempSync(join(tmpdir(), 'yichuang-bench-'));
  const at = join(folder, 'counter');
  prepareInstallation(at);
  const store = storeIn(at);
  store.knowledge.publish({ ...publishedReference(), version: 'many', matters });
  store.close();
  const counter = await openCounter({ folder: at });
  const clerk = createRouterClient(counter.clerk);
  await clerk.matters.search({ text: '' });
  for (let round = 0; round < rounds / 4; round += 1) {
    for (const text of keystrokes) {
      const begun = performance.now();
      await clerk.matters.search({ text });
      contract.add(text, performance.now() - begun);
    }
  }
  await counter.close();
  await searchAtDesk(at, keystrokes, 8, (text, took) => desk.add(text, took));
  rmSync(folder, { recursive: true });

  const p99 = bare.all.quantile(0.99);
  const isQuiet = p99 <= quietTimes * bare.all.quantile(0.5);
  const bound: Goal['bound'] = { kind: 'atMost', value: 16 };
  const ways = [
    ['search in 5,000 matters', search],
    ['search in 5,000 matters through the contract', contract],
  ] as const;
  return {
    goals: ways.flatMap(([name, times]): Goal[] => {
      const [text, value] = times.slowest;
      const note = `median ${times.all.quantile(0.5).toFixed(2)} ms of ${times.all.count}`;
      return [
        { name: `${name}: slowest keystroke`, value, unit: 'ms', bound, note: `“${text}”; ${note}` },
        ...(isQuiet
          ? [{ name: `${name}: p99`, value: times.all.quantile(0.99), unit: 'ms', bound, note }]
          : []),
      ];
    }),
    lines: [
      `matters: ${keystrokes.length} keystrokes; a bare scan of the names: median ${bare.all.quantile(0.5).toFixed(2)} ms, p99 ${p99.toFixed(2)} ms; the index is built in ${built.toFixed(0)} ms`,
      `matters at the desk, from the key to the list on the page: slowest keystroke “${desk.slowest[0]}” ${desk.slowest[1].toFixed(1)} ms, median ${desk.all.quantile(0.5).toFixed(1)} ms of ${desk.all.count} in a browser that shares this machine`,
      ...(isQuiet
        ? []
        : ways.map(
            ([name, times]) =>
              `${name}: p99 of ${times.all.quantile(0.99).toFixed(2)} ms is not judged, since the machine is not quiet`,
          )),
    ],
  };
}
