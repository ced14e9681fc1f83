import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts';
import { type Network, publicNetwork } from './public-network.ts';

/** Stands for the internet: the one address and port that tests may connect to. */
let shop: Listening;
/** Stands for what must not be reached: it counts every connection that is made to it. */
let inside: Listening;
let folder: string;

interface Listening {
  readonly server: Server;
  readonly port: number;
  connections: number;
}

async function listen(handler: RequestListener): Promise<Listening> {
  const server = createServer(handler);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const listening = { server, port: (server.address() as AddressInfo).port, connections: 0 };
  server.on('connection', () => {
    listening.connections += 1;
  });
  return listening;
}

const video = Buffer.alloc(5000, 7);
const seen: { url: string; headers: Record<string, unknown> }[] = [];

const answers: Readonly<Record<string, RequestListener>> = {
  '/clip.mp4': (_request, response) => {
    response.writeHead(200, { 'content-type': 'Video/MP4; charset=x', 'content-length': video.length });
    response.end(video);
  },
  '/moved': (_request, response) => response.writeHead(302, { location: '/clip.mp4' }).end(),
  '/for-ever': (_request, response) => response.writeHead(302, { location: '/for-ever' }).end(),
  '/to-inside': (_request, response) =>
    response.writeHead(301, { location: `http://127.0.0.1:${inside.port}/secret` }).end(),
  '/to-inside-by-name': (_request, response) =>
    response.writeHead(307, { location: `http://inside.test:${inside.port}/secret` }).end(),
  '/to-file': (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/claims-much': (_request, response) => {
    response.writeHead(200, { 'content-length': 50_000_000 });
    response.write('x');
  },
  '/gives-much': (_request, response) => {
    response.writeHead(200, { 'content-type': 'video/mp4' });
    const write = () => {
      while (response.write(video));
      response.once('drain', write);
    };
    write();
  },
  '/silent': (_request, response) => {
    response.writeHead(200);
    response.write('x');
  },
  '/drips': (_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(timer));
  },
  '/broken': (_request, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('half');
    setImmediate(() => response.socket?.destroy());
  },
  '/page': (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>log in</html>'),
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guarded-'));
  shop = await listen((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    seen.push({ url: request.url ?? '', headers: request.headers });
    const answer = answers[path];
    if (answer) answer(request, response);
    else response.writeHead(Number(path.slice(1)) || 404).end();
  });
  inside = await listen((_request, response) => response.end('secret'));
});
afterAll(async () => {
  for (const { server } of [shop, inside]) {
    server.closeAllConnections();
    server.close();
  }
  await rm(folder, { recursive: true, force: true });
});

const names: Readonly<Record<string, readonly string[]>> = {
  'shop.test': ['127.0.0.1'],
  'inside.test': ['127.0.0.1'],
  'mixed.test': ['127.0.0.1', '10.0.0.7'],
  'nowhere.test': [],
};

type Options = GuardedFetchOptions & { readonly network: Network };

function options(changes: Partial<Options> = {}): Options {
  return {
    destination: join(folder, 'fetched'),
    maxBytes: 1_000_000,
    totalTimeoutMs: 5000,
    idleTimeoutMs: 2000,
    signal: new AbortController().signal,
    network: {
      resolve: async (host) => {
        const addresses = names[host];
        if (!addresses) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
        return addresses;
      },
      allows: (address, port) => address === '127.0.0.1' && port === shop.port,
    },
    ...changes,
  };
}

const fetchPath = (path: string, changes: Partial<Options> = {}) =>
  guardedFetch(`http://shop.test:${shop.port}${path}`, options(changes));

const refusal = (problem: string) => ({ reason: 'link-refused', details: { problem } });

describe('a link of the public internet', () => {
  it('is fetched whole, by its name, without cookies or compression', async () => {
    const head = await fetchPath('/clip.mp4?sig=s3cret');
    expect(head).toEqual({ contentType: 'video/mp4', host: 'shop.test' });
    expect((await readFile(join(folder, 'fetched'))).equals(video)).toBe(true);
    const { headers } = seen.at(-1) ?? {};
    expect(headers).toMatchObject({ host: `shop.test:${shop.port}`, 'accept-encoding': 'identity' });
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('authorization');
  });

  it('is followed where it moved to', async () => {
    expect(await fetchPath('/moved')).toMatchObject({ contentType: 'video/mp4' });
  });

  it('is connected to at the address that was checked, whatever its name means a moment later', async () => {
    const meanings = [['127.0.0.1'], ['10.0.0.1']];
    const network = { ...options().network, resolve: async () => meanings.shift() ?? [] };
    const before = inside.connections;
    await fetchPath('/clip.mp4', { network });
    expect(meanings).toHaveLength(1);
    expect(inside.connections).toBe(before);
  });
});

