import { describe, expect, it } from 'vitest';
import { measureAudioLag } from './audio-lag.ts';

const rate = 16_000;

/** A voice-like wave as a function of time: a gliding tone with overtones, in syllables. */
function voice(seconds: number): number {
  if (seconds < 0) return 0;
  const phase = 2 * Math.PI * (140 * seconds + 6 * Math.sin(1.9 * seconds) + 3 * Math.sin(5.3 * seconds));
  const syllable = Math.max(0, Math.sin(2 * Math.PI * 2.3 * seconds) + 0.4 * Math.sin(7.7 * seconds));
  return 0.2 * syllable * (Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.3 * Math.sin(9 * phase));
}

function sampled(seconds: number, lateMs = 0, wave = voice): Float32Array {
  return Float32Array.from({ length: seconds * rate }, (_, index) => wave(index / rate - lateMs / 1000));
}

describe('meter B', () => {
  it.each([0, 0.5, 1, -1, 12.34, -80, 80, 159.5, 799.5])(
    'reads a sound that is %f ms late within 0.1 ms',
    (ms) => {
      const reading = measureAudioLag(sampled(6), sampled(6, ms), rate);
      expect(Math.abs(reading.lagMs - ms)).toBeLessThan(0.1);
      expect(reading.correlation).toBeGreaterThan(0.97);
    },
  );

  it('finds the voice under another sound, of another length and loudness', () => {
    const decoded = sampled(
      8,
      40,
      (seconds) => 0.5 * voice(seconds) + 0.02 * Math.sin(2 * Math.PI * 330 * seconds),
    );
    const reading = measureAudioLag(sampled(6), decoded, rate);
    expect(Math.abs(reading.lagMs - 40)).toBeLessThan(0.1);
    expect(reading.correlation).toBeGreaterThan(0.8);
  });

  it('gives another sound a low correlation', () => {
    const other = sampled(6, 0, (seconds) => voice(1.31 * seconds + 2));
    expect(measureAudioLag(sampled(6), other, rate).correlation).toBeLessThan(0.5);
  });

  it('has no correlation with silence', () => {
    expect(measureAudioLag(sampled(2), new Float32Array(2 * rate), rate).correlation).toBe(0);
  });
});
