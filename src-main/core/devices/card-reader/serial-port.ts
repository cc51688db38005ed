import type { Duplex } from 'node:stream';
import { SerialPort } from 'serialport';

/**
 * Opens the serial port of a card reader, 8N1. Rejects when it is not there or somebody else holds it.
 * Control lines are left alone: a pseudo-terminal has none, and readers do not need them.
 */
export function openSerialPort(path: string, baudRate = 115_200): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const port = new ReleasedSerialPort({
      path,
      baudRate,
      dataBits: 8,
      parity: 'none',
      stopBits: 1,
      autoOpen: false,
    });
    port.open((error) => (error ? reject(error) : resolve(port)));
  });
}

/** serialport's own `destroy` leaves the port open and locked; this one gives it back. */
class ReleasedSerialPort extends SerialPort {
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.isOpen) this.close(() => done(error));
    else done(error);
  }
}
