import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireWritableFolder } from './writable-folder.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'writable '));
  await writeFile(join(root, 'file'), '');
});
afterAll(() => rm(root, { recursive: true, force: true }));

test('a folder that can be written is made if missing, and nothing is left in it', async () => {
  const folder = join(root, 'new', 'deep');
  await requireWritableFolder(folder);
  await requireWritableFolder(folder);
  expect(await readdir(folder)).toEqual([]);
});

test('a path through a file is refused', async () => {
  await expect(requireWritableFolder(join(root, 'file', 'below'))).rejects.toMatchObject({
    reason: 'invalid-output',
    message: expect.stringContaining('a part of its path is a file'),
  });
});

// There even root can make nothing, and Node's own recursive mkdir never returns.
test.runIf(process.platform === 'linux')(
  'a file system that takes no files is refused, at once',
  async () => {
    for (const folder of ['/proc', '/proc/ugc/data']) {
      await expect(requireWritableFolder(folder)).rejects.toMatchObject({
        reason: 'invalid-output',
        message: expect.stringContaining(`the folder ${folder}`),
      });
    }
  },
);
