import { z } from 'zod';
import { startCardReader } from './card-reader/card-reader.ts';
import { openSerialPort } from './card-reader/serial-port.ts';
import type { DevicePlace, PlaceDevices } from './device-desk.ts';
import { tcpTransport } from './ticket-printer/tcp.ts';
import { startTicketPrinter } from './ticket-printer/ticket-printer.ts';

const placeSchema = z.strictObject({
  /** `COM3` or `/dev/ttyUSB0`. */
  cardReader: z.strictObject({ path: z.string().min(1), baudRate: z.int().default(115_200) }).optional(),
  /** A network printer; 9100 is where they listen. */
  ticketPrinter: z.strictObject({ host: z.string().min(1), port: z.int().default(9100) }).optional(),
});

/** Which devices stand where, as the provisioning of a machine says it. */
export const deviceWiringSchema = z.strictObject({
  kiosk: placeSchema.optional(),
  counter: placeSchema.optional(),
});
export type DeviceWiring = z.infer<typeof deviceWiringSchema>;

/** Opens the real devices. One that is not there is shown as such and comes by itself when it is connected. */
export function openDevices(wiring: DeviceWiring): Partial<Record<DevicePlace, PlaceDevices>> {
  const places: Partial<Record<DevicePlace, PlaceDevices>> = {};
  for (const place of ['kiosk', 'counter'] as const) {
    const { cardReader, ticketPrinter } = wiring[place] ?? {};
    places[place] = {
      ...(cardReader && {
        cardReader: startCardReader({ open: () => openSerialPort(cardReader.path, cardReader.baudRate) }),
      }),
      ...(ticketPrinter && { ticketPrinter: startTicketPrinter({ transport: tcpTransport(ticketPrinter) }) }),
    };
  }
  return places;
}
