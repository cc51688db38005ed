import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { districtClient } from './district-client.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Something that listens where the district should be. */
async function clientOf(listener: RequestListener) {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return districtClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => 'token');
}
const question = { cookie: null, referenceVersion: null };

/** As in a program that has run for a while: whatever nobody holds is gone. */
async function someTime(): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    collectGarbage();
    await sleep(10);
  }
}
/** How something ended, at last. */
const endOf = (work: Promise<unknown>): Promise<string> =>
  Promise.race([
    work.then(
      () => 'answered',
      () => 'given up',
    ),
    sleep(15_000, 'still waiting', { ref: false }),
  ]);

describe('the line to the district', () => {
  it('gives up a question that is not answered in time, however much memory was cleared meanwhile', async () => {
    const client = await clientOf(() => {});
    const asked = client.pull(question, { signal: AbortSignal.timeout(200) });
    asked.catch(() => {});
    await someTime();
    expect(await endOf(asked)).toBe('given up');
  });

  it('lets go of wake-ups that have been open for long when the core closes', async () => {
    const client = await clientOf((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: message\ndata: {"serverTime":"2026-09-22T01:00:00.000Z"}\n\n');
    });
    const closing = new AbortController();
    let woken = () => {};
    const first = new Promise<void>((resolve) => {
      woken = resolve;
    });
    const listening = (async () => {
      for await (const _ of await client.wakeUps(undefined, { signal: closing.signal })) woken();
    })();
    listening.catch(() => {});
    await first;
    await someTime();
    closing.abort();
    expect(await endOf(listening)).toBe('given up');
  });

  it.each([
    ['a page of the network', 'text/html', '<h1>请先登录网络</h1>'],
    ['another program', 'application/json', '{"ok":true}'],
    ['nothing', 'application/json', ''],
  ])('takes %s for no district', async (_, type, body) => {
    const client = await clientOf((_request, response) => {
      response.writeHead(200, { 'content-type': type }).end(body);
    });
    await expect(client.pull(question)).rejects.toThrow();
    await expect(client.signIn({ staffNumber: 'G1001', password: 'x' })).rejects.toThrow();
  });
});
