/**
 * Finding a matter while the clerk types: by name, alias, tag, department or code, in characters, full pinyin, initials,
 * or any mixture (`低保`, `dibao`, `zdsh`, `zuidishh`, `低bao`, `000131127004`).
 *
 * The index is built once for a published list; a query over 5,000 matters fits in one frame (16 ms).
 */
import type { Matter } from './matter.ts';

/**
 * The reading of a text in pinyin without tones: one syllable for each character (code point), a character that has
 * no reading standing for itself. ü is written v. Passed in, since the dictionary of `pinyin.ts` is
 * large.
 */
export type PinyinOf = (text: string) => { readonly syllables: readonly string[] };

/** A list of matters prepared for searching; made by {@link buildMatterIndex}. */
export interface MatterIndex {
  readonly entries: readonly IndexedMatter[];
  readonly departments: readonly Reading[];
  /** The entries of each department. */
  readonly ofDepartment: readonly (readonly number[])[];
  /** The entries in which something begins with these one or two symbols as they can be typed; see {@link beginnings}. */
  readonly beginning: ReadonlyMap<string, readonly number[]>;
}

interface IndexedMatter {
  readonly matter: Matter;
  readonly name: Reading;
  readonly aliases: readonly Reading[];
  readonly tags: readonly Reading[];
  /** Tags and situations: what a word with `#` picks out. */
  readonly labels: readonly Reading[];
  readonly codes: readonly string[];
  /** Position in the index's departments, which are few and are matched once a query. */
  readonly department: number;
}

/** The letters, digits and characters of a text, each with its syllable; punctuation and spaces are left out. */
interface Reading {
  readonly characters: readonly string[];
  readonly syllables: readonly string[];
  /** The characters as one text. */
  readonly text: string;
  /** The first letter of each syllable, as one text of the same length as `characters`. */
  readonly initials: string;
}

/** An index that grows matter by matter, so that a long list can be prepared in pieces beside other work. */
export function matterIndexBuilder(pinyin: PinyinOf): {
  add(matter: Matter): void;
  /** What has been added so far. */
  readonly index: MatterIndex;
} {
  const departments: Reading[] = [];
  const departmentPositions = new Map<string, number>();
  const ofDepartment: number[][] = [];
  const beginning = new Map<string, number[]>();
  const entries: IndexedMatter[] = [];
  return {
    index: { entries, departments, ofDepartment, beginning },
    add(matter) {
      const position = entries.length;
      let department = departmentPositions.get(matter.department.name);
      if (department === undefined) {
        department = departments.push(readingOf(matter.department.name, pinyin)) - 1;
        departmentPositions.set(matter.department.name, department);
        ofDepartment.push([]);
      }
      ofDepartment[department]?.push(position);
      const tags = matter.tags.map((tag) => readingOf(tag, pinyin));
      const name = readingOf(matter.name, pinyin);
      const aliases = matter.aliases.map((alias) => readingOf(alias, pinyin));
      const labels = [...tags, ...matter.situations.map((situation) => readingOf(situation.name, pinyin))];
      for (const key of new Set([name, ...aliases, ...labels].flatMap(beginnings))) {
        const list = beginning.get(key);
        if (list === undefined) beginning.set(key, [position]);
        else list.push(position);
      }
      entries.push({
        matter,
        ...{ name, aliases, tags, labels },
        codes: [matter.code.toLowerCase(), matter.basicCode.toLowerCase()],
        department,
      });
    },
  };
}

/** Prepares matters for {@link searchMatters}. Costs a look-up of pinyin for every name and alias. */
export function buildMatterIndex(matters: readonly Matter[], pinyin: PinyinOf): MatterIndex {
  const { add, index } = matterIndexBuilder(pinyin);
  for (const matter of matters) add(matter);
  return index;
}

/**
 * The symbols, one and two, that a word may begin with wherever it begins in a reading: a character or the first letter
 * of its syllable, then the syllable's second letter or one of these of what follows.
 */
function beginnings({ characters, syllables }: Reading): string[] {
  const symbols = characters.map((character, at) => [character, (syllables[at] ?? '').charAt(0)]);
  return symbols.flatMap((here, at) => {
    const next = symbols[at + 1] ?? [];
    const second = (syllables[at] ?? '').charAt(1);
    return [
      ...here,
      ...here.flatMap((one) => next.map((other) => one + other)),
      ...(second === '' ? [] : [(syllables[at] ?? '').slice(0, 2)]),
    ];
  });
}

/** The entries that a word can fit at all: all others need not be looked at. */
function candidatesOf(index: MatterIndex, word: Word, departments: readonly number[]): readonly number[] {
  const [one = '', other = ''] = word.text;
  const begun = index.beginning.get(one + other) ?? [];
  if (word.isLabel) return begun;
  const theirs = departments.flatMap((rank, at) => (rank === noMatch ? [] : (index.ofDepartment[at] ?? [])));
  const coded = !word.mayBeCode
    ? []
    : index.entries.flatMap(({ codes }, at) => (codes.some((code) => code.includes(word.text)) ? [at] : []));
  if (theirs.length + coded.length === 0) return begun;
  return [...new Set([...begun, ...theirs, ...coded])].sort((a, b) => a - b);
}

