/**
 * Reads an ESC/POS stream as a printer does, and says what would be on the paper. It knows the subset that is used
 * here; whatever else it meets is put on the paper in brackets, where somebody will see it.
 */
import iconv from 'iconv-lite';
import type { Paper, PaperAlign, PaperLine, PaperRun } from '#shared/devices/paper.ts';
import { lengthOfCommand } from '../../core/devices/ticket-printer/escpos-commands.ts';

export interface EscposDecoderOptions {
  /** The paper was cut, or `end` was called with something on it. */
  onPaper(lines: PaperLine[], cut: boolean): void;
  /** `DLE EOT n` has come. */
  onQuestion(n: number): void;
}

export interface EscposDecoder {
  /** Takes bytes in pieces of any size. */
  write(bytes: Uint8Array): void;
  /** Lines on the paper that is not cut yet. */
  lines(): number;
  /** The stream has ended: tears off what is there. */
  end(): void;
}

/** Characters and lines; whatever comes, they must not fill the memory. */
const longestLine = 1024;
const longestPaper = 4000;

type Style = Omit<PaperRun, 'text'>;

const plain: Style = { bold: false, widthTimes: 1, heightTimes: 1, underline: false };

export function escposDecoder({ onPaper, onQuestion }: EscposDecoderOptions): EscposDecoder {
  let pending: Buffer = Buffer.alloc(0);
  let lines: Paper['lines'] = [];
  let runs: PaperRun[] = [];
  let style = plain;
  let align: PaperAlign = 'left';
  let kanji = false;
  let qr = { data: '', moduleSize: 3 };

  function reset(): void {
    style = plain;
    align = 'left';
    kanji = false;
    runs = [];
  }

  function type(text: string): void {
    if (runs.reduce((sum, run) => sum + run.text.length, 0) >= longestLine) lineFeed();
    const run = runs.at(-1);
    const same =
      run &&
      run.bold === style.bold &&
      run.underline === style.underline &&
      run.widthTimes === style.widthTimes &&
      run.heightTimes === style.heightTimes;
    if (same) run.text += text;
    else runs.push({ text, ...style });
  }

  function put(line: PaperLine): void {
    lines.push(line);
    // Paper that nobody cuts is torn off at some time.
    if (lines.length >= longestPaper) tearOff(false);
  }

  function lineFeed(): void {
    const line = { kind: 'text', align, runs } as const;
    runs = [];
    put(line);
  }

  function tearOff(cut: boolean): void {
    if (runs.length > 0) lineFeed();
    if (lines.length > 0) onPaper(lines, cut);
    lines = [];
  }

  /** How many bytes the command at the front takes, carried out; undefined where it is not all there yet. */
  function takeOne(): number | undefined {
    const [first = 0, second, third = 0] = pending;
    if (first === 0x0a) {
      lineFeed();
      return 1;
    }
    if (first === 0x1b || first === 0x1c || first === 0x1d || first === 0x10) {
      if (second === undefined) return undefined;
      const length = lengthOfCommand(pending);
      if (length === undefined || pending.length < length) return undefined;
      carryOut(first, second, third, pending.subarray(0, length));
      return length;
    }
    if (first < 0x20) return 1;
    if (first < 0x80) {
      type(String.fromCharCode(first));
      return 1;
    }
    if (!kanji) {
      // A byte of some code page: what is printed then is not what was meant.
      type('?');
      return 1;
    }
    if (second === undefined) return undefined;
    type(iconv.decode(pending.subarray(0, 2), 'gbk'));
    return 2;
  }

  function carryOut(first: number, second: number, third: number, command: Buffer): void {
    switch ((first << 8) | second) {
      case 0x1004:
        onQuestion(third);
        break;
      case 0x1b40:
        reset();
        break;
      case 0x1b61:
        align = (['left', 'center', 'right'] as const)[third & 3] ?? 'left';
        break;
      case 0x1b45:
        style = { ...style, bold: (third & 1) === 1 };
        break;
      case 0x1b2d:
      case 0x1c2d:
        style = { ...style, underline: (third & 3) !== 0 };
        break;
      case 0x1b64:
        for (let line = 0; line < third; line++) lineFeed();
        break;
      case 0x1d21:
        style = { ...style, widthTimes: ((third >> 4) & 7) + 1, heightTimes: (third & 7) + 1 };
        break;
      case 0x1d56:
        tearOff(true);
        break;
      case 0x1c26:
        kanji = true;
        break;
      case 0x1c2e:
        kanji = false;
        break;
      case 0x1d76:
        takeRaster(command);
        break;
      case 0x1d28:
        takeQr(command);
        break;
      default:
        type(`[${command.toString('hex')}]`);
    }
  }

  function takeRaster(command: Buffer): void {
    // One that claimed to be longer than a paper was cut off behind its name.
    if (command.length < 8) return;
    const widthDots = command.readUInt16LE(4) * 8;
    const heightDots = command.readUInt16LE(6);
    put({ kind: 'raster', align, widthDots, heightDots, base64: command.toString('base64', 8) });
  }

  function takeQr(command: Buffer): void {
    const [, , , , , , operation, parameter = 0] = command;
    if (operation === 0x43) qr = { ...qr, moduleSize: parameter };
    if (operation === 0x50) qr = { ...qr, data: command.toString('latin1', 8) };
    if (operation === 0x51) put({ kind: 'qr', align, ...qr });
  }

  return {
    write: (bytes) => {
      pending = Buffer.concat([pending, bytes]);
      while (pending.length > 0) {
        const taken = takeOne();
        if (taken === undefined) break;
        pending = pending.subarray(taken);
      }
    },
    lines: () => lines.length,
    end: () => tearOff(false),
  };
}
