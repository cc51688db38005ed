import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { os, type RouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Audience, linkPath, linkProtocol } from '#shared/contracts/audience.ts';
import { contractServer } from '../core/contract-server.ts';
import { type BrowserShell, openBrowserShell } from './browser-shell.ts';

const clerkRouter = {
  cases: os.handler(() => ['一件']),
  size: os.handler(({ input }) => String(input).length),
};
/** A screen that never changes. */
const watch = os.handler(async function* ({ signal }) {
  yield 1;
  await new Promise((resolve) => signal?.addEventListener('abort', resolve));
});
const citizenRouter = { hello: os.handler(() => '您好'), watch };
const tokens = {
  clerk: randomBytes(24).toString('base64url'),
  citizen: randomBytes(24).toString('base64url'),
};
const lines: string[] = [];
const log = {
  info: (details: object, message: string) => void lines.push(message + JSON.stringify(details)),
  warn: (details: object, message: string) => void lines.push(message + JSON.stringify(details)),
};

let folder: string;
let shell: BrowserShell;
let origin: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shell-'));
  await mkdir(join(folder, 'renderer', 'clerk'), { recursive: true });
  await mkdir(join(folder, 'renderer', 'assets'));
  await writeFile(join(folder, 'renderer', 'clerk', 'index.html'), '<title>desk</title>');
  await writeFile(join(folder, 'renderer', 'assets', 'a-1234.js'), '1');
  await writeFile(join(folder, 'renderer', '.hidden'), 'hidden');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  shell = await openBrowserShell({
    server: contractServer({ clerk: clerkRouter, citizen: citizenRouter }),
    rendererFolder: join(folder, 'renderer'),
    port: 0,
    tokens,
    log,
  });
  origin = `http://127.0.0.1:${shell.port}`;
});
afterAll(async () => {
  await shell.close();
  await rm(folder, { recursive: true });
});

/** `open`, or the status with which the upgrade was refused. */
function knock(given: {
  audience?: Audience;
  path?: string;
  protocols?: string[];
  origin?: string;
  host?: string;
}): Promise<'open' | number> {
  const path = given.path ?? linkPath(given.audience ?? 'clerk');
  const socket = new WebSocket(`${origin.replace('http', 'ws')}${path}`, given.protocols ?? [], {
    ...('origin' in given ? (given.origin === undefined ? {} : { origin: given.origin }) : { origin }),
    ...(given.host === undefined ? {} : { headers: { host: given.host } }),
  });
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', reject);
  });
}

function get(
  path: string,
  host?: string,
): Promise<{ status: number; body: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: shell.port, path, ...(host === undefined ? {} : { headers: { host } }) },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          body += part;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body, headers: response.headers }),
        );
      },
    );
    request.on('error', reject);
    request.end();
  });
}

/** A client on a real WebSocket, as a page has it. */
async function dial<Router extends Parameters<typeof contractServer>[0][Audience]>(
  audience: 'clerk' | 'citizen',
) {
  const socket = new WebSocket(
    `ws://127.0.0.1:${shell.port}${linkPath(audience)}`,
    [linkProtocol, tokens[audience]],
    {
      origin,
    },
  );
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  return {
    socket,
    client: createORPCClient<RouterClient<NonNullable<Router>>>(
      new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
    ),
  };
}

describe('who may open a link', () => {
  it('is somebody with that audience’s token, from our own page', async () => {
    expect(await knock({ protocols: [linkProtocol, tokens.clerk] })).toBe('open');
    const local = `localhost:${shell.port}`;
    expect(
      await knock({ protocols: [linkProtocol, tokens.clerk], origin: `http://${local}`, host: local }),
    ).toBe('open');
  });

  it('is nobody without a token, or with a wrong one', async () => {
    expect(await knock({ protocols: [linkProtocol] })).toBe(401);
    expect(await knock({ protocols: [tokens.clerk] })).toBe(401);
    expect(await knock({ protocols: [linkProtocol, `${tokens.clerk}x`] })).toBe(401);
    expect(await knock({ protocols: [linkProtocol, tokens.clerk, tokens.citizen] })).toBe(401);
    expect(await knock({})).toBe(401);
  });

  it('is nobody with another audience’s token', async () => {
    expect(await knock({ audience: 'clerk', protocols: [linkProtocol, tokens.citizen] })).toBe(401);
    expect(await knock({ audience: 'citizen', protocols: [linkProtocol, tokens.clerk] })).toBe(401);
  });

  it('is no page of another site', async () => {
    const protocols = [linkProtocol, tokens.clerk];
    expect(await knock({ protocols, origin: 'https://example.com' })).toBe(403);
    expect(await knock({ protocols, origin: `http://127.0.0.1:${shell.port + 1}` })).toBe(403);
    expect(await knock({ protocols, origin: 'null' })).toBe(403);
    expect(await knock({ protocols, origin: undefined as unknown as string })).toBe(403);
  });

  it('is nobody under a foreign host name', async () => {
    const protocols = [linkProtocol, tokens.clerk];
    expect(await knock({ protocols, host: `evil.example:${shell.port}` })).toBe(403);
    expect(await knock({ protocols, host: '127.0.0.1' })).toBe(403);
  });

  it('finds no link for audiences that this installation does not serve', async () => {
    expect(await knock({ audience: 'board', protocols: [linkProtocol, tokens.clerk] })).toBe(404);
    expect(await knock({ path: '/link/clerk/../citizen', protocols: [linkProtocol, tokens.clerk] })).not.toBe(
      'open',
    );
    expect(await knock({ path: '/link/clerk?x', protocols: [linkProtocol, tokens.clerk] })).toBe(404);
  });

  it('leaves no token in the log', () => {
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toContain(tokens.clerk);
    expect(lines.join('\n')).not.toContain(tokens.citizen);
  });
});