/** What else decides the order. */
export interface SearchHabits {
  /** Places of the matters that are used here, by code: the smaller the earlier. */
  readonly used?: ReadonlyMap<string, number>;
  /** Matters that stand behind all others, whatever was typed. */
  readonly behind?: ReadonlySet<string>;
  /** The category of the ticket that was called: as long as nothing is typed, its matters come first. */
  readonly category?: string | null;
}

/**
 * The matters that fit the query, best first, at most `limit`. Words parted by spaces must all fit; one that begins with
 * `#` picks out those with that tag or situation. A whole match comes first, then what is used here, then a beginning
 * before a middle; a tag and a department's name last; then characters before full pinyin before initials, and shorter
 * names first. An empty query gives what the ticket was taken for, and each time what is used here, then the first matters
 * of the index.
 */
export function searchMatters(
  index: MatterIndex,
  query: string,
  limit: number,
  { used, behind, category = null }: SearchHabits = {},
): readonly Matter[] {
  const words = query
    .slice(0, longestWord)
    .split(/\s+/u)
    .map(wordOf)
    .filter((word) => word.text !== '');
  const searches = words.map((word) => ({
    word,
    departments: word.isLabel ? [] : index.departments.map((reading) => rankOfReading(reading, word)),
  }));
  const wanted = words.length === 0 ? category : null;
  const hits: Hit[] = [];
  // Only what the word with the fewest can fit is looked at.
  const candidates = searches
    .map(({ word, departments }) => candidatesOf(index, word, departments))
    .reduce<readonly number[] | null>(
      (fewest, each) => (fewest === null || each.length < fewest.length ? each : fewest),
      null,
    );
  for (const entry of candidates === null ? index.entries : candidates.map((at) => index.entries[at])) {
    if (entry === undefined) continue;
    let rank = 0;
    for (const { word, departments } of searches) {
      rank += rankOf(entry, word, departments[entry.department] ?? noMatch);
      if (rank === noMatch) break;
    }
    if (rank === noMatch) continue;
    const { code } = entry.matter;
    const isOfAnother = wanted !== null && String(entry.matter.category) !== wanted;
    const group = rank < place.beginning ? (words.length === 0 ? 1 : 0) : rank < field.tag ? 1 : 2;
    hits.push({
      entry,
      rank,
      group: (behind?.has(code) === true ? 3 : 0) + (isOfAnother ? 2 : group),
      use: used?.get(code) ?? Number.MAX_SAFE_INTEGER,
    });
  }
  return first(hits, limit).map((hit) => hit.entry.matter);
}

interface Hit {
  readonly entry: IndexedMatter;
  readonly rank: number;
  readonly group: number;
  readonly use: number;
}

const byOrder = (one: Hit, other: Hit): number =>
  one.group - other.group ||
  one.use - other.use ||
  one.rank - other.rank ||
  (one.rank === 0 ? 0 : one.entry.name.characters.length - other.entry.name.characters.length);

/** The first of them in order. A word that fits thousands is not worth sorting them all for one page. */
function first(hits: Hit[], limit: number): readonly Hit[] {
  const best: Hit[] = [];
  for (const hit of hits) {
    const last = best.at(-1);
    if (best.length === limit && last !== undefined && byOrder(hit, last) >= 0) continue;
    let at = best.length;
    while (at > 0 && byOrder(hit, best[at - 1] as Hit) < 0) at -= 1;
    best.splice(at, 0, hit);
    if (best.length > limit) best.pop();
  }
  return best;
}

/** No name is longer; it bounds the work of a query that someone pasted. */
const longestWord = 64;
/** A shorter run of digits would fit every code. */
const shortestCodeQuery = 3;

/** Ranks: the smaller the better. Place counts first, then the field, then how the text was typed. */
const noMatch = Number.POSITIVE_INFINITY;
const place = { whole: 0, beginning: 100, middle: 200 } as const;
const field = { name: 0, alias: 10, code: 20, tag: 900, department: 1000 } as const;
const typed = { characters: 0, fullPinyin: 1, initials: 2 } as const;

/** One word of a query, and what it can be looked up in. */
interface Word {
  readonly text: string;
  /** Its first character. */
  readonly first: string;
  readonly beginsWithLetter: boolean;
  readonly hasLetters: boolean;
  readonly mayBeCode: boolean;
  /** It was typed behind `#`. */
  readonly isLabel: boolean;
}

function rankOf(entry: IndexedMatter, word: Word, departmentRank: number): number {
  // It picks out and says nothing about the order.
  if (word.isLabel)
    return entry.labels.some((label) => rankOfReading(label, word) !== noMatch) ? place.beginning : noMatch;
  let best = field.name + rankOfReading(entry.name, word);
  for (const alias of entry.aliases) best = Math.min(best, field.alias + rankOfReading(alias, word));
  for (const tag of entry.tags) best = Math.min(best, field.tag + rankOfReading(tag, word));
  for (const code of entry.codes) best = Math.min(best, field.code + rankOfCode(code, word));
  return Math.min(best, field.department + departmentRank);
}

