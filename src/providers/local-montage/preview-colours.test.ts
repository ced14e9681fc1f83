import { mkdtempSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ffmpeg, lavfi, openMontageRoom } from '../../../test/support/montage-room.ts';
import type { MediaProbe } from '../../domain/media/media-probe.ts';
import type { MontageRequest } from '../../ports/montage.ts';
import type { InputFile } from '../../ports/work.ts';

const { port, folder, file } = openMontageRoom('preview-colours');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const size = { width: 216, height: 384 };
const colour = [32, 64, 48];
const seconds = 0.4;

beforeAll(() => {
  ffmpeg(...lavfi('color=c=0xc03030:s=108x192:r=25:d=0.4'), '-c:v', 'libx264', file('head.mp4').path);
  ffmpeg(...lavfi('anoisesrc=r=24000:d=0.4'), '-ac', '1', file('speech.wav').path);
});

/** A pixel of a preview's background, far from the circle. */
async function pixelOver(background: InputFile): Promise<number[]> {
  const probe: MediaProbe = {
    container: 'mp4',
    durationSeconds: seconds,
    size,
    rotation: 0,
    videoCodec: 'avc',
    framesPerSecond: 30,
    highDynamicRange: false,
    hasAudio: false,
  };
  const request: MontageRequest = {
    ...{ format: 'character_with_background', template: 'circle', quality: 'preview' },
    ...{ frame: { width: 1080, height: 1920, framesPerSecond: 30 }, disclosure: 'none', language: 'en' },
    overlay: { kind: 'circle', circle: { radius: 0.2, centre: { x: 0.5, y: 0.5 } } },
    head: { video: file('head.mp4'), size: { width: 108, height: 192 }, durationSeconds: seconds },
    speech: { audio: file('speech.wav', 'audio/wav'), durationSeconds: seconds },
    background: { video: background, probe },
  };
  const workFolder = mkdtempSync(`${folder}/work-`);
  const context = { workFolder, signal: new AbortController().signal, reportProgress: () => undefined };
  const work = await port.start(request, context);
  if (work.status !== 'completed') throw new Error('Local montage is finished at once.');
  const look = ['-frames:v', '1', '-vf', 'format=rgb24,crop=1:1:20:20', '-f', 'rawvideo', '-'];
  return [...ffmpeg('-i', work.result.videoPath, ...look)];
}

const x264 = ['-c:v', 'libx264', '-pix_fmt'];
const vp9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-pix_fmt', 'yuv420p'];

it.each([
  ['of ordinary range', 'plain.mp4', 'null', [...x264, 'yuv420p']],
  ['of full range, as many phones record', 'full.mp4', 'null', [...x264, 'yuvj420p', '-color_range', 'pc']],
  ['in RGB, as screens are recorded', 'rgb.mp4', 'null', ['-c:v', 'libx264rgb', '-pix_fmt', 'rgb24']],
  ['of an odd number of wide pixels', 'wide.webm', 'scale=107:384,setsar=216/107', vp9],
])('a background %s has its own colours in a preview too', async (_name, path, shape, coder) => {
  const background = file(path, path.endsWith('.webm') ? 'video/webm' : 'video/mp4');
  ffmpeg(...lavfi(`color=c=0x204030:s=216x384:r=30:d=0.4,${shape}`), ...coder, background.path);
  const pixel = await pixelOver(background);
  for (const [at, value] of colour.entries()) expect(Math.abs((pixel[at] ?? 0) - value)).toBeLessThan(8);
});
