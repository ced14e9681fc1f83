import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ServerType, createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { AppError } from '../kernel/errors.ts';
import type { PeerBindings } from './peer.ts';

export interface RunningServer {
  readonly port: number;
  /** Takes no further request and lets those under way end within `graceMs`; then cuts them off. */
  close(graceMs?: number): Promise<void>;
}

export interface StartServerOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/** A whole request, a large upload on loopback included, arrives within this time. */
const requestTimeoutMs = 120_000;
const headersTimeoutMs = 15_000;
const keepAliveTimeoutMs = 15_000;
const maxHeaderBytes = 16_384;

/** Listens. Throws `conflict` where the port is taken, `invalid-config` where the address can't be listened on. */
export async function startServer(
  app: Hono<PeerBindings>,
  options: StartServerOptions,
): Promise<RunningServer> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {
      requestTimeout: requestTimeoutMs,
      headersTimeout: headersTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
      maxHeaderSize: maxHeaderBytes,
    },
  });
  await listen(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    close: async (graceMs = 2000) => await close(server, graceMs),
  };
}

async function listen(server: ServerType, { host, port }: StartServerOptions): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new AppError('conflict', `Port ${port} of ${host} is taken by another program.`, {
        cause,
        details: { host, port },
      });
    }
    throw new AppError('invalid-config', `${host}:${port} can't be listened on (${code}).`, { cause });
  }
}

async function close(server: ServerType, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  if ('closeIdleConnections' in server) server.closeIdleConnections();
  const timer = setTimeout(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
  }, graceMs);
  await closed;
  clearTimeout(timer);
}
