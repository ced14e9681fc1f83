import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readScript } from '../../../domain/script/reading/read-script.ts';
import type { SpeechTrack } from '../../../domain/speech/speech.ts';
import { visemeEvents } from '../../../domain/viseme/viseme-events.ts';
import { ffmpegAt } from '../../../platform/ffmpeg/ffmpeg.ts';
import { createLocalSpeech } from '../provider.ts';

const speech = createLocalSpeech({ ffmpeg: ffmpegAt(process.env.FFMPEG_PATH ?? '/usr/bin/ffmpeg', 'test') });
const workFolder = mkdtempSync(join(tmpdir(), 'sounds-'));
const context = { signal: new AbortController().signal, workFolder, reportProgress: () => {} };
afterAll(async () => {
  await speech.close();
  rmSync(workFolder, { recursive: true, force: true });
});

function unitSpans({ text, language, words }: SpeechTrack) {
  return readScript(text, language).map(({ from, to }) => {
    const word = words.find((one) => one.from <= from && one.to >= to);
    return word && { startSeconds: word.startSeconds, endSeconds: word.endSeconds };
  });
}

/** The share of moments at which both have the same shape of the mouth. */
function agreement(truth: SpeechTrack, guess: SpeechTrack): number {
  const [own, other] = [visemeEvents(truth), visemeEvents(guess)];
  const shapeAt = (events: typeof own, at: number) =>
    events.findLast(({ startSeconds, endSeconds }) => startSeconds <= at && at < endSeconds)?.viseme ?? 'sil';
  const moments = Array.from(
    { length: Math.floor(truth.durationSeconds * 100) - 35 },
    (_, at) => 0.1 + at / 100,
  );
  return moments.filter((at) => shapeAt(own, at) === shapeAt(other, at)).length / moments.length;
}

it('tell the lips more than the letters of the words do', async () => {
  const gains: number[] = [];
  const texts = [
    'This cream made my skin feel soft in just three days.',
    'If you want to save time and money, try this app right now.',
  ];
  for (const text of texts) {
    const { track } = await speech.synthesise({ text, language: 'en', voiceId: 'james', take: 0 }, context);
    const timed = { text, language: 'en', spans: unitSpans(track), durationSeconds: track.durationSeconds };
    const phonemes = await speech.soundsOf(timed, context);
    const { phonemes: _, ...letters } = track;
    expect(agreement(track, { ...track, phonemes })).toBeGreaterThan(0.7);
    gains.push(agreement(track, { ...track, phonemes }) - agreement(track, letters));
  }
  expect(Math.min(...gains)).toBeGreaterThan(0.03);
});

it('are in order, belong to their words and fill the speech, for Russian with numbers and emoji', async () => {
  const text = 'Скидка 50% 🎁 — крем за 1500 руб.!';
  const { track } = await speech.synthesise({ text, language: 'ru', voiceId: 'olga', take: 0 }, context);
  const spans = unitSpans(track).map((span, index) => (index === 3 ? undefined : span));
  const phonemes = await speech.soundsOf(
    { text, language: 'ru', spans, durationSeconds: track.durationSeconds },
    context,
  );
  let end = 0;
  for (const phoneme of phonemes) {
    expect(phoneme.startSeconds).toBeCloseTo(end, 6);
    expect(phoneme.endSeconds).toBeGreaterThan(phoneme.startSeconds);
    expect(phoneme.word === -1).toBe(phoneme.ipa === '');
    end = phoneme.endSeconds;
  }
  expect(end).toBeCloseTo(track.durationSeconds, 6);
});
