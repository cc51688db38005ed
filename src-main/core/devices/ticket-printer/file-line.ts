import { constants, type FileHandle, open } from 'node:fs/promises';
import { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { LineUnavailable } from '../line.ts';

/**
 * Opens the device file of a USB printer (`/dev/usb/lp0`). Opened so that nothing waits inside the system: a printer
 * that takes no more bytes, or has none to give, is asked again after a moment instead of holding up a thread.
 * @throws LineUnavailable
 */
export async function openFileLine(path: string): Promise<Duplex> {
  const flags =
    constants.O_RDWR | constants.O_APPEND | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);
  const file = await open(path, flags).catch((error: NodeJS.ErrnoException) => {
    throw new LineUnavailable(error.code === 'EBUSY' || error.code === 'EACCES' ? 'portBusy' : 'unplugged');
  });
  return new DeviceFile(file);
}

class DeviceFile extends Duplex {
  readonly #file: FileHandle;

  constructor(file: FileHandle) {
    super({ emitClose: true });
    this.#file = file;
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#writeAll(bytes).then(() => done(), done);
  }

  override _read(): void {
    this.#readSome().then(
      (bytes) => {
        if (bytes !== null) this.push(bytes);
      },
      (error: Error) => this.destroy(error),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#file.close().then(
      () => done(error),
      () => done(error),
    );
  }

  async #writeAll(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length && !this.destroyed; ) {
      const written = await this.#file.write(bytes, at).catch(orNotNow);
      if (written === null) await sleep(pauseMs);
      else at += written.bytesWritten;
    }
  }

  async #readSome(): Promise<Buffer | null> {
    const buffer = Buffer.alloc(256);
    while (!this.destroyed) {
      const read = await this.#file.read(buffer, 0, buffer.length).catch(orNotNow);
      if (read !== null && read.bytesRead > 0) return buffer.subarray(0, read.bytesRead);
      await sleep(pauseMs);
    }
    return null;
  }
}

/** The device has no room, or nothing to say, at this moment. */
function orNotNow(error: NodeJS.ErrnoException): null {
  if (error.code === 'EAGAIN' || error.code === 'EWOULDBLOCK') return null;
  throw error;
}

const pauseMs = 15;
