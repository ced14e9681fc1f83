import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../kernel/errors.ts';
import { createLogTo, silentLog } from '../platform/log/log.ts';
import { createHttpApp } from './create-http-app.ts';
import type { HttpDoors } from './http-doors.ts';
import { createMetrics } from './metrics.ts';
import { createReadiness } from './readiness.ts';
import { startServer } from './start-server.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'http '));
  await writeFile(join(folder, 'video.mp4'), '0123456789');
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

const near = { incoming: { socket: { remoteAddress: '127.0.0.1' } } };
const far = { incoming: { socket: { remoteAddress: '203.0.113.9' } } };

function appWith(given: Partial<HttpDoors> = {}) {
  return createHttpApp({
    log: silentLog,
    run: 'r1',
    metrics: createMetrics(async () => undefined),
    readiness: createReadiness({ database: async () => true }),
    openLink: async (url) => {
      if (url.searchParams.get('signature') !== 'good') {
        throw new AppError('link-invalid', 'This link is not one of ours or was altered.');
      }
      return { path: join(folder, 'video.mp4'), mime: 'video/mp4', bytes: 10 };
    },
    botUsername: () => 'ugc_test_bot',
    ...given,
  });
}

describe('the schema of render settings', () => {
  it('is served to everybody, as the docs have it', async () => {
    const answer = await appWith().request('/schemas/render-settings.json', {}, far);
    expect(answer.headers.get('content-type')).toBe('application/schema+json');
    const docs = await readFile(join(import.meta.dirname, '../../docs/render-settings.schema.json'), 'utf8');
    expect(await answer.json()).toEqual(JSON.parse(docs));
  });
});

describe('health', () => {
  it('answers without asking anybody', async () => {
    const answer = await appWith({
      readiness: createReadiness({ database: () => new Promise(() => {}) }),
    }).request('/health');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'ok', run: 'r1' });
  });

  it('is refused to nobody, and unknown addresses get a plain 404 with strict headers', async () => {
    const answer = await appWith().request('/nothing/here?secret=1');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      error: 'not-found',
      message: 'There is nothing at this address.',
    });
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('readiness', () => {
  const broken = createReadiness({
    database: async () => {
      throw new Error('The folder /srv/private is gone.');
    },
    disk: async () => true,
  });

  it('says which part is not ready, and why only to this machine and its network', async () => {
    const app = appWith({ readiness: broken });
    const toUs = await app.request('/ready', {}, near);
    expect(toUs.status).toBe(503);
    expect(await toUs.json()).toEqual({
      isReady: false,
      parts: [
        { part: 'database', isReady: false, why: 'The folder /srv/private is gone.' },
        { part: 'disk', isReady: true },
      ],
    });
    const toWorld = await (await app.request('/ready', {}, far)).text();
    expect(toWorld).toContain('database');
    expect(toWorld).not.toContain('private');
  });

  it('asks its parts once in two seconds, however many look', async () => {
    let asked = 0;
    let nowMs = 0;
    const readiness = createReadiness({ database: async () => (asked += 1) }, { now: () => new Date(nowMs) });
    await Promise.all(Array.from({ length: 20 }, () => readiness.look()));
    nowMs = 1999;
    await readiness.look();
    expect(asked).toBe(1);
    nowMs = 2000;
    await readiness.look();
    expect(asked).toBe(2);
  });
});

describe('metrics', () => {
  it('count what happened, and are shown to the near only, never through a proxy', async () => {
    const metrics = createMetrics(
      async () => ({
        productionsNow: { running: 2 },
        productionsEndedLastHour: {},
        stepsLastHour: [{ kind: 'head', count: 3, averageSeconds: 4, maxSeconds: 6 }],
        queues: [{ name: 'ad-step', waiting: 5, running: 1 }],
        serviceCalls: [{ provider: 'fal', capability: 'talking-head', state: 'done', count: 2, usd: 3.2 }],
      }),
      () => [
        {
          service: 'fal',
          breaker: 'open',
          failuresInARow: 5,
          inFlight: 0,
          waiting: 0,
          calls: 7,
          failures: 5,
        },
      ],
    );
    metrics.updateHandled('message', 'done');
    metrics.replied(0.04);
    metrics.apiCalled('sendVideo', 'ok');
    const app = appWith({ metrics });
    const text = await (await app.request('/metrics', {}, near)).text();
    expect(text).toContain('ugc_updates_handled_total{kind="message",outcome="done"} 1');
    expect(text).toContain('ugc_reply_seconds_bucket{le="0.05"} 1');
    expect(text).toContain('ugc_telegram_calls_total{method="sendVideo",result="ok"} 1');
    expect(text).toContain('ugc_productions{state="running"} 2');
    expect(text).toContain('ugc_jobs{queue="ad-step",state="waiting"} 5');
    expect(text).toContain('ugc_step_seconds_max{kind="head"} 6');
    expect(text).toContain(
      'ugc_paid_usd_last_hour{provider="fal",capability="talking-head",state="done"} 3.2',
    );
    expect(text).toContain('ugc_service_breaker{service="fal",state="open"} 1');
    expect(text).toContain('ugc_service_calls{service="fal",result="failed"} 5');
    expect((await app.request('/metrics', {}, far)).status).toBe(404);
    const proxied = { headers: { 'x-forwarded-for': '203.0.113.9' } };
    expect((await app.request('/metrics', proxied, near)).status).toBe(404);
  });
});

