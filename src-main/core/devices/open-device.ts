import { type DeviceAddress, parseDeviceAddress } from '#shared/devices/device-address.ts';
import type { DeviceProfile } from '#shared/devices/device-profile.ts';
import { startCardReader } from './card-reader/card-reader.ts';
import { readerLine } from './card-reader/find-reader.ts';
import { startCodeScanner } from './code-scanner/code-scanner.ts';
import type { Device } from './device.ts';
import { startDocumentPrinter } from './document-printer/document-printer.ts';
import { startLedBoard } from './led-board/led-board.ts';
import { type CitizenPages, citizenScreen } from './page-device/citizen-screen.ts';
import { pageDevice } from './page-device/page-device.ts';
import { openSerialLine } from './serial-line.ts';
import { openFileLine } from './ticket-printer/file-line.ts';
import { lineTransport } from './ticket-printer/line-transport.ts';
import type { SlipFont } from './ticket-printer/slip-font.ts';
import type { SlipLogo } from './ticket-printer/slip-logo.ts';
import { spoolerTransport } from './ticket-printer/spooler-transport.ts';
import { openTcpLine } from './ticket-printer/tcp-line.ts';
import { startTicketPrinter } from './ticket-printer/ticket-printer.ts';
import type { Transport } from './ticket-printer/transport.ts';

export interface Surroundings {
  /** Ports that other devices are wired to, where a card reader is looked for. */
  taken(): readonly string[];
  readonly pages: CitizenPages;
  /** Draws what ticket printers' own fonts do not have. */
  readonly font: SlipFont | null;
  /** The hall's mark at the head of slips. */
  readonly logo: SlipLogo | null;
}

/** Opens a device as its profile says. One that is not there is shown as such, and comes by itself when it is. */
export function openDevice(profile: DeviceProfile, { taken, pages, font, logo }: Surroundings): Device {
  const { kind, width, fingerprint, led } = profile;
  const address = parseDeviceAddress(profile.address);
  if (address === null) throw new TypeError('a profile was not read by its schema');
  switch (kind) {
    case 'cardReader': {
      const choice = address.kind === 'serial' ? address : { path: null, baud: null };
      return startCardReader({ open: readerLine(choice, undefined, taken), fingerprint });
    }
    case 'ticketPrinter':
      return startTicketPrinter({ transport: transportTo(address), width, font, logo });
    case 'documentPrinter':
      return startDocumentPrinter({ printer: address.kind === 'system' ? address.printer : null });
    case 'ledBoard':
      if (led === null || address.kind !== 'serial')
        throw new TypeError('a profile was not read by its schema');
      return startLedBoard({
        open: () => openSerialLine(address.path, address.baud ?? ledBaud),
        format: led,
      });
    case 'codeScanner':
      return startCodeScanner(
        address.kind === 'serial' ? () => openSerialLine(address.path, address.baud ?? scannerBaud) : null,
      );
    case 'citizenScreen':
      return citizenScreen(pages);
    case 'camera':
    case 'signaturePad':
    case 'speaker':
      return pageDevice(kind);
  }
}

/** The way to a ticket printer. */
export function transportTo(address: DeviceAddress): Transport {
  switch (address.kind) {
    case 'tcp':
      return lineTransport(() => openTcpLine(address));
    case 'serial':
      return lineTransport(() => openSerialLine(address.path, address.baud ?? printerBaud));
    case 'file':
      return lineTransport(() => openFileLine(address.path), 'perhaps');
    case 'spooler':
      return spoolerTransport(address.printer);
    default:
      throw new TypeError(`no ticket printer is reached by ${address.kind}`);
  }
}

/** What most of them are set to when they leave the factory. */
const printerBaud = 9600;
const ledBaud = 9600;
const scannerBaud = 9600;
