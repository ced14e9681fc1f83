import { afterEach, describe, expect, it } from 'vitest';
import type { S3Failure } from '../../../test/doubles/s3-faults.ts';
import { putObject } from '../../../test/doubles/s3-store.ts';
import { answered, patience, s3Scene } from '../../../test/support/s3-scene.ts';

const scene = s3Scene();

describe('a download', () => {
  const content = Buffer.alloc(400_000, (Math.random() * 1e9).toString(36));
  const ranges = () =>
    scene.bucket.requests
      .filter(({ operation }) => operation === 'GetObject')
      .map(({ headers }) => headers.range);

  it('goes on where a connection broke', async () => {
    await scene.storeElsewhere(content);
    scene.bucket.fail({ on: 'GetObject', how: { kind: 'reset-within', bytes: 150_000 } });
    scene.bucket.fail({ on: 'GetObject', how: { kind: 'reset-within', bytes: 100_000 } });
    expect(content.equals(await scene.read())).toBe(true);
    expect(ranges()).toEqual([
      undefined,
      expect.stringMatching(/^bytes=\d+-$/),
      expect.stringMatching(/^bytes=\d+-$/),
    ]);
  });

  it('goes on where a connection fell silent', async () => {
    scene.files = await scene.open({ patience: { ...patience, silenceMs: 150 } });
    await scene.storeElsewhere(content);
    scene.bucket.fail({ on: 'GetObject', how: { kind: 'stall-within', bytes: 150_000 } });
    expect(content.equals(await scene.read())).toBe(true);
    expect(ranges()).toEqual([undefined, expect.stringMatching(/^bytes=\d+-$/)]);
  });

  it('begins anew where the file was replaced in the middle', async () => {
    await scene.storeElsewhere(content);
    const meanwhile = () => {
      putObject(scene.bucket.store, scene.key, Buffer.from('another'), { contentType: '', metadata: {} });
    };
    scene.bucket.fail({ on: 'GetObject', how: { kind: 'reset-within', bytes: 150_000, meanwhile } });
    expect((await scene.read()).toString()).toBe('another');
  });

  it('begins anew where the server gives another part than was asked for', async () => {
    await scene.storeElsewhere(content);
    const etag = scene.bucket.store.objects.get(scene.key)?.etag ?? '';
    const headers = { etag, 'content-range': `bytes 5-9/${content.length}` };
    scene.bucket.fail({ on: 'GetObject', how: { kind: 'reset-within', bytes: 150_000 } });
    scene.bucket.fail({ on: 'GetObject', how: { kind: 'answer', status: 206, headers, body: 'wrong' } });
    expect(content.equals(await scene.read())).toBe(true);
    expect(scene.bucket.count('GetObject')).toBe(3);
  });

  it('begins anew where the server gives no parts', async () => {
    await scene.storeElsewhere(content);
    const object = scene.bucket.store.objects.get('results/one.mp4');
    const headers = { etag: object?.etag ?? '', 'content-type': 'video/mp4' };
    scene.bucket.fail({ on: 'GetObject', how: { kind: 'reset-within', bytes: 150_000 } });
    scene.bucket.fail({
      on: 'GetObject',
      how: { kind: 'answer', status: 200, headers, body: content.toString() },
    });
    expect(content.equals(await scene.read())).toBe(true);
  });

  it('that is not what was stored is fetched again, and never given out', async () => {
    await scene.storeElsewhere(content);
    const how: S3Failure = { kind: 'body', change: (body) => Buffer.from(body).fill('?', 1000, 1001) };
    scene.bucket.fail({ on: 'GetObject', how });
    expect(content.equals(await scene.read())).toBe(true);
    scene.files = await scene.open();
    scene.bucket.fail({ on: 'GetObject', how, times: 99 });
    expect(await scene.failureOf(scene.read)).toMatchObject({
      details: { problem: 'damaged' },
      retryable: true,
    });
  });

  it('that ends too soon is gone on with', async () => {
    await scene.storeElsewhere(content);
    scene.bucket.fail({ on: 'GetObject', how: { kind: 'reset-within', bytes: 0 }, times: 2 });
    expect(content.equals(await scene.read())).toBe(true);
    scene.bucket.reset();
    await scene.storeElsewhere(content);
    scene.files = await scene.open();
    scene.bucket.fail({ on: 'GetObject', how: { kind: 'reset-within', bytes: 0 }, times: 99 });
    expect(await scene.failureOf(scene.read)).toMatchObject({ details: { problem: 'down' } });
    expect(scene.bucket.count('GetObject')).toBe(3);
  });

  it('of a page of HTML is none', async () => {
    const body = '<html><body>Sign in</body></html>';
    scene.bucket.fail({ on: 'GetObject', how: { kind: 'answer', status: 200, body } });
    expect(await scene.failureOf(scene.read)).toMatchObject({ reason: 'provider-answer-unusable' });
  });
});

