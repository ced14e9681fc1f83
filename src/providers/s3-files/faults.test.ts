import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { S3Failure } from '../../../test/doubles/s3-faults.ts';
import { answered, patience, s3Scene } from '../../../test/support/s3-scene.ts';

const scene = s3Scene();

describe('a fault that passes is waited out, and the file is there once and whole', () => {
  it.each<[string, S3Failure]>([
    ['a connection that broke before the request was taken', { kind: 'reset-before' }],
    ['an answer that was lost after the file was stored', { kind: 'reset-after' }],
    ['500 InternalError', answered(500, 'InternalError')],
    ['502 of something between', { kind: 'answer', status: 502, body: '<html>Bad gateway</html>' }],
    ['503 SlowDown', answered(503, 'SlowDown')],
    ['429 without Retry-After', answered(429, 'TooManyRequests')],
    ['400 RequestTimeout', answered(400, 'RequestTimeout')],
  ])('%s', async (_name, how) => {
    scene.bucket.fail({ on: 'PutObject', how, times: 2 });
    const { sha256 } = await scene.store();
    expect(scene.bucket.count('PutObject')).toBe(3);
    expect(scene.bucket.store.objects.get('results/one.mp4')?.content.toString()).toBe('content');
    expect(scene.bucket.store.objects.get('results/one.mp4')?.metadata['x-amz-meta-sha256']).toBe(sha256);
  });

  it('429 with Retry-After, no sooner than that', async () => {
    scene.bucket.fail({ on: 'PutObject', how: answered(429, 'TooManyRequests', { 'retry-after': '1' }) });
    const startedAt = performance.now();
    await scene.store();
    expect(performance.now() - startedAt).toBeGreaterThan(990);
  });

  it('a server that does not answer in time', async () => {
    scene.files = await scene.open({ patience: { ...patience, silenceMs: 60 } });
    scene.bucket.fail({ on: 'PutObject', how: { kind: 'silence' } });
    await scene.store();
    expect(scene.bucket.count('PutObject')).toBe(2);
  });
});

describe('what can not be waited out is said in words, at once', () => {
  it.each<[string, S3Failure, object, string]>([
    ['401', answered(401, 'Unauthorized'), { problem: 'key' }, 'R2_ACCESS_KEY_ID'],
    ['401 without a word', { kind: 'answer', status: 401, body: '' }, { problem: 'key' }, 'R2_ACCESS_KEY_ID'],
    ['an unknown key', answered(403, 'InvalidAccessKeyId'), { problem: 'key' }, 'R2_ACCESS_KEY_ID'],
    ['a wrong signature', answered(403, 'SignatureDoesNotMatch'), { problem: 'key' }, 'R2_SECRET_ACCESS_KEY'],
    ['a token without rights', answered(403, 'AccessDenied'), { problem: 'permission' }, 'token'],
    ['a clock that is wrong', answered(403, 'RequestTimeTooSkewed'), { problem: 'clock' }, 'clock'],
    ['a bucket that is not there', answered(404, 'NoSuchBucket'), { problem: 'bucket' }, 'R2_BUCKET_NAME'],
    ['402', answered(402, 'PaymentRequired'), { problem: 'refused', status: 402 }, '402'],
    ['422', answered(422, 'Unprocessable'), { problem: 'refused', status: 422 }, '422'],
    ['501', answered(501, 'NotImplemented'), { problem: 'unsupported' }, 'S3 server'],
    [
      'a redirect to a private address',
      answered(307, 'TemporaryRedirect', { location: 'http://127.0.0.1:1/' }),
      { problem: 'address' },
      'R2_ENDPOINT_URL',
    ],
  ])('%s', async (_name, how, details, words) => {
    scene.bucket.fail({ on: 'PutObject', how, times: 9 });
    const error = await scene.failureOf(scene.store);
    expect(error).toMatchObject({ reason: 'provider-unavailable', retryable: false });
    expect(error.details).toMatchObject({ service: 'files', ...details });
    expect(error.message).toContain(words);
    expect(scene.bucket.count('PutObject')).toBe(1);
  });

  it.each<[string, S3Failure]>([
    ['a page of HTML', { kind: 'answer', status: 200, body: '<html><body>Welcome</body></html>' }],
    ['nothing', { kind: 'answer', status: 200, body: '' }],
    ['a body without end', { kind: 'body', change: () => Buffer.alloc(9 * 1024 * 1024, 'x') }],
  ])('an answer that is %s', async (_name, how) => {
    scene.bucket.fail({ on: 'PutObject', how });
    expect(await scene.failureOf(scene.store)).toMatchObject({
      reason: 'provider-answer-unusable',
      details: { problem: 'answer' },
    });
  });

  it("this machine's clock, also where the answer has no body", async () => {
    scene.bucket.knobs.clockOffsetMs = -20 * 60_000;
    expect(await scene.failureOf(async () => await scene.files.exists('results/one.mp4'))).toMatchObject({
      details: { problem: 'clock', status: 403 },
    });
  });

  it('a wrong secret, as the server sees it', async () => {
    scene.files = await scene.open({ secretAccessKey: `${scene.bucket.secretAccessKey}0` });
    expect(await scene.failureOf(scene.store)).toMatchObject({
      details: { problem: 'key', code: 'SignatureDoesNotMatch' },
    });
  });
});

