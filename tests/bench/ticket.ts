import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { v7 as uuidv7 } from 'uuid';
import { WebSocket } from 'ws';
import { linkPath, linkProtocol } from '#shared/contracts/audience.ts';
import type { kioskContract } from '#shared/contracts/kiosk.ts';
import { openBrowserShell } from '../../src-main/browser/browser-shell.ts';
import { contractServer } from '../../src-main/core/core.ts';
import { transportTo } from '../../src-main/core/devices/open-device.ts';
import { startTicketPrinter } from '../../src-main/core/devices/ticket-printer/ticket-printer.ts';
import { openCounter } from '../support/counter.ts';
import { type Goal, Samples } from './samples.ts';

const tickets = 300;

/**
 * From the touch to the first byte of the ticket at the printer: a call over a real WebSocket, the ticket on the
 * disk, the job over real TCP to a printer that answers its status questions at once.
 */
export async function benchTicket(): Promise<{ goals: Goal[]; lines: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-bench-ticket-'));
  const printer = await printerThatNotesJobs();
  const counter = await openCounter({
    folder,
    devices: {
      kiosk: {
        ticketPrinter: startTicketPrinter({
          transport: transportTo({ kind: 'tcp', host: '127.0.0.1', port: printer.port }),
        }),
      },
    },
  });
  const token = 'bench';
  const log = { info: () => {}, warn: () => {} };
  const shell = await openBrowserShell({
    server: contractServer({ kiosk: counter.kiosk }),
    rendererFolder: folder,
    port: 0,
    tokens: { kiosk: token },
    log,
  });
  const socket = new WebSocket(`ws://127.0.0.1:${shell.port}${linkPath('kiosk')}`, [linkProtocol, token], {
    origin: `http://127.0.0.1:${shell.port}`,
  });
  const kiosk: ContractRouterClient<typeof kioskContract> = createORPCClient(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  );
  const samples = new Samples();
  for (let index = 0; index < tickets; index += 1) {
    const job = printer.nextJob();
    const touched = performance.now();
    const answer = await kiosk.issue({ ticketId: uuidv7(), categoryId: 'civil' });
    if (answer.kind !== 'done') throw new Error('no ticket was issued');
    samples.add((await job) - touched);
  }
  socket.close();
  await shell.close();
  await counter.close();
  await printer.close();
  rmSync(folder, { recursive: true });
  return {
    goals: [
      {
        name: 'ticket: from the touch to the first byte at the printer, p99',
        value: samples.quantile(0.99),
        unit: 'ms',
        bound: { kind: 'atMost', value: 50 },
        note: `median ${samples.quantile(0.5).toFixed(1)} ms over ${samples.count} tickets`,
      },
    ],
    lines: [],
  };
}

/** ESC @: what a job begins with. */
const jobStart = Buffer.from([0x1b, 0x40]);
const well = 0x12;

async function printerThatNotesJobs() {
  let told = (_at: number) => {};
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay();
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      if (chunk.includes(jobStart)) told(performance.now());
      for (let at = 0; at + 2 < chunk.length; at += 1) {
        if (chunk[at] === 0x10 && chunk[at + 1] === 0x04) socket.write(Buffer.from([well]));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    port: address.port,
    nextJob: () =>
      new Promise<number>((resolve) => {
        told = resolve;
      }),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
