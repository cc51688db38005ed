import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLog } from '../../src-server/log.ts';
import { buildServer } from '../../src-server/server.ts';
import { tempFolder } from '../support/folder.ts';
import { sealingKeys, startDistrict, type TestDistrict } from './district.ts';
import { enrolInstallation, type TestInstallation } from './installation.ts';

let district: TestDistrict;
let counter: TestInstallation;
/** The same district, impatient. */
let strict: { url: string; port: number };
beforeAll(async () => {
  district = await startDistrict();
  counter = await enrolInstallation(district.url, 'CODE-HANGHAI-1');
  const app = buildServer({
    ...{ db: district.db, sealingKeys },
    log: openLog({ write: () => undefined }),
    blobFolder: tempFolder(),
    limits: {
      requestMs: 1_000,
      inFlight: 3,
      strangers: { burst: 5, perSecond: 0.001 },
      signIns: { burst: 2, perSecond: 0.001 },
    },
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  afterAll(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  strict = { url: `http://127.0.0.1:${port}`, port };
});

/** Writes raw bytes; what came back when the other side has hung up, and after how many milliseconds. */
function raw(port: number, ...pieces: string[]): Promise<{ text: string; ms: number }> {
  const began = performance.now();
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (data) => {
      text += String(data);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ text, ms: performance.now() - began }));
    for (const piece of pieces) socket.write(piece);
  });
}
const head = (path: string, ...more: string[]) =>
  [`POST ${path} HTTP/1.1`, 'Host: district', 'Content-Type: application/json', ...more, '', ''].join('\r\n');
const bearer = () => `Authorization: Bearer ${counter.enrolment.token}`;
const port = () => Number(new URL(district.url).port);

describe('the district', () => {
  it('turns a stranger away by the head alone, and hangs up on the body', async () => {
    const { text } = await raw(port(), head('/v1/push', 'Content-Length: 8000000'), '{"commands":[');
    expect(text).toMatch(/^HTTP\/1.1 401/);
  });

  it('cuts a body that does not come to its end', async () => {
    const { text, ms } = await raw(
      strict.port,
      head('/v1/pull', bearer(), 'Content-Length: 100'),
      '{"cookie"',
    );
    expect(text).toMatch(/^HTTP\/1.1 408|^$/);
    expect(ms).toBeGreaterThan(900);
  });

  it('cuts a head that does not come to its end', async () => {
    const { ms } = await raw(strict.port, 'POST /v1/pull HTTP/1.1\r\nHost: d\r\nX-');
    expect(ms).toBeGreaterThan(400);
  });

  it.each([
    ['a path that leaves the root', 'GET /../../etc/passwd HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n'],
    ['half an escape', 'GET /v1/%E0%A4%A HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n'],
    ['an escaped NUL', 'GET /%00 HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n'],
    ['no host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['headers without end', `GET /healthz HTTP/1.1\r\nHost: d\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`],
    [
      'two lengths',
      'POST /v1/pull HTTP/1.1\r\nHost: d\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\n{}GET / HT',
    ],
    [
      'a length beside chunks',
      'POST /v1/pull HTTP/1.1\r\nHost: d\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
  ])('answers 4xx to %s', async (_, request) => {
    const { text } = await raw(port(), request);
    expect(text).toMatch(/^HTTP\/1.1 4\d\d/);
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  it('unpacks nothing', async () => {
    const answer = await fetch(`${district.url}/v1/pull`, {
      method: 'POST',
      body: gzipSync('x'.repeat(100_000_000)),
      headers: {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        authorization: `Bearer ${counter.enrolment.token}`,
      },
    });
    expect(answer.status).toBe(415);
  });

  it('starts from zero for a cookie that was made up', async () => {
    const { epoch } = counter.enrolment;
    const versions = { referenceVersion: null, staffVersion: null };
    for (const cookie of [
      `${epoch}:0:${'-'.repeat(36)}`,
      `${epoch}:0:`,
      `${epoch}:99999999999999999999:x`,
      ':::',
    ])
      expect(await counter.client.pull({ cookie, ...versions })).toMatchObject({ epoch });
  });

  it('has so many requests at work for one installation and no more', async () => {
    const headers = { authorization: `Bearer ${counter.enrolment.token}` };
    const held = new AbortController();
    const wakeUps = () => fetch(`${strict.url}/v1/wake-ups`, { headers, signal: held.signal });
    const open = await Promise.all([wakeUps(), wakeUps(), wakeUps()]);
    expect(open.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await wakeUps()).status).toBe(429);
    held.abort();
    await expect
      .poll(async () => {
        const again = new AbortController();
        const { status } = await fetch(`${strict.url}/v1/wake-ups`, { headers, signal: again.signal });
        again.abort();
        return status;
      })
      .toBe(200);
  });

  it('lets nobody try passwords or codes without end', async () => {
    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${strict.url}${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }).then(({ status }) => status);
    const known = { authorization: `Bearer ${counter.enrolment.token}` };
    const signIn = () => post('/v1/sign-ins', { staffNumber: 'G1', password: 'x' }, known);
    expect([await signIn(), await signIn(), await signIn()]).toEqual([200, 200, 429]);
    const statuses: number[] = [];
    for (let index = 0; index < 8; index += 1) statuses.push(await post('/v1/enrolments', { code: 'GUESS' }));
    expect(statuses.slice(-3)).toEqual([429, 429, 429]);
  });
});
