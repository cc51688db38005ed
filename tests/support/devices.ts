import { startCardReader } from '../../src-main/core/devices/card-reader/card-reader.ts';
import type { PlaceDevices } from '../../src-main/core/devices/device-desk.ts';
import { transportTo } from '../../src-main/core/devices/open-device.ts';
import { startTicketPrinter } from '../../src-main/core/devices/ticket-printer/ticket-printer.ts';
import { type DemoCard, demoCards } from '../../src-main/demo/devices/cards.ts';
import {
  createVirtualCardReader,
  type VirtualCardReader,
} from '../../src-main/demo/devices/virtual-card-reader.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../src-main/demo/devices/virtual-printer.ts';

export interface VirtualPlace {
  devices: PlaceDevices;
  reader: VirtualCardReader;
  printer: VirtualPrinter;
}

/**
 * The devices of one place with every fault that they can have. The real drivers over the real protocols; only the
 * drivers' patience is shorter than a person's.
 */
export async function virtualPlace(options: { jobTimeoutMs?: number } = {}): Promise<VirtualPlace> {
  const reader = createVirtualCardReader();
  const printer = await startVirtualPrinter();
  return { reader, printer, devices: driversOf(reader, printer, options.jobTimeoutMs) };
}

/** Short, and longer than what a busy machine does in between, such as writing to its disk. */
const patienceMs = 1_500;

const driversOf = (
  reader: VirtualCardReader,
  printer: VirtualPrinter,
  jobTimeoutMs = patienceMs,
): PlaceDevices => ({
  cardReader: startCardReader({
    open: reader.open,
    pollMs: 20,
    timeouts: { command: patienceMs, header: patienceMs, body: patienceMs },
    faultShownMs: 100,
  }),
  ticketPrinter: startTicketPrinter({
    transport: transportTo({ kind: 'tcp', host: '127.0.0.1', port: printer.port }),
    pollMs: 100,
    idleTimeoutMs: patienceMs,
    jobTimeoutMs,
  }),
});

/** A card of the demo hall, by its id. */
export function cardOf(id: string): DemoCard['card'] {
  const found = demoCards.find((each) => each.id === id);
  if (found === undefined) throw new Error(`there is no card ${id}`);
  return found.card;
}
