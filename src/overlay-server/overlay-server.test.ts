import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAnsweringServer } from '../../test/support/answering-server.ts';
import { AppError } from '../kernel/errors.ts';
import { nearNetwork, publicNetwork } from '../platform/http/public-network.ts';
import { silentLog } from '../platform/log/log.ts';
import { createOverlayApp } from './create-overlay-app.ts';
import { type KeptResults, openKeptResults } from './kept-results.ts';
import { createOverlayJobs, type OverlayJobs } from './overlay-jobs.ts';
import type { OverlayOrder } from './overlay-order.ts';
import { putResult } from './put-result.ts';

const token = 'wk-0123456789.ws-9876543210';
const hourMs = 3_600_000;
let folder: string;
let results: KeptResults;
let jobs: OverlayJobs;
let app: ReturnType<typeof createOverlayApp>;
let now: Date;
/** The jobs under way, each to be ended by the test. */
let started: { readonly order: OverlayOrder; finish(content: string): void; fail(error: Error): void }[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'overlay-server-'));
  now = new Date('2026-01-01T00:00:00Z');
  await open();
});
afterEach(async () => {
  await jobs.stop();
  await rm(folder, { recursive: true, force: true });
});

async function open(network = nearNetwork): Promise<void> {
  started = [];
  results = await openKeptResults(join(folder, 'results'), hourMs);
  jobs = createOverlayJobs({
    ...{ results, scratchFolder: join(folder, 'scratch'), log: silentLog, clock: { now: () => now } },
    ...{ concurrency: 1, maxWaiting: 2, jobTimeoutMs: 60_000 },
    put: (path, url, signal) => putResult(path, url, { network, signal }),
    make: async (order, workFolder, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      signal.addEventListener('abort', () => reject(signal.reason));
      started.push({ order, finish: resolve, fail: reject });
      const path = join(workFolder, `overlay.${order.container}`);
      await writeFile(path, await promise);
      return path;
    },
  });
  app = createOverlayApp({ jobs, results, token, publicUrl: undefined, log: silentLog });
}

const own = { authorization: `Bearer ${token}` };
const order = {
  video_url: 'https://files.example/head.mp4?X-Amz-Signature=1',
  engine: 'rembg',
  threshold: 0.6,
};

async function ask(path: string, init: RequestInit = {}, headers: Record<string, string> = own) {
  const answer = await app.request(path, { ...init, headers: { ...headers, ...init.headers } });
  const body = await answer.text();
  return {
    status: answer.status,
    body: body.startsWith('{') ? JSON.parse(body) : body,
    headers: answer.headers,
  };
}
const submit = (changes: object = {}, headers: Record<string, string> = {}) =>
  ask('/submit', { method: 'POST', body: JSON.stringify({ ...order, ...changes }), headers });
async function submitted(changes: object = {}): Promise<string> {
  const { status, body } = await submit(changes);
  expect([status, body.status]).toEqual([200, 'submitted']);
  return body.job_id;
}
const status = async (id: string) => (await ask(`/status?job_id=${id}`)).body;
const untilStarted = async (count: number) => await expect.poll(() => started.length).toBe(count);
const untilEnded = async (id: string) =>
  await expect.poll(async () => (await status(id)).status).not.toBe('processing');

