import { describe, expect, it } from 'vitest';
import { planJoin } from './join-plan.ts';
import { joinSound } from './join-sound.ts';
import { type Channel, integratedLoudness, soundRate } from './loudness.ts';
import { mixSound } from './mix.ts';

const tone = (frequency: number, amplitude: number, seconds: number): Channel =>
  Float32Array.from(
    { length: seconds * soundRate },
    (_, index) => amplitude * Math.sin((2 * Math.PI * frequency * index) / soundRate),
  );
const stereo = (channel: Channel) => [channel, channel] as const;
const part = (channel: Channel, from: number, to: number) =>
  stereo(channel.subarray(Math.round(from * soundRate), Math.round(to * soundRate)));
const body = mixSound({ speech: tone(300, 0.2, 4), durationSeconds: 4 });
const plan = planJoin({ bodySeconds: 4, introSeconds: 2, outroSeconds: 3, framesPerSecond: 30 });

describe('the sound of intro, speech and outro', () => {
  it('is as loud in each part, however loud the clips came', () => {
    const [left] = joinSound(
      { body, intro: stereo(tone(440, 0.9, 2)), outro: stereo(tone(500, 0.06, 3)) },
      plan,
    );
    expect(left).toHaveLength(Math.round(plan.totalSeconds * soundRate));
    for (const [from, to] of [
      [0.2, 1.5],
      [2.2, 5],
      [6.2, 8],
    ] as const) {
      expect(Math.abs(integratedLoudness(part(left, from, to)) + 14)).toBeLessThan(1);
    }
    expect(Math.abs(integratedLoudness(stereo(left)) + 14)).toBeLessThan(0.3);
  });
  it('leaves the speech at its time and loudness where the clips are silent', () => {
    const [left] = joinSound({ body }, plan);
    const start = Math.round(plan.bodyStartSeconds * soundRate);
    expect(left.subarray(0, start).every((sample) => sample === 0)).toBe(true);
    const apart = body[0].map((sample, index) => Math.abs(sample - (left[start + index] ?? 0)));
    expect(Math.max(...apart.subarray(0, 20_000))).toBeLessThan(0.02);
  });
  it('does not lift a hiss to the loudness of a voice', () => {
    const [left] = joinSound({ body, intro: stereo(tone(440, 0.001, 2)) }, plan);
    expect(integratedLoudness(part(left, 0.2, 1.5))).toBeLessThan(-40);
  });
  it('does not click where a clip begins or ends in the middle of its music', () => {
    const square = Float32Array.from({ length: 3 * soundRate }, () => 0.5);
    const [left] = joinSound({ body: stereo(new Float32Array(4 * soundRate)), outro: stereo(square) }, plan);
    let steepest = 0;
    for (let index = 1; index < left.length; index++) {
      steepest = Math.max(steepest, Math.abs((left[index] ?? 0) - (left[index - 1] ?? 0)));
    }
    expect(steepest).toBeLessThan(0.01);
  });
});
