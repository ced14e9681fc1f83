import { readFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { putObject } from '../../../test/doubles/s3-store.ts';
import { s3Scene } from '../../../test/support/s3-scene.ts';

const scene = s3Scene();
/** Requests that bring a file, whatever this machine has. */
const fetchedWhole = () =>
  scene.bucket.requests.filter(
    ({ operation, headers }) => operation === 'GetObject' && !headers['if-none-match'],
  );

describe('a copy on this machine', () => {
  it('is asked about, and the file not fetched anew: after it was stored, opened, or the program started again', async () => {
    const stored = await scene.store();
    for (let times = 0; times < 3; times += 1) {
      expect(await scene.files.open(scene.key)).toMatchObject({ sha256: stored.sha256, mime: 'video/mp4' });
    }
    expect(fetchedWhole()).toHaveLength(0);
    const cacheFolder = (await scene.files.open(scene.key)).path.split('/results/')[0] ?? '';
    const again = await scene.open({ cacheFolder });
    await again.open(scene.key);
    expect(fetchedWhole()).toHaveLength(0);
  });

  it('is fetched once for many who ask at once', async () => {
    await scene.storeElsewhere(Buffer.from('content'));
    const opened = await Promise.all([1, 2, 3, 4].map(async () => await scene.files.open(scene.key)));
    expect(new Set(opened.map(({ path }) => path)).size).toBe(1);
    expect(fetchedWhole()).toHaveLength(1);
  });

  it('is not given out for a file that is gone', async () => {
    await scene.store();
    const { path } = await scene.files.open(scene.key);
    scene.bucket.store.objects.clear();
    await expect(scene.files.open(scene.key)).rejects.toMatchObject({ reason: 'not-found' });
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('goes with the file, and with all that is below a folder', async () => {
    const { path } = await scene.files.store(scene.key, await scene.draft());
    await scene.files.remove(scene.key);
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
    const below = await scene.files.store('own/ab/one.mp4', await scene.draft());
    await scene.files.removeBelow('own/ab');
    await expect(readFile(below.path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('of a file that is being removed does not come back', async () => {
    await scene.storeElsewhere(Buffer.from('content'));
    const held = Promise.withResolvers<void>();
    scene.bucket.fail({ on: 'GetObject', how: { kind: 'held', until: held.promise } });
    const opening = scene.files.open(scene.key);
    await vi.waitFor(() => expect(scene.bucket.count('GetObject')).toBe(1));
    const removing = scene.files.remove(scene.key);
    await vi.waitFor(() => expect(scene.bucket.store.objects.size).toBe(0));
    // Long enough for a removal that waits for nothing to be over.
    await expect(scene.files.open('results/none.mp4')).rejects.toMatchObject({ reason: 'not-found' });
    held.resolve();
    const { path } = await opening;
    await removing;
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is what was stored last by this machine, also while an older one is being fetched', async () => {
    await scene.storeElsewhere(Buffer.alloc(300_000, 'old'));
    const before = scene.files.open(scene.key);
    await scene.files.store(scene.key, await scene.draft('new', 'new.mp4'));
    expect((await readFile((await scene.files.open(scene.key)).path)).toString()).toBe('new');
    await before;
    expect((await scene.read()).toString()).toBe('new');
  });

  it('is checked by its size where somebody else stored the file without a hash', async () => {
    putObject(scene.bucket.store, scene.key, Buffer.from('foreign'), {
      contentType: 'video/mp4',
      metadata: {},
    });
    expect(await scene.files.open(scene.key)).toMatchObject({ bytes: 7, mime: 'video/mp4' });
  });
});

describe('a link', () => {
  const ending = (url: URL) => Number(url.searchParams.get('X-Amz-Expires'));

  it('is given out again while it lives for as long as was asked, and made anew before it ends', async () => {
    await scene.store();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    try {
      const first = await scene.files.link(scene.key, 3600);
      vi.setSystemTime(Date.now() + 5 * 60_000);
      expect((await scene.files.link(scene.key, 3600)).href).toBe(first.href);
      vi.setSystemTime(Date.now() + 5 * 60_000);
      expect((await scene.files.link(scene.key, 3600)).href).not.toBe(first.href);
      expect(ending(first)).toBeGreaterThanOrEqual(3600 + 300);
      expect((await fetch(first)).status).toBe(200);
    } finally {
      vi.useRealTimers();
    }
  });

  it('lives for a week at most', async () => {
    await scene.store();
    const link = await scene.files.link(scene.key, 7 * 24 * 3600);
    expect(ending(link)).toBe(7 * 24 * 3600);
    expect((await fetch(link)).status).toBe(200);
    scene.bucket.knobs.clockOffsetMs = 7 * 24 * 3_600_000 + 1000;
    expect((await fetch(link)).status).toBe(403);
  });

  it('gives the file to be saved under its name, in parts where that is asked for', async () => {
    await scene.store();
    const link = await scene.files.link(scene.key, 60);
    const answer = await fetch(link, { headers: { range: 'bytes=1-3' } });
    expect([answer.status, await answer.text()]).toEqual([206, 'ont']);
    expect(answer.headers.get('content-range')).toBe('bytes 1-3/7');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="one.mp4"');
    expect(answer.headers.get('content-type')).toBe('video/mp4');
  });

  it('to store by takes a file of the type that was signed, under that key alone', async () => {
    const link = await scene.files.uploadLink('uploads/given.mp4', 'video/mp4', 60);
    const put = async (url: string, type: string) =>
      (await fetch(url, { method: 'PUT', body: 'given', headers: { 'content-type': type } })).status;
    expect(await put(link.href, 'text/html')).toBe(403);
    expect(await put(link.href.replace('given', 'other'), 'video/mp4')).toBe(403);
    expect(await put(link.href, 'video/mp4')).toBe(200);
    expect(await readFile((await scene.files.open('uploads/given.mp4')).path, 'utf8')).toBe('given');
    expect((await fetch(link)).status).toBe(403);
  });
});
