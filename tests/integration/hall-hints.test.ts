import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { join } from 'node:path';
import multicastDns from 'multicast-dns';
import { afterEach, describe, expect, it } from 'vitest';
import type { Log } from '../../src-main/core/core.ts';
import { openHallDoor } from '../../src-main/core/queue/hall-door.ts';
import { type HallHints, hallHints } from '../../src-main/core/queue/hall-hints.ts';
import { hallTrust } from '../../src-main/core/queue/hall-trust.ts';
import { silentLog, storeIn } from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';
import { certify, type Member, openMember, prepareMember } from '../support/hall-cores.ts';
import { newDistrictKey } from '../support/passes.ts';
import { until } from '../support/wait.ts';

/** Nobody listens there. */
const nobody = '127.0.0.1:9';
const hallId = 'hall-1';
const service = '_yichuang-hall._tcp.local';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
const ending = <Thing extends { close(): unknown }>(thing: Thing): Thing => {
  ends.push(() => thing.close());
  return thing;
};

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}
/** A network of this machine alone, with a port that nothing else on it uses. */
const loopback = async () => ({ interface: '127.0.0.1', bind: '0.0.0.0', port: await freePort() });
type Network = Awaited<ReturnType<typeof loopback>>;

/** Whether what is called out over multicast is heard on this machine itself. */
async function isHeard(): Promise<boolean> {
  const network = await loopback();
  const [one, two] = [multicastDns(network), multicastDns(network)];
  const heard = new Promise<boolean>((resolve) => {
    two.on('query', () => resolve(true));
    for (const each of [one, two]) each.on('error', () => resolve(false));
    one.on('ready', () => one.query([{ name: service, type: 'PTR' }], () => {}));
    setTimeout(resolve, 3_000, false);
  });
  const answer = await heard;
  for (const each of [one, two]) each.destroy();
  return answer;
}
const multicast = await isHeard();

const onNetwork = (network: Network, name: string, log: Log = silentLog) =>
  ending(hallHints({ log, name, network }));

describe.runIf(multicast)('machines of a hall on one network', () => {
  it('hear where its core is, of their own hall only, and no longer once it has taken its leave', async () => {
    const network = await loopback();
    const keeper = hallHints({ log: silentLog, name: 'keeper', network });
    const [member, other] = [onNetwork(network, 'member'), onNetwork(network, 'other')];
    keeper.announce(hallId, '127.0.0.1:8471');
    await until('heard', () => member.heard(hallId).length > 0);
    expect(member.heard(hallId)).toEqual(['127.0.0.1:8471']);
    await until('heard elsewhere', () => other.heard(hallId).length > 0);
    expect(other.heard('hall-2')).toEqual([]);
    await keeper.close();
    await until('gone', () => member.heard(hallId).length === 0);
  });

  it('find the core that has another address than they were given', async () => {
    const network = await loopback();
    const hallHintsOf = (name: string) => hallHints({ log: silentLog, name, network });
    const root = tempFolder();
    prepareMember(join(root, 'o'), { kind: 'backOffice', series: '030' });
    prepareMember(join(root, '1'), { kind: 'counter', number: 1 });
    const counter = ending(await openMember(join(root, '1'), { core: nobody }, { hallHints: hallHintsOf }));
    await until('alone', () => counter.mode() === 'alone');
    ending(await openMember(join(root, 'o'), { listen: '127.0.0.1:0' }, { hallHints: hallHintsOf }));
    await until('in the hall', () => counter.mode() === 'connected');
  });

  it('that both keep its queue say so, each of the other; one alone never takes itself for another', async () => {
    const network = await loopback();
    const hallHintsOf = (name: string) => hallHints({ log: silentLog, name, network });
    const root = tempFolder();
    prepareMember(join(root, 'o'), { kind: 'backOffice', series: '030' });
    prepareMember(join(root, '1'), { kind: 'counter', number: 1 });
    const counter = ending(
      await openMember(join(root, '1'), { listen: '127.0.0.1:0' }, { hallHints: hallHintsOf }),
    );
    const listener = onNetwork(network, 'listener');
    const ours = counter.parts.store.knowledge.place().hallId ?? '';
    await until('it is heard', () => listener.heard(ours).length > 0);
    expect(counter.parts.hall.warning()).toBeNull();
    const office = await openMember(join(root, 'o'), { listen: '127.0.0.1:0' }, { hallHints: hallHintsOf });
    const said = (member: Member) => until('the other', () => member.parts.hall.warning());
    expect(await said(counter)).toContain('大厅后台');
    expect(await said(office)).toContain('1号');
    await office.close();
    await until('it is alone again', () => counter.parts.hall.warning() === null);
  });

  it('outlive what nobody should send, and keep none of it', async () => {
    const network = await loopback();
    const member = onNetwork(network, 'member');
    const liar = multicastDns(network);
    ends.push(() => new Promise<void>((resolve) => liar.destroy(resolve)));
    const name = `liar.${service}`;
    const saying = (...data: string[]) => liar.respond([{ type: 'TXT', name, ttl: 120, data }]);
    for (const address of ['nowhere', 'host.example:80', '10.0.0.1', '127.0.0.1:1/x', ''])
      saying(`hallId=${hallId}`, `address=${address}`);
    saying(`hallId=${hallId}`);
    liar.respond([{ type: 'SRV', name, ttl: 120, data: { port: 1, target: '' } }]);
    const socket = createSocket('udp4');
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(12, 0xff), Buffer.from('no packet of DNS at all')])
      socket.send(bytes, network.port, '127.0.0.1');
    // And an honest one after all of it: then the rest was heard as well.
    const addresses = Array.from({ length: 9 }, (_, index) => `127.0.0.1:${9000 + index}`);
    await until('heard', () => {
      for (const address of addresses) saying(`hallId=${hallId}`, `address=${address}`);
      return member.heard(hallId).includes(addresses.at(-1) ?? '');
    });
    socket.close();
    expect(member.heard(hallId).length).toBeLessThanOrEqual(4);
    for (const address of member.heard(hallId)) expect(addresses).toContain(address);
  });
});

