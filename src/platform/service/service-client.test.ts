import type { RequestListener } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type AnsweringServer,
  openAnsweringServer,
  openSocketServer,
} from '../../../test/support/answering-server.ts';
import { silentLog } from '../log/log.ts';
import { createServiceClient, type ServiceCall, type ServiceClientOptions } from './service-client.ts';
import { mayHaveArrived } from './service-failure.ts';

let server: AnsweringServer;

beforeEach(async () => {
  server = await openAnsweringServer();
});

afterEach(() => server.close());

const key = 'canary-key-4711';
function client(changes: Partial<ServiceClientOptions> = {}) {
  return createServiceClient({
    name: 'vendor',
    baseUrl: `${server.address}/v1`,
    credentials: { 'X-Api-Key': key },
    maxConcurrent: 4,
    log: silentLog,
    ...changes,
  });
}

function get(changes: Partial<ServiceCall> = {}): ServiceCall {
  const { signal } = new AbortController();
  return { method: 'GET', path: '/things', timeoutMs: 3000, signal, ...changes };
}

describe('a call', () => {
  it('carries the key, the query and the JSON, and gives any status as an answer', async () => {
    server.answer = (_request, response) => response.writeHead(422, { 'x-id': 'r1' }).end('{"detail":[]}');
    const query = { page: 2, tag: ['a', 'b'], none: undefined };
    const got = await client().call(get({ method: 'POST', query, json: { text: 'héllo' } }));
    expect([got.status, got.headers.get('x-id'), got.json()]).toEqual([422, 'r1', { detail: [] }]);
    expect(server.arrived).toMatchObject([
      {
        method: 'POST',
        url: '/v1/things?page=2&tag=a&tag=b',
        body: '{"text":"héllo"}',
        headers: { 'x-api-key': key, 'content-type': 'application/json' },
      },
    ]);
  });

  it('sends a file with its length', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ugc-service-'));
    const file = join(folder, 'a.bin');
    await writeFile(file, 'x'.repeat(200_000));
    await client().call(get({ method: 'PUT', body: { file, bytes: 200_000 } }));
    expect(server.arrived[0]?.headers['content-length']).toBe('200000');
    expect(server.arrived[0]?.body).toHaveLength(200_000);
    await rm(folder, { recursive: true });
  });

  it('follows no redirect, whoever it leads to', async () => {
    server.answer = (_request, response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end();
    expect((await client().call(get())).status).toBe(302);
    expect(server.arrived).toHaveLength(1);
  });

  it('takes an absolute address of its own origin only: the key goes nowhere else', async () => {
    const got = await client().call(get({ path: `${server.address}/elsewhere?x=1` }));
    expect([got.status, server.arrived[0]?.url]).toEqual([200, '/elsewhere?x=1']);
    const other = await openAnsweringServer();
    for (const path of [
      `http://127.0.0.1:${other.port}/v1`,
      `http://user@127.0.0.1:${server.port}/v1`,
      'https://vendor.test/',
      'no address',
    ]) {
      await expect(client().call(get({ path }))).rejects.toMatchObject({
        reason: 'provider-answer-unusable',
        details: { problem: 'foreign-address' },
      });
    }
    other.close();
    expect([server.arrived.length, other.arrived.length]).toEqual([1, 0]);
  });
});

describe('a request that surely never arrived', () => {
  it('is known by a refused connection, an unknown host, and a handshake that broke', async () => {
    const gone = await openAnsweringServer();
    gone.close();
    const deaf = await openSocketServer((socket) => socket.destroy());
    const cases: readonly (readonly [string, string])[] = [
      [gone.address, 'refused'],
      ['http://no-such-host.invalid', 'unreachable'],
      [`https://127.0.0.1:${deaf.port}`, 'unreachable'],
      [`https://127.0.0.1:${server.port}`, 'unreachable'],
    ];
    for (const [baseUrl, problem] of cases) {
      const error = await client({ baseUrl })
        .call(get({ method: 'POST', json: {} }))
        .catch((caught: unknown) => caught);
      expect(error, baseUrl).toMatchObject({ problem, mayHaveArrived: false, service: 'vendor' });
    }
    deaf.close();
    expect(server.arrived).toHaveLength(0);
  });

  it('is known when no turn came in time', async () => {
    const held = Promise.withResolvers<void>();
    server.answer = async (_request, response) => {
      await held.promise;
      response.end('{}');
    };
    const one = client({ maxConcurrent: 1 });
    const first = one.call(get());
    await expect(one.call(get({ timeoutMs: 50 }))).rejects.toMatchObject({
      problem: 'too-slow',
      mayHaveArrived: false,
    });
    expect(one.health()).toMatchObject({ inFlight: 1, waiting: 0 });
    held.resolve();
    await first;
    expect(server.arrived).toHaveLength(1);
  });
});

