import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ffmpegAt } from '../../../platform/ffmpeg/ffmpeg.ts';
import { createLocalSpeech } from '../provider.ts';

const ffmpegPath = process.env.FFMPEG_PATH ?? '/usr/bin/ffmpeg';

const texts = [
  'This cream made my skin feel soft in just three days.',
  'I was really surprised how easy the setup was, it took me five minutes.',
  'Order today and get free delivery to your door.',
  'My whole family loves this coffee. We drink it every morning!',
  'If you want to save time and money, try this app right now.',
  'It is small, light and the battery lasts the whole day.',
];

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}

describe('the aligner', () => {
  const speech = createLocalSpeech({ ffmpeg: ffmpegAt(ffmpegPath, 'test') });
  const workFolder = mkdtempSync(join(tmpdir(), 'aligner-'));
  const context = { signal: new AbortController().signal, workFolder, reportProgress: () => {} };
  afterAll(async () => {
    await speech.close();
    rmSync(workFolder, { recursive: true, force: true });
  });

  async function startErrors(voiceId: string, spoken: string, given: string): Promise<readonly number[]> {
    const made = await speech.synthesise({ text: spoken, language: 'en', voiceId, take: 0 }, context);
    const found = await speech.aligner.align(
      { audio: { path: made.audioPath }, text: given, language: 'en' },
      context,
    );
    return found.words.map((word, index) => word.startSeconds - (made.track.words[index]?.startSeconds ?? 0));
  }

  it('finds word starts within 30 ms in the median, for a man and a woman', async () => {
    for (const voiceId of ['james', 'emma']) {
      const errors: number[] = [];
      for (const text of texts) errors.push(...(await startErrors(voiceId, text, text)));
      const sizes = errors.map(Math.abs);
      expect(median(sizes), voiceId).toBeLessThanOrEqual(0.03);
      expect(sizes.filter((size) => size <= 0.1).length / sizes.length, voiceId).toBeGreaterThan(0.8);
    }
  });

  it('is no guess: the words of another text are not found at the right times', async () => {
    const errors = await startErrors(
      'james',
      texts[1] ?? '',
      'Now you and all of them can go home again to sleep a lot more.',
    );
    expect(median(errors.map(Math.abs))).toBeGreaterThan(0.05);
  });

  it('refuses what is no sound', async () => {
    const request = { audio: { path: import.meta.filename }, text: 'Hello there', language: 'en' };
    await expect(speech.aligner.align(request, context)).rejects.toMatchObject({ reason: 'invalid-media' });
  });
});
