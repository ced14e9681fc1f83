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
  it('light each word with the spoken one while there are as many', () => {
    const { cues } = cuesFromTexts(
      [
        { startSeconds: 0, endSeconds: 1, text: 'He keeps' },
        { startSeconds: 1, endSeconds: 2, text: 'COFFEE very hot' },
      ],
      speech,
      options,
    );
    expect(cues.map(({ wordTimed }) => wordTimed)).toEqual([true, false]);
    expect(cues[0]?.words).toEqual([
      { text: 'He', startSeconds: 0, endSeconds: 0.45 },
      { text: 'keeps', startSeconds: 0.5, endSeconds: 0.95 },
    ]);
    expect(cues[1]?.words.map(({ text }) => text)).toEqual(['COFFEE', 'very', 'hot']);
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
