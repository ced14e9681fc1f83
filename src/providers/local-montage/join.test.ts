import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coded, ffmpeg, lavfi, openMontageRoom } from '../../../test/support/montage-room.ts';
import type { MediaProbe } from '../../domain/media/media-probe.ts';
import type { Bookend, MontageRequest, MontageResult } from '../../ports/montage.ts';

const { port, folder, file } = openMontageRoom('join');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rate = 25;
const frame = { width: 108, height: 192, framesPerSecond: rate };

/** A clip of one colour with a tone. */
function bookend(name: string, colour: string, part: Partial<MediaProbe> & { frames?: number }): Bookend {
  const probe: MediaProbe = {
    container: 'mp4',
    durationSeconds: 1,
    size: { width: 108, height: 192 },
    rotation: 0,
    videoCodec: 'avc',
    framesPerSecond: 30,
    highDynamicRange: false,
    hasAudio: true,
    ...part,
  };
  const { width, height } = probe.size;
  const picture = `color=c=${colour}:s=${width}x${height}:r=${probe.framesPerSecond}:d=${probe.durationSeconds}`;
  const sound = probe.hasAudio ? lavfi(`sine=f=1000:r=44100:d=${probe.durationSeconds}`) : [];
  ffmpeg(...lavfi(picture), ...sound, ...coded, ...(probe.hasAudio ? ['-c:a', 'aac'] : []), file(name).path);
  return { video: file(name), probe, ownSound: true };
}

let blue: Bookend;
let green: Bookend;
beforeAll(() => {
  ffmpeg(...lavfi('color=c=0xc03030:s=108x192:r=25:d=2'), ...coded, file('head.mp4').path);
  ffmpeg(...lavfi('sine=f=300:r=24000:d=2'), '-ac', '1', file('speech.wav').path);
  blue = bookend('blue.mp4', '0x2040f0', {});
  green = bookend('green.mp4', '0x20c040', { framesPerSecond: 50, hasAudio: false });
});

const words = [{ text: 'Word', startSeconds: 0, endSeconds: 2 }];
const subtitles = {
  theme: 'light',
  position: 'middle',
  cues: [{ startSeconds: 0, endSeconds: 2, words, wordTimed: true }],
} as const;
const talking: MontageRequest = {
  format: 'talking_head',
  frame,
  quality: 'final',
  head: { video: file('head.mp4'), size: { width: 108, height: 192 }, durationSeconds: 2 },
  speech: { audio: file('speech.wav', 'audio/wav'), durationSeconds: 2 },
  disclosure: 'none',
  language: 'en',
};
const context = () => ({
  signal: new AbortController().signal,
  workFolder: mkdtempSync(join(folder, 'work-')),
  reportProgress: () => {},
});

async function render(part: Partial<MontageRequest>): Promise<MontageResult> {
  const work = await port.start({ ...talking, ...part }, context());
  if (work.status !== 'completed') throw new Error('Local montage is finished at once.');
  return work.result;
}

const columns = 9;
const rows = 16;
function framesOf(path: string): Uint8Array[] {
  const look = `scale=${columns}:${rows}:flags=area,format=rgb24`;
  const pixels = ffmpeg('-i', path, '-vf', look, '-f', 'rawvideo', '-');
  const bytes = columns * rows * 3;
  return Array.from({ length: pixels.length / bytes }, (_, index) =>
    pixels.subarray(index * bytes, (index + 1) * bytes),
  );
}
const colourAt = (picture: Uint8Array | undefined, column: number, row: number) =>
  [...(picture ?? [])].slice((row * columns + column) * 3, (row * columns + column) * 3 + 3);
