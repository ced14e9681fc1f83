import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MediaStudio, openMediaStudio } from '../../../test/support/media-studio.ts';
import type { BookendCheck } from './check-bookend.ts';
import { checkBookend } from './check-bookend.ts';

let studio: MediaStudio;
const person = { owner: 'test', isOperator: false };
const path = (name: string) => join(studio.pipeline.folder, name);

beforeAll(async () => {
  studio = await openMediaStudio();
  const { ffmpeg } = studio.parts;
  const clips = [
    ['one-frame.mp4', '64x64', 30, 1 / 30],
    ['portrait.mp4', '90x160', 30, 0.6],
    ['endless.mp4', '64x64', 2, 600],
  ] as const;
  for (const [name, size, rate, seconds] of clips) {
    const picture = ['-f', 'lavfi', '-i', `color=c=blue:s=${size}:r=${rate}:d=${seconds}`];
    const coded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', path(name)];
    await ffmpeg.run({ cwd: studio.pipeline.folder, timeoutMs: 60_000, args: [...picture, ...coded] });
  }
  await writeFile(path('words.mp4'), 'These are only words.');
});
afterAll(async () => await studio.close());

async function checked(name: string, part: Partial<BookendCheck> = {}) {
  const asked: BookendCheck = {
    ...{ part: 'intro', path: path(name), ownSound: true, tooLong: 'refuse' },
    ...part,
  };
  const signal = new AbortController().signal;
  const context = { signal, workFolder: studio.pipeline.folder, reportProgress: () => undefined };
  return await checkBookend(studio.parts, person, asked, context);
}

describe('an intro or outro', () => {
  it('of any shape is kept, with what it really is', async () => {
    const { bookend, warnings } = await checked('portrait.mp4', { ownSound: false });
    expect(bookend).toMatchObject({
      ownSound: false,
      probe: { size: { width: 90, height: 160 }, hasAudio: false },
    });
    expect(warnings).toEqual([]);
    expect(await studio.parts.files.exists(bookend.key)).toBe(true);
  });
  it('of a single frame is refused with what is allowed', async () => {
    await expect(checked('one-frame.mp4')).rejects.toMatchObject({
      reason: 'invalid-media',
      message: 'The intro lasts 0.03 s and would only flicker; 0.5 to 15 s are allowed.',
      details: { problem: 'clip-too-short', found: 0.03, allowed: 0.5 },
    });
  });
  it('of ten minutes is refused, or its first 15 s are taken where that is wanted', async () => {
    await expect(checked('endless.mp4', { part: 'outro' })).rejects.toMatchObject({
      message: 'The outro lasts 600.0 s; at most 15 s are allowed. Its first 15 s can be used.',
      details: { problem: 'clip-too-long', found: 600, allowed: 15 },
    });
    const { bookend, warnings } = await checked('endless.mp4', { tooLong: 'take-first-seconds' });
    expect(bookend.probe.durationSeconds).toBe(15);
    expect(warnings).toEqual(['The intro lasts 600.0 s; its first 15 s are used.']);
  });
  it('that is no video is refused in words', async () => {
    await expect(checked('words.mp4')).rejects.toMatchObject({ reason: 'invalid-media' });
  });
});
