import type { Duplex } from 'node:stream';
import { LineUnavailable, type OpenLine } from '../line.ts';
import type { Exchanged, Transport } from './transport.ts';

/** Bytes over a line that can answer: a network connection, a serial port, a device file. */
export function lineTransport(openLine: OpenLine, mute?: 'perhaps'): Transport {
  let open: Duplex | undefined;

  return {
    ...(mute && { mute }),
    async exchange<Answer>(
      bytes: Uint8Array,
      read: (received: Buffer) => Answer | undefined,
      timeoutMs: number,
    ): Promise<Exchanged<Answer>> {
      try {
        if (!open || open.destroyed || !open.writable) {
          open = await openLine();
          // Every way to fail ends in `close`; what an error would add is for nobody.
          open.on('error', () => {});
        }
      } catch (error) {
        open = undefined;
        return { kind: 'unreachable', held: error instanceof LineUnavailable && error.why === 'portBusy' };
      }
      const line = open;
      return new Promise((resolve) => {
        let received: Buffer = Buffer.alloc(0);
        const timer = setTimeout(() => {
          finish({ kind: 'silent' });
          line.destroy();
        }, timeoutMs);
        const finish = (outcome: Exchanged<Answer>): void => {
          clearTimeout(timer);
          line.off('data', take).off('close', broken).off('end', broken);
          resolve(outcome);
        };
        const take = (chunk: Buffer): void => {
          received = Buffer.concat([received, chunk]).subarray(-longestAnswer);
          const answer = read(received);
          if (answer !== undefined) finish({ kind: 'answered', answer, received });
        };
        const broken = (): void => {
          finish({ kind: 'interrupted' });
          line.destroy();
        };
        line.on('data', take).on('close', broken).on('end', broken);
        line.write(bytes);
      });
    },

    close: () => {
      const line = open;
      if (!line || line.closed) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, closingMs);
        line.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        line.destroy();
      });
    },
  };
}

/** A printer's answers are four bytes; one that talks without end must not fill the memory. */
const longestAnswer = 4096;
const closingMs = 1000;
