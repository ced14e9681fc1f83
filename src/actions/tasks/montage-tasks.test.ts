import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MediaStudio, openMediaStudio } from '../../../test/support/media-studio.ts';
import { openTaskRunner, outcomeOf, type TaskRunner } from '../../../test/support/task-runner.ts';
import { makeTestVideo } from '../../../test/support/test-video.ts';
import { workOffSteps } from '../../pipeline/register.ts';
import { findProduction } from '../../store/productions.ts';
import { montageStill } from '../montage/montage-still.ts';

let studio: MediaStudio;
let runner: TaskRunner;
let productionId: string;

beforeAll(async () => {
  studio = await openMediaStudio();
  runner = await openTaskRunner(studio);
  const { pipeline, parts } = studio;
  await workOffSteps(pipeline.parts, { concurrency: 1, shutdown: new AbortController().signal });
  productionId = await pipeline.order();
  while ((await findProduction(parts.database.db, productionId))?.state !== 'delivered') await delay(20);
  await parts.database.pool.query('update ugc.production set owner = $1', [runner.personId]);
  await makeTestVideo(pipeline.folder, 'clip.mp4');
});
afterAll(async () => {
  await runner.stop();
  await studio.close();
});

const refused = (problem: string) => ({ refusal: { reason: 'invalid-subtitles', details: { problem } } });

async function checked(content: string | Buffer, name = 'words.srt') {
  const bytes = Buffer.from(content as string);
  const file = await runner.sent(bytes, { kind: 'document', name, bytes: bytes.length });
  return await runner.endOf({ kind: 'check-subtitles', productionId, file });
}

const entry = (text: string, times = '00:00:00,000 --> 00:00:00,900') => `1\n${times}\n${text}\n`;

describe('a subtitle file', () => {
  it('is kept when a viewer would see something of it, in the usual encodings', async () => {
    const russian = Buffer.concat([
      Buffer.from('1\n00:00:00,000 --> 00:00:00,900\n'),
      Buffer.from([0xd5, 0xeb, 0xe5, 0xe1, 0x20, 0xf1, 0xe2, 0xe5, 0xe6, 0xe8, 0xe9]),
    ]);
    const utf16 = Buffer.from(`\ufeff${entry('Хлеб')}`, 'utf16le');
    for (const content of [entry('Warm bread'), russian, utf16, entry('לחם חם')]) {
      const found = outcomeOf(await checked(content), 'check-subtitles');
      expect(found).toMatchObject({ productionId, cues: 1, warnings: [] });
      expect(await studio.parts.files.exists(found.file.key)).toBe(true);
    }
  });

  it('that must be changed to be shown says how', async () => {
    const late = `${entry('One')}\n${entry('Two', '00:00:00,500 --> 00:00:09,000')}\n${entry('Far', '00:01:00,000 --> 00:01:01,000')}`;
    const end = outcomeOf(await checked(late), 'check-subtitles');
    expect(end.warnings).toEqual(['overlap', 'beyond-speech', 'cut-at-end']);
    expect(outcomeOf(await checked(entry('Bread 面包')), 'check-subtitles').warnings).toEqual([
      'missing-glyphs',
    ]);
  });

  it.each([
    ['subtitles-no-font', entry('面包很好')],
    ['subtitles-empty', ''],
    ['subtitles-empty', 'no times here'],
    ['subtitles-time', entry('Hello', '00:00:01 --> soon')],
    ['subtitles-order', entry('Hello', '00:00:02,000 --> 00:00:01,000')],
    ['subtitles-after-speech', entry('Hello', '00:10:00,000 --> 00:10:01,000')],
    ['subtitles-too-big', `${entry('Hello')}${' '.repeat(600_000)}`],
    ['subtitles-long-text', entry('a'.repeat(600))],
  ])('is refused in words: %s', async (problem, content) => {
    expect(await checked(content)).toMatchObject(refused(problem));
  });

  it('that is sent as a picture, or for a video of somebody else, is not even fetched', async () => {
    const file = { fileId: 'nowhere', kind: 'photo' } as const;
    expect(await runner.endOf({ kind: 'check-subtitles', productionId, file })).toMatchObject(
      refused('subtitles-not-text'),
    );
    const other = await studio.pipeline.order();
    const words = { fileId: 'nowhere', kind: 'document' } as const;
    expect(await runner.endOf({ kind: 'check-subtitles', productionId: other, file: words })).toMatchObject({
      refusal: { reason: 'not-found' },
    });
  });
});

describe('an intro that was sent', () => {
  it('is kept with its sound and its real type; what is none is refused', async () => {
    const video = await readFile(join(studio.pipeline.folder, 'clip.mp4'));
    const asked = { kind: 'check-bookend', productionId, part: 'intro', tooLong: 'refuse' } as const;
    const file = await runner.sent(video, { name: 'clip.bin', bytes: video.length });
    const { bookend } = outcomeOf(await runner.endOf({ ...asked, source: { file } }), 'check-bookend');
    expect(bookend).toMatchObject({ ownSound: true, key: expect.stringMatching(/\.mp4$/) });
    const words = await runner.sent(Buffer.from('These are words.'), { name: 'clip.mp4' });
    expect(await runner.endOf({ ...asked, source: { file: words } })).toMatchObject({
      refusal: { reason: 'invalid-media', details: { problem: 'not-a-video' } },
    });
    expect(await runner.endOf({ ...asked, source: { url: 'http://127.0.0.1/clip' } })).toMatchObject({
      refusal: { reason: 'link-refused', details: { problem: 'link-private' } },
    });
  });
});

describe('a preview clip', () => {
  it('is made once of the same settings, and anew by a montage that draws otherwise', async () => {
    const { calls, parts } = studio.pipeline;
    const before = calls.montage;
    const preview = async () =>
      outcomeOf(await runner.endOf({ kind: 'preview-clip', productionId }), 'preview-clip').videoKey;
    const videoKey = await preview();
    expect(await studio.parts.files.exists(videoKey)).toBe(true);
    expect(await preview()).toBe(videoKey);
    expect(calls.montage).toBe(before + 1);
    const { montage } = parts.local;
    Object.assign(montage, { adapter: { ...montage.adapter, version: '2' } });
    expect(await preview()).not.toBe(videoKey);
    expect(calls.montage).toBe(before + 2);
    expect(await studio.parts.files.exists(videoKey)).toBe(false);
  });
});

describe('a still', () => {
  it('is drawn once of the same settings, and all of it anew by a montage that draws otherwise', async () => {
    const { montage } = studio.pipeline.parts.local;
    let draws = 0;
    const still: typeof montage.still = async (_request, _atSeconds, { workFolder }) => {
      draws += 1;
      const picturePath = join(workFolder, 'frame.webp');
      await copyFile(studio.parts.demoPicturePath, picturePath);
      return { picturePath };
    };
    Object.assign(montage, { still });
    const person = { owner: runner.personId, isOperator: false };
    const card = async () => (await montageStill(studio.parts, person, { productionId })).contentKey;
    const first = await card();
    const once = draws;
    expect(once).toBeGreaterThan(0);
    expect(await card()).toBe(first);
    expect(draws).toBe(once);
    Object.assign(montage, { adapter: { ...montage.adapter, version: 'newer' } });
    expect(await card()).not.toBe(first);
    expect(draws).toBe(2 * once);
  });
});
