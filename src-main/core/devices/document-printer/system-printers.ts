import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, askWindows } from '../os-command.ts';

/** A printer as the operating system has it. */
export interface SystemPrinter {
  readonly name: string;
  readonly isDefault: boolean;
  readonly state: 'ready' | 'stopped' | 'unknown';
}

export interface SystemPrinters {
  /** Null where the system has no printing service, or does not answer. */
  list(): Promise<SystemPrinter[] | null>;
  /** Hands a text over; true when the system took it. */
  print(printer: string | null, text: string): Promise<boolean>;
}

/** How the named printer, or the default one, is. */
export function readPrinterState(
  printers: readonly SystemPrinter[] | null,
  name: string | null,
): 'ready' | 'stopped' | 'absent' | 'unknown' {
  if (printers === null) return 'unknown';
  const found = printers.find((each) => (name === null ? each.isDefault : each.name === name));
  return found?.state ?? 'absent';
}

/** CUPS, as `lpstat -p -d` tells it. */
export function readLpstat(text: string): SystemPrinter[] {
  const standard = /^system default destination: (.+)$/m.exec(text)?.[1];
  return [...text.matchAll(/^printer (\S+) (.*)$/gm)].map(([, name = '', rest = '']) => ({
    name,
    isDefault: name === standard,
    state: /disabled|stopped/.test(rest) ? 'stopped' : 'ready',
  }));
}

/** Windows, as `Win32_Printer` tells it: one line a printer. PrinterStatus 3 idle, 4 printing, 5 warming up. */
export function readWindowsPrinters(text: string): SystemPrinter[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.split('\t'))
    .filter((fields) => fields.length === 4)
    .map(([name = '', isDefault, status = '', offline]) => ({
      name,
      isDefault: isDefault === 'True',
      state:
        offline === 'True'
          ? 'stopped'
          : ['3', '4', '5'].includes(status)
            ? 'ready'
            : status === '7'
              ? 'stopped'
              : 'unknown',
    }));
}

const windowsScript =
  'Get-CimInstance Win32_Printer | ForEach-Object { "$($_.Name)`t$($_.Default)`t$($_.PrinterStatus)`t$($_.WorkOffline)" }';

export const systemPrinters: SystemPrinters = {
  async list() {
    const text =
      process.platform === 'win32' ? await askWindows(windowsScript) : await ask('lpstat', ['-p', '-d']);
    if (text === null) return null;
    return process.platform === 'win32' ? readWindowsPrinters(text) : readLpstat(text);
  },
  async print(printer, text) {
    const folder = await mkdtemp(join(tmpdir(), 'yichuang-print-'));
    try {
      const file = join(folder, 'page.txt');
      await writeFile(file, text);
      const said =
        process.platform === 'win32'
          ? await askWindows(
              '$to = @{}; if ($env:YICHUANG_PRINTER) { $to.Name = $env:YICHUANG_PRINTER }; Get-Content -Encoding UTF8 $env:YICHUANG_FILE | Out-Printer @to',
              { YICHUANG_FILE: file, YICHUANG_PRINTER: printer ?? '' },
            )
          : await ask('lp', [...(printer === null ? [] : ['-d', printer]), file]);
      return said !== null;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
