import { afterAll, expect, it } from 'vitest';
import { assetsFolder } from '../../../test/support/cast-portrait.ts';
import { ffmpeg, ffmpegPath } from '../../../test/support/montage-room.ts';
import { openPlainMontage, plainProbe } from '../../../test/support/plain-montage.ts';
import { ffmpegAt } from '../../platform/ffmpeg/ffmpeg.ts';
import type { MontageRequest } from '../../ports/montage.ts';
import { createLocalLayers } from './provider.ts';

const layers = createLocalLayers({ ffmpeg: ffmpegAt(ffmpegPath, 'test'), assetsFolder });
const room = openPlainMontage();
afterAll(room.close);
const limits = { largestPicture: { width: 3840, height: 2160 } };

interface Pixel {
  readonly colour: readonly number[];
  readonly alpha: number;
}

/** Of a layer's frame at half of its time. */
function pixelsOf(path: string): Pixel[] {
  const bytes = ffmpeg('-i', path, '-vf', 'format=rgba', '-frames:v', '1', '-f', 'rawvideo', '-');
  return Array.from({ length: bytes.length / 4 }, (_, index) => ({
    colour: [...bytes.subarray(index * 4, index * 4 + 3)],
    alpha: bytes[index * 4 + 3] ?? 0,
  }));
}

const purple = [0x6d, 0x28, 0xd9];

it('the soft edge of a plate of subtitles has the colour of the plate, not darkened by what is clear around it', async () => {
  const request: MontageRequest = {
    ...room.talking,
    frame: { width: 216, height: 384, framesPerSecond: 25 },
    subtitles: {
      theme: 'white_on_purple',
      position: 'bottom',
      cues: [
        {
          startSeconds: 0,
          endSeconds: 1,
          wordTimed: false,
          words: [{ text: 'Word', startSeconds: 0, endSeconds: 1 }],
        },
      ],
    },
  };
  const { subtitles } = await layers.prepare(request, limits, room.context());
  const pixels = pixelsOf(subtitles?.path ?? '');
  expect(pixels).toHaveLength((subtitles?.at.width ?? 0) * (subtitles?.at.height ?? 0));
  const edge = pixels.filter(({ alpha }) => alpha > 40 && alpha < 215);
  expect(edge.length).toBeGreaterThan(10);
  for (const { colour } of edge) {
    colour.forEach((value, channel) => {
      expect(Math.abs(value - (purple[channel] ?? 0))).toBeLessThanOrEqual(12);
    });
  }
});

it('a circle is opaque inside, clear in its corners, and as large as its place', async () => {
  const request: MontageRequest = {
    ...room.talking,
    format: 'character_with_background',
    template: 'circle',
    overlay: { kind: 'circle', circle: { radius: 0.4, centre: { x: 0.5, y: 0.5 } } },
    background: { video: room.files.background, probe: plainProbe },
    frame: { width: 216, height: 384, framesPerSecond: 25 },
  };
  const { cut, plan } = await layers.prepare(request, limits, room.context());
  const pixels = pixelsOf(cut?.path ?? '');
  const side = plan.cut?.at.width ?? 0;
  expect(pixels).toHaveLength(side * side);
  expect(pixels[0]?.alpha).toBe(0);
  expect(pixels[side - 1]?.alpha).toBe(0);
  expect(pixels[(side / 2) * side + side / 2]?.alpha).toBe(255);
});

it('the sign of generation stands over subtitles that leave the top to a face, for the whole clip', async () => {
  const words = [{ text: 'Word', startSeconds: 0, endSeconds: 1 }];
  const cue = { startSeconds: 0, endSeconds: 1, wordTimed: false, words };
  const frame = { width: 216, height: 384, framesPerSecond: 25 };
  const markOf = async (faceTop: number) => {
    const { width, height } = room.talking.head.size;
    const faceBox = { x: width / 4, y: height * faceTop, width: width / 2, height: height / 3 };
    const request: MontageRequest = {
      ...room.talking,
      frame,
      disclosure: 'badge',
      head: { ...room.talking.head, faceBox },
      subtitles: { theme: 'light', position: 'top', cues: [cue, { ...cue, position: 'top' }] },
    };
    return (await layers.prepare(request, limits, room.context())).plan.mark?.at;
  };
  const bottom = ({ y = 0, height = 0 } = {}) => (y + height) / frame.height;
  expect(bottom(await markOf(0.5))).toBeGreaterThan(0.74);
  expect(bottom(await markOf(0.1))).toBeLessThan(0.62);
});
