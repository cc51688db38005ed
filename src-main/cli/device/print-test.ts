import { join } from 'node:path';
import { parseDeviceAddress } from '#shared/devices/device-address.ts';
import { testPage } from '#shared/devices/test-page.ts';
import { transportTo } from '../../core/devices/open-device.ts';
import { renderSlip } from '../../core/devices/ticket-printer/escpos.ts';
import { slipFont } from '../../core/devices/ticket-printer/slip-font.ts';
import { startTicketPrinter, testPageOutcome } from '../../core/devices/ticket-printer/ticket-printer.ts';
import { assetsFolder } from '../assets-folder.ts';
import { BadQuestion, paperWidth, wholeNumber } from './question.ts';

interface Asked {
  readonly printer?: string | undefined;
  readonly width?: string | undefined;
  readonly timeout?: string | undefined;
  readonly json: boolean;
}

/** Prints the test page; exits 0 only where the printer has confirmed it. */
export async function printTest({ printer: text = '', width, timeout, json }: Asked): Promise<number> {
  const address = parseDeviceAddress(text);
  if (address === null || address.kind === 'auto' || address.kind === 'page' || address.kind === 'system')
    throw new BadQuestion(
      '请用 --printer 写明打印机，例如 tcp://192.0.2.7:9100、file:/dev/usb/lp0、serial:/dev/ttyS1。',
    );
  const paper = paperWidth(width);
  const jobTimeoutMs = wholeNumber('timeout', timeout, [1, 60], 15) * 1000;
  const printer = startTicketPrinter({ transport: transportTo(address), width: paper, jobTimeoutMs });
  const { bytes } = renderSlip(testPage(paper), slipFont(join(assetsFolder(), 'slip-font.bin')));
  const told = testPageOutcome(await printer.print({ id: 'test', bytes }));
  // Whoever asked has their answer; a printer that hangs must not keep them waiting for its goodbye.
  void printer.close();
  console.log(json ? JSON.stringify(told) : told.reason);
  return told.outcome === 'printed' ? 0 : 1;
}
