import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Where messages may go. */
export interface AddressPolicy {
  /** A demo: a receiver on this very machine, without TLS, will do. */
  loopback: boolean;
  /** Networks of the government's own into which messages may go, as `10.20.0.0/16`; no private address otherwise. */
  networks: readonly string[];
}

/** Thrown where a name leads to an address to which no message may go. */
export class AddressForbidden extends Error {
  override readonly name = 'AddressForbidden';
}

const listOf = (...networks: string[]): BlockList => {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
};
/** This machine itself. */
const loopback = listOf('127.0.0.0/8', '::1/128');
/** Nobody's, everybody's, or the neighbour's on the same wire: where a cloud keeps its keys, for one. */
const never = listOf(
  ...['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4', '::/128', 'fe80::/10', 'ff00::/8'],
  // Wrappings of other addresses, which would have to be looked at within.
  ...['64:ff9b::/96', '64:ff9b:1::/48', '2001::/32', '2001:db8::/32', '2002::/16'],
);
/** IPv4 written as IPv6; it comes so from nowhere but a URL that somebody made up. */
const wrapped = listOf('::ffff:0:0/96', '::/96');
/** Networks behind a wall: open where the setting names them. */
const inner = listOf(
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
  'fec0::/10',
);

/** Whether a message may go to an IP address. */
export function mayGoTo(address: string, policy: AddressPolicy): boolean {
  // An IPv4 address in the clothes of IPv6 is what it is underneath.
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(plain) === 0 || never.check(plain, family)) return false;
  if (loopback.check(plain, family)) return policy.loopback;
  if (family === 'ipv6' && wrapped.check(plain, family)) return false;
  return !inner.check(plain, family) || listOf(...policy.networks).check(plain, family);
}

/** Why a message may not go to a URL, as a sentence for whoever gave it; null where it may, as far as the text says. */
export function urlFault(text: string, policy: AddressPolicy): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) return '推送地址格式不对，请写完整的 https 地址。';
  const host = hostOf(url);
  const here = ['localhost', '127.0.0.1', '::1'].includes(host);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && here && policy.loopback))
    return '推送地址必须是 https，请换用带证书的地址。';
  if (url.username !== '' || url.password !== '') return '推送地址里不能带用户名和密码，请去掉。';
  if (isIP(host) !== 0 && !mayGoTo(host, policy))
    return '推送地址是内部或保留的网络地址，区级平台没有开放；请换用公开地址，或请区级平台开放这个网段。';
  return null;
}

/** The host of a URL, an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/**
 * Looks a name up for one connection, which then goes to what was looked at: a name that leads elsewhere a moment later
 * changes nothing.
 */
export const lookupWithin =
  (policy: AddressPolicy): LookupFunction =>
  (hostname, options, answer) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return answer(error, '', 0);
      const [first] = found;
      if (first === undefined || found.some(({ address }) => !mayGoTo(address, policy)))
        return answer(new AddressForbidden(hostname), '', 0);
      if (options.all) return answer(null, found);
      answer(null, first.address, first.family);
    });
  };

/** Networks as a setting writes them, `10.20.0.0/16,172.16.0.0/12`. Throws a sentence for what is none. */
export function networksOf(setting: string | undefined): string[] {
  const networks = (setting ?? '').split(/[\s,]+/).filter((each) => each !== '');
  for (const each of networks) {
    const [address = '', bits = ''] = each.split('/');
    const most = isIP(address) === 6 ? 128 : 32;
    if (isIP(address) === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most)
      throw new Error(`WEBHOOK_NETWORKS: ${each} is no network; write it as 10.20.0.0/16`);
  }
  return networks;
}
