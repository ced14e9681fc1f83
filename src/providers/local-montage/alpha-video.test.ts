import { mkdtempSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coded, ffmpeg, lavfi, openMontageRoom } from '../../../test/support/montage-room.ts';
import type { MediaProbe } from '../../domain/media/media-probe.ts';
import type { MontageRequest } from '../../ports/montage.ts';
import type { InputFile } from '../../ports/work.ts';

const { port, folder, file } = openMontageRoom('alpha-video');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const seconds = 2;
const frame = { width: 108, height: 192, framesPerSecond: 30 };
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

const kinds = [
  {
    mime: 'video/webm',
    name: 'alpha.webm',
    coder: ['-c:v', 'libvpx-vp9', '-pix_fmt', 'yuva420p', '-deadline', 'realtime', '-cpu-used', '8'],
  },
  {
    mime: 'video/quicktime',
    name: 'alpha.mov',
    coder: ['-c:v', 'prores_ks', '-profile:v', '4444', '-pix_fmt', 'yuva444p10le', '-alpha_bits', '16'],
  },
] as const;
type Kind = (typeof kinds)[number];

/** Green where the expression of ffmpeg's `geq` is true, as seconds `T` pass; nothing elsewhere. */
function person(where: string, { name, mime, coder }: Kind, label = 'person'): InputFile {
  const green = `geq=lum=120:cb=60:cr=60:a='255*(${where})'`;
  const made = file(`${label}-${name}`, mime);
  ffmpeg(...lavfi(`color=c=green:s=108x192:r=25:d=${seconds},format=yuva420p,${green}`), ...coder, made.path);
  return made;
}

beforeAll(() => {
  ffmpeg(...lavfi(`color=c=0xc03030:s=108x192:r=25:d=${seconds}`), ...coded, file('head.mp4').path);
  ffmpeg(...lavfi(`color=c=0x2040f0:s=108x192:r=30:d=${seconds}`), ...coded, file('blue.mp4').path);
  ffmpeg(...lavfi(`anoisesrc=a=0.3:r=24000:d=${seconds}`), '-ac', '1', file('speech.wav').path);
});

const requestOf = (video: InputFile, template: 'circle' | 'overlay'): MontageRequest => ({
  format: 'character_with_background',
  template,
  overlay: { kind: 'alpha-video', video },
  background: { video: file('blue.mp4'), probe },
  frame,
  quality: 'final',
  head: { video: file('head.mp4'), size: { width: 108, height: 192 }, durationSeconds: seconds },
  speech: { audio: file('speech.wav', 'audio/wav'), durationSeconds: seconds },
  disclosure: 'none',
  language: 'en',
});
const context = () => ({
  signal: new AbortController().signal,
  workFolder: mkdtempSync(`${folder}/work-`),
  reportProgress: () => undefined,
});

async function render(request: MontageRequest) {
  const work = await port.start(request, context());
  if (work.status !== 'completed') throw new Error('Local montage is finished at once.');
  return work.result;
}

/** Of one picture of a clip, or of a still: red, green and blue at a pixel. */
function pixelsOf(path: string, atSeconds = 0) {
  const frames = ['-frames:v', '1', '-vf', 'format=rgb24', '-f', 'rawvideo', '-'];
  const rgb = ffmpeg('-ss', String(atSeconds), '-i', path, ...frames);
  return (x: number, y: number) => [
    ...rgb.subarray((Math.floor(y) * frame.width + Math.floor(x)) * 3).subarray(0, 3),
  ];
}
const isGreen = ([red = 0, green = 0, blue = 0]: number[]) => green > blue + 40 && green > red + 40;
const isBlue = ([red = 0, green = 0, blue = 0]: number[]) => blue > 200 && red < 80 && green < 110;

describe.each(kinds)('a video with alpha of the type $mime, made elsewhere', (kind) => {
  it('lies over the background as a circle, with its own colours and nothing of the head', async () => {
    const video = person('lt(hypot(X-54,Y-70),36)', kind, 'round');
    const { videoPath, circleInFrame: box } = await render(requestOf(video, 'circle'));
    if (!box) throw new Error('There is no circle.');
    const at = pixelsOf(videoPath, 1);
    expect(isGreen(at(box.x + box.width / 2, box.y + box.height / 2))).toBe(true);
    expect(isBlue(at(box.x > 54 ? 4 : 104, 100))).toBe(true);
  });

  it('lies over the background as a cut-out, from the beginning to the end', async () => {
    const { videoPath } = await render(requestOf(person('lt(hypot(X-54,Y-130),40)', kind), 'overlay'));
    for (const atSeconds of [0, 0.5, 1.9]) {
      const at = pixelsOf(videoPath, atSeconds);
      const greens = Array.from({ length: 192 * 12 }, (_, index) => at((index % 12) * 9, index / 12));
      expect(greens.filter(isGreen).length).toBeGreaterThan(100);
      expect(isBlue(at(100, 8))).toBe(true);
    }
  });

  it('is shown whole where the person reaches out late', async () => {
    const late = 'lt(hypot(X-40,Y-130),30)+gt(T,1.2)*between(X,60,104)*between(Y,90,100)';
    const { picturePath } = await port.still(
      requestOf(person(late, kind, 'late'), 'overlay'),
      1.8,
      context(),
    );
    const at = pixelsOf(picturePath);
    const columns = Array.from({ length: 108 }, (_, x) => x).filter((x) =>
      Array.from({ length: 192 }, (_, y) => at(x, y)).some(isGreen),
    );
    const rows = Array.from({ length: 192 }, (_, y) => y).filter((y) =>
      Array.from({ length: 108 }, (_, x) => at(x, y)).some(isGreen),
    );
    // From the body's left side to the hand it is 94 pixels wide, and 70 high.
    const width = (columns.at(-1) ?? 0) - (columns[0] ?? 0);
    const height = (rows.at(-1) ?? 0) - (rows[0] ?? 0);
    expect(width / height).toBeGreaterThan(1.15);
  });
});
