import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesContract } from '../../ports/files.contract.ts';
import { createLocalFiles } from './provider.ts';

let folder: string;
const open = async () => await createLocalFiles({ folder, publicUrl: 'http://localhost:8080' });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local files '));
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

filesContract('a folder', open, async (url) => {
  const files = await open();
  return await files.openLink(url).then(
    async (file) => ({ ok: true, text: await readFile(file.path, 'utf8') }),
    () => ({ ok: false, text: '' }),
  );
});

describe('links of the folder', () => {
  it('outlive a restart, because the secret is kept', async () => {
    const first = await open();
    await first.store('a/b.json', { path: new URL(import.meta.url).pathname, mime: 'application/json' });
    const url = await first.link('a/b.json', 60);
    const second = await open();
    expect((await second.openLink(url)).bytes).toBeGreaterThan(0);
  });

  it('are refused with a longer life than was signed', async () => {
    const files = await open();
    const url = await files.link('a/b.json', 60);
    url.searchParams.set('expires', String(Number(url.searchParams.get('expires')) + 3600));
    await expect(files.openLink(url)).rejects.toMatchObject({ reason: 'link-invalid' });
  });
});

it('a file that somebody put into the folder under another kind of name is passed over', async () => {
  const files = await open();
  const source = { path: new URL(import.meta.url).pathname, mime: 'application/json' };
  const { path } = await files.store('foreign/ours.json', source);
  await writeFile(join(dirname(path), 'Urlaub 1.JPG'), 'x');
  const keys: string[] = [];
  for await (const { key } of files.list('foreign')) keys.push(key);
  expect(keys).toEqual(['foreign/ours.json']);
});