describe('a request that may have arrived', () => {
  const hurt: Readonly<Record<string, readonly [RequestListener, string, Partial<ServiceCall>?]>> = {
    'a reset after it was read': [(request) => request.socket.resetAndDestroy(), 'reset'],
    'a truncated body': [
      (request, response) => {
        response.writeHead(200, { 'content-length': 50 });
        response.write('{"a', () => request.socket.destroy());
      },
      'reset',
    ],
    'no answer in time': [() => undefined, 'too-slow', { timeoutMs: 80 }],
    'a body that drips': [
      (_request, response) => {
        response.writeHead(200);
        response.write('x');
      },
      'too-slow',
      { timeoutMs: 80 },
    ],
    'a huge body': [
      (_request, response) => response.end('x'.repeat(9000)),
      'too-large',
      { maxAnswerBytes: 4000 },
    ],
  };

  it.each(Object.entries(hurt))('is told as such: %s', async (_name, [listener, problem, changes = {}]) => {
    server.answer = listener;
    await expect(client().call(get({ method: 'POST', json: {}, ...changes }))).rejects.toMatchObject({
      problem,
      mayHaveArrived: true,
    });
    expect(server.arrived).toHaveLength(1);
  });

  it('is told as such where it was cancelled on its way, and not where it never left', async () => {
    const controller = new AbortController();
    server.answer = () => controller.abort();
    const { signal } = controller;
    const onItsWay = await client()
      .call(get({ signal }))
      .catch((caught: unknown) => caught);
    const before = await client()
      .call(get({ signal }))
      .catch((caught: unknown) => caught);
    expect(onItsWay).toMatchObject({ reason: 'cancelled' });
    expect(before).toMatchObject({ reason: 'cancelled' });
    expect([mayHaveArrived(onItsWay), mayHaveArrived(before)]).toEqual([true, false]);
  });

  it('says in words that what came is not JSON', async () => {
    server.answer = (_request, response) => response.end('<html>Bad gateway</html>');
    const got = await client().call(get());
    expect(() => got.json()).toThrow(expect.objectContaining({ problem: 'not-json' }));
  });
});

describe('a repeated read', () => {
  it('is tried again after resets, 5xx and 429, as soon as Retry-After allows', async () => {
    const turns: RequestListener[] = [
      (request) => request.socket.resetAndDestroy(),
      (_request, response) => response.writeHead(503, { 'retry-after': '0' }).end(),
      (_request, response) => response.writeHead(429, { 'retry-after': '0' }).end(),
    ];
    server.answer = (request, response) =>
      (turns.shift() ?? ((_, last) => last.end('{}')))(request, response);
    expect((await client().call(get({ mayRepeat: true }))).status).toBe(200);
    expect(server.arrived).toHaveLength(4);
  });

  it('ends with the last answer where the wait would be longer than its time', async () => {
    server.answer = (_request, response) => response.writeHead(429, { 'retry-after': '60' }).end();
    expect((await client().call(get({ mayRepeat: true }))).status).toBe(429);
    expect(server.arrived).toHaveLength(1);
  });

  it('is what nothing is unless it is said: one reset, one request', async () => {
    server.answer = (request) => request.socket.resetAndDestroy();
    await expect(client().call(get())).rejects.toMatchObject({ problem: 'reset' });
    expect(server.arrived).toHaveLength(1);
  });
});

it('tells the key in no error and in no view of itself', async () => {
  const asked = client();
  server.answer = (request) => request.socket.resetAndDestroy();
  const reset = await asked.call(get({ headers: { 'x-more': key } })).catch((caught: unknown) => caught);
  const { inspect } = await import('node:util');
  const all = [reset, asked, asked.health()].map((one) => inspect(one, { depth: 9, showHidden: true }));
  expect(all.join('\n')).not.toContain(key);
});
