import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll } from 'vitest';

/** A line that carries bytes as they come, and can be cut in the middle of any of them. */
export interface CutLine {
  readonly url: string;
  /** The next connections break after so many bytes from the installation, one after another; then it holds. */
  cutAfter(...bytes: number[]): void;
  /** Breaks every connection that asks for something below this path, before it is carried; null carries all again. */
  cutBefore(path: string | null): void;
  /** Bytes that have come from the installation so far. */
  carried(): number;
}

const lines: (() => void)[] = [];
afterAll(() => {
  for (const end of lines.splice(0)) end();
});

/** Starts one in front of a district; it ends with the test file. */
export async function startCutLine(target: string): Promise<CutLine> {
  const { hostname, port } = new URL(target);
  const cuts: number[] = [];
  const open = new Set<Socket>();
  let carried = 0;
  let forbidden: string | null = null;
  const server = createServer((here) => {
    const there = connect(Number(port), hostname);
    let left = cuts.shift() ?? Number.POSITIVE_INFINITY;
    const end = () => {
      here.destroy();
      there.destroy();
      open.delete(here);
    };
    open.add(here);
    here.on('data', (bytes) => {
      if (forbidden !== null && bytes.includes(` ${forbidden}`)) return end();
      const part = bytes.subarray(0, left);
      left -= part.length;
      carried += part.length;
      there.write(part, () => left <= 0 && setTimeout(end, 20));
    });
    there.on('data', (bytes) => here.write(bytes));
    for (const side of [here, there]) {
      side.on('error', end);
      side.on('close', end);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  lines.push(() => {
    for (const each of open) each.destroy();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutAfter: (...bytes) => void cuts.push(...bytes),
    cutBefore: (path) => {
      forbidden = path;
    },
    carried: () => carried,
  };
}