describe('a job', () => {
  it('is told as submitted, processing, completed and success, and its file served in parts', async () => {
    const id = await submitted({
      container: 'mov',
      shape: 'circle',
      circle_auto_center: false,
      circle_radius: 0.7,
    });
    expect(await status(id)).toEqual({ status: 'processing', job_id: id });
    expect((await ask(`/result?job_id=${id}`)).body).toEqual({ status: 'processing', job_id: id });
    await untilStarted(1);
    expect(started[0]?.order).toEqual({
      ...{ videoUrl: order.video_url, container: 'mov', shape: 'circle' },
      circle: { radius: 0.6, centre: { x: 0.5, y: 0.5 } },
    });
    started[0]?.finish('0123456789');
    await untilEnded(id);
    expect(await status(id)).toEqual({ status: 'completed', job_id: id });
    const { body } = await ask(`/result?job_id=${id}`);
    expect(body).toMatchObject({ status: 'success', job_id: id, processing_time: expect.any(Number) });
    const path = new URL(body.overlay_url).pathname;
    expect(path).toMatch(/\/[\w-]{32}\/overlay\.mov$/);
    const whole = await ask(path, {}, {});
    expect([whole.status, whole.body, whole.headers.get('content-type')]).toEqual([
      ...[200, '0123456789', 'video/quicktime'],
    ]);
    const part = await ask(path, { headers: { range: 'bytes=2-4' } }, {});
    expect([part.status, part.body]).toEqual([206, '234']);
    expect((await ask(path.replace(/\/[\w-]{32}\//, '/guessed/'), {}, {})).status).toBe(404);
  });

  it('waits for its turn, and more than may wait are refused', async () => {
    const ids = [await submitted()];
    await untilStarted(1);
    ids.push(await submitted(), await submitted());
    const refused = await submit();
    expect([refused.status, refused.body.error, refused.headers.get('retry-after')]).toEqual([
      ...[429, 'too-many-requests', '5'],
    ]);
    expect((await ask('/health', {}, {})).body).toEqual({ status: 'ok', jobs: { working: 1, waiting: 2 } });
    started[0]?.finish('a');
    await untilStarted(2);
    expect((await status(ids[0] ?? '')).status).toBe('completed');
    expect((await status(ids[2] ?? '')).status).toBe('processing');
  });

  it('that fails says why, and keeps to itself what nobody foresaw', async () => {
    const [first, second] = [await submitted(), await submitted()];
    await untilStarted(1);
    started[0]?.fail(new AppError('invalid-media', 'The video is a song.'));
    await untilStarted(2);
    started[1]?.fail(new Error('/srv/secret broke'));
    await untilEnded(second);
    expect(await status(first)).toEqual({ status: 'failed', job_id: first, error: 'The video is a song.' });
    expect(await status(second)).toMatchObject({ error: 'Something went wrong on the server.' });
    expect((await ask(`/result?job_id=${first}`)).body).toMatchObject({ status: 'failed' });
  });

  it('is the same one where it comes again under the same key, also signed anew and after a restart', async () => {
    const key = { 'idempotency-key': 'overlay:4711' };
    const first = (await submit({}, key)).body.job_id;
    const again = { video_url: order.video_url.replace('=1', '=2') };
    expect((await submit(again, key)).body.job_id).toBe(first);
    await untilStarted(1);
    started[0]?.finish('a');
    await untilEnded(first);
    await open();
    expect((await submit(again, key)).body.job_id).toBe(first);
    const other = await submit({ container: 'mov' }, key);
    expect([other.status, other.body.error]).toEqual([409, 'conflict']);
    expect(started).toEqual([]);
  });

  it('is told as failed after the server was stopped under it', async () => {
    const [working, waiting] = [await submitted(), await submitted()];
    await untilStarted(1);
    await jobs.stop();
    expect((await submit()).status).toBe(503);
    await open();
    expect(await status(working)).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/stopped/),
    });
    expect((await status(waiting)).status).toBe('failed');
  });
});

describe('results', () => {
  it('outlive the server, are kept for an hour, and are gone then from the disk too', async () => {
    const id = await submitted();
    await untilStarted(1);
    started[0]?.finish('a');
    await untilEnded(id);
    await open();
    const { overlay_url: link } = (await ask(`/result?job_id=${id}`)).body;
    now = new Date(now.getTime() + hourMs - 1);
    await results.sweep(now);
    expect((await ask(new URL(link).pathname)).status).toBe(200);
    now = new Date(now.getTime() + 2);
    await results.sweep(now);
    expect((await ask(`/result?job_id=${id}`)).status).toBe(404);
    expect((await ask(new URL(link).pathname)).status).toBe(404);
    expect(await readdir(join(folder, 'results'))).toEqual([]);
  });

  it('of a server that was killed half-way are swept at its start', async () => {
    await results.keep('half', await written('overlay.webm'));
    await open();
    expect(await readdir(join(folder, 'results'))).toEqual([]);
  });

  it('are put where the caller wants them, and the link’s signature is told to nobody', async () => {
    const store = await openAnsweringServer();
    try {
      store.answer = (_request, response) => response.end();
      const id = await submitted({
        result_put_url: `${store.address}/kept/overlay.webm?X-Amz-Signature=s3cret`,
      });
      await untilStarted(1);
      started[0]?.finish('the overlay');
      await untilEnded(id);
      expect(store.arrived).toMatchObject([
        {
          ...{ method: 'PUT', url: '/kept/overlay.webm?X-Amz-Signature=s3cret', body: 'the overlay' },
          headers: { 'content-length': '11', 'content-type': 'video/webm' },
        },
      ]);
      const { body } = await ask(`/result?job_id=${id}`);
      expect(body).toMatchObject({ overlay_url: `${store.address}/kept/overlay.webm` });
      store.answer = (_request, response) => response.writeHead(403).end();
      const refused = await submitted({ result_put_url: `${store.address}/kept?X-Amz-Signature=s3cret` });
      await untilStarted(2);
      started[1]?.finish('the overlay');
      await untilEnded(refused);
      expect((await status(refused)).error).toMatch(/could not be put to 127\.0\.0\.1 \(403\)/);
    } finally {
      store.close();
    }
  });

  it('are never put into a private network', async () => {
    await open(publicNetwork);
    const store = await openAnsweringServer();
    const id = await submitted({ result_put_url: `${store.address}/kept` });
    await untilStarted(1);
    started[0]?.finish('the overlay');
    await untilEnded(id);
    store.close();
    expect(store.arrived).toEqual([]);
    expect((await status(id)).error).toMatch(/private and local addresses are refused/);
  });
});

async function written(name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, 'x');
  expect((await stat(path)).size).toBe(1);
  return path;
}

