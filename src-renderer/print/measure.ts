import type { Measured } from './break-pages.ts';
import type { FlowItem } from './flow.ts';
import type { FlowPiece } from './flow-view.tsx';

/** An item with its measures, and how to cut a piece out of it. */
export interface MeasuredItem extends Measured {
  cut(from: number, to: number): FlowPiece;
}

/** A row that takes more than this part of a page may go over pages itself. */
const tallRow = 0.3;

/** Measures an item that has been laid out as `FlowView` draws it. @param capacity of a page, in CSS pixels */
export function measure(item: FlowItem, element: HTMLElement, capacity: number): MeasuredItem {
  const height = element.getBoundingClientRect().height;
  const whole: MeasuredItem = {
    atoms: [height],
    frame: 0,
    together: 1,
    keepWithNext: item.kind === 'head' || item.kind === 'addressee',
    keepWithPrevious: item.kind === 'seal' || item.kind === 'foot',
    cut: () => item,
  };
  switch (item.kind) {
    case 'paragraph':
      return { ...whole, ...measureParagraph(item, element, height) };
    case 'facts':
    case 'table':
      return { ...whole, ...measureRows(item, element, height, capacity) };
    case 'contents': {
      const rows = heightsOfRows(element);
      const cut = (from: number, to: number) => ({ ...item, rows: item.rows.slice(from, to) });
      return { ...whole, atoms: rows, frame: height - sum(rows), cut };
    }
    case 'cover':
    case 'scan':
      return { ...whole, atoms: [capacity] };
    default:
      return whole;
  }
}

function measureParagraph(
  item: Extract<FlowItem, { kind: 'paragraph' }>,
  element: HTMLElement,
  height: number,
): Pick<MeasuredItem, 'atoms' | 'frame' | 'together' | 'cut'> {
  const starts = lineStarts(element);
  const style = getComputedStyle(element);
  const frame = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom);
  const line = (height - frame) / starts.length;
  return {
    atoms: starts.map(() => line),
    frame,
    together: 2,
    cut: (from, to) => ({
      kind: 'paragraph',
      text: item.text.slice(starts[from], starts[to]),
      continued: from > 0,
      broken: to < starts.length,
    }),
  };
}

type Rows = Extract<FlowItem, { kind: 'facts' | 'table' }>;

/** What can stand on a page of a table: a row, or one line of a tall one. */
interface RowAtom {
  readonly row: number;
  readonly height: number;
  readonly cells: readonly string[];
}

function measureRows(
  item: Rows,
  element: HTMLElement,
  height: number,
  capacity: number,
): Pick<MeasuredItem, 'atoms' | 'frame' | 'cut'> {
  const elements = [...element.querySelectorAll<HTMLElement>('tbody > tr')];
  const heights = elements.map((each) => each.getBoundingClientRect().height);
  let padding = 0;
  const atoms = item.rows.flatMap((cells, row): RowAtom[] => {
    const element = elements[row];
    const rowHeight = heights[row] ?? 0;
    if (element === undefined || rowHeight < capacity * tallRow) return [{ row, height: rowHeight, cells }];
    const lines = linesOfRow(cells, element);
    const line = lineHeightOf(element);
    // Each piece of the row has its own padding: it is counted with the frame.
    padding = Math.max(padding, rowHeight - lines.length * line);
    return lines.map((each) => ({ row, height: line, cells: each }));
  });
  return {
    atoms: atoms.map((each) => each.height),
    frame: height - sum(heights) + padding,
    cut(from, to) {
      const rows = new Map<number, readonly string[]>();
      for (const { row, cells } of atoms.slice(from, to)) {
        const before = rows.get(row);
        rows.set(
          row,
          before === undefined ? cells : before.map((text, column) => text + (cells[column] ?? '')),
        );
      }
      return { ...item, rows: [...rows.values()] } as FlowPiece;
    },
  };
}

/** The lines of a row, each with what its cells have on it; a cell with fewer lines is empty on the later ones. */
function linesOfRow(cells: readonly string[], row: HTMLElement): readonly (readonly string[])[] {
  const starts = [...row.children].map((cell) => lineStarts(cell as HTMLElement));
  const count = Math.max(...starts.map((each) => each.length));
  return Array.from({ length: count }, (_, line) =>
    cells.map((text, column) => {
      const own = starts[column] ?? [];
      return own[line] === undefined ? '' : text.slice(own[line], own[line + 1]);
    }),
  );
}

/** Where the lines of an element's one text begin, in UTF-16 units; a text that is empty has one line. */
function lineStarts(element: HTMLElement): readonly number[] {
  const node = element.firstChild;
  if (!(node instanceof Text)) return [0];
  const starts = [0];
  const range = document.createRange();
  let top: number | null = null;
  for (let at = 0; at < node.length; at += 1) {
    // The second half of a pair has no place of its own.
    if (/[\udc00-\udfff]/.test(node.data[at] ?? '')) continue;
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const [box] = range.getClientRects();
    if (box === undefined) continue;
    // Letters and ideographs of one line differ by some pixels.
    if (top !== null && box.top > top + box.height / 2) starts.push(at);
    if (top === null || box.top > top + box.height / 2) top = box.top;
  }
  return starts;
}

const lineHeightOf = (element: HTMLElement): number =>
  Number.parseFloat(getComputedStyle(element).lineHeight);
const heightsOfRows = (element: HTMLElement): number[] =>
  [...element.querySelectorAll('tbody > tr')].map((row) => row.getBoundingClientRect().height);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
