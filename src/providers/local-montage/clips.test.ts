import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coded, ffmpeg, ffmpegPath, lavfi, openMontageRoom } from '../../../test/support/montage-room.ts';
import type { MediaProbe } from '../../domain/media/media-probe.ts';
import { planTimeline } from '../../domain/montage/timeline.ts';
import type { MontageRequest, MontageResult } from '../../ports/montage.ts';
import { readXmp } from './disclosure-tag.ts';

const { port, folder, file } = openMontageRoom('montage');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const seconds = 2;
const frame = { width: 108, height: 192, framesPerSecond: 30 };
/** Samples of a frame: 9 columns, 16 rows. */
const columns = 9;
const rows = 16;

/** Mean colours of each frame's samples. */
function framesOf(path: string): Uint8Array[] {
  const look = `scale=${columns}:${rows}:flags=area,format=rgb24`;
  const pixels = ffmpeg('-i', path, '-vf', look, '-f', 'rawvideo', '-');
  const bytes = columns * rows * 3;
  return Array.from({ length: pixels.length / bytes }, (_, index) =>
    pixels.subarray(index * bytes, (index + 1) * bytes),
  );
}
const colourAt = (picture: Uint8Array | undefined, column: number, row: number) => [
  ...(picture ?? []).slice((row * columns + column) * 3, (row * columns + column) * 3 + 3),
];

/** Writes a clockwise quarter turn into the first track's header; the ways to ask ffmpeg for it differ by version. */
function turnClockwise(path: string): void {
  const bytes = readFileSync(path);
  const matrix = bytes.indexOf('tkhd') + 44;
  for (const [index, value] of [0, 0x10000, 0, -0x10000, 0, 0].entries()) {
    bytes.writeInt32BE(value, matrix + index * 4);
  }
  writeFileSync(path, bytes);
}

const probe: MediaProbe = {
  container: 'mp4',
  durationSeconds: seconds,
  size: { width: 108, height: 192 },
  rotation: 0,
  videoCodec: 'avc',
  framesPerSecond: 30,
  highDynamicRange: false,
  hasAudio: false,
};
const head = { video: file('head.mp4'), size: { width: 108, height: 192 }, durationSeconds: seconds };

beforeAll(() => {
  ffmpeg(...lavfi(`color=c=0xc03030:s=108x192:r=25:d=${seconds}`), ...coded, head.video.path);
  ffmpeg(...lavfi(`anoisesrc=a=0.3:r=24000:d=${seconds}`), '-ac', '1', join(folder, 'speech.wav'));
});

const wholeOf = (request: Partial<MontageRequest>): MontageRequest => ({
  format: 'character_with_background',
  template: 'circle',
  overlay: { kind: 'circle', circle: { radius: 0.4, centre: { x: 0.5, y: 0.5 } } },
  frame,
  quality: 'final',
  head,
  speech: { audio: file('speech.wav', 'audio/wav'), durationSeconds: seconds },
  disclosure: 'none',
  language: 'en',
  ...request,
});
const context = () => ({
  signal: new AbortController().signal,
  workFolder: mkdtempSync(join(folder, 'work-')),
  reportProgress: () => {},
});
async function render(request: Partial<MontageRequest>): Promise<MontageResult> {
  const work = await port.start(wholeOf(request), context());
  if (work.status !== 'completed') throw new Error('Local montage is finished at once.');
  return work.result;
}
/** How red its middle is. */
async function stillAt(request: Partial<MontageRequest>, atSeconds: number): Promise<number> {
  const { picturePath } = await port.still(wholeOf(request), atSeconds, context());
  return colourAt(framesOf(picturePath)[0], 4, 8)[0] ?? 0;
}
const over = (name: string, part: Partial<MediaProbe>) => ({
  background: { video: file(name), probe: { ...probe, ...part } },
});
const blueness = (picture: Uint8Array) => colourAt(picture, 4, 14)[2] ?? 0;

