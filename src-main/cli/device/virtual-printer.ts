import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { textOfPaper } from '#shared/devices/paper.ts';
import { slipDots } from '#shared/devices/slip.ts';
import { slipFont } from '../../core/devices/ticket-printer/slip-font.ts';
import { paperPicture } from '../../demo/devices/paper-picture.ts';
import {
  startVirtualPrinter,
  type VirtualPrinterFault,
  virtualPrinterFaults,
} from '../../demo/devices/virtual-printer.ts';
import { assetsFolder } from '../assets-folder.ts';
import { BadQuestion, paperWidth, wholeNumber } from './question.ts';

interface Asked {
  readonly port?: string | undefined;
  readonly width?: string | undefined;
  readonly png?: string | undefined;
  readonly fault?: string | undefined;
}

/** A network printer on the loopback that draws its papers; its faults are typed. */
export async function virtualPrinter({ port, width, png, fault = 'none' }: Asked): Promise<number> {
  const number = wholeNumber('port', port, [0, 65_535], 9100);
  const first = faultNamed(fault);
  if (first === null) throw new BadQuestion(`没有故障 ${fault}，可用：${virtualPrinterFaults.join('、')}。`);
  const printer = await startVirtualPrinter({ port: number, widthDots: slipDots[paperWidth(width)] }).catch(
    () => null,
  );
  if (printer === null) {
    console.error(`端口 ${number} 已被占用，请换一个 --port。`);
    return 1;
  }
  printer.setFault(first);
  const font = slipFont(join(assetsFolder(), 'slip-font.bin'));
  if (png !== undefined) mkdirSync(png, { recursive: true });
  printer.onPaper((paper) => {
    console.log(`${paper.id}${paper.cut ? '' : '（没有切纸）'}：${textOfPaper(paper).join(' / ')}`);
    if (png === undefined) return;
    const file = join(png, `${paper.id}.png`);
    writeFileSync(file, paperPicture(paper, font));
    console.log(file);
  });
  console.log(
    `打印机在 tcp://127.0.0.1:${printer.port}。可以输入故障：${virtualPrinterFaults.join('、')}，Ctrl-C 结束。`,
  );
  createInterface(process.stdin).on('line', (line) => {
    const typed = faultNamed(line.trim());
    if (typed === null) console.log(`可用：${virtualPrinterFaults.join('、')}`);
    else printer.setFault(typed);
  });
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => void printer.close().then(() => resolve(0)));
  });
}

const faultNamed = (text: string): VirtualPrinterFault | null =>
  virtualPrinterFaults.find((each) => each === text) ?? null;
