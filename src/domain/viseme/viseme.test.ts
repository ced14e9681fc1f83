import { describe, expect, it } from 'vitest';
import type { SpeechPhoneme, SpeechTrack } from '../speech/speech.ts';
import { visemesOfWord } from './letter-visemes.ts';
import { mouthMotion } from './mouth-motion.ts';
import { visemesOfPhoneme } from './phoneme-visemes.ts';
import { visemeEvents } from './viseme-events.ts';

const main = (ipa: string) => visemesOfPhoneme(ipa)[0]?.[0];

/** Sounds of a tenth of a second each; an empty one is a pause. */
function spoken(sounds: readonly string[], stressed: readonly string[] = []): SpeechTrack {
  const phonemes = sounds.map(
    (ipa, at): SpeechPhoneme => ({
      ipa,
      stressed: stressed.includes(ipa),
      word: ipa === '' ? -1 : 0,
      startSeconds: at / 10,
      endSeconds: (at + 1) / 10,
    }),
  );
  const durationSeconds = sounds.length / 10;
  return { text: '', language: 'en', voiceId: 'x', durationSeconds, words: [], phonemes, timing: 'exact' };
}

function motionOf(track: SpeechTrack, framesPerSecond = 25) {
  return mouthMotion(visemeEvents(track), { framesPerSecond, durationSeconds: track.durationSeconds });
}

describe('sounds and their shapes', () => {
  it.each([
    ['p', 'PP'],
    ['bʲ', 'PP'],
    ['mː', 'PP'],
    ['f', 'FF'],
    ['vʲ', 'FF'],
    ['θ', 'TH'],
    ['ð', 'TH'],
    ['t͡s', 'SS'],
    ['ts', 'SS'],
    ['t͡ɕ', 'CH'],
    ['tʃ', 'CH'],
    ['d͡ʒ', 'CH'],
    ['ɕː', 'CH'],
    ['ʂ', 'CH'],
    ['ʐ', 'CH'],
    ['lʲ', 'DD'],
    ['ɫ', 'DD'],
    ['nʲ', 'nn'],
    ['ŋ', 'kk'],
    ['ɡ', 'kk'],
    ['x', 'kk'],
    ['sʲ', 'SS'],
    ['zʲ', 'SS'],
    ['ɹ', 'RR'],
    ['ɚ', 'RR'],
    ['rʲ', 'RR'],
    ['j', 'ih'],
    ['ɨ', 'ih'],
    ['i', 'ih'],
    ['y', 'ou'],
    ['ʉ', 'ou'],
    ['u', 'ou'],
    ['w', 'ou'],
    ['ɵ', 'oh'],
    ['o', 'oh'],
    ['ɔː', 'oh'],
    ['ɑː', 'aa'],
    ['a', 'aa'],
    ['ɐ', 'aa'],
    ['ʌ', 'aa'],
    ['æ', 'AE'],
    ['ɛ', 'E'],
    ['e', 'E'],
    ['ə', 'UH'],
    ['ɐ̃', 'aa'],
    ['', 'sil'],
  ])('%s is %s', (ipa, viseme) => {
    expect(main(ipa)).toBe(viseme);
  });

  it('lets a diphthong rest on its first part', () => {
    expect(visemesOfPhoneme('aɪ')).toEqual([
      ['aa', 0.6],
      ['ih', 0.4],
    ]);
    expect(visemesOfPhoneme('oʊ').map(([viseme]) => viseme)).toEqual(['oh', 'ou']);
  });

  it('gives every sound shares that add up to 1, unknown ones too', () => {
    for (const ipa of ['aɪə', 'oːɹ', 'ʘ', 't͡ʃʲ', 'ɛɹ']) {
      expect(visemesOfPhoneme(ipa).reduce((sum, [, share]) => sum + share, 0)).toBeCloseTo(1, 9);
    }
  });
});

describe('words without known sounds', () => {
  it.each([
    ['Bump!', 'PP UH PP PP'],
    ['think', 'TH ih nn kk'],
    ['make', 'PP AE kk'],
    ['Привет,', 'PP RR ih FF E DD'],
    ['щётка', 'CH oh DD kk aa'],
  ])('%s is spelt as %s', (word, shapes) => {
    expect(
      visemesOfWord(word)
        .map(([viseme]) => viseme)
        .join(' '),
    ).toBe(shapes);
  });

  it('still closes the lips where the words say so', () => {
    const words = [{ text: 'мама', from: 0, to: 4, startSeconds: 0.2, endSeconds: 0.7 }];
    const { phonemes: _, ...track } = spoken(['', '', '', '', '', '', '', '', '']);
    const frames = motionOf({ ...track, words });
    expect(frames.filter(({ closure }) => closure === 1).length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...frames.map(({ weights }) => weights['mouth-open']))).toBeGreaterThan(0.1);
  });
});

describe('mouth motion', () => {
  it('has a frame for every begun frame of the speech', () => {
    expect(motionOf(spoken(['a', 'p', 'a']))).toHaveLength(8);
    expect(motionOf(spoken(['a', 'p', 'a']), 30)).toHaveLength(9);
  });

  it('shuts the lips in every p, b and m, however short', () => {
    const track = spoken(['a', 'p', 'a', 'b', 'o', 'm', 'i', 'p', 'u']);
    const quick = track.phonemes?.map((sound) => ({
      ...sound,
      startSeconds: sound.startSeconds / 3,
      endSeconds: sound.endSeconds / 3,
    }));
    const fast = { ...track, phonemes: quick ?? [], durationSeconds: 0.3 };
    for (const tried of [track, fast]) {
      const frames = motionOf(tried);
      for (const sound of tried.phonemes ?? []) {
        if (!'pbm'.includes(sound.ipa)) continue;
        const middle = Math.round(((sound.startSeconds + sound.endSeconds) / 2 - 0.03) * 25);
        const shut = frames.slice(middle - 1, middle + 2).filter(({ closure }) => closure === 1);
        expect(shut.length).toBeGreaterThan(0);
        for (const frame of shut) expect(frame.weights['mouth-open']).toBe(0);
      }
    }
  });

  it('opens wide in a stressed a, less in an unstressed one, little in an i', () => {
    const openest = (sound: string, stressed: boolean) =>
      Math.max(
        ...motionOf(spoken(['t', sound, sound, 't'], stressed ? [sound] : [])).map(
          (frame) => frame.weights['mouth-open'],
        ),
      );
    expect(openest('a', true)).toBeGreaterThan(0.34);
    expect(openest('a', false)).toBeLessThan(openest('a', true));
    expect(openest('i', true)).toBeLessThan(0.2);
  });

  it('rests in pauses', () => {
    const frames = motionOf(spoken(['m', 'a', '', '', '', '', '', 'p', 'a']));
    const paused = frames.slice(9, 16);
    for (const { weights, activity } of paused) {
      expect(Math.max(...Object.values(weights))).toBeLessThan(0.03);
      expect(activity).toBeLessThan(0.9);
    }
    expect(frames[11]?.weights['mouth-open']).toBe(0);
  });

  it('moves ahead of the sound', () => {
    const frames = motionOf(spoken(['', '', '', 'a', 'a', '', '', '']), 100);
    const peak = frames.reduce(
      (best, frame, at) =>
        frame.weights['mouth-open'] > (frames[best]?.weights['mouth-open'] ?? 0) ? at : best,
      0,
    );
    expect(peak).toBeGreaterThan(32);
    expect(peak).toBeLessThan(40);
  });
});
