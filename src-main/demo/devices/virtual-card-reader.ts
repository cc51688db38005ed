/**
 * An identity card reader for the demo hall and for tests. It speaks the SAM module's protocol over any line: one
 * of its own in memory, or a pseudo-terminal. Written against the protocol alone, not against the driver.
 */
import { type Duplex, duplexPair } from 'node:stream';
import { encodeCardText, type WrittenCard } from '#shared/identity/card.ts';

/**
 * silent: answers nothing. wrongChecksum, tornFrame: spoils the answer to a read. readFails: the card does not
 * give its text (SW3 41). lifted: the card is taken away between being selected and read. late: the answer to a read
 * comes after the reader's patience is over. sw3: a read is answered with that code.
 */
export type VirtualReaderFault =
  | 'none'
  | 'silent'
  | 'wrongChecksum'
  | 'tornFrame'
  | 'readFails'
  | 'lifted'
  | { readonly lateMs: number }
  | { readonly sw3: number };

/** What a chip may hold beside its text. */
export interface LaidExtras {
  /** An address that was written to the chip after the card was printed. */
  readonly newestAddress?: string;
  /** 0, 1 or 2 fingerprints of 512 bytes; none where nothing is said. */
  readonly fingerprints?: 0 | 1 | 2;
}

export interface VirtualCardReader {
  /** A new line to the reader, as from opening a serial port; rejects while it is unplugged. */
  open(): Promise<Duplex>;
  /** Answers on a line that somebody else has opened. */
  serve(line: Duplex): void;
  /** Lays a card on the reader, in place of one that lies there. */
  lay(card: WrittenCard, extras?: LaidExtras): void;
  /** The card that lies there has been read. */
  wasRead(): boolean;
  lift(): void;
  setFault(fault: VirtualReaderFault): void;
  /** Pulls the cable: every line closes. */
  unplug(): void;
  plugIn(): void;
}

interface LaidCard {
  readonly text: Uint8Array;
  readonly extras: LaidExtras;
  selected: boolean;
  /** A card that was read is not found again until it was lifted. */
  read: boolean;
}

export function createVirtualCardReader(): VirtualCardReader {
  let card: LaidCard | undefined;
  let fault: VirtualReaderFault = 'none';
  let pluggedIn = true;
  const lines = new Set<Duplex>();

  function serve(line: Duplex): void {
    let pending: Buffer = Buffer.alloc(0);
    lines.add(line);
    line.on('close', () => lines.delete(line));
    line.on('error', () => {});
    line.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      // A request: preamble 5, Len 2, command, parameter, CHK.
      for (let at = pending.indexOf(preamble); at >= 0 && pending.length >= at + 10; ) {
        const [command = 0, parameter = 0] = pending.subarray(at + 7);
        pending = pending.subarray(at + 10);
        const request = (command << 8) | parameter;
        const answered = answer(request);
        const send = (): void => {
          for (const piece of pieces(answered)) if (!line.destroyed) line.write(piece);
        };
        if (typeof fault === 'object' && 'lateMs' in fault && isRead(request)) setTimeout(send, fault.lateMs);
        else send();
        at = pending.indexOf(preamble);
      }
    });
  }

  function answer(request: number): Buffer {
    if (fault === 'silent') return Buffer.alloc(0);
    switch (request) {
      case 0x10ff:
      case 0x11ff:
        return frame(0x90);
      case 0x12ff:
        // Zeros: what it reads is marked, and refused outside a demo.
        return frame(0x90, Buffer.alloc(16));
      case 0x2001:
        return card && !card.read ? frame(0x9f, Buffer.alloc(4)) : frame(0x80);
      case 0x2002:
        if (!card || card.read) return frame(0x81);
        card.selected = true;
        return frame(0x90, Buffer.alloc(8));
      case 0x3001:
      case 0x3010: {
        if (fault === 'lifted') card = undefined;
        if (!card?.selected || fault === 'readFails') return frame(0x41);
        if (typeof fault === 'object' && 'sw3' in fault) return frame(fault.sw3);
        card.read = true;
        const prints = Buffer.alloc((card.extras.fingerprints ?? 0) * 512, 0x46);
        const lengths =
          request === 0x3001
            ? textAndPhotoLengths
            : Buffer.from([...textAndPhotoLengths, prints.length >> 8, prints.length & 0xff]);
        const rest = request === 0x3001 ? [] : [prints];
        const whole = frame(0x90, Buffer.concat([lengths, card.text, photo, ...rest]));
        if (fault === 'tornFrame') return whole.subarray(0, whole.length / 2);
        if (fault === 'wrongChecksum')
          whole.writeUInt8(whole.readUInt8(whole.length - 1) ^ 0xff, whole.length - 1);
        return whole;
      }
      case 0x3003: {
        const { newestAddress } = card?.extras ?? {};
        if (!card?.selected) return frame(0x41);
        return newestAddress === undefined ? frame(0x91) : frame(0x90, addressBytes(newestAddress));
      }
      default:
        return frame(0x21);
    }
  }

  return {
    open: async () => {
      if (!pluggedIn) throw new Error('the virtual card reader is unplugged');
      const [host, device] = duplexPair();
      serve(device);
      lines.add(host);
      host.once('close', () => {
        lines.delete(host);
        device.destroy();
      });
      return host;
    },
    serve,
    lay: (laid, extras = {}) => {
      card = { text: encodeCardText(laid), extras, selected: false, read: false };
    },
    wasRead: () => card?.read === true,
    lift: () => {
      card = undefined;
    },
    setFault: (next) => {
      fault = next;
    },
    unplug: () => {
      pluggedIn = false;
      for (const line of [...lines]) line.destroy();
    },
    plugIn: () => {
      pluggedIn = true;
    },
  };
}

const isRead = (request: number): boolean => request === 0x3001 || request === 0x3010;
const addressBytes = (text: string): Buffer => Buffer.from(text.padEnd(35, ' '), 'utf16le').subarray(0, 70);
const preamble = Buffer.from('AAAAAA9669', 'hex');
const textAndPhotoLengths = Buffer.from('01000400', 'hex');

/** The header of the WLT format and nothing else: nobody's picture. */
const photo = Buffer.concat([Buffer.from('574C66007E00', 'hex')], 1024);

function frame(sw3: number, data: Uint8Array = new Uint8Array()): Buffer {
  const checked = Buffer.from([(data.length + 4) >> 8, (data.length + 4) & 0xff, 0, 0, sw3, ...data]);
  return Buffer.concat([preamble, checked, Buffer.from([checked.reduce((sum, byte) => sum ^ byte, 0)])]);
}

/** As a serial driver hands bytes on: 64 at a time. */
function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 64) yield bytes.subarray(at, at + 64);
}
