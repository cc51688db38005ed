import { isIPv4 } from 'node:net';
import multicastDns from 'multicast-dns';
import { faultOf } from '#shared/fault.ts';

/**
 * What the machines of a hall call to each other on its network (DNS-SD by multicast DNS, RFC 6762 and 6763): where the
 * hall's core is. A hint and no more. Whoever answers at an address that was heard is judged by their certificate as
 * everybody is, so a liar only wastes a try; and where multicast is not possible nothing is heard and nothing fails.
 */
export interface HallHints {
  /** From now on tells whoever asks that the core of this hall is at that address. */
  announce(hallId: string, address: string): void;
  /** The addresses that were heard for this hall, the latest first; asks for them anew. */
  heard(hallId: string): readonly string[];
  close(): Promise<void>;
}

export interface HallHintsOptions {
  log: { warn(details: Readonly<Record<string, unknown>>, message: string): void };
  /** Names this machine's announcement among others. */
  name: string;
  /** Where it is called and heard; every interface and the usual port where nothing is said. */
  network?: { interface: string; bind: string; port: number };
}

const service = '_yichuang-hall._tcp.local';
/** Seconds for which an announcement is good. */
const ttl = 120;
/** So many addresses are kept: one is true, and whoever shouts others does not fill this machine. */
const kept = 4;
const addressPattern = /^(?:[0-9]{1,3}\.){3}[0-9]{1,3}:[0-9]{1,5}$/;

export function hallHints({ log, name, network }: HallHintsOptions): HallHints {
  const mdns = multicastDns(network ?? {});
  let announced: { hallId: string; address: string } | null = null;
  let heard: readonly { hallId: string; address: string }[] = [];

  // A taken port, a network without multicast: the hall works by its provisioned address.
  let warned = false;
  mdns.on('error', (error) => {
    if (!warned) log.warn({ fault: faultOf(error) }, 'nothing is told or heard of halls on the network');
    warned = true;
  });

  async function answer(seconds: number): Promise<void> {
    if (announced === null) return;
    const { hallId, address } = announced;
    const [host = '', port] = address.split(':');
    const own = { class: 'IN', ttl: seconds } as const;
    const [instance, target] = [`${name}.${service}`, `${name}.local`];
    const said = [`hallId=${hallId}`, `address=${address}`];
    await new Promise<void>((resolve) =>
      mdns.respond(
        [
          { type: 'PTR', name: service, data: instance, ...own },
          { type: 'SRV', name: instance, data: { port: Number(port), target }, ...own },
          { type: 'TXT', name: instance, data: said, ...own },
          { type: 'A', name: target, data: host, ...own },
        ],
        () => resolve(),
      ),
    );
  }

  mdns.on('query', ({ questions = [] }) => {
    if (questions.some((each) => each.name === service)) void answer(ttl);
  });
  mdns.on('response', ({ answers = [], additionals = [] }) => {
    for (const record of [...answers, ...additionals]) {
      if (record.type !== 'TXT' || !record.name.endsWith(`.${service}`)) continue;
      const said = saidIn(record.data);
      if (said === null) continue;
      const others = heard.filter((each) => each.hallId !== said.hallId || each.address !== said.address);
      heard = (record.ttl === 0 ? others : [said, ...others]).slice(0, kept);
    }
  });

  return {
    announce(hallId, address) {
      // Others can use an address only, and none that stands for all of this machine's.
      const [host = ''] = address.split(':');
      if (!isIPv4(host) || host === '0.0.0.0') return;
      announced = { hallId, address };
      void answer(ttl);
    },
    heard(hallId) {
      mdns.query([{ name: service, type: 'PTR' }]);
      return heard.filter((each) => each.hallId === hallId).map(({ address }) => address);
    },
    async close() {
      await answer(0);
      await new Promise<void>((resolve) => mdns.destroy(() => resolve()));
    },
  };
}

/** What a TXT record says of a hall; null where it does not say it as it should. */
function saidIn(data: unknown): { hallId: string; address: string } | null {
  const texts = (Array.isArray(data) ? data : [data]).map(String);
  const value = (key: string) => texts.find((each) => each.startsWith(`${key}=`))?.slice(key.length + 1);
  const [hallId, address] = [value('hallId'), value('address')];
  return hallId !== undefined && address !== undefined && addressPattern.test(address)
    ? { hallId, address }
    : null;
}
