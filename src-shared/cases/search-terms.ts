/**
 * Finding a case again among a million: by number, ID number, a part of the applicant's name or of the matter's, the
 * name's pinyin or initials, or the last digits of a telephone number.
 *
 * What a case can be found by becomes a few short terms, each marked by a letter for its kind, and a query becomes terms
 * of the same form. So a full-text index of whole terms answers it, and two characters of a name are a term of their
 * own, which an index of three-letter pieces would miss.
 */
import type { PinyinOf } from '../matters/search.ts';
import type { CaseStatus } from './case-file.ts';
import type { Applicant } from './commands.ts';

/** The last digits that people give, of a telephone, an ID and a case number: from this many to that many. */
const tails = { phone: [4, 10], idNumber: [4, 8], caseNumber: [4, 8] } as const;
/** A beginning of a case number is one from its area and day on: fewer digits would be every case. */
const shortestBeginning = 17;
/** So many letters of a reading are a term of their own, each one more; beyond, few cases are left to look through. */
const readingPrefixes = [2, 10] as const;
/** An enterprise's name is found by readings from its first characters on: after them come its kind and form. */
const readFrom = 8;

/** Where a case stands in the desk's lists; null at its end. */
export const searchScopeOf = (status: CaseStatus): 'open' | 'results' | null => {
  if (status === 'received' || status === 'supplementing' || status === 'accepted') return 'open';
  return status === 'decided' || status === 'issued' ? 'results' : null;
};

/** The terms of a case. `applicant` is null where personal data has been erased: then only number and matter are left. */
export function searchTerms(
  {
    caseNumber,
    status,
    matterName,
    applicant,
  }: { caseNumber: string; status: CaseStatus; matterName: string; applicant: Applicant | null },
  pinyin: PinyinOf,
): readonly string[] {
  const terms = new Set<string>([`c${caseNumber}`]);
  const addAll = (more: Iterable<string>) => {
    for (const each of more) terms.add(each);
  };
  const scope = searchScopeOf(status);
  if (scope !== null) terms.add(`s${scope}`);
  addAll(tailTerms('d', caseNumber, tails.caseNumber));
  addAll(characterTerms([...matterName.normalize('NFKC').toLowerCase()]));
  if (applicant !== null) {
    addAll(numberTerms('i', plain(applicant.idNumber), tails.idNumber));
    addAll(numberTerms('p', plain(applicant.phone), tails.phone));
    addAll(nameTerms(applicant.name, pinyin));
  }
  return [...terms];
}

const numberTerms = (kind: string, number: string, range: readonly [number, number]): string[] =>
  number === '' ? [] : [`${kind}${number}`, ...tailTerms(kind, number, range)];

function tailTerms(kind: string, number: string, [from, to]: readonly [number, number]): string[] {
  const terms: string[] = [];
  for (let length = from; length <= to && length <= number.length; length += 1)
    terms.push(`${kind}${number.slice(-length)}`);
  return terms;
}

function nameTerms(name: string, pinyin: PinyinOf): string[] {
  const normal = name.normalize('NFKC').toLowerCase();
  const characters = [...normal];
  const { syllables } = pinyin(normal);
  const read = characters.slice(0, readFrom).flatMap((_, at) => {
    // A name may be typed from any of its characters on, the given name alone among them.
    const rest = characters.slice(at).map((each, offset) => syllables[at + offset] ?? each);
    return [rest.join(''), rest.map((syllable) => syllable.charAt(0)).join('')].flatMap((reading) =>
      readingTerms(plain(reading)),
    );
  });
  return [...characterTerms(characters), ...read];
}

/** What is typed of a reading, letter by letter; and the whole of a long one. */
function readingTerms(reading: string): string[] {
  const [from, to] = readingPrefixes;
  const terms: string[] = reading.length > to ? [`y${reading}`] : [];
  for (let length = from; length <= to && length <= reading.length; length += 1)
    terms.push(`q${reading.slice(0, length)}`);
  return terms;
}

/** Each character, and each with the one after it. */
const characterTerms = (characters: readonly string[]): string[] =>
  characters.flatMap((character, at) => {
    const next = characters[at + 1];
    return next === undefined
      ? [`n${code(character)}`]
      : [`n${code(character)}`, `n${code(character)}${code(next)}`];
  });

/**
 * A query as an expression of SQLite's FTS5 over these terms, words parted by spaces all being wanted; null where
 * nothing can be looked up by it.
 * @param scope only what stands there
 */
export function searchExpression(query: string, scope: 'open' | 'results' | null = null): string | null {
  const words = query
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, 6);
  const expressions = words.map(expressionOf);
  const found = expressions.filter((expression) => expression !== null);
  if (found.length === 0 || found.length < expressions.length) return null;
  return [...(scope === null ? [] : [`s${scope}`]), ...found].join(' AND ');
}

function expressionOf(word: string): string | null {
  const bare = plain(word);
  if (/^\d+x?$/.test(bare) && bare === word) return digits(bare);
  if (/^[0-9a-z]+$/.test(word)) {
    // An enterprise's code has letters and digits in it.
    if (/\d/.test(word)) return `i${word}`;
    const [shortest, longest] = readingPrefixes;
    if (word.length < shortest) return null;
    return word.length <= longest ? `q${word}` : `y${word}*`;
  }
  const characters = [...word].filter((character) => /[\p{L}\p{N}]/u.test(character));
  const [first] = characters;
  if (first === undefined) return null;
  if (characters.length === 1) return `n${code(first)}`;
  const pairs = characters
    .slice(1)
    .map((character, at) => `n${code(characters[at] ?? '')}${code(character)}`);
  return `(${pairs.join(' AND ')})`;
}

function digits(text: string): string | null {
  if (text.length < tails.caseNumber[0]) return null;
  const wanted = [`i${text}`, `p${text}`, `d${text}`];
  if (text.length >= shortestBeginning) wanted.push(`c${text}*`);
  return `(${wanted.join(' OR ')})`;
}

/** Letters and digits alone, small. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^0-9a-z]/g, '');
/** A character as a part of a term that is plain ASCII. */
const code = (character: string) => `u${(character.codePointAt(0) ?? 0).toString(16)}`;
