import { existsSync, readdirSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { SerialPort } from 'serialport';
import { LineUnavailable } from './line.ts';

/**
 * Opens a serial port, 8N1. Control lines are left alone: a pseudo-terminal has none, and the devices do not need
 * them.
 * @throws LineUnavailable: `portBusy` where another program holds it, `unplugged` where it is not there
 */
export function openSerialLine(path: string, baudRate: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const port = new ReleasedSerialPort({
      path,
      baudRate,
      dataBits: 8,
      parity: 'none',
      stopBits: 1,
      autoOpen: false,
    });
    port.open((error) => {
      if (error === null) resolve(port);
      else reject(new LineUnavailable(isHeld(error.message) ? 'portBusy' : 'unplugged'));
    });
  });
}

/** Linux says "Cannot lock port" to our like and EBUSY where it is exclusive, Windows "Access denied". */
const isHeld = (message: string): boolean =>
  /lock port|busy|temporarily unavailable|access denied/i.test(message);

/** serialport's own `destroy` leaves the port open and locked; this one gives it back. */
class ReleasedSerialPort extends SerialPort {
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.isOpen) this.close(() => done(error));
    else done(error);
  }
}

/** A port of this machine, with what its USB adapter says of itself. Numbers of ports change with the socket. */
export interface SerialPortSeen {
  readonly path: string;
  readonly manufacturer: string | null;
  readonly vendorId: string | null;
  readonly productId: string | null;
  readonly serialNumber: string | null;
}

/** The ports that are there. Where the system's own list cannot be had (no udevadm), the device files are looked at. */
export async function serialPorts(): Promise<SerialPortSeen[]> {
  try {
    const seen = await SerialPort.list();
    return seen
      .filter(({ path, vendorId }) => vendorId !== undefined || !isPlaceholder(path))
      .map(({ path, manufacturer = null, vendorId = null, productId = null, serialNumber = null }) => ({
        path,
        manufacturer,
        vendorId,
        productId,
        serialNumber,
      }));
  } catch {
    const names = existsSync('/dev') ? readdirSync('/dev') : [];
    return names
      .filter((name) => /^tty(USB|ACM)\d+$/.test(name))
      .map((name) => ({
        path: `/dev/${name}`,
        manufacturer: null,
        vendorId: null,
        productId: null,
        serialNumber: null,
      }));
  }
}

/** Linux lists 32 built-in ports whether there is a socket for them or not; they are asked only when named. */
const isPlaceholder = (path: string): boolean => /^\/dev\/ttyS\d+$/.test(path);
