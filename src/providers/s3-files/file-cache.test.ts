import { access, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { factsName } from './cached-version.ts';
import { createFileCache, type FileCache } from './file-cache.ts';

let folder: string;
const rules = { maxBytes: 2_500, inUseMs: 60_000, unusedMs: 3_600_000 };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-cache-'));
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

async function receive(cache: FileCache, key: string, etag = '"1"', text = 'x'): Promise<string> {
  const content = text.repeat(1000);
  const facts = { etag, mime: 'video/mp4', sha256: 'none', bytes: 1000 };
  const copy = await cache.receive(key, async (path) => {
    await writeFile(path, content);
    return facts;
  });
  return copy?.path ?? '';
}
async function lastAsked(path: string, agoMs: number): Promise<void> {
  const then = new Date(Date.now() - agoMs);
  await utimes(join(dirname(path), factsName), then, then);
}
const isThere = async (path: string) =>
  await access(path).then(
    () => true,
    () => false,
  );

it('makes room by what was unused for longest, and never takes what may be in use', async () => {
  const cache = await createFileCache({ ...rules, folder });
  const paths = [];
  for (const name of ['a', 'b', 'c', 'd']) paths.push(await receive(cache, `results/${name}/head.mp4`));
  const [oldest = '', old = '', used = ''] = paths;
  await cache.trim();
  expect(await Promise.all(paths.map(isThere))).toEqual([true, true, true, true]);
  await lastAsked(oldest, 180_000);
  await lastAsked(old, 120_000);
  await lastAsked(used, 90_000);
  await cache.find('results/c/head.mp4');
  await cache.trim();
  expect(await Promise.all(paths.map(isThere))).toEqual([false, false, true, true]);
  expect(await readdir(join(folder, 'results'))).toEqual(['c', 'd']);
});

it('keeps nothing that nobody asked for in a long time, though there is room', async () => {
  const cache = await createFileCache({ ...rules, folder });
  const [forgotten, kept] = [await receive(cache, 'uploads/a.mp4'), await receive(cache, 'uploads/b.mp4')];
  await lastAsked(forgotten, rules.unusedMs + 1000);
  await lastAsked(kept, rules.unusedMs - 10_000);
  await cache.trim();
  expect([await isThere(forgotten), await isThere(kept)]).toEqual([false, true]);
});

it('makes room by itself when much has come', async () => {
  const cache = await createFileCache({ ...rules, inUseMs: 0, folder });
  const paths: string[] = [];
  for (const name of ['a', 'b', 'c', 'd', 'e']) paths.push(await receive(cache, `results/${name}.mp4`));
  await vi.waitFor(async () => {
    await receive(cache, 'results/last.mp4');
    expect(await isThere(paths[0] ?? '')).toBe(false);
  });
});

it('lets who reads a version read on when another one comes', async () => {
  const cache = await createFileCache({ ...rules, folder });
  const first = await receive(cache, 'results/one.mp4', '"1"', 'a');
  await receive(cache, 'results/one.mp4', '"2"', 'b');
  expect((await readFile(first, 'utf8'))[0]).toBe('a');
  expect(await cache.find('results/one.mp4')).toMatchObject({ etag: '"2"' });
});

it('takes the same version from two at once, and both can read it', async () => {
  const caches = await Promise.all([
    createFileCache({ ...rules, folder }),
    createFileCache({ ...rules, folder }),
  ]);
  const paths = await Promise.all(caches.map(async (cache) => await receive(cache, 'results/one.mp4')));
  expect(new Set(paths).size).toBe(1);
  expect((await readFile(paths[0] ?? '')).length).toBe(1000);
  expect(await readdir(join(folder, '.incoming'))).toEqual([]);
});

it('gives out nothing that is not whole, and takes it anew', async () => {
  const cache = await createFileCache({ ...rules, folder });
  const path = await receive(cache, 'results/one.mp4');
  await writeFile(path, 'cut off');
  expect(await cache.find('results/one.mp4')).toBeUndefined();
  await receive(cache, 'results/one.mp4');
  expect((await readFile(path)).length).toBe(1000);
  await writeFile(join(dirname(path), factsName), '{"etag": 1}');
  expect(await cache.find('results/one.mp4')).toBeUndefined();
});

it('leaves no trace of what was removed, and all of what lies beside it', async () => {
  const cache = await createFileCache({ ...rules, folder });
  for (const key of ['own/ab/one.jpg', 'own/ab/c/two.jpg', 'own/abc/three.jpg', 'own/ab'])
    await receive(cache, key);
  await cache.dropBelow('own/ab');
  expect(await cache.find('own/ab/one.jpg')).toBeUndefined();
  expect(await cache.find('own/ab')).toBeDefined();
  await cache.drop('own/ab');
  await cache.drop('own/none');
  expect(await readdir(join(folder, 'own'))).toEqual(['abc']);
});

it('sweeps what a killed process was fetching', async () => {
  await createFileCache({ ...rules, folder });
  const left = join(folder, '.incoming', 'work-999999-0badf00d-left');
  await mkdir(left, { recursive: true });
  await createFileCache({ ...rules, folder });
  expect(await isThere(left)).toBe(false);
});
