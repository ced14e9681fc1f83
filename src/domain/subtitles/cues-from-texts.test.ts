import { describe, expect, it } from 'vitest';
import type { SpeechTrack } from '../speech/speech.ts';
import { cuesFromTexts } from './cues-from-texts.ts';

const speech: SpeechTrack = {
  text: 'It keeps coffee hot',
  language: 'en',
  voiceId: 'emma',
  durationSeconds: 2,
  words: ['It', 'keeps', 'coffee', 'hot'].map((text, index) => ({
    ...{ text, from: 0, to: 0 },
    startSeconds: index * 0.5,
    endSeconds: index * 0.5 + 0.45,
  })),
  timing: 'exact',
};
const options = { frame: { width: 1080, height: 1920 }, theme: 'light' };

describe('subtitles whose text was typed', () => {
  it('light each word with the spoken one, also after a word came or went', () => {
    const { cues } = cuesFromTexts(
      [
        { startSeconds: 0, endSeconds: 1, text: 'He *keeps*' },
        { startSeconds: 1, endSeconds: 2, text: 'COFFEE very hot' },
      ],
      speech,
      options,
    );
    expect(cues.map(({ wordTimed }) => wordTimed)).toEqual([true, true]);
    expect(cues[0]?.words).toEqual([
      { text: 'He', startSeconds: 0, endSeconds: 0.45 },
      { text: 'keeps', startSeconds: 0.5, endSeconds: 0.95, emphasised: true },
    ]);
    const [coffee, very, hot] = cues[1]?.words ?? [];
    expect(coffee).toMatchObject({ text: 'COFFEE', startSeconds: 1 });
    expect(very?.startSeconds).toBeGreaterThan(1.2);
    expect(hot).toEqual({ text: 'hot', startSeconds: 1.5, endSeconds: 1.95 });
  });

  it('that say something else light no word', () => {
    const { cues } = cuesFromTexts(
      [{ startSeconds: 0, endSeconds: 2, text: 'Кофе не остывает' }],
      speech,
      options,
    );
    expect(cues).toMatchObject([{ wordTimed: false, startSeconds: 0, endSeconds: 2 }]);
  });

  it('that are too long for one cue are divided where a word begins to sound', () => {
    const texts = 'Nobody believes how long this wonderful little cup keeps your morning coffee really hot';
    const words = texts.split(' ').map((text, index) => ({
      ...{ text, from: 0, to: 0 },
      // The first half is spoken in a third of the time.
      startSeconds: index < 7 ? index * 0.2 : 1.4 + (index - 7) * 0.5,
      endSeconds: index < 7 ? index * 0.2 + 0.2 : 1.9 + (index - 7) * 0.5,
    }));
    const long = { ...speech, text: texts, words, durationSeconds: 5 };
    const { cues } = cuesFromTexts([{ startSeconds: 0, endSeconds: 5, text: texts }], long, options);
    expect(cues.length).toBeGreaterThan(1);
    for (const [at, cue] of cues.entries()) {
      expect(cue.startSeconds).toBe(words.find(({ text }) => text === cue.words[0]?.text)?.startSeconds);
      expect(cue.endSeconds).toBe(cues[at + 1]?.startSeconds ?? 5);
    }
  });

  it('end with the speech, and say so', () => {
    const { cues, warnings } = cuesFromTexts(
      [{ startSeconds: 1, endSeconds: 9, text: 'too <b>long</b>' }],
      speech,
      options,
    );
    expect(cues[0]).toMatchObject({ endSeconds: 2, words: [{ text: 'too' }, { text: '<b>long</b>' }] });
    expect(warnings).toHaveLength(1);
  });
});
