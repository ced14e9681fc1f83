import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type S3Double, startS3Double } from '../../test/doubles/s3-server.ts';
import { sha256 } from '../platform/files/sha256.ts';
import { silentLog } from '../platform/log/log.ts';
import { createLocalFiles } from '../providers/local-files/provider.ts';
import { createS3Files, type S3Files } from '../providers/s3-files/provider.ts';
import { createLendFile, isReachedFromOutside } from './lend-file.ts';

let bucket: S3Double;
let folder: string;
let files: S3Files;
beforeAll(async () => {
  bucket = await startS3Double();
  folder = await mkdtemp(join(tmpdir(), 'lend-file-'));
  files = await createS3Files({ ...bucket, cacheFolder: join(folder, 'cache'), log: silentLog });
});
beforeEach(() => bucket.reset());
afterAll(async () => {
  await bucket.close();
  await rm(folder, { recursive: true, force: true });
});

const { signal } = new AbortController();
async function madeFile(content = 'a scene') {
  const path = join(folder, 'scene.mp4');
  await writeFile(path, content);
  return { path, sha256: sha256(content), mime: 'video/mp4', bytes: content.length };
}
const fetched = async (link: string | undefined) => {
  const answer = await fetch(link ?? '');
  return answer.ok ? await answer.text() : answer.status;
};

describe('a file lent from a bucket', () => {
  it('is brought once for the same content, by a link that anyone can read until it ends', async () => {
    const lend = createLendFile({ files, canBeReached: true });
    const file = await madeFile();
    const [first, second] = [await lend(file, 600, signal), await lend(file, 600, signal)];
    expect(await fetched(first)).toBe('a scene');
    expect(await fetched(second)).toBe('a scene');
    expect([...bucket.store.objects.keys()]).toEqual([`lent/${file.sha256}.mp4`]);
    expect(bucket.count('PutObject')).toBe(1);
    bucket.knobs.clockOffsetMs = 3_600_000;
    expect(await fetched(first)).toBe(403);
  });

  it('is brought again where the copy would be removed while the link lives', async () => {
    const lend = createLendFile({ files, canBeReached: true });
    const file = await madeFile();
    await lend(file, 600, signal);
    for (const object of bucket.store.objects.values()) {
      object.storedAt = new Date(Date.now() - 22.9 * 3_600_000);
    }
    await lend(file, 60, signal);
    expect(bucket.count('PutObject')).toBe(1);
    await lend(file, 3600, signal);
    expect(bucket.count('PutObject')).toBe(2);
  });

  it('is lent from where it is kept, if it is', async () => {
    const lend = createLendFile({ files, canBeReached: true });
    await files.store('results/head/1/head.mp4', await madeFile());
    const link = await lend(await files.open('results/head/1/head.mp4'), 600, signal);
    expect(await fetched(link)).toBe('a scene');
    expect(bucket.store.objects.size).toBe(1);
    // Whoever removed it meanwhile: the copy here is still a file to be lent.
    const kept = await files.open('results/head/1/head.mp4');
    bucket.store.objects.clear();
    expect(await fetched(await lend(kept, 600, signal))).toBe('a scene');
    expect([...bucket.store.objects.keys()]).toEqual([`lent/${kept.sha256}.mp4`]);
  });

  it('is not stored for who has cancelled', async () => {
    const lend = createLendFile({ files, canBeReached: true });
    const cancelled = AbortSignal.abort();
    await expect(lend(await madeFile(), 600, cancelled)).rejects.toMatchObject({ reason: 'cancelled' });
    expect(bucket.requests).toEqual([]);
  });
});

describe('a file lent from a folder', () => {
  afterEach(async () => await rm(join(folder, 'kept'), { recursive: true, force: true }));

  it('has a link of our own server, and nothing where nobody outside can reach that', async () => {
    const local = await createLocalFiles({
      folder: join(folder, 'kept'),
      publicUrl: 'https://bot.example.com',
    });
    const file = await madeFile();
    expect(await createLendFile({ files: local, canBeReached: false })(file, 600, signal)).toBeUndefined();
    expect(await local.exists(`lent/${file.sha256}.mp4`)).toBe(false);
    const lend = createLendFile({ files: local, canBeReached: true });
    const link = new URL((await lend(file, 600, signal)) ?? '');
    expect(link.origin).toBe('https://bot.example.com');
    expect(await local.openLink(link)).toMatchObject({ bytes: file.bytes, mime: 'video/mp4' });
  });

  it('is stored again where the copy is near its end', async () => {
    const local = await createLocalFiles({
      folder: join(folder, 'kept'),
      publicUrl: 'https://bot.example.com',
    });
    const lend = createLendFile({ files: local, canBeReached: true });
    const file = await madeFile();
    await lend(file, 600, signal);
    const key = `lent/${file.sha256}.mp4`;
    const { path } = await local.open(key);
    const then = new Date(Date.now() - 23 * 3_600_000);
    await utimes(path, then, then);
    await lend(file, 600, signal);
    expect(((await local.find(key))?.storedAt.getTime() ?? 0) - then.getTime()).toBeGreaterThan(3_600_000);
  });
});

it.each([
  ['https://bot.example.com', true],
  ['http://bot.example.com', false],
  ['https://localhost:8443', false],
  ['https://192.168.1.7', false],
  ['https://[fd00::1]', false],
  ['https://93.184.216.34', true],
  ['https://studio', false],
  ['http://127.0.0.1:8080', false],
])('from outside, %s can be reached: %s', (url, isReached) => {
  expect(isReachedFromOutside(url)).toBe(isReached);
});

it('loopback is reached by services that are on loopback themselves', () => {
  expect(isReachedFromOutside('http://127.0.0.1:8080', true)).toBe(true);
  expect(isReachedFromOutside('http://192.168.1.7', true)).toBe(false);
});
