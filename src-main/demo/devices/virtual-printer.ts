/**
 * A ticket printer for the demo hall and for tests: takes raw bytes over TCP on the loopback, like a network
 * printer on port 9100, and keeps the papers instead of printing them.
 */
import { createServer, type Socket } from 'node:net';
import type { Paper } from '#shared/devices/paper.ts';
import { escposDecoder } from './escpos-decoder.ts';

/**
 * paperOut, coverOpen, cutter: says so and prints nothing. paperLow: says so and prints. silent: prints, and answers
 * nothing. mute: accepts the connection and never reads. cutMidJob: the connection breaks after the first line of a
 * job. paperOutMidJob: the paper ends after the first line of a job.
 */
export const virtualPrinterFaults = [
  'none',
  'paperLow',
  'paperOut',
  'coverOpen',
  'cutter',
  'silent',
  'mute',
  'cutMidJob',
  'paperOutMidJob',
] as const;
export type VirtualPrinterFault = (typeof virtualPrinterFaults)[number];

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
  /** 0, where nothing is said: any that is free. */
  readonly port?: number;
  readonly widthDots?: Paper['widthDots'];
  /** How many papers are kept. */
  readonly keep?: number;
}

export async function startVirtualPrinter(options: VirtualPrinterOptions = {}): Promise<VirtualPrinter> {
  const { port = 0, widthDots = 576, keep = 20 } = options;
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
        if (isStopped()) return;
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
        if (decoder.lines() === 0) continue;
        if (fault === 'cutMidJob') socket.destroy();
        if (fault === 'paperOutMidJob') {
          // What is printed already hangs out of it.
          decoder.end();
          fault = 'paperOut';
        }
      }
    });
    if (fault === 'mute') socket.pause();
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      decoder.end();
    });
  });

  const isStopped = (): boolean => fault === 'paperOut' || fault === 'coverOpen' || fault === 'cutter';

  function answerTo(n: number): number {
    let bits = 0;
    if (n === 1 && isStopped()) bits = 0x08;
    if (n === 2 && fault === 'coverOpen') bits = 0x04;
    if (n === 2 && fault === 'paperOut') bits = 0x20;
    if (n === 2 && fault === 'cutter') bits = 0x40;
    if (n === 3 && fault === 'cutter') bits = 0x08;
    if (n === 4 && fault === 'paperOut') bits = 0x60;
    if (n === 4 && fault === 'paperLow') bits = 0x0c;
    return 0x12 | bits;
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
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
      for (const socket of sockets) next === 'mute' ? socket.pause() : socket.resume();
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
