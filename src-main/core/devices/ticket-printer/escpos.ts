/**
 * A slip as the bytes of an ESC/POS printer.
 *
 * node-thermal-printer 4.6.1 builds the commands; Chinese text goes past it as GBK, because it never turns Kanji
 * mode on, loses the code page at the first character that EUC-CN does not have, and counts UTF-16 units.
 */
import iconv from 'iconv-lite';
import { PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import { columnsOf, padColumns, wrapColumns } from '#shared/devices/columns.ts';
import type { PaperAlign } from '#shared/devices/paper.ts';
import { type Slip, type SlipLine, type SlipSize, slipColumns, slipDots } from '#shared/devices/slip.ts';
import { rasterLine } from './raster-line.ts';
import { settled } from './settled.ts';
import type { SlipFont } from './slip-font.ts';
import { rasterLogo, type SlipLogo } from './slip-logo.ts';

export interface RenderedSlip {
  readonly bytes: Buffer;
  /** Characters that neither the printer nor the bundled dots have, each once; 〓 stands on the paper instead. */
  readonly missing: readonly string[];
}

/**
 * Renders a slip, ready to be sent as one job: it assumes nothing about what was printed before. A line with a
 * character that the printer's own fonts lack is drawn.
 * @param font the bundled dots; without them 〓 stands for such a character
 * @param logo stands above the title
 */
export function renderSlip(slip: Slip, font: SlipFont | null, logo: SlipLogo | null = null): RenderedSlip {
  const columns = slipColumns[slip.width];
  const printer = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: '', width: columns });
  const missing = new Set<string>();

  const print = (text: string, align: PaperAlign, bold: boolean, size: SlipSize): void => {
    for (const paragraph of text.split('\n')) {
      for (const line of wrapColumns(writable(paragraph), Math.floor(columns / size))) {
        setAlign(align);
        printer.bold(bold);
        printer.setTextSize(size - 1, size - 1);
        const shown = [...line].map((character) => orGeta(character, font, missing)).join('');
        if (font === null || [...shown].every(isInRom)) {
          printer.add(iconv.encode(shown, 'gbk'));
          printer.newLine();
        } else {
          // A picture keeps its place by its own dots; some printers would move one that is as wide as the paper.
          printer.alignLeft();
          printer.add(rasterLine(shown, { widthDots: slipDots[slip.width], align, bold, size }, font));
        }
      }
    }
  };
  const setAlign = (align: PaperAlign): void => {
    if (align === 'left') printer.alignLeft();
    else if (align === 'center') printer.alignCenter();
    else printer.alignRight();
  };
  const printLine = (line: SlipLine): void => {
    switch (line.kind) {
      case 'text':
        print(line.text, line.align ?? 'left', line.bold ?? false, line.size ?? 1);
        break;
      case 'pair':
        print(pairText(line.key, line.value, columns), 'left', false, 1);
        break;
      case 'divider':
        print('-'.repeat(columns), 'left', false, 1);
        break;
      case 'row':
        print(rowText(line.cells), 'left', false, 1);
        break;
      case 'qr':
        setAlign('center');
        printer.printQR(percentEncode(line.data), { cellSize: line.moduleSize ?? 6, correction: 'M' });
        break;
      case 'feed':
        print('\n'.repeat(line.lines - 1), 'left', false, 1);
        break;
    }
  };

  printer.add(freshPage);
  if (logo !== null) {
    printer.alignLeft();
    printer.add(rasterLogo(logo, slip.width));
  }
  print(slip.title, 'center', true, 2);
  for (const line of slip.lines) printLine(line);
  printer.setTextSize(0, 0);
  // The knife stands some lines above the print head: one step of four lines brings the last line past it.
  printer.cut({ verticalTabAmount: 1 });
  return { bytes: printer.getBuffer(), missing: [...missing] };
}

/** ESC @, which also ends Kanji mode on many printers, then FS &, which begins it. */
const freshPage = Buffer.from([0x1b, 0x40, 0x1c, 0x26]);

function pairText(key: string, value: string, columns: number): string {
  const room = columns - columnsOf(key) - 1;
  if (columnsOf(value) <= room) return key + padColumns(value, columns - columnsOf(key), 'right');
  return [key, ...wrapColumns(value, columns - 2).map((line) => `  ${line}`)].join('\n');
}

function rowText(cells: Extract<SlipLine, { kind: 'row' }>['cells']): string {
  const wrapped = cells.map((cell) => wrapColumns(cell.text, cell.columns));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    cells
      .map((cell, index) => padColumns(wrapped[index]?.[row] ?? '', cell.columns, cell.align))
      .join('')
      .trimEnd(),
  ).join('\n');
}

/** A text without what would be a command to the printer, and with the code points that everybody uses today. */
function writable(text: string): string {
  return settled(text).replaceAll(/\p{Cc}/gu, ' ');
}

/** The character where it can be put on the paper, else 〓. */
function orGeta(character: string, font: SlipFont | null, missing: Set<string>): string {
  if (isInRom(character) || (font?.(character) ?? null) !== null) return character;
  missing.add(character);
  return '〓';
}

/** ROM fonts are two-byte GBK without the block from FE50 on; private-use code points have no glyph in them. */
function isInRom(character: string): boolean {
  const bytes = iconv.encode(character, 'gbk');
  const [first = 0, second] = bytes;
  if (second === undefined) return first < 0x80 && first === character.codePointAt(0);
  if (/\p{Co}/u.test(character) || (first === 0xfe && second >= 0x50)) return false;
  return iconv.decode(bytes, 'gbk') === character;
}

/** The library declares the length of a QR code in characters, so there must be no other characters than bytes. */
function percentEncode(data: string): string {
  return data.toWellFormed().replaceAll(/[^\x21-\x7e]/gu, encodeURIComponent);
}
