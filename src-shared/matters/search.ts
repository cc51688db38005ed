/**
 * Finding a matter while the clerk types: by name, alias, department or code, in characters, full pinyin, initials,
 * or any mixture (`低保`, `dibao`, `zdsh`, `zuidishh`, `低bao`, `000131127004`).
 *
 * The index is built once for a published list; a query over 5,000 matters fits in one frame (16 ms).
 */
import type { Matter } from './matter.ts';

/**
 * The reading of a text in pinyin without tones: one syllable for each character (code point), a character that has
 * no reading standing for itself. ü is written v. Passed in, since a dictionary of readings is no part of the rules.
 */
export type PinyinOf = (text: string) => { readonly syllables: readonly string[] };

/** A list of matters prepared for searching; made by {@link buildMatterIndex}. */
export interface MatterIndex {
  readonly entries: readonly IndexedMatter[];
  readonly departments: readonly Reading[];
}

interface IndexedMatter {
  readonly matter: Matter;
  readonly name: Reading;
  readonly aliases: readonly Reading[];
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

/** Prepares matters for {@link searchMatters}. Costs a look-up of pinyin for every name and alias. */
export function buildMatterIndex(matters: readonly Matter[], pinyin: PinyinOf): MatterIndex {
  const departments: Reading[] = [];
  const departmentPositions = new Map<string, number>();
  const entries = matters.map((matter): IndexedMatter => {
    let department = departmentPositions.get(matter.department.name);
    if (department === undefined) {
      department = departments.push(readingOf(matter.department.name, pinyin)) - 1;
      departmentPositions.set(matter.department.name, department);
    }
    return {
      matter,
      name: readingOf(matter.name, pinyin),
      aliases: matter.aliases.map((alias) => readingOf(alias, pinyin)),
      codes: [matter.code.toLowerCase(), matter.basicCode.toLowerCase()],
      department,
    };
  });
  return { entries, departments };
}

/**
 * The matters that fit the query, best first, at most `limit`. Words parted by spaces must all fit. A whole match
 * comes before a beginning, a beginning before a middle, and a department's name last; then characters before full
 * pinyin before initials, and shorter names first. An empty query gives the first matters of the index.
 */
export function searchMatters(index: MatterIndex, query: string, limit: number): readonly Matter[] {
  const words = query
    .slice(0, longestWord)
    .split(/\s+/u)
    .map(wordOf)
    .filter((word) => word.text !== '');
  if (words.length === 0) return index.entries.slice(0, limit).map((entry) => entry.matter);
  const searches = words.map((word) => ({
    word,
    departments: index.departments.map((reading) => rankOfReading(reading, word)),
  }));
  const hits: { readonly entry: IndexedMatter; readonly rank: number }[] = [];
  for (const entry of index.entries) {
    let rank = 0;
    for (const { word, departments } of searches) {
      rank += rankOf(entry, word, departments[entry.department] ?? noMatch);
      if (rank === noMatch) break;
    }
    if (rank !== noMatch) hits.push({ entry, rank });
  }
  hits.sort(
    (one, other) =>
      one.rank - other.rank || one.entry.name.characters.length - other.entry.name.characters.length,
  );
  return hits.slice(0, limit).map((hit) => hit.entry.matter);
}

/** No name is longer; it bounds the work of a query that someone pasted. */
const longestWord = 64;
/** A shorter run of digits would fit every code. */
const shortestCodeQuery = 3;

/** Ranks: the smaller the better. Place counts first, then the field, then how the text was typed. */
const noMatch = Number.POSITIVE_INFINITY;
const place = { whole: 0, beginning: 100, middle: 200 } as const;
const field = { name: 0, alias: 10, code: 20, department: 1000 } as const;
const typed = { characters: 0, fullPinyin: 1, initials: 2 } as const;

/** One word of a query, and what it can be looked up in. */
interface Word {
  readonly text: string;
  /** Its first character. */
  readonly first: string;
  readonly beginsWithLetter: boolean;
  readonly hasLetters: boolean;
  readonly mayBeCode: boolean;
}

function rankOf(entry: IndexedMatter, word: Word, departmentRank: number): number {
  let best = field.name + rankOfReading(entry.name, word);
  for (const alias of entry.aliases) best = Math.min(best, field.alias + rankOfReading(alias, word));
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
  let deadEnds: DeadEnds | undefined;
  for (let start = nextStart(reading, word, 0); start >= 0; start = nextStart(reading, word, start + 1)) {
    deadEnds ??= new Set();
    const match = matchFrom(reading, start, word.text, 0, deadEnds);
    if (match === null) continue;
    const whole = start === 0 && match.end === reading.characters.length;
    const where = whole ? place.whole : start === 0 ? place.beginning : place.middle;
    best = Math.min(best, where + match.typed);
    if (start === 0) break;
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
  if (deadEnds.has(here)) return null;
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
  if (literally || longest > 1) deadEnds.add(here);
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
  };
}

const searchable = /[\p{L}\p{N}]/u;

/** 略 is typed lue, lve or lüe, 女 nv or nü: one spelling for all. */
function oneSpelling(text: string): string {
  return text.replaceAll('ü', 'v').replace(/([ln])ve/g, '$1ue');
}
