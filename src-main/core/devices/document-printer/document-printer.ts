import { type DeviceStatus, otherDeviceStatus } from '#shared/devices/device-status.ts';
import { type Device, listeners } from '../device.ts';
import { readPrinterState, type SystemPrinters, systemPrinters } from './system-printers.ts';

export interface DocumentPrinterOptions {
  /** Null: the default printer. */
  readonly printer: string | null;
  readonly system?: SystemPrinters;
  readonly pollMs?: number;
}

/**
 * An A4 printer, as the operating system drives it. The system takes a document and says nothing of the paper:
 * "sent" is the most that is ever known, and is what is said.
 */
export function startDocumentPrinter(options: DocumentPrinterOptions): Device {
  const { printer, system = systemPrinters, pollMs = 15_000 } = options;
  const onStatus = listeners<DeviceStatus>();
  let status = otherDeviceStatus('documentPrinter', 'starting');
  let closed = false;

  async function look(): Promise<void> {
    const told = otherDeviceStatus('documentPrinter', readPrinterState(await system.list(), printer));
    if (closed || told.code === status.code) return;
    status = told;
    onStatus.tell(told);
  }
  const timer = setInterval(() => void look(), pollMs).unref();
  void look();

  return {
    status: () => status,
    onStatus: onStatus.add,
    traffic: () => [],
    async test() {
      await look();
      if (status.state === 'offline' || status.state === 'fault')
        return { outcome: 'failed', sentence: status.message };
      return (await system.print(printer, testText))
        ? { outcome: 'unknown', sentence: '测试页已送到打印队列。系统不回报是否出纸，请看一下打印机。' }
        : { outcome: 'failed', sentence: '系统没有接收测试页，请在系统设置中检查打印机和打印队列。' };
    },
    async close() {
      closed = true;
      clearInterval(timer);
      status = otherDeviceStatus('documentPrinter', 'closed');
      onStatus.tell(status);
    },
  };
}

const testText = '一窗 打印测试\n\n如果能看清这两行字，A4打印机可以使用。\n';
