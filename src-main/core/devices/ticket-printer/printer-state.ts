/**
 * Asking a printer how it is: `DLE EOT n`, answered with one byte for each n of 1 to 4.
 */
import {
  type DeviceStatus,
  type TicketPrinterCode,
  ticketPrinterStatus,
} from '#shared/devices/device-status.ts';

/** The four questions at once; nothing else may be sent until they are answered. */
export const askState = Buffer.from([1, 2, 3, 4].flatMap((n) => [0x10, 0x04, n]));

/** What the answers mean; undefined until all four are there. Bytes that are no answer are passed over. */
export function readState(received: Uint8Array): DeviceStatus | undefined {
  const [printer, offline, error, paper] = received.filter((byte) => (byte & 0x93) === 0x12);
  if (printer === undefined || offline === undefined || error === undefined || paper === undefined)
    return undefined;

  // In the order in which a person would look: a printer with an open cover also says that it has no paper.
  const findings: [number, TicketPrinterCode][] = [
    [offline & 0x04, 'coverOpen'],
    [(paper & 0x60) | (offline & 0x20), 'paperOut'],
    [error & 0x08, 'cutter'],
    [error & 0x20, 'unrecoverable'],
    [error & 0x40, 'overheated'],
    [error & 0x04, 'recoverable'],
    [offline & 0x08, 'feedButton'],
    [offline & 0x40, 'error'],
    [printer & 0x08, 'printerOffline'],
    [paper & 0x0c, 'paperLow'],
  ];
  return ticketPrinterStatus(findings.find(([bits]) => bits !== 0)?.[1] ?? 'ready');
}
