import { afterAll, expect, it } from 'vitest';
import { ffmpeg } from '../../../test/support/montage-room.ts';
import { plainProbe } from '../../../test/support/plain-montage.ts';
import {
  builtInLayers,
  builtInMontage,
  openShotstackRoom,
  operationOf,
} from '../../../test/support/shotstack-room.ts';
import { recordedSpending } from '../../../test/support/recorded-spending.ts';
import type { SubtitleTrack } from '../../domain/subtitles/subtitle-track.ts';
import type { MontageRequest } from '../../ports/montage.ts';

const room = await openShotstackRoom();
afterAll(room.close);
const { files, talking } = room.plain;

const words = ['One', 'Two', 'Three'].map((text, index) => ({
  text,
  startSeconds: 0.1 + 0.25 * index,
  endSeconds: 0.35 + 0.25 * index,
  ...(index === 2 && { emphasised: true }),
}));
const subtitles = (theme: string): SubtitleTrack => ({
  theme,
  position: 'middle',
  cues: [{ startSeconds: 0.1, endSeconds: 0.85, words, wordTimed: true }],
});
const base: MontageRequest = {
  ...talking,
  frame: { width: 216, height: 384, framesPerSecond: 25 },
  format: 'character_with_background',
  disclosure: 'badge',
};
const background = { video: files.background, probe: plainProbe };
const wide = {
  video: files.wide,
  probe: { ...plainProbe, size: { width: 128, height: 72 } },
  ownSound: true,
};
const circle = { radius: 0.4, centre: { x: 0.5, y: 0.4 } };
const track = [
  { atSeconds: 0, radius: 0.35, centre: { x: 0.45, y: 0.4 } },
  { atSeconds: 1, radius: 0.4, centre: { x: 0.55, y: 0.5 } },
];

const clips: Record<string, MontageRequest> = {
  'a cut-out over a looped background, with plates behind the words': {
    ...base,
    template: 'overlay',
    ...(files.matte && { overlay: { kind: 'matte', matte: files.matte } }),
    background: { ...background, probe: { ...plainProbe, durationSeconds: 0.6 } },
    subtitles: subtitles('white_on_purple'),
  },
  'a head that gives way to a moving circle, after an intro that stands in its own blur': {
    ...base,
    template: 'mix_basic_circle',
    overlay: { kind: 'circle', circle, track },
    background,
    intro: wide,
    subtitles: subtitles('pop'),
  },
  'a wide frame, in which head and background stand in their blur, with an outro': {
    ...base,
    frame: { width: 384, height: 216, framesPerSecond: 25 },
    template: 'basic',
    background,
    outro: wide,
    subtitles: subtitles('karaoke'),
    disclosure: 'label',
  },
};

const looked = { width: 36, height: 36 };
/** Brightness of a coarse picture of every frame. */
function framesOf(path: string): Uint8Array[] {
  const { width, height } = looked;
  const look = `scale=${width}:${height}:flags=area,format=gray`;
  const pixels = ffmpeg('-i', path, '-vf', look, '-f', 'rawvideo', '-');
  return Array.from({ length: pixels.length / (width * height) }, (_, index) =>
    pixels.subarray(index * width * height, (index + 1) * width * height),
  );
}

const windowSamples = 2400;
/** Loudness in dB of every 50 ms. */
function envelopeOf(path: string): number[] {
  const bytes = ffmpeg('-i', path, '-ac', '1', '-ar', '48000', '-f', 'f32le', '-');
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return Array.from({ length: Math.floor(samples.length / windowSamples) }, (_, index) => {
    const part = samples.subarray(index * windowSamples, (index + 1) * windowSamples);
    return 10 * Math.log10(part.reduce((sum, sample) => sum + sample * sample, 1e-9) / windowSamples);
  });
}

it.each(Object.entries(clips))(
  '%s: looks and sounds as the built-in montage makes it',
  async (_name, request) => {
    const here = await builtInMontage.start(request, room.plain.context());
    if (here.status !== 'completed') throw new Error('The built-in montage is done at once.');
    const port = room.open({ layers: builtInLayers });
    const work = await port.start(request, room.plain.context(recordedSpending()));
    const there = await room.toEnd(port, operationOf(work));
    expect(there).toMatchObject({
      size: here.result.size,
      durationSeconds: here.result.durationSeconds,
      speechStartSeconds: here.result.speechStartSeconds,
      missingGlyphs: here.result.missingGlyphs,
    });
    expect(there.circleInFrame).toEqual(here.result.circleInFrame);
    const [ours, theirs] = [framesOf(here.result.videoPath), framesOf(there.videoPath)];
    expect(theirs.length).toBe(ours.length);
    const off = ours.map((picture, frame) => {
      const other = theirs[frame] ?? picture;
      return (
        picture.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0) / picture.length
      );
    });
    // Of 255, with the sharp edges of a test picture; a fade may begin or end a frame earlier.
    expect(off.toSorted((left, right) => left - right).at(-2)).toBeLessThan(4);
    const [heard, alsoHeard] = [envelopeOf(here.result.videoPath), envelopeOf(there.videoPath)];
    // One mix is limited part by part, the other as a whole.
    const apart = heard.map((decibels, index) => Math.abs(decibels - (alsoHeard[index] ?? -90)));
    expect(apart.toSorted((left, right) => left - right)[Math.floor(apart.length * 0.9)]).toBeLessThan(2.5);
  },
);