describe('a signed link', () => {
  const good = 'http://localhost/files/telegram-1/ad/video.mp4?signature=good';
  const get = async (range?: string) => await appWith().request(good, range ? { headers: { range } } : {});

  it('gives the file to be saved, whole or the part that a player asks for', async () => {
    const whole = await get();
    expect(whole.status).toBe(200);
    expect(whole.headers.get('content-type')).toBe('video/mp4');
    expect(whole.headers.get('content-disposition')).toBe('attachment; filename="video.mp4"');
    expect(whole.headers.get('content-length')).toBe('10');
    expect(await whole.text()).toBe('0123456789');
    const part = await get('bytes=2-4');
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 2-4/10');
    expect(await part.text()).toBe('234');
    expect(await (await get('bytes=-3')).text()).toBe('789');
    expect(await (await get('bytes=8-99')).text()).toBe('89');
    expect((await get('bytes=10-')).status).toBe(416);
    expect((await get('bytes=0-1,3-4')).status).toBe(200);
    expect((await get('apples=0-1')).status).toBe(200);
  });

  it('that was altered is refused in JSON, and its signature is never logged', async () => {
    let log = '';
    const sink = new Writable({
      write: (chunk, _encoding, done) => {
        log += String(chunk);
        done();
      },
    });
    const app = appWith({ log: createLogTo(sink, { level: 'trace', secrets: [] }) });
    const answer = await app.request('http://localhost/files/telegram-1/video.mp4?signature=topsecret');
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: 'link-invalid' });
    expect(log).toContain('Answered a request.');
    expect(log).not.toMatch(/topsecret|telegram-1/);
  });
});

describe('the webhook', () => {
  const receive: NonNullable<HttpDoors['webhook']>['receive'] = async (body, secret) => ({
    status: secret === 's' && (body as { update_id?: number }).update_id === 7 ? 200 : 401,
  });
  const app = () => appWith({ webhook: { path: '/hook', admits: async () => true, receive } });
  const post = async (body: string, headers: Record<string, string> = {}) =>
    await app().request('/hook', { method: 'POST', body, headers });

  it('hands body and secret over and answers with the status it is given', async () => {
    const secret = { 'x-telegram-bot-api-secret-token': 's' };
    expect((await post('{"update_id":7}', secret)).status).toBe(200);
    expect((await post('{"update_id":7}')).status).toBe(401);
  });

  it('refuses what is no JSON and what is larger than a megabyte', async () => {
    expect((await post('{')).status).toBe(400);
    expect((await post(JSON.stringify('x'.repeat(1 << 20)))).status).toBe(413);
    const lying = { 'content-length': '10' };
    expect((await post(JSON.stringify('x'.repeat(1 << 21)), lying)).status).not.toBe(200);
  });
});

describe('the page', () => {
  it('of production links to the bot', async () => {
    const answer = await appWith().request('/');
    expect(await answer.text()).toContain('href="https://t.me/ugc_test_bot"');
  });

  it('of the sandbox gets what is no route of ours', async () => {
    const page = async (request: Request) => new Response(`page ${new URL(request.url).pathname}`);
    const app = appWith({ page });
    const ask = async (path: string) => await (await app.request(path)).text();
    expect(await ask('/sandbox/state')).toBe('page /sandbox/state');
    expect(await ask('/')).toBe('page /');
    expect(await ask('/health')).toContain('ok');
  });
});

describe('a real server', () => {
  it('streams, knows its neighbours, says which port is taken, and ends with a request under way', async () => {
    const server = await startServer(appWith(), { host: '127.0.0.1', port: 0 });
    const base = `http://127.0.0.1:${server.port}`;
    const file = await fetch(`${base}/files/a/video.mp4?signature=good`, { headers: { range: 'bytes=5-' } });
    expect(await file.text()).toBe('56789');
    const head = await fetch(`${base}/files/a/video.mp4?signature=good`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '10']);
    expect((await fetch(`${base}/metrics`)).status).toBe(200);
    await expect(startServer(appWith(), { host: '127.0.0.1', port: server.port })).rejects.toMatchObject({
      reason: 'conflict',
      details: { port: server.port },
    });
    await server.close();
    await expect(fetch(`${base}/health`)).rejects.toThrow();
  });

  it('cuts off an endless answer at the end of its grace', async () => {
    const page = async () =>
      new Response(new ReadableStream({ start: (one) => one.enqueue(new Uint8Array([120])) }));
    const app = appWith({ page });
    const server = await startServer(app, { host: '127.0.0.1', port: 0 });
    const endless = await fetch(`http://127.0.0.1:${server.port}/sandbox/events`);
    const reading = endless.text().catch(() => 'cut off');
    await server.close(50);
    expect(await reading).toBe('cut off');
  });
});
