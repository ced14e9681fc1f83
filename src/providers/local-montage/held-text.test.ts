import { mkdtempSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coded, ffmpeg, lavfi, openMontageRoom } from '../../../test/support/montage-room.ts';
import type { MontageRequest } from '../../ports/montage.ts';

const { port, folder, file } = openMontageRoom('held-text');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const frame = { width: 270, height: 480, framesPerSecond: 25 };
const seconds = 2;
const changes = { first: 0.2, second: 0.6, end: 1.4 };

beforeAll(() => {
  ffmpeg(...lavfi(`color=c=0x204060:s=270x480:r=25:d=${seconds}`), ...coded, file('head.mp4').path);
  ffmpeg(...lavfi(`anoisesrc=a=0.3:r=24000:d=${seconds}`), '-ac', '1', file('speech.wav').path);
});

/** The lit word is yellow, the other white. */
function requestOf(theme: string): MontageRequest {
  const spoken = (text: string, startSeconds: number, endSeconds: number) => ({
    text,
    startSeconds,
    endSeconds,
  });
  const words = [spoken('left', changes.first, changes.second), spoken('right', changes.second, changes.end)];
  const cue = { startSeconds: changes.first, endSeconds: changes.end, wordTimed: true, words };
  return {
    format: 'talking_head',
    frame,
    quality: 'final',
    head: { video: file('head.mp4'), size: { width: 270, height: 480 }, durationSeconds: seconds },
    speech: { audio: file('speech.wav', 'audio/wav'), durationSeconds: seconds },
    subtitles: { theme, position: 'bottom', cues: [cue] },
    disclosure: 'none',
    language: 'en',
  };
}

const context = () => ({
  signal: new AbortController().signal,
  workFolder: mkdtempSync(`${folder}/work-`),
  reportProgress: () => undefined,
});

/** Of each frame: how many pixels are yellow in the left and in the right half, and how many are white at all. */
function looksOf(path: string) {
  const rgb = ffmpeg('-i', path, '-vf', 'format=rgb24', '-f', 'rawvideo', '-');
  const bytes = frame.width * frame.height * 3;
  return Array.from({ length: rgb.length / bytes }, (_, index) => {
    const look = { yellowLeft: 0, yellowRight: 0, white: 0 };
    const pixels = rgb.subarray(index * bytes, (index + 1) * bytes);
    for (let at = 0; at < bytes; at += 3) {
      const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3);
      if (red < 180 || green < 150) continue;
      if (blue > 180) look.white += 1;
      else if (blue < 130) look[(at / 3) % frame.width < frame.width / 2 ? 'yellowLeft' : 'yellowRight'] += 1;
    }
    return look;
  });
}

describe('subtitles that mostly stand still', () => {
  it('change in the very frame in which a word is heard, and are gone in the one in which their cue ends', async () => {
    const work = await port.start(requestOf('light'), context());
    if (work.status !== 'completed') throw new Error('Local montage is finished at once.');
    const looks = looksOf(work.result.videoPath);
    expect(looks).toHaveLength(seconds * 25);
    const shown = looks.map(({ yellowLeft, yellowRight, white }) => {
      if (yellowLeft + yellowRight + white < 20) return 'nothing';
      return yellowLeft > yellowRight ? 'left' : 'right';
    });
    const expected = looks.map((_, index) => {
      const at = index / 25 + 0.001;
      if (at < changes.first || at >= changes.end) return 'nothing';
      return at < changes.second ? 'left' : 'right';
    });
    expect(shown).toEqual(expected);
  });
  it.each(['light', 'minimal', 'white_on_purple'])('look as they do in a still, in %s', async (theme) => {
    const request = requestOf(theme);
    const work = await port.start(request, context());
    if (work.status !== 'completed') throw new Error('Local montage is finished at once.');
    const { picturePath } = await port.still(request, 1, context());
    const grey = ['-frames:v', '1', '-vf', 'format=gray', '-f', 'rawvideo', '-'];
    const still = ffmpeg('-i', picturePath, ...grey);
    const clip = ffmpeg('-ss', '1', '-i', work.result.videoPath, ...grey);
    const differing = still.filter((value, index) => Math.abs(value - (clip[index] ?? 0)) > 40).length;
    const lit = still.filter((value) => value > 150).length;
    expect(lit).toBeGreaterThan(300);
    expect(differing).toBeLessThan(lit * 0.02);
  });
});
