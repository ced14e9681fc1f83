import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Where a connection on a stranger's behalf may lead. */
export interface Network {
  /** All addresses of a host name, as the operating system finds them. */
  resolve(host: string): Promise<readonly string[]>;
  allows(address: string, port: number): boolean;
}

/** The open internet, and nothing of this machine, its neighbours or its cloud. */
export const publicNetwork: Network = {
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  allows: (address, port) => isPublicAddress(address) && isWebPort(port),
};

const neighbours: readonly string[] = ['loopback', 'private', 'uniqueLocal'];

/** Besides the internet this machine and its private network; never a cloud's own services, which are link-local. */
export const nearNetwork: Network = {
  resolve: publicNetwork.resolve,
  allows: (address, port) =>
    (isIP(address) !== 0 && neighbours.includes(ipaddr.process(address).range())) ||
    publicNetwork.allows(address, port),
};

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * True for addresses that only the public internet has (RFC 6890): not private, loopback, link-local, shared (CGNAT),
 * multicast or reserved, and none that wraps an IPv4 address (mapped, 6to4, Teredo, NAT64), which could be any of these.
 */
export function isPublicAddress(address: string): boolean {
  // ipaddr.js alone would take `1.2.3` as well.
  if (!isIP(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(globalUnicast);
}

/** Below 1024 only a web server's own: a request must not speak to mail, shells or name servers. */
function isWebPort(port: number): boolean {
  return port === 80 || port === 443 || (port >= 1024 && port <= 65_535);
}
