import { expect, test } from 'vitest';
import { duckingGains } from './ducking.ts';
import { type Channel, soundRate } from './loudness.ts';
import { layBackground } from './mix.ts';
import { planSound } from './sound-plan.ts';

const tone = (seconds: number, amplitude: number): Channel =>
  Float32Array.from(
    { length: seconds * soundRate },
    (_, index) => amplitude * Math.sin((2 * Math.PI * 440 * index) / soundRate),
  );

test('every gain only turns down, and the loudest part is left as it is', () => {
  const plan = planSound({
    speech: tone(2, 0.05),
    durationSeconds: 2,
    intro: [tone(1, 0.5), tone(1, 0.5)],
    outro: [tone(1, 0.1), tone(1, 0.1)],
  });
  expect(plan.voice).toBe(1);
  expect(plan.background).toBeUndefined();
  expect(plan.intro).toBeCloseTo(0.1, 2);
  expect(plan.outro).toBeCloseTo(0.5, 2);
});

test('the background is as far below the voice as in the built-in mix, with its fades', () => {
  const speech = tone(2, 0.2);
  const channels = [tone(2, 0.2), tone(2, 0.2)] as const;
  const background = { channels, startSeconds: 0.5, fadeInSeconds: 0.2, fadeOutSeconds: 0.3 };
  const curve = planSound({ speech, durationSeconds: 2, background }).background ?? [];
  expect(curve).toHaveLength(100);
  expect(curve[20]).toBe(0);
  const builtIn = duckingGains(speech, layBackground(background, 2 * soundRate));
  expect(curve[60]).toBeCloseTo(builtIn[60] ?? 0, 6);
  expect(curve[60]).toBeLessThan(0.2);
  expect(curve[30]).toBeCloseTo((curve[60] ?? 0) / 2, 3);
  expect(curve[99]).toBeLessThan((curve[60] ?? 0) * 0.1);
});

test('silence is left alone', () => {
  expect(planSound({ speech: new Float32Array(soundRate), durationSeconds: 1 })).toEqual({ voice: 1 });
});
