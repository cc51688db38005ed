import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { LineUnavailable } from '../line.ts';

export interface TcpAddress {
  readonly host: string;
  readonly port: number;
}

/** Opens a connection to a network printer. @param timeoutMs bounds the opening; a printer on the desk answers at once */
export function openTcpLine({ host, port }: TcpAddress, timeoutMs = 2000): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const timer = setTimeout(() => socket.destroy(), timeoutMs);
    const failed = (): void => {
      clearTimeout(timer);
      reject(new LineUnavailable('unplugged'));
    };
    socket.on('error', () => {});
    socket.once('close', failed);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('close', failed);
      resolve(socket);
    });
  });
}
