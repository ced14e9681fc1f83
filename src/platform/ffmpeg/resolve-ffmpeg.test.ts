import { chmod, cp, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../config/read-config.ts';
import { silentLog } from '../log/log.ts';
import { inspectFfmpeg } from './inspect-ffmpeg.ts';
import { isTooOld } from './needs.ts';
import { npmFfmpegs } from './npm-ffmpeg.ts';
import { type FfmpegConfig, resolveFfmpeg } from './resolve-ffmpeg.ts';

let folder: string;
let config: FfmpegConfig;
let real: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ffmpeg resolve '));
  config = { path: undefined, searchFolders: [], cacheFolder: join(folder, 'cache') };
  const { searchFolders } = readConfig(process.env).ffmpeg;
  real = (await resolveFfmpeg({ ...config, searchFolders }, silentLog)).path;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A program that answers as the real one does, less what `without` removes from its lists. */
async function program(name: string, script: string): Promise<string> {
  const path = join(folder, name, 'ffmpeg');
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

test('a capable program of the system is taken, and remembered without running it again', async () => {
  const counting = await program('counting', `echo run >> "${folder}/runs"; exec "${real}" "$@"`);
  const searching = { ...config, searchFolders: [join(folder, 'nothing'), join(folder, 'counting')] };
  const found = await resolveFfmpeg(searching, silentLog);
  expect(found.path).toBe(counting);
  const runs = async () => (await import('node:fs/promises')).readFile(join(folder, 'runs'), 'utf8');
  const first = await runs();
  expect((await resolveFfmpeg(searching, silentLog)).version).toBe(found.version);
  expect(await runs()).toBe(first);
  await utimes(counting, new Date(), new Date(Date.now() - 5000));
  await resolveFfmpeg(searching, silentLog);
  expect(await runs()).not.toBe(first);
});

test('a program that lacks a filter is passed over for the next', async () => {
  await program('poor', `"${real}" "$@" | grep -v " zscale "`);
  const next = await program('rich', `exec "${real}" "$@"`);
  const searchFolders = [join(folder, 'poor'), join(folder, 'rich')];
  expect((await resolveFfmpeg({ ...config, searchFolders }, silentLog)).path).toBe(next);
});

describe('FFMPEG_PATH is taken or refused, never replaced', () => {
  test('a program that lacks something', async () => {
    const path = await program('named', `"${real}" "$@" | grep -v -e " ass " -e " libx264 "`);
    await expect(resolveFfmpeg({ ...config, path }, silentLog)).rejects.toMatchObject({
      reason: 'ffmpeg-incapable',
      message: expect.stringMatching(/has no encoder libx264, no filter ass.*apt install ffmpeg/),
    });
  });

  test('a program that is too old', async () => {
    const path = await program(
      'old',
      `"${real}" "$@" | sed 's/^ffmpeg version [^ ]*/ffmpeg version 4.4.2-0ubuntu/'`,
    );
    await expect(resolveFfmpeg({ ...config, path }, silentLog)).rejects.toMatchObject({
      reason: 'ffmpeg-incapable',
      message: expect.stringContaining('is version 4.4.2-0ubuntu, and 5.1 or newer is needed'),
    });
  });

  test('a path without a program', async () => {
    await expect(resolveFfmpeg({ ...config, path: join(folder, 'none') }, silentLog)).rejects.toMatchObject({
      reason: 'ffmpeg-missing',
      message: expect.stringContaining(join(folder, 'none')),
    });
  });
});

test("npm's program has its known checksum and everything needed; a changed one is not even run", async () => {
  const [brought] = await npmFfmpegs();
  if (brought?.sha256 === undefined) return;
  const inspection = await inspectFfmpeg(brought.path, config.cacheFolder, { sha256: brought.sha256 });
  expect(inspection).toMatchObject({ missing: [] });
  const forged = await program('forged', `touch "${folder}/was-run"`);
  expect(await inspectFfmpeg(forged, config.cacheFolder, { sha256: brought.sha256 })).toBe('wrong-checksum');
  expect(await readdir(folder)).not.toContain('was-run');
});

test('a cache that is damaged is written anew', async () => {
  const own = { ...config, path: real, cacheFolder: join(folder, 'damaged') };
  await cp(config.cacheFolder, own.cacheFolder, { recursive: true });
  for (const file of await readdir(own.cacheFolder))
    await writeFile(join(own.cacheFolder, file), '{"version":');
  await expect(resolveFfmpeg(own, silentLog)).resolves.toMatchObject({ path: real });
});

test.each([
  ['4.4.2-0ubuntu', true],
  ['5.0.1', true],
  ['5.1.9-0+deb12u1', false],
  ['n7.1', false],
  ['8.0', false],
  ['N-47683-g0e8eb07980', false],
])('version %s is too old: %s', (version, expected) => {
  expect(isTooOld(version)).toBe(expected);
});
