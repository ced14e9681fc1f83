import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkedOutputPath } from './output-path.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'output path '));
  await mkdir(join(folder, 'folder.mp4'));
  await writeFile(join(folder, 'old.mp4'), 'old');
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

it('takes a new file and one that is replaced, and gives them absolute', async () => {
  expect(await checkedOutputPath(join(folder, 'new.mp4'), '--out', '.mp4')).toBe(join(folder, 'new.mp4'));
  expect(await checkedOutputPath(join(folder, 'old.MP4'), '--out', '.mp4')).toBe(join(folder, 'old.MP4'));
});

it.each([
  ['ad.avi', 'ends in .mp4'],
  ['folder.mp4', 'it is a folder'],
  ['none/ad.mp4', 'does not exist'],
])('refuses %s and says why', async (name, why) => {
  await expect(checkedOutputPath(join(folder, name), '--out', '.mp4')).rejects.toMatchObject({
    reason: 'invalid-output',
    message: expect.stringContaining(why),
  });
});
