import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FilesPort } from './files.ts';

/** Files above this are kept in another way by some stores. */
const bigBytes = 25 * 1024 * 1024 + 1;

/**
 * What every place that keeps files owes. `open` gives another door to the same place each time, as processes on
 * several machines have; `fetchLink` reads a link as its holder would.
 */
export function filesContract(
  name: string,
  open: () => Promise<FilesPort>,
  fetchLink: (url: URL) => Promise<{ ok: boolean; text: string }>,
  /** Why a test server lets every link pass. */
  linksPassBecause = '',
): void {
  describe(`files port: ${name}`, () => {
    let folder: string;
    let files: FilesPort;
    const draft = async (text: string) => {
      const path = join(folder, 'draft.json');
      await writeFile(path, text);
      return { path, mime: 'application/json' };
    };
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'files-contract-'));
      files = await open();
    });
    afterEach(async () => await rm(folder, { recursive: true, force: true }));

    it('gives back what was stored, with its hash and size', async () => {
      await files.store('results/a/b.json', await draft('hello'));
      const kept = await files.open('results/a/b.json');
      expect(await readFile(kept.path, 'utf8')).toBe('hello');
      expect(kept.bytes).toBe(5);
      expect(kept.mime).toBe('application/json');
      expect(kept.sha256).toBe('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
    });

    it('tells what a file is by the end of its name, whatever was known of it when it came', async () => {
      const { path } = await draft('{}');
      const stored = await files.store('uploads/a/b.mp4', { path, mime: 'application/octet-stream' });
      expect([stored.mime, (await files.open('uploads/a/b.mp4')).mime]).toEqual(['video/mp4', 'video/mp4']);
    });

    it('replaces a file whole when its key is stored again', async () => {
      await files.store('results/a/again.json', await draft('first, longer'));
      await files.store('results/a/again.json', await draft('second'));
      expect(await readFile((await files.open('results/a/again.json')).path, 'utf8')).toBe('second');
    });

    it('says that a file is not there, and removes what is not there in peace', async () => {
      expect(await files.exists('results/none.json')).toBe(false);
      await files.remove('results/none.json');
      await expect(files.open('results/none.json')).rejects.toMatchObject({ reason: 'not-found' });
      await expect(files.link('results/none.json', 60)).rejects.toMatchObject({ reason: 'not-found' });
    });

    it('forgets a file that was removed', async () => {
      await files.store('results/gone.json', await draft('x'));
      await files.remove('results/gone.json');
      expect(await files.exists('results/gone.json')).toBe(false);
    });

    it('forgets all that is kept below a key, and nothing beside it', async () => {
      for (const key of ['own/ab/one.json', 'own/ab/c/two.json', 'own/abc/three.json', 'own/ab.json']) {
        await files.store(key, await draft('x'));
      }
      await files.removeBelow('own/ab');
      await files.removeBelow('own/none');
      expect(await files.exists('own/ab/one.json')).toBe(false);
      expect(await files.exists('own/ab/c/two.json')).toBe(false);
      expect(await files.exists('own/abc/three.json')).toBe(true);
      expect(await files.exists('own/ab.json')).toBe(true);
    });

    it('lists what is kept below a folder of keys, and nothing beside it', async () => {
      await files.store('listed/a/one.json', await draft('one'));
      await files.store('listed/two.json', await draft('three'));
      await files.store('listed-not/four.json', await draft('four'));
      const found: Record<string, number> = {};
      for await (const { key, bytes, storedAt } of files.list('listed')) {
        found[key] = bytes;
        expect(Math.abs(Date.now() - storedAt.getTime())).toBeLessThan(60_000);
      }
      expect(found).toEqual({ 'listed/a/one.json': 3, 'listed/two.json': 5 });
      for await (const { key } of files.list('listed/none')) throw new Error(`${key} is not there`);
    });

    it.each([
      '../outside',
      '/etc/passwd',
      'a//b',
      'a/../b',
      '',
      'A/b',
      'a/.hidden',
      'a\\b',
      'a/b\u0000',
      'a/',
      'a b',
      'a%2fb',
      'a?versionid=1',
      'ключ',
      'x'.repeat(129),
      `${'long/'.repeat(110)}x`,
    ])('refuses the key %j', async (key) => {
      const file = await draft('x');
      const works: (() => Promise<unknown>)[] = [
        async () => await files.store(key, file),
        async () => await files.open(key),
        async () => await files.exists(key),
        async () => await files.find(key),
        async () => await files.link(key, 60),
        async () => await files.remove(key),
        async () => await files.removeBelow(key),
      ];
      for (const work of works) await expect(work()).rejects.toMatchObject({ reason: 'internal' });
    });

    it('keeps a big file as it is', async () => {
      const path = join(folder, 'big.mp4');
      const content = randomBytes(bigBytes);
      await writeFile(path, content);
      const stored = await files.store('results/big.mp4', { path, mime: 'video/mp4' });
      const opened = await (await open()).open('results/big.mp4');
      expect(opened).toMatchObject({ sha256: stored.sha256, bytes: bigBytes, mime: 'video/mp4' });
      expect(content.equals(await readFile(opened.path))).toBe(true);
    });

    it('keeps one of several contents that are stored under one key at once, whole', async () => {
      const contents = ['a', 'bb', 'ccc', 'dddd'].map((text) => text.repeat(5000));
      const drafts = contents.map(async (text, index) => {
        const path = join(folder, `${index}.json`);
        await writeFile(path, text);
        await files.store('results/raced.json', { path, mime: 'application/json' });
      });
      await Promise.all(drafts);
      expect(contents).toContain(await readFile((await files.open('results/raced.json')).path, 'utf8'));
    });

    it('shows at once what was replaced or removed by another door', async () => {
      const other = await open();
      const key = 'results/elsewhere.json';
      await files.store(key, await draft('first'));
      expect(await readFile((await other.open(key)).path, 'utf8')).toBe('first');
      await files.store(key, await draft('other'));
      expect(await readFile((await other.open(key)).path, 'utf8')).toBe('other');
      await files.remove(key);
      expect(await other.exists(key)).toBe(false);
      await expect(other.open(key)).rejects.toMatchObject({ reason: 'not-found' });
    });

    it('knows size and time of a file without reading it, and the key of a path that it gave', async () => {
      const stored = await files.store('results/known.json', await draft('known'));
      const found = await files.find('results/known.json');
      expect(found).toMatchObject({ key: 'results/known.json', bytes: 5 });
      expect(Math.abs(Date.now() - (found?.storedAt.getTime() ?? 0))).toBeLessThan(60_000);
      expect(await files.find('results/unknown.json')).toBeUndefined();
      expect(files.keyOf(stored.path)).toBe('results/known.json');
      expect(files.keyOf((await files.open('results/known.json')).path)).toBe('results/known.json');
      expect(files.keyOf(join(folder, 'draft.json'))).toBeUndefined();
    });

    it('gives links that anyone can read, for a week at most', async () => {
      await files.store('results/linked.json', await draft('linked'));
      const url = await files.link('results/linked.json', 60);
      expect(await fetchLink(url)).toEqual({ ok: true, text: 'linked' });
      await expect(files.link('results/linked.json', 8 * 24 * 3600)).rejects.toMatchObject({
        reason: 'internal',
      });
    });

    const skipped = linksPassBecause === '' ? '' : ` (skipped: ${linksPassBecause})`;
    it.skipIf(skipped !== '')(`refuses links that have ended or were altered${skipped}`, async () => {
      await files.store('results/linked.json', await draft('linked'));
      await files.store('results/secret.json', await draft('secret'));
      const url = await files.link('results/linked.json', 60);
      const other = new URL(url);
      other.pathname = other.pathname.replace('linked', 'secret');
      expect((await fetchLink(other)).ok).toBe(false);
      const ended = await files.link('results/linked.json', -1);
      expect((await fetchLink(ended)).ok).toBe(false);
    });

    it('gives no file to a link after it was removed', async () => {
      await files.store('results/linked.json', await draft('linked'));
      const url = await files.link('results/linked.json', 60);
      await files.remove('results/linked.json');
      expect((await fetchLink(url)).ok).toBe(false);
      await expect(files.link('results/linked.json', 60)).rejects.toMatchObject({ reason: 'not-found' });
    });
  });
}
