import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AnsweringServer, openAnsweringServer } from '../../../test/support/answering-server.ts';
import { createLogTo, silentLog } from '../log/log.ts';
import { createServiceClient, type ServiceCall, type ServiceClientOptions } from './service-client.ts';

let server: AnsweringServer;

beforeEach(async () => {
  server = await openAnsweringServer();
});

afterEach(() => server.close());

const breaker = { failures: 3, pauseMs: 1000, maxPauseMs: 4000 };

function client(changes: Partial<ServiceClientOptions> = {}) {
  const { address: baseUrl } = server;
  return createServiceClient({
    ...{ name: 'vendor', baseUrl, credentials: {}, maxConcurrent: 4, log: silentLog, breaker },
    ...changes,
  });
}

function get(changes: Partial<ServiceCall> = {}): ServiceCall {
  const { signal } = new AbortController();
  return { method: 'GET', path: '/things', timeoutMs: 3000, signal, ...changes };
}

describe('the breaker', () => {
  it('keeps calls from a service that is down, probes with one, and opens again or closes', async () => {
    let now = 0;
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(JSON.parse(chunk.toString()).msg);
        done();
      },
    });
    const log = createLogTo(stream, { level: 'info', secrets: [] });
    const watched = client({ log, breaker: { ...breaker, now: () => now } });
    server.answer = (_request, response) => response.writeHead(500).end();
    for (let count = 0; count < 3; count += 1) await watched.call(get());
    expect(watched.health()).toMatchObject({ breaker: 'open', calls: 3, failures: 3 });
    await expect(watched.call(get())).rejects.toMatchObject({ problem: 'paused', mayHaveArrived: false });

    now = 1000;
    expect(watched.health().breaker).toBe('half-open');
    await watched.call(get());
    now = 2999;
    await expect(watched.call(get())).rejects.toMatchObject({ problem: 'paused' });

    now = 3000;
    server.answer = (_request, response) => response.writeHead(404).end();
    const probe = watched.call(get());
    await expect(watched.call(get())).rejects.toMatchObject({ problem: 'paused' });
    await probe;
    expect(watched.health()).toMatchObject({ breaker: 'closed', failuresInARow: 0 });
    expect(server.arrived).toHaveLength(5);
    expect(lines.map((line) => line.slice(0, 19))).toEqual([
      'The service is down',
      'The service is down',
      'The service is back',
    ]);
  });

  it('stays closed while the service is merely busy with us or refuses', async () => {
    const watched = client();
    for (const status of [429, 400, 401, 429, 501]) {
      server.answer = (_request, response) => response.writeHead(status).end();
      await watched.call(get());
    }
    expect(watched.health()).toMatchObject({ breaker: 'closed', failures: 0 });
  });
});

describe('limits', () => {
  it('let so many calls through at a time, in the order of asking', async () => {
    const waiting: (() => void)[] = [];
    server.answer = (_request, response) => waiting.push(() => response.end('{}'));
    const narrow = client({ maxConcurrent: 2 });
    const calls = ['/1', '/2', '/3'].map((path) => narrow.call(get({ path })));
    await expect.poll(() => waiting.length).toBe(2);
    expect(narrow.health()).toMatchObject({ inFlight: 2, waiting: 1 });
    waiting.shift()?.();
    await expect.poll(() => server.arrived.length).toBe(3);
    for (const end of waiting) end();
    await Promise.all(calls);
    expect(server.arrived.at(2)?.url).toBe('/3');
    expect(narrow.health()).toMatchObject({ inFlight: 0, waiting: 0 });
  });

  it('space calls out where the service wants it', async () => {
    const paced = client({ minIntervalMs: 60 });
    const startedAt = performance.now();
    await Promise.all([1, 2, 3].map(async () => await paced.call(get())));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(115);
  });
});