const hearing = (addresses: () => readonly string[]) => (): HallHints => ({
  announce: () => {},
  heard: addresses,
  close: async () => {},
});

/**
 * Prepares a back office and two counters, and opens at the second of these a door whose certificate another district gave.
 * @returns its address
 */
async function openLiar(root: string): Promise<string> {
  prepareMember(join(root, 'o'), { kind: 'backOffice', series: '030' });
  for (const number of [1, 2]) prepareMember(join(root, String(number)), { kind: 'counter', number });
  certify(join(root, '2'), { district: newDistrictKey() });
  const store = ending(storeIn(join(root, '2')));
  const liar = ending(
    openHallDoor({
      listen: '127.0.0.1:0',
      ...{ trust: hallTrust(store), changes: store, log: silentLog, serve: () => {} },
    }),
  );
  return until('a door', () => liar.address());
}

describe('a member that hears lies', () => {
  it('goes to nobody without a certificate of the hall, and to its core all the same', async () => {
    const root = tempFolder();
    const liar = await openLiar(root);
    const heard: string[] = ['127.0.0.1:1', liar];
    const why: unknown[] = [];
    const counter = ending(
      await openMember(
        join(root, '1'),
        { core: nobody },
        {
          hallHints: hearing(() => heard),
          log: { ...silentLog, warn: (details) => void why.push(details.why) },
        },
      ),
    );
    await until('turned away', () => why.some((each) => each !== 'ECONNREFUSED' && each !== undefined));
    expect(counter.mode()).not.toBe('connected');
    const office = ending(await openMember(join(root, 'o'), { listen: '127.0.0.1:0' }));
    await until('the hall is open', () => office.parts.hall.address() !== null);
    heard.push(office.parts.hall.address() ?? '');
    await until('in the hall', () => counter.mode() === 'connected');
  });
});

describe('a machine that keeps the queue', () => {
  it('says so where another one keeps it as well, and what to do, until that has stopped', async () => {
    const root = tempFolder();
    const liar = await openLiar(root);
    const heard = [nobody, liar];
    let asked = 0;
    const keeper = ending(
      await openMember(
        join(root, '1'),
        { listen: '127.0.0.1:0' },
        {
          hallHints: hearing(() => {
            asked += 1;
            return heard;
          }),
        },
      ),
    );
    // It has asked again after it heard what the liar and nobody answered.
    await until('it has looked', () => asked > 1);
    expect(keeper.parts.hall.warning()).toBeNull();

    const office = await openMember(join(root, 'o'), { listen: '127.0.0.1:0' });
    await until('the other is open', () => office.parts.hall.address() !== null);
    const address = office.parts.hall.address() ?? '';
    heard.push(keeper.parts.hall.address() ?? '', address);
    const sentence = await until('it is noticed', () => keeper.parts.hall.warning());
    expect(sentence).toContain(`大厅里还有一台电脑在排号：大厅后台（${address}）`);
    expect(sentence).toContain('hall.listen');
    const clerk = await keeper.desk('G1005');
    expect(await clerk.queue.readiness()).toContainEqual(
      expect.objectContaining({ group: 'system', name: '大厅排号', state: 'bad', sentence }),
    );
    await office.close();
    await until('it has stopped', () => keeper.parts.hall.warning() === null);
  });
});

describe('a machine whose network has no multicast', () => {
  it('says so once and works on', async () => {
    const said: string[] = [];
    const network = { interface: '203.0.113.7', bind: '203.0.113.7', port: await freePort() };
    const log = { ...silentLog, warn: (_: unknown, message: string) => void said.push(message) };
    const hints = hallHints({ log, name: 'member', network });
    hints.announce(hallId, '127.0.0.1:8471');
    await until('said', () => said.length > 0);
    expect(hints.heard(hallId)).toEqual([]);
    await hints.close();
    expect(said).toEqual(['nothing is told or heard of halls on the network']);
  });
});