describe('a link', () => {
  it('of the clerk answers the clerk’s procedures', async () => {
    const { client, socket } = await dial<typeof clerkRouter>('clerk');
    expect(await client.cases()).toEqual(['一件']);
    socket.terminate();
  });

  it('of the citizen cannot call a clerk’s procedure', async () => {
    const { client, socket } = await dial<typeof citizenRouter>('citizen');
    expect(await client.hello()).toBe('您好');
    const asClerk = client as unknown as RouterClient<typeof clerkRouter>;
    await expect(asClerk.cases()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    socket.terminate();
  });

  it('is cut when a frame is too big, and the shell goes on', async () => {
    const { socket } = await dial<typeof clerkRouter>('clerk');
    const code = await new Promise<number>((resolve) => {
      socket.on('close', resolve);
      socket.send('x'.repeat(9 * 1024 * 1024));
    });
    expect(code).toBe(1009);
    const again = await dial<typeof clerkRouter>('clerk');
    expect(await again.client.cases()).toEqual(['一件']);
    again.socket.terminate();
  });

  it('has so many watches at work and no more, and takes new ones when old ones end', async () => {
    const { client, socket } = await dial<typeof citizenRouter>('citizen');
    const ending = new AbortController();
    const watched = await Promise.all(
      Array.from({ length: 64 }, () => client.watch(undefined, { signal: ending.signal })),
    );
    for (const each of watched) expect(await each.next()).toMatchObject({ value: 1 });
    await expect(client.watch()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    await expect(client.hello()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    ending.abort();
    await expect.poll(() => client.hello().catch(() => null)).toBe('您好');
    socket.terminate();
  });

  it('survives a frame that is no message', async () => {
    const { client, socket } = await dial<typeof clerkRouter>('clerk');
    const printed = vi.spyOn(console, 'error');
    for (const frame of ['豫小满', '1', 'null', '{"i":1', '{}']) socket.send(frame);
    socket.send(Buffer.from([255, 1, 2]));
    expect(await client.cases()).toEqual(['一件']);
    // What a parser says quotes the frame, and that may hold anybody's name.
    expect(JSON.stringify(printed.mock.calls.map((call) => call.map(String)))).not.toContain('豫小满');
    printed.mockRestore();
    socket.terminate();
  });
});

describe('the pages', () => {
  it('are served under strict headers and never cached', async () => {
    const page = await get('/clerk/');
    expect(page).toMatchObject({ status: 200, body: '<title>desk</title>' });
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    const csp = String(page.headers['content-security-policy']);
    expect(csp).toContain("default-src 'none'");
    expect(csp).toContain("script-src 'self';");
    expect(csp).toContain(`connect-src 'self' ws://127.0.0.1:${shell.port}`);
    expect(csp).toContain("frame-ancestors 'none'");
  });

  it('have assets that are kept for good, since their names change with them', async () => {
    const asset = await get('/assets/a-1234.js');
    expect(asset).toMatchObject({ status: 200, body: '1' });
    expect(asset.headers['cache-control']).toContain('immutable');
  });

  it('redirect to their folder, and nowhere else', async () => {
    expect((await get('/clerk')).headers.location).toBe('/clerk/');
  });

  it('end at the renderer’s folder', async () => {
    for (const path of [
      '/../secret.txt',
      '/clerk/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/clerk/%2e%2e%2f%2e%2e%2fsecret.txt',
      '/..%5csecret.txt',
      '/%00/../secret.txt',
      '//etc/passwd',
      '/.hidden',
    ]) {
      const answer = await get(path);
      expect(answer.status, path).toBeGreaterThanOrEqual(400);
      expect(answer.status, path).toBeLessThan(500);
      expect(answer.body, path).not.toContain('secret');
      expect(answer.body, path).not.toContain('hidden');
    }
  });

  it('are refused under a foreign host name', async () => {
    const answer = await get('/clerk/', `evil.example:${shell.port}`);
    expect(answer.status).toBe(403);
    expect(answer.body).not.toContain('desk');
  });

  it('take no other method', async () => {
    const answer = await fetch(`${origin}/clerk/`, { method: 'POST' });
    expect(answer.status).toBe(404);
  });
});

describe('the shell', () => {
  it('gives out addresses with the token in the fragment', () => {
    expect(shell.url('clerk')).toBe(`${origin}/clerk/#${tokens.clerk}`);
    expect(() => shell.url('board')).toThrow();
  });

  it('does not listen on every address, nor serve a clerk to other machines', async () => {
    const options = { rendererFolder: folder, port: 0, tokens, log };
    const server = contractServer({ clerk: clerkRouter });
    await expect(openBrowserShell({ ...options, server, host: '0.0.0.0' })).rejects.toThrow('one address');
    await expect(openBrowserShell({ ...options, server, host: '192.0.2.1' })).rejects.toThrow('only a board');
  });

  it('outlives a client that goes away in the middle of an upgrade', async () => {
    const socket = connect(shell.port, '127.0.0.1');
    socket.write('GET /link/clerk HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    socket.resetAndDestroy();
    expect((await get('/clerk/')).status).toBe(200);
  });
});
