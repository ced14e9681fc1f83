import { describe, expect, it } from 'vitest';
import type { SpeechTrack } from '../speech/speech.ts';
import { countClippedRuns, findSilences, longestSilenceInSentence } from './sound.ts';

const rate = 1000;

function tone(seconds: number, height: number): Float32Array {
  return Float32Array.from({ length: seconds * rate }, (_, index) => height * Math.sin(index));
}

describe('clipping', () => {
  it('is no wave that touches full scale', () => {
    expect(countClippedRuns(Float32Array.of(0.5, 1, 1, 0.5, -1, -1, 0.2))).toBe(0);
  });

  it('is every wave that stays there, once', () => {
    expect(countClippedRuns(Float32Array.of(0.5, 1, 1, 1, 1, 0.2, -1, -1.2, -1))).toBe(2);
  });
});

describe('silence', () => {
  it('is found where no sample reaches the threshold, also at the end', () => {
    const samples = new Float32Array(5 * rate);
    samples.set(tone(1, 0.3), 0);
    samples.set(tone(1, 0.3), 3 * rate);
    samples.set(tone(0.5, 0.001), 2 * rate);
    const silences = findSilences(samples, rate, -45, 0.6);
    expect(silences).toHaveLength(2);
    expect(silences[0]?.startSeconds).toBeCloseTo(1, 1);
    expect(silences[0]?.endSeconds).toBeCloseTo(3, 1);
    expect(silences[1]?.endSeconds).toBeCloseTo(5, 1);
  });

  const text = 'Цена 3.5 рубля. Берём?\nДа';
  const track: SpeechTrack = {
    text,
    language: 'ru',
    voiceId: 'x',
    durationSeconds: 10,
    timing: 'exact',
    words: [...text.matchAll(/\S+/g)].map((match, index) => ({
      text: match[0],
      from: match.index,
      to: match.index + match[0].length,
      startSeconds: 2 * index,
      endSeconds: 2 * index + 1,
    })),
  };

  it('between sentences or lines is none inside a sentence', () => {
    const between = [
      { startSeconds: 5, endSeconds: 6 },
      { startSeconds: 7, endSeconds: 8 },
    ];
    expect(longestSilenceInSentence(between, track)).toBe(0);
  });

  it('between two words of a sentence is measured, after a decimal point too', () => {
    expect(longestSilenceInSentence([{ startSeconds: 3.1, endSeconds: 4 }], track)).toBeCloseTo(0.9);
  });
});