describe('a stranger', () => {
  it.each([
    {},
    { authorization: 'Bearer wk-0123456789.ws-wrong' },
    { 'modal-key': 'wk-0123456789' },
    { 'modal-key': 'wk-0123456789', 'modal-secret': 'ws-wrong' },
  ])('is not let in: %j', async (headers) => {
    for (const path of ['/submit', '/status?job_id=1', '/result?job_id=1']) {
      const method = path === '/submit' ? 'POST' : 'GET';
      const { status: code, body } = await ask(path, { method }, headers);
      expect([code, body.error]).toEqual([401, 'unauthorized']);
    }
    expect(started).toEqual([]);
  });

  it('is let in by Modal’s own headers', async () => {
    const headers = { 'modal-key': 'wk-0123456789', 'modal-secret': 'ws-9876543210' };
    expect((await ask('/status?job_id=none', {}, headers)).body.error).toBe('not-found');
  });
});

describe('what is asked wrongly is refused in words', () => {
  const refusals: readonly (readonly [string, () => ReturnType<typeof ask>, number, RegExp])[] = [
    ['no JSON', () => ask('/submit', { method: 'POST', body: '{' }), 400, /not JSON/],
    ['no video', () => submit({ video_url: undefined }), 400, /"video_url"/],
    ['a file of the server', () => submit({ video_url: 'file:///etc/passwd' }), 400, /"video_url"/],
    ['an unknown container', () => submit({ container: 'mp4' }), 400, /"container"/],
    ['a body too large', () => submit({ engine: 'x'.repeat(70_000) }), 413, /65536 bytes/],
    ['no job named', () => ask('/status'), 400, /job_id/],
    ['an unknown job', () => ask('/result?job_id=fc-1'), 404, /no job "fc-1"/],
    ['an unknown path', () => ask('/nothing'), 404, /nothing at this address/],
    ['a submit by GET', () => ask('/submit'), 405, /POST/],
    ['a bad key', () => submit({}, { 'idempotency-key': 'a b' }), 400, /Idempotency-Key/],
  ];
  it.each(refusals)('%s', async (_what, request, code, words) => {
    const { status: got, body } = await request();
    expect([got, body.message]).toEqual([code, expect.stringMatching(words)]);
    expect(started).toEqual([]);
  });
});
