/**
 * Widths on ticket paper. Its fonts have two widths only: ASCII takes one column, everything else two. UTF-16
 * units say nothing about either, so nothing here counts them.
 */
import type { PaperAlign } from './paper.ts';

/** Columns that a text takes at normal size. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnsOfCharacter(character);
  return columns;
}

/** Marks that begin no line, and those that end none (GB/T 15834—2011, 5.1). */
const neverFirst = new Set('，。、；：？！）》」』”’〕');
const neverLast = new Set('（《「『“‘〔');

/**
 * Breaks a text into lines of at most so many columns (at least 2), never within a character, and where there is room for it
 * never before a mark that closes or behind one that opens.
 */
export function wrapColumns(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  let used = 0;
  for (const character of text) {
    const width = columnsOfCharacter(character);
    if (used + width > columns) {
      const breakAt = breakOf(line, character);
      const over = line.slice(breakAt);
      const fits = columnsOf(over.join('')) + width <= columns;
      lines.push(line.slice(0, fits ? breakAt : line.length).join(''));
      line = fits ? over : [];
      used = columnsOf(line.join(''));
    }
    line.push(character);
    used += width;
  }
  return [...lines, line.join('')];
}

/** Where a full line is broken before the next character: what has to stay with it goes along into the next line. */
function breakOf(line: readonly string[], next: string): number {
  let at = line.length;
  while (at > 1 && (neverFirst.has(line[at] ?? next) || neverLast.has(line[at - 1] ?? ''))) at -= 1;
  // A line of marks alone is broken where it is full.
  return at > 1 ? at : line.length;
}

/** Fills a text with spaces to so many columns; a text that is wider stays as it is. */
export function padColumns(text: string, columns: number, align: PaperAlign = 'left'): string {
  const free = Math.max(0, columns - columnsOf(text));
  const before = align === 'left' ? 0 : align === 'right' ? free : Math.floor(free / 2);
  return ' '.repeat(before) + text + ' '.repeat(free - before);
}

const columnsOfCharacter = (character: string): 1 | 2 => ((character.codePointAt(0) ?? 0) < 0x80 ? 1 : 2);
