import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The cable between an installation and the core of its hall, in a test's hands. */
export interface HallLine {
  /** What the installation is told as the address of the hall's core. */
  readonly address: string;
  /** Breaks what is open, and everything that is tried until it is plugged in again. */
  cut(): void;
  /** Carries nothing any more and says nothing of it, as a cable that was pulled at the far end. */
  silence(): void;
  /** Carries again; what was silent before is lost with its connection. */
  plugIn(): void;
  close(): void;
}

/** @param target where the hall's core is reached now, `host:port`; null while it is not there */
export async function startHallLine(target: () => string | null): Promise<HallLine> {
  let state: 'plugged' | 'cut' | 'silent' = 'plugged';
  const open = new Set<Socket>();
  const cutAll = () => {
    for (const socket of open) socket.destroy();
    open.clear();
  };
  const server = createServer((here) => {
    here.on('error', () => here.destroy());
    const address = target();
    if (state === 'cut' || address === null) return void here.destroy();
    open.add(here);
    if (state === 'silent') return;
    const [host = '', port = ''] = address.split(':');
    const there = connect({ host, port: Number(port), noDelay: true });
    here.setNoDelay(true);
    open.add(there);
    const end = () => {
      for (const side of [here, there]) {
        side.destroy();
        open.delete(side);
      }
    };
    here.on('data', (bytes) => state === 'plugged' && there.write(bytes));
    there.on('data', (bytes) => state === 'plugged' && here.write(bytes));
    for (const side of [here, there]) {
      side.on('error', end);
      side.on('close', () => state === 'plugged' && end());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      state = 'cut';
      cutAll();
    },
    silence() {
      state = 'silent';
    },
    plugIn() {
      cutAll();
      state = 'plugged';
    },
    close() {
      state = 'cut';
      cutAll();
      server.close();
    },
  };
}
