import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';

/** Node's own request, where the server is a real one. */
export interface PeerBindings {
  readonly Bindings: Partial<HttpBindings>;
}

const nearRanges: readonly string[] = ['loopback', 'private', 'uniqueLocal', 'linkLocal'];
const forwardingHeaders = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via', 'cf-connecting-ip'];

/**
 * Whether the request came straight from this machine or its private network, as Prometheus and a container's health
 * check do. What a proxy passes on comes from the world.
 */
export function isNear(context: Context<PeerBindings>): boolean {
  if (forwardingHeaders.some((name) => context.req.header(name) !== undefined)) return false;
  const address = context.env?.incoming?.socket.remoteAddress;
  if (address === undefined || !ipaddr.isValid(address)) return false;
  return nearRanges.includes(ipaddr.process(address).range());
}
