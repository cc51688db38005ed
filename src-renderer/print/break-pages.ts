/**
 * Where pages end. Chromium breaks pages by itself, but before version 131 it knows no page number on a page, and a table
 * of contents needs to know the pages before they are printed; so the sheets are made here, the same on every machine.
 */

/** Something that stands on pages, measured: a paragraph by its lines, a table by its rows, all else as one. */
export interface Measured {
  /** Heights in CSS pixels of what can stand on different pages. */
  readonly atoms: readonly number[];
  /** What each piece of it has around the atoms: padding, and a table's head, which every page repeats. */
  readonly frame: number;
  /** So many atoms stay together at the foot and at the head of a page: two lines of a paragraph, one row. */
  readonly together: number;
  /** A heading never stands at the foot of a page without what it heads. */
  readonly keepWithNext: boolean;
  /** The seal never stands on a page without a word of the text (此页无正文 is no page). */
  readonly keepWithPrevious: boolean;
}

/** A piece of an item on one page: its atoms from `from` up to `to`. */
export interface Piece {
  readonly item: number;
  readonly from: number;
  readonly to: number;
}

/** Distributes items over pages of so many pixels, in order. What is higher than a page alone still gets one. */
export function breakPages(items: readonly Measured[], capacity: number): readonly (readonly Piece[])[] {
  const pages: Piece[][] = [[]];
  let used = 0;
  const page = (): Piece[] => pages.at(-1) ?? [];
  const heightOf = ({ item, from, to }: Piece): number => {
    const { atoms = [], frame = 0 } = items[item] ?? {};
    return frame + sum(atoms.slice(from, to));
  };
  const put = (piece: Piece): void => {
    page().push(piece);
    used += heightOf(piece);
  };
  const turn = (carried: readonly Piece[] = []): void => {
    pages.push([]);
    used = 0;
    for (const piece of carried) put(piece);
  };

  for (const [item, measured] of items.entries()) {
    const { atoms, frame, together } = measured;
    let from = 0;
    while (from < atoms.length || atoms.length === 0) {
      const fitting = countFitting(atoms, from, capacity - used - frame);
      const left = atoms.length - from;
      if (fitting >= left) {
        put({ item, from, to: atoms.length });
        break;
      }
      // Not a single line on the next page alone.
      const taken = left - fitting < together ? left - together : fitting;
      if (taken >= Math.min(together, left) && taken > 0) {
        put({ item, from, to: from + taken });
        from += taken;
        turn();
      } else if (page().length === 0) {
        put({ item, from, to: from + Math.max(1, fitting) });
        from += Math.max(1, fitting);
        if (from >= atoms.length) break;
        turn();
      } else turn(from === 0 ? carriedOver(page(), measured, items) : []);
    }
  }
  return pages;
}

/** Takes off the end of a page what has to go on to the next one together with the item that begins it. */
function carriedOver(page: Piece[], next: Measured, items: readonly Measured[]): Piece[] {
  const carried: Piece[] = [];
  const take = (piece: Piece): void => {
    page.pop();
    carried.unshift(piece);
  };
  let last = page.at(-1);
  if (next.keepWithPrevious && last !== undefined) {
    const { together = 1 } = items[last.item] ?? {};
    if (last.to - last.from >= 2 * together) {
      page[page.length - 1] = { ...last, to: last.to - together };
      carried.unshift({ ...last, from: last.to - together });
    } else if (page.length > 1) take(last);
    last = page.at(-1);
  }
  // A heading goes along with nothing less than the beginning of what it heads.
  while (last !== undefined && page.length > 1 && isHeading(last, items) && (carried[0]?.from ?? 0) === 0) {
    take(last);
    last = page.at(-1);
  }
  return carried;
}

const isHeading = ({ item }: Piece, items: readonly Measured[]): boolean =>
  items[item]?.keepWithNext === true;

function countFitting(atoms: readonly number[], from: number, room: number): number {
  let height = 0;
  let count = 0;
  for (const atom of atoms.slice(from)) {
    height += atom;
    // Browsers lay out in 64ths of a pixel.
    if (height > room + 0.1) break;
    count += 1;
  }
  return count;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
