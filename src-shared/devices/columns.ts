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

/** Breaks a text into lines of at most so many columns (at least 2), never within a character. */
export function wrapColumns(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const character of text) {
    const width = columnsOfCharacter(character);
    if (used + width > columns) {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += character;
    used += width;
  }
  return [...lines, line];
}

/** Fills a text with spaces to so many columns; a text that is wider stays as it is. */
export function padColumns(text: string, columns: number, align: PaperAlign = 'left'): string {
  const free = Math.max(0, columns - columnsOf(text));
  const before = align === 'left' ? 0 : align === 'right' ? free : Math.floor(free / 2);
  return ' '.repeat(before) + text + ' '.repeat(free - before);
}

const columnsOfCharacter = (character: string): 1 | 2 => ((character.codePointAt(0) ?? 0) < 0x80 ? 1 : 2);
