import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FilesPort } from './files.ts';

/** What every place that keeps files owes; `fetchLink` reads a link as its holder would. */
export function filesContract(
  name: string,
  open: () => Promise<FilesPort>,
  fetchLink: (url: URL) => Promise<{ ok: boolean; text: string }>,
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

    it.each(['../outside', '/etc/passwd', 'a//b', 'a/../b', '', 'A/b', 'a/.hidden', 'a\\b', 'a/b\u0000'])(
      'refuses the key %j',
      async (key) => {
        await expect(files.store(key, await draft('x'))).rejects.toMatchObject({ reason: 'internal' });
        await expect(files.open(key)).rejects.toMatchObject({ reason: 'internal' });
      },
    );

    it('gives links that can be read until they end, and not when altered', async () => {
      await files.store('results/linked.json', await draft('linked'));
      await files.store('results/secret.json', await draft('secret'));
      const url = await files.link('results/linked.json', 60);
      expect(await fetchLink(url)).toEqual({ ok: true, text: 'linked' });
      const other = new URL(url);
      other.pathname = other.pathname.replace('linked', 'secret');
      expect((await fetchLink(other)).ok).toBe(false);
      const ended = await files.link('results/linked.json', -1);
      expect((await fetchLink(ended)).ok).toBe(false);
    });
  });
}
