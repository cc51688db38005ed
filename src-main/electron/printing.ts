import type { BrowserWindow, IpcMainInvokeEvent } from 'electron';
import type { ShellLog } from '../browser/log.ts';
import { type PaperReport, paperChannel, pdfChannel } from './messages.ts';
import { choosePrinter } from './printer-choice.ts';

/**
 * Prints what a page's print style shows: as PDF, and without a dialog on the A4 printer that the devices name. Page size
 * and margins are the style's own, so that the sheets come out as they were laid out.
 *
 * Electron reports success without paper (docs: `webContents.print`), so success is called `sent` and nothing more.
 */
export function servePrinting(
  window: BrowserWindow,
  {
    isOwn,
    documentPrinter,
    log,
  }: {
    isOwn: (event: IpcMainInvokeEvent) => boolean;
    /** Null: whichever is the default. */
    documentPrinter: () => string | null;
    log: ShellLog;
  },
): void {
  const { webContents } = window;
  webContents.ipc.handle(pdfChannel, async (event): Promise<Uint8Array> => {
    if (!isOwn(event)) throw new Error('not the window’s own page');
    return await webContents.printToPDF({ preferCSSPageSize: true, printBackground: true });
  });
  webContents.ipc.handle(paperChannel, async (event): Promise<PaperReport> => {
    if (!isOwn(event)) throw new Error('not the window’s own page');
    const choice = choosePrinter(await webContents.getPrintersAsync(), documentPrinter());
    if (choice.kind === 'none') return { sent: false, reason: choice.reason };
    const { deviceName } = choice;
    return await new Promise((resolve) => {
      webContents.print(
        {
          ...{ silent: true, printBackground: true, pageSize: 'A4', margins: { marginType: 'none' } },
          ...(deviceName !== null && { deviceName }),
        },
        (sent, reason) => {
          if (!sent) log.warn({ reason }, 'a print was not taken');
          resolve({ sent, reason: sent ? '' : '打印机没有接收，请检查打印机是否联机、是否暂停，再点打印。' });
        },
      );
    });
  });
}