describe('backgrounds of every kind fill the clip', () => {
  it('repeats a short one without a jump between the rounds', async () => {
    ffmpeg(
      ...lavfi('color=c=0x2040f0:s=108x192:r=30:d=0.6,fade=t=out:st=0:d=0.6:c=0x204060'),
      ...coded,
      file('short.mp4').path,
    );
    const frames = framesOf((await render(over('short.mp4', { durationSeconds: 0.6 }))).videoPath);
    expect(frames).toHaveLength(60);
    const blues = frames.map(blueness);
    // The file falls by 8 a frame and would jump back by 140; its end takes six frames to become its beginning.
    const steps = blues.slice(1).map((blue, index) => Math.abs(blue - (blues[index] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(40);
    expect(Math.max(...blues) - Math.min(...blues)).toBeGreaterThan(35);
    // Twelve frames a round.
    for (const frame of [20, 30, 40]) {
      expect(Math.abs((blues[frame] ?? 0) - (blues[frame + 12] ?? 0))).toBeLessThan(8);
    }
  });

  it('slows one that is a little short, to the end and not beyond', async () => {
    ffmpeg(
      ...lavfi('color=c=0x2040f0:s=108x192:r=30:d=1.8,fade=t=out:st=0:d=1.8:c=0x204020'),
      ...coded,
      file('slow.mp4').path,
    );
    const blues = framesOf((await render(over('slow.mp4', { durationSeconds: 1.8 }))).videoPath).map(
      blueness,
    );
    expect(blues).toHaveLength(60);
    expect(blues[30]).toBeGreaterThan(110);
    expect(blues[30]).toBeLessThan(165);
    expect(blues[59]).toBeLessThan(60);
  });

  it('holds a single frame', async () => {
    ffmpeg(...lavfi('color=c=0x2040f0:s=108x192:r=30'), '-frames:v', '1', ...coded, file('single.mp4').path);
    const frames = framesOf((await render(over('single.mp4', { durationSeconds: 1 / 30 }))).videoPath);
    expect(frames).toHaveLength(60);
    expect(Math.min(...frames.map(blueness))).toBeGreaterThan(200);
  });

  it('turns what the container says to turn, and takes odd sizes and changing frame rates', async () => {
    const split = 'color=c=blue:s=192x108:r=30:d=2,drawbox=w=96:h=108:c=lime:t=fill';
    ffmpeg(...lavfi(split), ...coded, file('lying.mp4').path);
    turnClockwise(file('lying.mp4').path);
    const turned = framesOf((await render(over('lying.mp4', { rotation: 90 }))).videoPath)[10];
    const [top, bottom] = [colourAt(turned, 8, 0), colourAt(turned, 8, 15)];
    expect((top[1] ?? 0) - (bottom[1] ?? 0)).toBeGreaterThan(150);

    const odd = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv444p', '-vsync', 'vfr'];
    ffmpeg(
      ...lavfi("testsrc=s=107x189:r=50:d=2,select='not(mod(n,3))+lt(n,20)'"),
      ...odd,
      file('odd.mp4').path,
    );
    const result = await render(over('odd.mp4', { size: { width: 107, height: 189 }, framesPerSecond: 50 }));
    expect(framesOf(result.videoPath)).toHaveLength(60);
  });

  it('sets one of the wrong shape into its own blur', async () => {
    ffmpeg(...lavfi('color=c=white:s=320x90:r=30:d=2'), ...coded, file('flat.mp4').path);
    const frame30 = framesOf(
      (await render(over('flat.mp4', { size: { width: 320, height: 90 } }))).videoPath,
    )[30];
    expect(Math.min(...colourAt(frame30, 4, 8))).toBeGreaterThan(240);
    const [above = 0] = colourAt(frame30, 8, 15);
    expect(above).toBeGreaterThan(120);
    expect(above).toBeLessThan(220);
  });

  it('brings a phone’s HLG picture to the range and the tags of ordinary video', async () => {
    const hlg = '-c:v libx265 -x265-params log-level=none -pix_fmt yuv420p10le -tag:v hvc1'.split(' ');
    const tags = ['-color_primaries', 'bt2020', '-color_trc', 'arib-std-b67', '-colorspace', 'bt2020nc'];
    // HLG's reference white at 75 %, and below it the peak, eight times as bright.
    const whites = 'color=c=0xbfbfbf:s=108x192:r=30:d=1,drawbox=y=96:h=96:w=108:c=white:t=fill';
    ffmpeg(...lavfi(whites), ...hlg, ...tags, file('hlg.mp4').path);
    const hdr = over('hlg.mp4', { highDynamicRange: true, durationSeconds: 1 });
    const { videoPath } = await render(hdr);
    const described = spawnSync(ffmpegPath, ['-hide_banner', '-i', videoPath]).stderr.toString();
    expect(described).toMatch(/yuv420p\(tv, bt709/);
    expect(described).not.toMatch(/arib|bt2020/);
    const frame = framesOf(videoPath)[10];
    const [red = 0, green = 0, blue = 0] = colourAt(frame, 7, 7);
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(12);
    expect(green).toBeGreaterThan(60);
    expect(green).toBeLessThan(235);
    expect(colourAt(frame, 7, 14)[1]).toBeGreaterThan(green + 12);
  });
});

describe('what the clip shows', () => {
  beforeAll(() => {
    ffmpeg(...lavfi('color=c=0x2040f0:s=108x192:r=30:d=2'), ...coded, file('blue.mp4').path);
  });

  it('shows the circle where it says, ringed in white, over the background', async () => {
    const result = await render({
      ...over('blue.mp4', {}),
      frame: { width: 270, height: 480, framesPerSecond: 30 },
    });
    const box = result.circleInFrame ?? { x: 0, y: 0, width: 0, height: 0 };
    const pixels = ffmpeg('-i', result.videoPath, ...'-frames:v 1 -vf format=rgb24 -f rawvideo -'.split(' '));
    const at = (x: number, y: number) => [
      ...pixels.subarray((Math.round(y) * 270 + Math.round(x)) * 3).subarray(0, 3),
    ];
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    expect(at(middle.x, middle.y)[0]).toBeGreaterThan(170);
    expect(Math.min(...at(middle.x, box.y))).toBeGreaterThan(170);
    expect(at(box.x + 2, box.y + 2)[2]).toBeGreaterThan(170);
    expect(at(250, 460)[2]).toBeGreaterThan(220);
  });

  it('lets the wall beside a head go on to the sides of a wide frame, to the end', async () => {
    const wide = { width: 192, height: 108, framesPerSecond: 30 };
    const result = await render({ format: 'talking_head', frame: wide });
    const frames = framesOf(result.videoPath);
    expect(frames).toHaveLength(60);
    for (const picture of [frames[0], frames[59]]) {
      const middle = colourAt(picture, 4, 8);
      for (const column of [0, 1, 2, 6, 7, 8]) {
        const apart = colourAt(picture, column, 8).map((value, part) =>
          Math.abs(value - (middle[part] ?? 0)),
        );
        expect(Math.max(...apart)).toBeLessThan(12);
      }
    }
  });

  it.each([
    { name: 'a high', width: 108, height: 192 },
    { name: 'a wide', width: 192, height: 108 },
  ])(
    'fades from the head to the background in its time, step by step, under an outro too, in $name frame',
    async ({ width, height }) => {
      const frame = { width, height, framesPerSecond: 30 };
      const { videoPath } = await render({ ...over('blue.mp4', {}), template: 'basic', frame });
      const reds = framesOf(videoPath).map((picture) => colourAt(picture, 4, 8)[0] ?? 0);
      const steps = reds.slice(1).map((red, index) => (reds[index] ?? 0) - red);
      const change = steps.filter((step) => step > 10);
      expect(change).toHaveLength(6);
      expect(Math.max(...change)).toBeLessThan(1.4 * Math.min(...change));
      // Stills leave out what a decoder may leave out: of this head most frames.
      const sparse = [
        '-c:v',
        'libx264',
        '-x264-params',
        'bframes=5:b-adapt=0:b-pyramid=none',
        '-pix_fmt',
        'yuv420p',
      ];
      ffmpeg('-i', head.video.path, ...sparse, file('sparse.mp4').path);
      const first = steps.findIndex((step) => step > 10);
      const timed = { durationSeconds: 2, framesPerSecond: 30 };
      const timeline = planTimeline({ format: 'character_with_background', template: 'basic', ...timed });
      expect(first).toBe(Math.round(timeline.headAloneSeconds * 30));
      const outro = { ...over('blue.mp4', {}).background, ownSound: false };
      const ended = await render({ ...over('blue.mp4', {}), template: 'basic', frame, outro });
      const before = framesOf(ended.videoPath).slice(0, first + 7);
      before.forEach((picture, index) => {
        expect(Math.abs((colourAt(picture, 4, 8)[0] ?? 0) - (reds[index] ?? 0))).toBeLessThan(6);
      });
      for (const index of [first + 1, first + 3, first + 5]) {
        const still = await stillAt(
          { ...over('blue.mp4', {}), template: 'basic', frame, head: { ...head, video: file('sparse.mp4') } },
          index / 30,
        );
        expect(Math.abs(still - (reds[index] ?? 0)), `frame ${index}`).toBeLessThan(15);
      }
    },
  );

  it('takes a speech of a single short word, cover and all', async () => {
    const half = { audio: file('speech.wav', 'audio/wav'), durationSeconds: 0.5 };
    const { videoPath, coverPath } = await render({ ...over('blue.mp4', {}), speech: half });
    expect(framesOf(videoPath)).toHaveLength(15);
    expect(framesOf(coverPath)).toHaveLength(1);
  });

  it('marks the clip for people and for machines', async () => {
    const plain = await render(over('blue.mp4', {}));
    const marked = await render({ ...over('blue.mp4', {}), disclosure: 'badge', language: 'ru' });
    const difference = (index: number) => {
      const [left, right] = [framesOf(plain.videoPath)[index] ?? [], framesOf(marked.videoPath)[index] ?? []];
      return Math.max(...[...left].map((value, at) => Math.abs(value - (right[at] ?? 0))));
    };
    expect(difference(2)).toBeGreaterThan(40);
    expect(difference(58)).toBeGreaterThan(40);
    expect(await readXmp(plain.videoPath)).toContain('digitalsourcetype/compositeSynthetic');
    expect(await readXmp(head.video.path)).toBeUndefined();
  });

  it('draws subtitles and names the characters that no font has', async () => {
    const words = [
      { text: 'Слово', startSeconds: 0, endSeconds: 2 },
      { text: '𓀀', startSeconds: 0, endSeconds: 2 },
    ];
    const cue = { startSeconds: 0, endSeconds: 2, words, wordTimed: true };
    const track = { theme: 'light', position: 'bottom', cues: [cue] } as const;
    const result = await render({ ...over('blue.mp4', {}), subtitles: track });
    expect(result.missingGlyphs).toEqual(['𓀀']);
    const bare = framesOf((await render(over('blue.mp4', {}))).videoPath)[30] ?? [];
    const drawn = framesOf(result.videoPath)[30] ?? [];
    expect([...drawn].some((value, index) => Math.abs(value - (bare[index] ?? 0)) > 50)).toBe(true);
  });
});