describe('a big file', () => {
  const content = Buffer.alloc(25 * 1024 * 1024, 'big');
  const storeBig = async () =>
    await scene.files.store('results/big.mp4', await scene.draft(content, 'big.mp4'));
  const stored = () => scene.bucket.store.objects.get('results/big.mp4')?.content;
  afterEach(() => expect(scene.bucket.store.uploads.size).toBe(0));

  it('is stored in parts of 8 MiB, few at a time, each of which is sent again where it fails', async () => {
    scene.bucket.fail({ on: 'UploadPart', how: { kind: 'reset-after' } });
    scene.bucket.fail({ on: 'UploadPart', how: answered(503, 'SlowDown') });
    await storeBig();
    expect(content.equals(stored() ?? Buffer.alloc(0))).toBe(true);
    const parts = scene.bucket.requests.filter(({ operation }) => operation === 'UploadPart');
    expect(Math.max(...parts.map(({ content: part }) => part.length))).toBe(8 * 1024 * 1024);
    expect(parts).toHaveLength(6);
    expect(scene.bucket.mostBodies).toBeLessThanOrEqual(3);
  });

  it('of which a part fails for good leaves nothing behind', async () => {
    scene.bucket.fail({ on: 'UploadPart', how: answered(500, 'InternalError'), times: 99 });
    expect(await scene.failureOf(storeBig)).toMatchObject({ details: { problem: 'down' } });
    expect(stored()).toBeUndefined();
    expect(scene.bucket.count('AbortMultipartUpload')).toBe(1);
  });

  it('is found done where the answer to its last request was lost', async () => {
    scene.bucket.fail({ on: 'CompleteMultipartUpload', how: { kind: 'reset-after' } });
    await storeBig();
    expect(content.equals(stored() ?? Buffer.alloc(0))).toBe(true);
    expect(scene.bucket.count('CreateMultipartUpload')).toBe(1);
  });

  it('whose end failed under the cover of a 200 is ended again', async () => {
    const body = '<?xml version="1.0"?><Error><Code>InternalError</Code></Error>';
    scene.bucket.fail({ on: 'CompleteMultipartUpload', how: { kind: 'answer', status: 200, body } });
    await storeBig();
    expect(scene.bucket.count('CompleteMultipartUpload')).toBe(2);
  });
});

describe('a listing', () => {
  const list = async () => {
    const keys: string[] = [];
    for await (const { key } of scene.files.list('results')) keys.push(key);
    return keys;
  };

  it('goes through all pages, and passes over what is not ours', async () => {
    const object = {
      content: Buffer.from('x'),
      contentType: '',
      metadata: {},
      etag: '"x"',
      storedAt: new Date(),
    };
    for (let index = 0; index < 2100; index += 1)
      scene.bucket.store.objects.set(`results/${index}.mp4`, object);
    for (const key of ['results/', 'results/A b.mp4', 'results/a+b', 'results/\u0007', 'results/ключ']) {
      scene.bucket.store.objects.set(key, object);
    }
    scene.bucket.fail({ on: 'ListObjectsV2', how: answered(503, 'SlowDown'), after: 1 });
    expect(new Set(await list()).size).toBe(2100);
    expect(scene.bucket.count('ListObjectsV2')).toBe(4);
  });

  const page = (more: string) =>
    `<ListBucketResult><IsTruncated>true</IsTruncated>${more}</ListBucketResult>`;
  const last = (more: string) => page(more).replace('true', 'false');
  it.each([
    ['HTML', '<html></html>'],
    ['no XML', '{"keys": []}'],
    ['cut off', '<ListBucketResult><IsTruncated>false</IsTruncated>'],
    ['a document with entities', `<!DOCTYPE x [<!ENTITY a "b">]>${last('')}`],
    ['truncated without a token', page('')],
    ['the same page for ever', page('<NextContinuationToken>again</NextContinuationToken>')],
    ['an entry without a size', last('<Contents><Key>results/a</Key></Contents>')],
  ])('that is %s is refused', async (_name, body) => {
    scene.bucket.fail({ on: 'ListObjectsV2', how: { kind: 'answer', status: 200, body }, times: 9 });
    expect(await scene.failureOf(list)).toMatchObject({ reason: 'provider-answer-unusable' });
  });
});