describe('a fault that stays', () => {
  it.each<[string, S3Failure, string]>([
    ['500', answered(500, 'InternalError'), 'down'],
    ['503', answered(503, 'SlowDown'), 'busy'],
    ['429', answered(429, 'TooManyRequests'), 'busy'],
    ['a reset', { kind: 'reset-before' }, 'down'],
  ])('%s is given up after some tries, to be tried again later', async (_name, how, problem) => {
    scene.bucket.fail({ on: 'PutObject', how, times: 99 });
    expect(await scene.failureOf(scene.store)).toMatchObject({ retryable: true, details: { problem } });
    expect(scene.bucket.count('PutObject')).toBe(3);
  });

  it('nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    scene.files = await scene.open({ endpoint: `http://127.0.0.1:${port}` });
    const error = await scene.failureOf(scene.store);
    expect(error).toMatchObject({ retryable: true, details: { problem: 'down', code: 'ECONNREFUSED' } });
  });

  it('is not asked again for a while after it failed five times in a row', async () => {
    scene.bucket.fail({ on: 'any', how: { kind: 'reset-before' }, times: 99 });
    await scene.failureOf(scene.store);
    await scene.failureOf(scene.store);
    const before = scene.bucket.requests.length;
    expect(await scene.failureOf(scene.store)).toMatchObject({
      retryable: true,
      details: { problem: 'paused' },
    });
    expect(scene.bucket.requests.length).toBe(before);
  });
});

it('needs nothing of a server that R2 does not have', async () => {
  scene.bucket.knobs.strictR2 = true;
  await scene.store();
  expect((await scene.read()).toString()).toBe('content');
  await scene.files.setExpiry?.({ folders: [{ folder: 'lent', days: 1 }], unfinishedDays: 7 });
  await scene.files.removeBelow('results');
  expect(scene.bucket.store.objects.size).toBe(0);
});

it('signs for the region that a server names as its own', async () => {
  const body = '<Error><Code>AuthorizationHeaderMalformed</Code><Region>us-east-1</Region></Error>';
  scene.bucket.fail({ on: 'PutObject', how: { kind: 'answer', status: 400, body } });
  await scene.store();
  expect(
    scene.bucket.requests.map(({ headers }) => headers.authorization?.match(/\/([a-z0-9-]+)\/s3\//)?.[1]),
  ).toEqual(['auto', 'us-east-1']);
});

it('a check says what works, or which step does not and why', async () => {
  const { signal } = new AbortController();
  expect(await scene.files.check(signal)).toMatchObject({
    state: 'ok',
    text: expect.stringContaining('removed'),
  });
  expect(scene.bucket.store.objects.size).toBe(0);
  scene.bucket.fail({ on: 'ListObjectsV2', how: answered(403, 'AccessDenied') });
  const found = await scene.files.check(signal);
  expect(found).toMatchObject({ state: 'broken', text: expect.stringContaining("at the step 'list'") });
});