describe('a link that leads inside', () => {
  const inward = (link: string, changes: Partial<Options> = {}) =>
    guardedFetch(link.replace('PORT', String(inside.port)), options(changes));

  it.each([
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000001:PORT/',
    'http://0x7f.1:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://0:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://[64:ff9b::7f00:1]:PORT/',
    'http://[2002:7f00:1::]:PORT/',
  ])('is refused without a connection, however its address is written: %s', async (link) => {
    const before = inside.connections;
    const attempt = inward(link, { network: publicNetwork });
    await expect(attempt).rejects.toMatchObject(refusal('link-private'));
    expect(inside.connections).toBe(before);
  });

  it.each(['http://inside.test:PORT/', 'http://INSIDE.test:PORT/', 'http://nowhere.test:PORT/'])(
    'is refused without a connection, by any of its addresses: %s',
    async (link) => {
      const before = inside.connections;
      await expect(inward(link)).rejects.toMatchObject(refusal('link-private'));
      expect(inside.connections).toBe(before);
    },
  );

  it('is refused where only one of its addresses does', async () => {
    const before = shop.connections;
    const attempt = guardedFetch(`http://mixed.test:${shop.port}/clip.mp4`, options());
    await expect(attempt).rejects.toMatchObject(refusal('link-private'));
    expect(shop.connections).toBe(before);
  });

  it.each(['/to-inside', '/to-inside-by-name'])(
    'is refused at the hop that turns inward: %s',
    async (path) => {
      const before = inside.connections;
      await expect(fetchPath(path)).rejects.toMatchObject(refusal('link-private'));
      expect(inside.connections).toBe(before);
    },
  );

  it.each(['localhost', 'localhost.', 'LOCALHOST', 'ip6-localhost'])(
    'is refused by the real resolver too: %s',
    async (host) => {
      const before = inside.connections;
      const attempt = guardedFetch(`http://${host}:${inside.port}/`, options({ network: publicNetwork }));
      await expect(attempt).rejects.toMatchObject({ reason: 'link-refused' });
      expect(inside.connections).toBe(before);
    },
  );
});

describe('what is no web link', () => {
  it.each([
    'ftp://shop.test/clip.mp4',
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'http://user@shop.test/',
    'http://shop.test:x@127.0.0.1/',
    'http://:password@shop.test/',
    'http:///',
    'shop.test/clip.mp4',
    `http://shop.test/${'x'.repeat(5000)}`,
  ])('is refused: %s', async (link) => {
    await expect(guardedFetch(link, options())).rejects.toMatchObject(refusal('link-invalid'));
  });

  it('is refused as the target of a redirect', async () => {
    await expect(fetchPath('/to-file')).rejects.toMatchObject(refusal('link-invalid'));
  });
});

describe('a server that means ill', () => {
  it('is left when it leads on for ever', async () => {
    const before = seen.length;
    await expect(fetchPath('/for-ever')).rejects.toMatchObject(refusal('link-too-many-redirects'));
    expect(seen.length - before).toBe(6);
  });

  it.each(['/claims-much', '/gives-much'])('is left when the file is too big: %s', async (path) => {
    await expect(fetchPath(path)).rejects.toMatchObject({
      reason: 'link-refused',
      details: { problem: 'link-too-big', allowedMegabytes: 1 },
    });
  });

  it('is left when it falls silent, and when it drips', async () => {
    await expect(fetchPath('/silent', { idleTimeoutMs: 100 })).rejects.toMatchObject(
      refusal('link-too-slow'),
    );
    await expect(fetchPath('/drips', { totalTimeoutMs: 300 })).rejects.toMatchObject(
      refusal('link-too-slow'),
    );
  });

  it.each(['/broken', '/404', '/403', '/500', '/204'])('gives no file: %s', async (path) => {
    await expect(fetchPath(path)).rejects.toMatchObject(refusal('link-unreachable'));
  });

  it('is asked no further when its answer is of the wrong kind', async () => {
    const checkHead = ({ contentType }: { contentType: string }) => {
      throw new TypeError(contentType);
    };
    await expect(fetchPath('/page', { checkHead })).rejects.toMatchObject(refusal('link-unreachable'));
  });
});

it('is stopped by the caller', async () => {
  const controller = new AbortController();
  const fetching = fetchPath('/drips', { signal: controller.signal });
  controller.abort();
  await expect(fetching).rejects.toMatchObject({ reason: 'cancelled' });
});

it('tells nothing of what stands behind the host in a link', async () => {
  const error = await fetchPath('/404?token=s3cret').catch((caught: unknown) => caught);
  expect(JSON.stringify([String(error), error])).not.toContain('s3cret');
});
