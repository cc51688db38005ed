import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startReceiver } from '../../tests/support/receiver.ts';
import { sendOnce } from './send.ts';

const demo = { loopback: true, networks: [] };
const send = (url: string, policy: Parameters<typeof sendOnce>[1]['policy'] = demo) =>
  sendOnce(url, { body: '{}', head: { 'webhook-id': 'one' }, policy, timeoutMs: 60_000 });

it('does not go where a name leads that is public to look at', async () => {
  expect(await send('https://localhost:9/news', { loopback: false, networks: [] })).toMatchObject({
    ...{ status: null, fault: 'forbidden' },
  });
});

it('does not follow to another address', async () => {
  const receiver = await startReceiver();
  receiver.mood = 302;
  expect(await send(receiver.url)).toMatchObject({ status: 302, fault: 'status' });
  expect(receiver.received).toHaveLength(1);
  await receiver.down();
  expect(await send(receiver.url)).toMatchObject({ status: null, fault: 'refused' });
});

it('says of a certificate that nobody vouches for that it is not trusted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-receiver-'));
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-keyout', key, '-out', certificate, '-subj', '/CN=localhost'],
    ],
    { stdio: 'ignore' },
  );
  const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (_, response) =>
    response.end(),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await send(`https://127.0.0.1:${port}/news`)).toMatchObject({ status: null, fault: 'certificate' });
  server.close();
  rmSync(folder, { recursive: true });
});
