import { readdirSync } from 'node:fs';
import { systemPrinters } from '../../core/devices/document-printer/system-printers.ts';
import { LineUnavailable } from '../../core/devices/line.ts';
import { openSerialLine, serialPorts } from '../../core/devices/serial-line.ts';

/** Lists what a device can be wired to: serial ports, USB printers, the operating system's printers. */
export async function listDevices({ json }: { readonly json: boolean }): Promise<number> {
  const ports = await Promise.all(
    (await serialPorts()).map(async (port) => ({ ...port, state: await stateOf(port.path) })),
  );
  const found = { ports, usbPrinters: usbPrinters(), printers: await systemPrinters.list() };
  if (json) {
    console.log(JSON.stringify(found));
    return 0;
  }
  const list = (title: string, lines: readonly string[], none: string): void =>
    console.log(`${title}\n${(lines.length === 0 ? [none] : lines).map((line) => `  ${line}`).join('\n')}`);
  list(
    '串口',
    ports.map(({ path, manufacturer, vendorId, productId, serialNumber, state }) =>
      [path, stateWords[state], manufacturer, vendorId && `${vendorId}:${productId}`, serialNumber]
        .filter(Boolean)
        .join('　'),
    ),
    '没有。读卡器已接好的，请检查驱动程序。',
  );
  list(
    'USB小票打印机',
    found.usbPrinters.map((path) => `file:${path}`),
    '没有。',
  );
  list(
    '系统打印机',
    (found.printers ?? []).map(
      ({ name, isDefault, state }) => `${name}${isDefault ? '（默认）' : ''}　${printerWords[state]}`,
    ),
    found.printers === null ? '系统没有打印服务。' : '没有。',
  );
  return 0;
}

const stateWords = { free: '空闲', busy: '被另一个程序占用', gone: '打不开' } as const;
const printerWords = { ready: '就绪', stopped: '已暂停或报错', unknown: '状态未知' } as const;

async function stateOf(path: string): Promise<keyof typeof stateWords> {
  try {
    const line = await openSerialLine(path, 115_200);
    line.destroy();
    return 'free';
  } catch (error) {
    return error instanceof LineUnavailable && error.why === 'portBusy' ? 'busy' : 'gone';
  }
}

function usbPrinters(): string[] {
  try {
    return readdirSync('/dev/usb')
      .filter((name) => name.startsWith('lp'))
      .map((name) => `/dev/usb/${name}`);
  } catch {
    return [];
  }
}
