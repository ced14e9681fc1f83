import { describe, expect, it } from 'vitest';
import { limit } from './limiter.ts';
import { type Channel, integratedLoudness, silenceLufs, soundRate } from './loudness.ts';
import { mixSound } from './mix.ts';

const tone = (frequency: number, amplitude: number, seconds: number): Channel =>
  Float32Array.from(
    { length: seconds * soundRate },
    (_, index) => amplitude * Math.sin((2 * Math.PI * frequency * index) / soundRate),
  );

/** Bursts of four a second with a pause of 1.6 s in the middle: what ducking and gating see of speech. */
const speechLike = (seconds: number, amplitude: number): Channel =>
  tone(440, amplitude, seconds).map((sample, index) => {
    const at = index / soundRate;
    const pausing = Math.abs(at - seconds / 2) < 0.8;
    return pausing ? 0 : sample * Math.sin(Math.PI * 4 * at) ** 2;
  });

const level = (channel: Channel, from: number, to: number) => {
  const part = channel.subarray(from * soundRate, to * soundRate);
  return 10 * Math.log10(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length);
};

describe('loudness', () => {
  it('is that of the standard: a 1 kHz tone of -23 dBFS on both channels measures -23 LUFS', () => {
    // EBU Tech 3341, case 1.
    const channel = tone(1000, 10 ** (-23 / 20), 20);
    expect(integratedLoudness([channel, channel])).toBeCloseTo(-23, 1);
  });
  it('leaves silence out of the mean: gates at -70 LUFS and 10 LU below', () => {
    const loud = tone(1000, 10 ** (-23 / 20), 10);
    const withPause = new Float32Array(20 * soundRate);
    withPause.set(loud);
    expect(Math.abs(integratedLoudness([withPause, withPause]) + 23)).toBeLessThan(0.1);
  });
  it('calls silence silence', () => {
    const silence = new Float32Array(soundRate);
    expect(integratedLoudness([silence, silence])).toBe(silenceLufs);
    expect(integratedLoudness([new Float32Array(0)])).toBe(silenceLufs);
  });
});

describe('the limiter', () => {
  it('keeps peaks below the ceiling and leaves quiet parts alone', () => {
    const channel = tone(440, 0.3, 1);
    for (let index = 20_000; index < 20_400; index++) channel[index] = (channel[index] ?? 0) * 3;
    const [limited] = limit([channel], 0.5);
    expect(Math.max(...(limited ?? []).map(Math.abs))).toBeLessThanOrEqual(0.5001);
    expect(limited?.[1000]).toBe(channel[1000]);
  });
  it('sees peaks between samples', () => {
    // A quarter of the rate, shifted by an eighth of its period: every sample is at 0.707 of the wave's peak.
    const channel = Float32Array.from(
      { length: 4800 },
      (_, index) => 0.9 * Math.sin((Math.PI / 2) * index + Math.PI / 4),
    );
    const [limited] = limit([channel], 0.7);
    expect(Math.abs(limited?.[2400] ?? 1)).toBeLessThan(0.7 * 0.72);
  });
});

describe('the mix', () => {
  const bed = tone(200, 0.5, 6);

  it('is at -14 LUFS whatever came in, with and without a background', () => {
    for (const amplitude of [0.004, 0.9]) {
      const speech = speechLike(5, amplitude);
      const alone = mixSound({ speech, durationSeconds: 5 });
      expect(integratedLoudness(alone)).toBeCloseTo(-14, 0);
      const background = { channels: [bed, bed], startSeconds: 0, fadeInSeconds: 0 } as const;
      expect(integratedLoudness(mixSound({ speech, durationSeconds: 5, background }))).toBeCloseTo(-14, 0);
    }
  });
  it('keeps the background well below the voice while it speaks, and lets it rise in a pause', () => {
    const speech = speechLike(6, 0.5);
    const background = { channels: [bed, bed], startSeconds: 0, fadeInSeconds: 0 } as const;
    const [left] = mixSound({ speech, durationSeconds: 6, background });
    const [voiceAlone] = mixSound({ speech, durationSeconds: 6 });
    const bedAlone = left.map((sample, index) => sample - (voiceAlone[index] ?? 0));
    const voice = level(voiceAlone, 1, 2);
    expect(voice - level(bedAlone, 1, 2)).toBeGreaterThan(14);
    expect(voice - level(left, 3.2, 3.3)).toBeGreaterThan(6);
    expect(level(left, 3.2, 3.3)).toBeGreaterThan(level(bedAlone, 1, 2) + 2);
  });
  it('keeps the peaks of a voice with hard edges 1.5 dB below full scale, at the same loudness', () => {
    const speech = speechLike(5, 0.2).map((sample, index) => (index % 4800 < 40 ? sample * 8 : sample));
    const [left] = mixSound({ speech, durationSeconds: 5 });
    expect(left.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)).toBeLessThan(
      10 ** (-1.5 / 20),
    );
    expect(integratedLoudness([left, left])).toBeCloseTo(-14, 0);
  });
  it('does not move the speech by one sample', () => {
    const speech = new Float32Array(2 * soundRate);
    speech[30_000] = 0.8;
    const [left, right] = mixSound({ speech, durationSeconds: 2 });
    expect(left.findIndex((sample) => Math.abs(sample) > 0.01)).toBe(30_000);
    expect(right).toBe(left);
  });
  it('begins the background when it is seen and repeats it where it is too short', () => {
    const speech = new Float32Array(6 * soundRate);
    const short = tone(300, 0.3, 1);
    const background = {
      channels: [short, short],
      startSeconds: 2,
      fadeInSeconds: 0.2,
      round: { roundSeconds: 0.8, fadeSeconds: 0.2 },
    } as const;
    const [left] = mixSound({ speech, durationSeconds: 6, background });
    expect(level(left, 0, 2)).toBe(Number.NEGATIVE_INFINITY);
    expect(level(left, 5, 5.9)).toBeGreaterThan(-60);
  });
  it('is as long as the clip to the sample', () => {
    expect(mixSound({ speech: speechLike(3, 0.5), durationSeconds: 2.5 })[0]).toHaveLength(2.5 * soundRate);
    expect(mixSound({ speech: speechLike(1, 0.5), durationSeconds: 2.5 })[0]).toHaveLength(2.5 * soundRate);
  });
});
