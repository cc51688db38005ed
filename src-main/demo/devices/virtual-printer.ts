/**
 * A ticket printer for the demo hall and for tests: takes raw bytes over TCP on the loopback, like a network
 * printer on port 9100, and keeps the papers instead of printing them.
 */
import { createServer, type Socket } from 'node:net';
import type { Paper } from '#shared/devices/paper.ts';
import { escposDecoder } from './escpos-decoder.ts';

/**
 * paperOut, coverOpen: says so and prints nothing. silent: takes everything and answers nothing. cutMidJob: the
 * connection breaks after the first line of a job.
 */
export type VirtualPrinterFault = 'none' | 'paperOut' | 'coverOpen' | 'silent' | 'cutMidJob';

export interface VirtualPrinter {
  /** On 127.0.0.1. */
  readonly port: number;
  /** The last papers, newest first. */
  papers(): Paper[];
  /** Tells each paper as it comes out; returns how to stop it. */
  onPaper(listener: (paper: Paper) => void): () => void;
  /** Bytes taken since the start, questions included. */
  received(): number;
  setFault(fault: VirtualPrinterFault): void;
  /** Answers only after so many milliseconds. */
  setDelay(milliseconds: number): void;
  close(): Promise<void>;
}

export interface VirtualPrinterOptions {
  readonly widthDots?: Paper['widthDots'];
  /** How many papers are kept. */
  readonly keep?: number;
}

export async function startVirtualPrinter(options: VirtualPrinterOptions = {}): Promise<VirtualPrinter> {
  const { widthDots = 576, keep = 20 } = options;
  const listeners = new Set<(paper: Paper) => void>();
  const sockets = new Set<Socket>();
  let papers: Paper[] = [];
  let printed = 0;
  let received = 0;
  let fault: VirtualPrinterFault = 'none';
  let delay = 0;

  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    const decoder = escposDecoder({
      onPaper: (lines, cut) => {
        if (fault === 'paperOut' || fault === 'coverOpen') return;
        const paper: Paper = { id: `paper-${++printed}`, widthDots, lines, cut };
        papers = [paper, ...papers].slice(0, keep);
        for (const listener of [...listeners]) listener(paper);
      },
      onQuestion: (n) => {
        if (fault === 'silent') return;
        setTimeout(() => socket.writable && socket.write(Buffer.from([answerTo(n)])), delay);
      },
    });
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
      for (let at = 0; at < chunk.length && !socket.destroyed; at += pieceLength) {
        decoder.write(chunk.subarray(at, at + pieceLength));
        if (fault === 'cutMidJob' && decoder.lines() > 0) socket.destroy();
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      decoder.end();
    });
  });

  function answerTo(n: number): number {
    const stopped = fault === 'paperOut' || fault === 'coverOpen';
    let bits = 0;
    if (n === 1 && stopped) bits = 0x08;
    if (n === 2 && fault === 'coverOpen') bits = 0x04;
    if (n === 2 && fault === 'paperOut') bits = 0x20;
    if (n === 4 && fault === 'paperOut') bits = 0x60;
    return 0x12 | bits;
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');

  return {
    port: address.port,
    papers: () => papers,
    onPaper: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    received: () => received,
    setFault: (next) => {
      fault = next;
    },
    setDelay: (milliseconds) => {
      delay = milliseconds;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** As a printer's receive buffer is read: in small pieces, so that a job can break in the middle. */
const pieceLength = 16;
