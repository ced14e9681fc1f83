import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localOperator } from '../../src/actions/parts.ts';
import { checkWish } from '../../src/actions/check-wish.ts';
import type { AdWish } from '../../src/actions/ad-wish.ts';
import { maxPictureBytes, uploadedFile } from '../../src/actions/keep-upload.ts';
import { listVoices } from '../../src/actions/list-voices.ts';
import { refuseOverwriting } from '../../src/cli/output-path.ts';
import { wishFrom } from '../../src/cli/make-options.ts';
import { openApp, type OpenApp } from '../../src/compose/app.ts';
import { readConfig } from '../../src/platform/config/read-config.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { runUgc } from '../crash/crash-run.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ugc-refusals-'));
  await mkdir(join(folder, 'folder.mp4'));
  await symlink('/dev/zero', join(folder, 'zero.mp4'));
  await writeFile(join(folder, 'empty.mp4'), '');
  await writeFile(join(folder, 'latin.txt'), Buffer.from([0x48, 0xe9]));
  await writeFile(join(folder, 'words.srt'), 'These are only words.');
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

describe("a user's file", () => {
  it.each([
    ['missing.mp4', "can't be read: there is no such file"],
    ['empty.mp4/below', "can't be read: there is no such file"],
    ['folder.mp4', 'is a folder, not a file'],
    ['zero.mp4', 'is a device, pipe or socket; only a file is allowed'],
    ['empty.mp4', 'is empty'],
    ['latin.txt', 'has 0.0 MB; at most 0.0 MB are allowed'],
  ])('is refused with what was found: %s', async (name, found) => {
    const path = join(folder, name);
    const upload = { path, what: 'background', maxBytes: name === 'latin.txt' ? 1 : maxPictureBytes };
    await expect(uploadedFile(upload, 'video/mp4')).rejects.toMatchObject({
      reason: 'invalid-media',
      message: `The background ${path} ${found}.`,
    });
  });

  it('with a script must be UTF-8', async () => {
    const path = join(folder, 'latin.txt');
    await expect(wishFrom({ 'script-file': path, presenter: 'mark' })).rejects.toMatchObject({
      message: `The script file ${path} is not UTF-8 text.`,
    });
  });

  it('is never replaced by what is made from it, also under another name of it', async () => {
    const path = join(folder, 'words.srt');
    await symlink(path, join(folder, 'other-name'));
    await expect(refuseOverwriting(path, { background: join(folder, 'other-name') })).rejects.toMatchObject({
      reason: 'invalid-output',
    });
    await refuseOverwriting(join(folder, 'new.mp4'), { background: path, picture: undefined });
  });
});

describe('an ad that is wished for', () => {
  let app: OpenApp;
  beforeAll(async () => {
    app = await openApp(readConfig({ DATA_DIR: join(folder, 'data') }), silentLog);
  });
  afterAll(async () => await app.close());

  const refusal = async (options: Record<string, string>) => {
    const wish: AdWish = await wishFrom({ script: 'Hi there!', presenter: 'mark', ...options });
    return await checkWish(app.parts, localOperator, wish, new AbortController().signal).then(
      () => 'nothing was refused',
      (error: Error) => error.message,
    );
  };

  it.each([
    [{ script: ' ' }, /empty.*at least one word/],
    [{ script: 'word '.repeat(400) }, /2000 characters and 1500 are allowed.*cut at least/],
    [{ presenter: 'makr' }, /"makr" is unknown; did you mean mark/],
    [{ voice: 'emm' }, /"emm" is unknown or does not speak the language en; did you mean emma/],
    [{ language: 'xx' }, /No voice speaks the language "xx"; there are voices for .*en.*ru/],
    [{ language: 'xx', voice: 'emma' }, /No voice speaks the language "xx"; there are voices for/],
    [{ 'subtitle-theme': 'lite' }, /did you mean 'light'\? The themes are/],
  ])('is refused with what was found and what is allowed: %o', async (options, sentence) => {
    expect(await refusal(options as Record<string, string>)).toMatch(sentence);
  });

  it('leaves no scratch folder and no production where it was refused', async () => {
    await refusal({ background: join(folder, 'words.srt') });
    expect(await readdir(app.parts.scratchFolder)).toEqual([]);
    const { rows } = await app.parts.database.pool.query('select id from ugc.production');
    expect(rows).toEqual([]);
  });

  it('has a voice in each language that is named as spoken', async () => {
    await expect(listVoices(app.parts, 'xx')).rejects.toMatchObject({ reason: 'invalid-voice' });
    expect((await listVoices(app.parts, 'ru')).length).toBeGreaterThan(0);
  });
});

describe('the shell', () => {
  it('tells a failure as one JSON object on one line, writes nothing else, and ends with 2', async () => {
    const place = join(folder, 'nowhere', 'ad.mp4');
    const run = await runUgc(folder, ['make', '--script', 'Hi', '--presenter', 'mark', '--out', place]);
    expect(run).toMatchObject({ code: 2, errorText: '' });
    expect(run.events).toEqual([
      expect.objectContaining({ event: 'failed', reason: 'invalid-output', message: expect.any(String) }),
    ]);
  });
});