function rankOfCode(code: string, word: Word): number {
  if (!word.mayBeCode) return noMatch;
  const at = code.indexOf(word.text);
  if (at < 0) return noMatch;
  if (at > 0) return place.middle;
  return word.text.length === code.length ? place.whole : place.beginning;
}

function rankOfReading(reading: Reading, word: Word): number {
  const at = reading.text.indexOf(word.text);
  if (at === 0) return reading.text.length === word.text.length ? place.whole : place.beginning;
  let best = at > 0 ? place.middle + typed.characters : noMatch;
  if (!word.hasLetters) return best;
  // One set for all: most words come to no dead end, and a set for each would cost more than they do.
  if (deadEnds.size > 0) deadEnds.clear();
  for (let start = nextStart(reading, word, 0); start >= 0; start = nextStart(reading, word, start + 1)) {
    const match = matchFrom(reading, start, word.text, 0, deadEnds);
    if (match === null) continue;
    const whole = start === 0 && match.end === reading.characters.length;
    const where = whole ? place.whole : start === 0 ? place.beginning : place.middle;
    best = Math.min(best, where + match.typed);
    // Nothing that begins later can be better.
    if (start === 0 || best <= place.middle + typed.fullPinyin) break;
  }
  return best;
}

/** The next character that the word could begin at, or -1. */
function nextStart(reading: Reading, word: Word, from: number): number {
  if (word.beginsWithLetter) return reading.initials.indexOf(word.first, from);
  return reading.characters.indexOf(word.first, from);
}

interface Match {
  /** The character after the last one that was used. */
  readonly end: number;
  readonly typed: number;
}

/** Pairs of character and place in the word from which the word cannot be used up: tried once, not again. */
type DeadEnds = Set<number>;
const deadEnds: DeadEnds = new Set();
const notedFrom = 8;

/** Uses up the word from `from` on: for each character either itself or a beginning of its syllable, the longest first. */
function matchFrom(
  reading: Reading,
  at: number,
  word: string,
  from: number,
  deadEnds: DeadEnds,
): Match | null {
  if (from === word.length) return { end: at, typed: typed.characters };
  const character = reading.characters[at];
  const syllable = reading.syllables[at];
  if (character === undefined || syllable === undefined) return null;
  const here = at * (longestWord + 1) + from;
  if (from >= notedFrom && deadEnds.has(here)) return null;
  const literally = word.startsWith(character, from);
  if (literally) {
    const rest = matchFrom(reading, at + 1, word, from + character.length, deadEnds);
    if (rest) return rest;
  }
  const longest = commonLength(syllable, word, from);
  for (let length = longest; length > 0; length -= 1) {
    const rest = matchFrom(reading, at + 1, word, from + length, deadEnds);
    if (!rest) continue;
    // A syllable that is only begun at the end of the word is still being typed: as good as a full one.
    const cut = length < syllable.length && from + length < word.length;
    return { end: rest.end, typed: Math.max(rest.typed, cut ? typed.initials : typed.fullPinyin) };
  }
  // Near its beginning a word has few ways to go on; noting them would cost more than trying them again.
  if (from >= notedFrom && (literally || longest > 1)) deadEnds.add(here);
  return null;
}

function commonLength(syllable: string, word: string, from: number): number {
  let length = 0;
  while (length < syllable.length && syllable[length] === word[from + length]) length += 1;
  return length;
}

function readingOf(text: string, pinyin: PinyinOf): Reading {
  const plain = text.normalize('NFKC').toLowerCase();
  const read = pinyin(plain).syllables;
  const characters: string[] = [];
  const syllables: string[] = [];
  let position = 0;
  for (const character of plain) {
    const syllable = read[position] ?? character;
    position += 1;
    if (!searchable.test(character)) continue;
    characters.push(character);
    syllables.push(oneSpelling(syllable.toLowerCase()));
  }
  const initials = syllables.map((syllable) => syllable.charAt(0)).join('');
  return { characters, syllables, text: characters.join(''), initials };
}

function wordOf(typedText: string): Word {
  const plain = [...typedText.normalize('NFKC').toLowerCase()].filter((character) =>
    searchable.test(character),
  );
  const text = oneSpelling(plain.join('')).slice(0, longestWord);
  const first = [...text][0] ?? '';
  return {
    text,
    first,
    beginsWithLetter: /^[a-z]/.test(first),
    hasLetters: /[a-z]/.test(text),
    mayBeCode: text.length >= shortestCodeQuery && /\d/.test(text),
    isLabel: /^[#＃]/u.test(typedText),
  };
}

const searchable = /[\p{L}\p{N}]/u;

/** 略 is typed lue, lve or lüe, 女 nv or nü: one spelling for all. */
function oneSpelling(text: string): string {
  return text.replaceAll('ü', 'v').replace(/([ln])ve/g, '$1ue');
}
