import { createServer, type RequestListener, type Server } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { downloadResult } from './download-result.ts';

let server: Server;
let folder: string;
let base: string;

const answers: Readonly<Record<string, RequestListener>> = {
  '/video.mp4': (_request, response) => response.writeHead(200, { 'content-type': 'video/mp4' }).end('video'),
  '/moved': (_request, response) => response.writeHead(302, { location: '/video.mp4' }).end(),
  '/inside': (_request, response) => response.writeHead(302, { location: 'http://10.0.0.1/secret' }).end(),
  '/metadata': (_request, response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
  '/gone': (_request, response) => response.writeHead(403).end(),
  '/sick': (_request, response) => response.writeHead(503).end(),
  '/large': (_request, response) => response.end('x'.repeat(3000)),
  '/short': (request, response) => {
    response.writeHead(200, { 'content-length': 9 });
    response.write('vid', () => request.socket.destroy());
  },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ugc-download-'));
  server = createServer((request, response) => answers[request.url ?? '']?.(request, response));
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

async function download(url: string, allowLoopback = true, ownOrigin?: string) {
  const destination = join(folder, 'result');
  const { signal } = new AbortController();
  const options = {
    service: 'vendor',
    url,
    destination,
    maxBytes: 1000,
    timeoutMs: 2000,
    signal,
    allowLoopback,
    ...(ownOrigin !== undefined && { ownOrigin }),
  };
  return { ...(await downloadResult(options)), content: await readFile(destination, 'utf8') };
}

it.each(['/video.mp4', '/moved'])(
  'a result is fetched from this machine where the service is a double: %s',
  async (path) => {
    expect(await download(base + path)).toEqual({ contentType: 'video/mp4', bytes: 5, content: 'video' });
  },
);

it.each([
  ['/inside', 'provider-answer-unusable', 'result-link'],
  ['/metadata', 'provider-answer-unusable', 'result-link'],
  ['/gone', 'provider-answer-unusable', 'result-gone'],
  ['/large', 'provider-answer-unusable', 'result-too-large'],
  ['/sick', 'provider-unavailable', 'down'],
  ['/short', 'provider-unavailable', 'down'],
])('what is no result is told apart: %s', async (path, reason, problem) => {
  await expect(download(base + path)).rejects.toMatchObject({ reason, details: { problem } });
});

it('for a real service only https and public addresses will do', async () => {
  for (const link of [
    `${base}/video.mp4`,
    'http://93.184.216.34/a',
    'https://127.0.0.1/a',
    'file:///etc/passwd',
  ]) {
    await expect(download(link, false)).rejects.toMatchObject({
      reason: 'provider-answer-unusable',
      details: { problem: 'result-link' },
    });
  }
});

it('a service of the operator’s own may lie in a private network, and leads nowhere else there', async () => {
  expect(await download(`${base}/video.mp4`, false, base)).toMatchObject({ content: 'video' });
  for (const link of [`${base}/inside`, `${base}/metadata`, 'http://127.0.0.1:1/video.mp4']) {
    await expect(download(link, false, base)).rejects.toMatchObject({ details: { problem: 'result-link' } });
  }
});
