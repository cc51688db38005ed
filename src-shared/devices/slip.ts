import type { PaperAlign } from './paper.ts';

/** Paper of a ticket printer: 80 mm carries 48 columns on 576 dots, 58 mm carries 32 on 384. */
export type SlipWidth = '80mm' | '58mm';

export const slipColumns: Readonly<Record<SlipWidth, number>> = { '80mm': 48, '58mm': 32 };
export const slipDots: Readonly<Record<SlipWidth, 576 | 384>> = { '80mm': 576, '58mm': 384 };

/** How many times as large as normal, in both directions. */
export type SlipSize = 1 | 2 | 3 | 4;

export type SlipLine =
  /** Text that wraps; `\n` starts a new line. Left, thin and size 1 unless said otherwise. */
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly align?: PaperAlign;
      readonly bold?: boolean;
      readonly size?: SlipSize;
    }
  /** The key at the left margin and the value at the right; a long value goes below, indented. */
  | { readonly kind: 'pair'; readonly key: string; readonly value: string }
  | { readonly kind: 'divider' }
  /** Cells side by side, each wrapping within its own columns; together at most the paper's columns. */
  | { readonly kind: 'row'; readonly cells: readonly SlipCell[] }
  /** Characters beyond ASCII are percent-encoded. Module size in dots. */
  | { readonly kind: 'qr'; readonly data: string; readonly moduleSize?: 3 | 4 | 5 | 6 | 7 | 8 }
  | { readonly kind: 'feed'; readonly lines: number };

export interface SlipCell {
  readonly text: string;
  readonly columns: number;
  readonly align?: PaperAlign;
}

/** What is to be printed on ticket paper, said without a printer's commands. The paper is cut at the end. */
export interface Slip {
  readonly width: SlipWidth;
  /** Centred, bold and large at the top. */
  readonly title: string;
  readonly lines: readonly SlipLine[];
}