/** At the lower edge, where nothing is written. */
const colour = (picture: Uint8Array | undefined) => {
  const [red = 0, greenish = 0, bluish = 0] = colourAt(picture, 4, 15);
  if (red > 150 && bluish < 90) return 'head';
  if (bluish > 200 && red < 70) return 'intro';
  if (greenish > 150 && red < 70 && bluish < 100) return 'outro';
  return 'between';
};
/** Loudest of 40 ms from there on. */
function loudnessAt(path: string, seconds: number): number {
  const bytes = ffmpeg(
    ...['-i', path, '-af', `atrim=${seconds}:${seconds + 0.04}`, '-ac', '1', '-f', 'f32le', '-'],
  );
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

describe('intro and outro', () => {
  it('come before and after, fade into the speech part, and keep its time, sound and subtitles', async () => {
    const result = await render({ intro: blue, outro: green, subtitles });
    // Of 25 and 25 frames, 6 each over the 50 of the speech (a fourth of a second: a quarter of the clip).
    const frames = framesOf(result.videoPath);
    expect(frames).toHaveLength(19 + 50 + 19);
    expect(result.speechStartSeconds).toBeCloseTo(19 / rate);
    expect(result.durationSeconds).toBeCloseTo(88 / rate);
    expect(frames.slice(0, 19).map(colour)).toEqual(new Array(19).fill('intro'));
    expect(frames.slice(21, 24).map(colour)).toEqual(new Array(3).fill('between'));
    expect(frames.slice(26, 62).map(colour)).toEqual(new Array(36).fill('head'));
    expect(frames.slice(65, 68).map(colour)).toEqual(new Array(3).fill('between'));
    expect(frames.slice(70).map(colour)).toEqual(new Array(18).fill('outro'));
    const written = frames.map((picture) => {
      const wall = colourAt(picture, 4, 15);
      return [6, 7, 8, 9, 10, 11, 12].some((row) =>
        colourAt(picture, 4, row).some((value, part) => Math.abs(value - (wall[part] ?? 0)) > 20),
      );
    });
    expect(written.indexOf(true)).toBeGreaterThanOrEqual(19);
    expect(written.indexOf(true)).toBeLessThanOrEqual(20);
    expect(written.lastIndexOf(true)).toBeGreaterThanOrEqual(67);
    expect(written.lastIndexOf(true)).toBeLessThanOrEqual(69);
    expect(loudnessAt(result.videoPath, 0.3)).toBeGreaterThan(0.1);
    expect(loudnessAt(result.videoPath, 3.3)).toBeLessThan(0.001);
    expect(Math.abs(result.loudness.integrated + 14)).toBeLessThan(1);
    expect(result.loudness.truePeak).toBeLessThan(-1);
  });

  it('stand whole in a frame of another shape, over their own blur, whatever their rate', async () => {
    const square = { width: 160, height: 160, framesPerSecond: rate };
    const wide = bookend('wide.mp4', 'white', { size: { width: 256, height: 144 }, framesPerSecond: 60 });
    const frames = framesOf((await render({ frame: square, intro: wide, outro: blue })).videoPath);
    const bright = (picture: Uint8Array | undefined, column: number, row: number) =>
      Math.min(...colourAt(picture, column, row));
    expect(bright(frames[5], 0, 8)).toBeGreaterThan(235);
    expect(bright(frames[5], 4, 1)).toBeLessThan(225);
    expect(bright(frames[5], 4, 1)).toBeGreaterThan(120);
    // The portrait outro keeps its whole height: what is beside it is darker.
    const [, , beside = 0] = colourAt(frames.at(-3), 0, 8);
    const [, , middle = 0] = colourAt(frames.at(-3), 4, 8);
    expect(middle - beside).toBeGreaterThan(20);
  });

  it('are silent where that is wanted, and may be one frame long', async () => {
    const single = bookend('single.mp4', '0x2040f0', { durationSeconds: 1 / 30, hasAudio: false });
    const one = await render({ intro: single });
    expect(framesOf(one.videoPath).map(colour)[0]).toBe('intro');
    expect(framesOf(one.videoPath)).toHaveLength(51);
    const silent = await render({ intro: { ...blue, ownSound: false } });
    expect(loudnessAt(silent.videoPath, 0.3)).toBeLessThan(0.001);
    expect(silent.warnings).toEqual([]);
    const { speechStartSeconds } = silent;
    expect(loudnessAt(silent.videoPath, speechStartSeconds - 0.06)).toBeLessThan(0.01);
    expect(loudnessAt(silent.videoPath, speechStartSeconds + 0.005)).toBeGreaterThan(0.1);
  });

  it('carry the sign of generation: a badge throughout, a line at the beginning and where the speech begins', async () => {
    const long = bookend('long.mp4', '0x2040f0', { durationSeconds: 4 });
    const plain = framesOf((await render({ intro: long, outro: green })).videoPath);
    const marked = async (disclosure: 'badge' | 'label') => {
      const frames = framesOf((await render({ intro: long, outro: green, disclosure })).videoPath);
      return frames.map((picture, index) =>
        [...picture].some((value, at) => Math.abs(value - (plain[index]?.[at] ?? 0)) > 15),
      );
    };
    const badge = await marked('badge');
    expect([0, 50, 99, 120, badge.length - 1].map((index) => badge[index])).toEqual(new Array(5).fill(true));
    const label = await marked('label');
    expect([0, 70, 80, 90, 96, 120, 140].map((index) => label[index])).toEqual([
      ...[true, true, false, false, true, true, true],
    ]);
  });

  it('are shown by stills as the clip shows them, and the cover shows the presenter', async () => {
    const request = { ...talking, intro: blue, outro: green };
    const { videoPath, coverPath } = await render(request);
    const clip = framesOf(videoPath);
    for (const index of [3, 22, 40, 67, 80]) {
      const { picturePath } = await port.still(request, index / rate, context());
      const [still] = framesOf(picturePath);
      const apart = [...(still ?? [])].map((value, at) => Math.abs(value - (clip[index]?.[at] ?? 0)));
      // Readers take a JPEG's colours for those of another standard; the next frame of a change is further away.
      expect(Math.max(...apart), `frame ${index}`).toBeLessThan(30);
    }
    expect(colour(framesOf(coverPath)[0])).toBe('head');
    const slow = bookend('slow.mp4', '0x2040f0', { framesPerSecond: 4, hasAudio: false });
    const { picturePath } = await port.still({ ...talking, intro: slow }, 22 / rate, context());
    expect(colour(framesOf(picturePath)[0])).toBe('between');
  });

  it('are left without their sound, and that is said, where it is damaged', async () => {
    const lying = { ...blue, video: green.video };
    const result = await render({ intro: lying });
    expect(result.warnings).toEqual(["The intro's sound could not be read; it is shown without it."]);
  });
});
