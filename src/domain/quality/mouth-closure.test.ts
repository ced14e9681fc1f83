import { describe, expect, it } from 'vitest';
import type { SpeechPhoneme } from '../speech/speech.ts';
import { measureClosures, measureStillness } from './mouth-closure.ts';

function sound(ipa: string, startSeconds: number, endSeconds: number): SpeechPhoneme {
  return { ipa, startSeconds, endSeconds, stressed: false, word: ipa === '' ? -1 : 0 };
}

/** 4 s at 25 frames a second, open but for the given frames. */
function mouth(closedFrames: readonly number[], openGap = 0.06) {
  const gaps: (number | null)[] = Array.from({ length: 100 }, (_, frame) =>
    closedFrames.includes(frame) ? 0.005 : openGap,
  );
  return { framesPerSecond: 25, gaps };
}

const sounds = [
  sound('a', 0.2, 0.9),
  sound('p', 0.96, 1.04),
  sound('bʲ', 1.96, 2.04),
  sound('m', 2.96, 3.04),
];

describe('bilabial closure', () => {
  it('counts p, b and m whose lips met within two frames', () => {
    expect(measureClosures(mouth([25, 48, 76]), sounds)).toEqual({ sounds: 3, closed: 3, rate: 1, open: [] });
  });

  it('names the sound whose lips met too late', () => {
    const { rate, open } = measureClosures(mouth([25, 54, 76]), sounds);
    expect(open).toEqual([2]);
    expect(rate).toBeCloseTo(2 / 3);
  });

  it('finds no closure in a mouth that is only half shut', () => {
    const read = mouth([]);
    for (const frame of [25, 50, 75]) read.gaps[frame] = 0.024;
    expect(measureClosures(read, sounds).closed).toBe(0);
  });

  it('leaves out sounds during which no face was seen or that lie outside the reading', () => {
    const read = mouth([25, 48]);
    for (let frame = 70; frame < 80; frame += 1) read.gaps[frame] = null;
    const late = sound('m', 9, 9.1);
    const early = { ...sound('m', 0.2, 0.3) };
    expect(measureClosures({ ...read, startSeconds: 0 }, [...sounds, late]).sounds).toBe(2);
    expect(measureClosures({ ...read, startSeconds: 5 }, [early]).sounds).toBe(0);
  });

  it('has nothing to find fault with in a text without such sounds', () => {
    expect(measureClosures(mouth([]), [sound('a', 0, 4)]).rate).toBe(1);
  });
});

describe('stillness', () => {
  const frames = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

  it('finds a mouth that rests in a pause, edges aside', () => {
    const reading = measureStillness(mouth(frames(27, 48)), [sound('', 1, 2)]);
    expect(reading.stillShare).toBe(1);
    expect(reading.frames).toBeGreaterThan(15);
  });

  it('finds a mouth that goes on in a pause', () => {
    expect(measureStillness(mouth(frames(27, 38)), [sound('', 1, 2)]).stillShare).toBeLessThan(0.6);
  });

  it('does not judge pauses too short to rest in', () => {
    expect(measureStillness(mouth([]), [sound('', 1, 1.2)])).toEqual({ frames: 0, stillShare: 1 });
  });
});
