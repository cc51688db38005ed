import { connect, type Socket } from 'node:net';
import type { Exchanged, Transport } from './transport.ts';

export interface TcpAddress {
  readonly host: string;
  /** 9100 unless said otherwise. */
  readonly port?: number;
}

/** A network printer: raw bytes over TCP. `connectTimeoutMs` bounds the opening of the line. */
export function tcpTransport({ host, port = 9100 }: TcpAddress, connectTimeoutMs = 2000): Transport {
  let open: Socket | undefined;

  async function socket(): Promise<Socket | undefined> {
    if (open && !open.destroyed) return open;
    const fresh = connect({ host, port, noDelay: true });
    // Every way to fail ends in `close`; what an error would add is for nobody.
    fresh.on('error', () => {});
    const connected = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => fresh.destroy(), connectTimeoutMs);
      fresh.once('connect', () => {
        clearTimeout(timer);
        resolve(true);
      });
      fresh.once('close', () => {
        clearTimeout(timer);
        resolve(false);
      });
    });
    open = connected ? fresh : undefined;
    return open;
  }

  return {
    async exchange<Answer>(
      bytes: Uint8Array,
      read: (received: Buffer) => Answer | undefined,
      timeoutMs: number,
    ): Promise<Exchanged<Answer>> {
      const line = await socket();
      if (!line) return { kind: 'unreachable' };
      return new Promise((resolve) => {
        let received: Buffer = Buffer.alloc(0);
        const timer = setTimeout(() => {
          finish({ kind: 'silent' });
          line.destroy();
        }, timeoutMs);
        const finish = (outcome: Exchanged<Answer>): void => {
          clearTimeout(timer);
          line.off('data', take).off('close', broken);
          resolve(outcome);
        };
        const take = (chunk: Buffer): void => {
          received = Buffer.concat([received, chunk]);
          const answer = read(received);
          if (answer !== undefined) finish({ kind: 'answered', answer });
        };
        const broken = (): void => finish({ kind: 'interrupted' });
        line.on('data', take).on('close', broken);
        line.write(bytes);
      });
    },

    close: async () => {
      open?.destroy();
    },
  };
}
