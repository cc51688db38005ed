import { isIPv4, isIPv6 } from 'node:net';

/** Whether only this machine itself can reach what listens there. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));

const inUrl = (host: string): string => (isIPv6(host) ? `[${host}]` : host);

/**
 * The names under which a shell may be asked for. A page of another site that gets its own name resolved to this
 * machine (DNS rebinding) asks under that name, and a page of another site brings its own Origin: comparing both
 * with this short list refuses both.
 */
export interface OwnAddress {
  /** `127.0.0.1:4312`, and `localhost:4312` where that is the same place. */
  readonly hosts: readonly string[];
  readonly origins: readonly string[];
  /** The one that is given out. */
  readonly origin: string;
}

export function ownAddress(host: string, port: number): OwnAddress {
  const hosts = [`${inUrl(host)}:${port}`];
  if (isLoopback(host) && host !== 'localhost') hosts.push(`localhost:${port}`);
  const origins = hosts.map((name) => `http://${name}`);
  return { hosts, origins, origin: `http://${hosts[0]}` };
}
