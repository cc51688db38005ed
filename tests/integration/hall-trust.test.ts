import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { instantSchema } from '#shared/clock/beijing.ts';
import type { Log } from '../../src-main/core/core.ts';
import { openHallDoor } from '../../src-main/core/queue/hall-door.ts';
import { hallTrust } from '../../src-main/core/queue/hall-trust.ts';
import { machineClock } from '../../src-main/core/store/device-clock.ts';
import { storeIn } from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';
import { certify, type Member, openMember, prepareMember } from '../support/hall-cores.ts';
import { newDistrictKey } from '../support/passes.ts';
import { until } from '../support/wait.ts';

const root = tempFolder();
const said: { why?: unknown; message: string }[] = [];
const log: Log = {
  info: () => {},
  warn: (details, message) => void said.push({ ...details, message }),
};
let hall: Member;

beforeAll(async () => {
  prepareMember(join(root, '1'), { kind: 'counter', number: 1 });
  hall = await openMember(join(root, '1'), { listen: '127.0.0.1:0' }, { log });
  await until('open', () => hall.parts.hall.address() !== null);
});
afterAll(() => hall?.close());

/** Tries to get in as whoever stands in this folder; gives what the server answers. */
async function knock(folder: string | null): Promise<'open' | 403 | 'refused by TLS'> {
  const pair = folder === null ? null : keysIn(folder);
  const socket = new WebSocket(`wss://${hall.parts.hall.address()}/hall`, {
    ...pair,
    minVersion: 'TLSv1.3',
    rejectUnauthorized: false,
  });
  return new Promise((resolve) => {
    socket.on('open', () => {
      socket.close();
      resolve('open');
    });
    socket.on('unexpected-response', (_request, { statusCode }) => {
      socket.terminate();
      resolve(statusCode === 403 ? 403 : 'refused by TLS');
    });
    socket.on('error', () => resolve('refused by TLS'));
  });
}
function keysIn(folder: string) {
  const store = storeIn(folder);
  const key = Buffer.from(store.settings.get('privateKey') ?? '', 'base64');
  const cert = store.settings.get('hallCertificate')?.pem ?? '';
  store.close();
  const lines = key.toString('base64').match(/.{1,64}/g) ?? [];
  return { cert, key: ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n') };
}
const member = (name: string): string => {
  const folder = join(root, name);
  prepareMember(folder, { kind: 'counter', number: 2 });
  return folder;
};

describe('the way into the hall', () => {
  it('is open to an installation of the hall', async () => {
    expect(await knock(member('good'))).toBe('open');
  });

  it('is closed to whoever has no certificate', async () => {
    expect(await knock(null)).toBe(403);
    expect(said.at(-1)).toMatchObject({ why: 'none' });
  });

  it('is closed to a certificate that another key has signed', async () => {
    const folder = member('forged');
    certify(folder, { district: newDistrictKey() });
    expect(await knock(folder)).toBe(403);
    expect(said.at(-1)).toMatchObject({ why: 'forged' });
  });

  it('is closed to installations of another hall', async () => {
    const folder = member('other');
    certify(folder, { hallId: 'hall-410104001' });
    expect(await knock(folder)).toBe(403);
    expect(said.at(-1)).toMatchObject({ why: 'otherHall' });
  });

  it('is closed to somebody’s certificate without the key that belongs to it', async () => {
    const folder = member('stolen');
    const store = storeIn(folder);
    store.settings.set('hallCertificate', hall.parts.store.settings.get('hallCertificate'));
    store.close();
    expect(await knock(folder).catch(() => 'refused by TLS')).toBe('refused by TLS');
  });

  it('is closed to one that was revoked, and puts out one that is in', async () => {
    const folder = member('revoked');
    const { installationId } = (() => {
      const store = storeIn(folder);
      const place = store.knowledge.place();
      store.close();
      return place;
    })();
    const inside = await openMember(folder, { core: hall.parts.hall.address() ?? '' });
    await until('in', () => inside.mode() === 'connected');
    hall.parts.store.settings.set('hallRevoked', [installationId]);
    hall.parts.store.changed();
    await until('out', () => inside.mode() === 'alone');
    await inside.close();
    expect(await knock(folder)).toBe(403);
    expect(said.at(-1)).toMatchObject({ why: 'revoked' });
  });

  it('is judged no earlier than what the district said last, so that a dead battery closes no hall', async () => {
    const folder = member('battery');
    const store = storeIn(folder, {
      ...machineClock,
      now: () => instantSchema.parse('2020-01-01T00:00:00.000Z'),
    });
    store.confirmation.heardServer(hall.parts.store.now(), 0, 'another boot');
    const peer = new X509Certificate(hall.parts.store.settings.get('hallCertificate')?.pem ?? '');
    expect(hallTrust(store).judge(peer)).toMatchObject({ kind: 'member', member: { kind: 'counter' } });
    store.confirmation.heardServer(instantSchema.parse('2031-01-01T00:00:00.000Z'), 0, 'another boot');
    expect(hallTrust(store).judge(peer)).toEqual({ kind: 'stranger', why: 'expired' });
    store.close();
  });
});

describe('a counter that asks for the hall', () => {
  it('takes no kiosk for its core', async () => {
    prepareMember(join(root, 'k'), { kind: 'kiosk', series: '9' });
    // A kiosk that was told to keep a queue does not: it says so, and nobody is let in.
    const kiosk = await openMember(join(root, 'k'), { listen: '127.0.0.1:0' }, { log });
    expect(kiosk.parts.hall.address()).toBeNull();
    expect(said.at(-1)?.message).toContain('keeps no queue');
    await kiosk.close();
  });

  it('takes none either that opens a door with its certificate of the hall', async () => {
    const store = storeIn(join(root, 'k'));
    let cameIn = false;
    const door = openHallDoor({
      listen: '127.0.0.1:0',
      ...{ trust: hallTrust(store), changes: store, log },
      serve: () => {
        cameIn = true;
      },
    });
    await until('a door', () => door.address() !== null);
    const asking = await openMember(member('misled'), { core: door.address() ?? '' }, { log });
    await until('turned away', () => said.some(({ why }) => why === 'a kiosk'));
    await until('alone', () => asking.mode() === 'alone');
    await asking.close();
    await door.close();
    store.close();
    expect(cameIn).toBe(true);
  });
});
