import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Canvas, createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  assetsFolder,
  channelOf,
  overPlate,
  scaledTo,
  sideBySide,
  storedFace,
  type TestFolder,
  testFolder,
} from '../../../test/support/cast-pictures.ts';
import { walkingHead } from '../../../test/support/walking-head.ts';
import type { Size } from '../../domain/geometry.ts';
import { isAppError } from '../../kernel/errors.ts';
import { readEnvironment } from '../../platform/config/environment.ts';
import { readConfig } from '../../platform/config/read-config.ts';
import { resolveFfmpeg } from '../../platform/ffmpeg/resolve-ffmpeg.ts';
import { silentLog } from '../../platform/log/log.ts';
import { faceAnalysisContract } from '../../ports/face-analysis.contract.ts';
import type { InputFile } from '../../ports/work.ts';
import { createLocalFaceAnalysis, type LocalFaceAnalysis } from './provider.ts';

const modelsFolder = join(assetsFolder, 'models');
const ffmpeg = await resolveFfmpeg(readConfig(readEnvironment()).ffmpeg, silentLog);

faceAnalysisContract('local', async () => {
  const port = createLocalFaceAnalysis({ modelsFolder, ffmpeg });
  const films = await mkdtemp(join(tmpdir(), 'films-'));
  const walker = await walkingHead(ffmpeg, films, 2);
  return {
    port,
    close: async () => {
      await port.close();
      await rm(films, { recursive: true, force: true });
    },
    fixtures: {
      onePerson: (await overPlate('sofia')).toBuffer('image/jpeg', 92),
      onePersonFace: await storedFace('sofia'),
      twoPeople: sideBySide(await overPlate('mira'), await overPlate('leo')).toBuffer('image/jpeg', 90),
      nobody: await readFile(join(assetsFolder, 'backgrounds/home-office.webp')),
      transparent: await readFile(join(assetsFolder, 'cast/timur.webp')),
      walker,
      emptyRoom: await emptyRoom(films, 0.4),
      greyFrames,
    },
  };
});

async function emptyRoom(folder: string, durationSeconds: number) {
  await ffmpeg.run({
    args: [
      '-loop',
      '1',
      '-framerate',
      '25',
      '-i',
      'wall.png',
      '-t',
      `${durationSeconds}`,
      '-pix_fmt',
      'yuv420p',
      'room.mp4',
    ],
    cwd: folder,
    timeoutMs: 30_000,
  });
  return { video: await readFile(join(folder, 'room.mp4')), durationSeconds };
}

async function greyFrames(path: string, { width, height }: Size, only?: 'key frames'): Promise<Buffer> {
  const look = ['-vf', `scale=${width}:${height}:flags=area,format=gray`, '-f', 'rawvideo', 'pipe:1'];
  const run = { cwd: tmpdir(), timeoutMs: 30_000, keepOutputBytes: 1 << 28 };
  const chosen = only ? ['-skip_frame', 'nokey'] : [];
  return (await ffmpeg.run({ ...run, args: [...chosen, '-i', path, '-vsync', '0', ...look] })).output;
}

describe('local face analysis', () => {
  let folder: TestFolder;
  let port: LocalFaceAnalysis;

  beforeAll(async () => {
    folder = await testFolder();
    port = createLocalFaceAnalysis({ modelsFolder: join(assetsFolder, 'models'), ffmpeg });
  });

  afterAll(async () => {
    await port.close();
    await folder.remove();
  });

  it('reads from a video how far the mouth is open, frame by frame', async () => {
    const intended = Array.from({ length: 30 }, (_, i) => 0.1 * Math.sin((i * Math.PI) / 7.5) ** 2);
    const video = await talkingVideo(intended);
    const samples = await port.readMouth(
      { video, framesPerSecond: 25, fromSeconds: 0, toSeconds: 1.2 },
      await folder.work(),
    );
    expect(samples.map(({ atSeconds }) => Math.round(atSeconds * 25))).toEqual(intended.map((_, i) => i));
    const gaps = samples.map(({ gap }) => gap ?? -1);
    const at = (shift: number) =>
      correlation(intended.slice(3, -3), gaps.slice(3 + shift, gaps.length - 3 + shift));
    expect(at(0)).toBeGreaterThan(0.9);
    expect(Math.max(at(-2), at(-1), at(1), at(2))).toBeLessThan(at(0));
  });

  it('says of frames without a face that there was none', async () => {
    const video = await videoOf([createCanvas(320, 240)]);
    const samples = await port.readMouth(
      { video, framesPerSecond: 25, fromSeconds: 0, toSeconds: 0.04 },
      await folder.work(),
    );
    expect(samples).toEqual([{ atSeconds: 0, gap: null }]);
  });

  it('draws the boxes that a user is shown', async () => {
    const picture = await folder.file((await overPlate('dana')).toBuffer('image/jpeg', 92));
    const face = await storedFace('dana');
    const { picturePath } = await port.preview(picture, [face.box], await folder.work());
    const red = await channelOf(picturePath, 0);
    const blue = await channelOf(picturePath, 2);
    const shown = await loadImage(picturePath);
    const scale = shown.width / 1080;
    const edge =
      Math.round((face.box.y + face.box.height / 2) * scale) * shown.width + Math.round(face.box.x * scale);
    expect(red[edge]).toBeGreaterThan(200);
    expect(blue[edge]).toBeLessThan(90);
  });

  it('refuses models that are not the ones it was made for', async () => {
    const models = join((await folder.work()).workFolder, 'models');
    await mkdir(models);
    for (const name of ['checksums.json', 'blazeface.json', 'blazeface.bin']) {
      await copyFile(join(modelsFolder, name), join(models, name));
    }
    const weights = await readFile(join(models, 'blazeface.bin'));
    weights[1000] = (weights[1000] ?? 0) ^ 1;
    await writeFile(join(models, 'blazeface.bin'), weights);
    const broken = createLocalFaceAnalysis({ modelsFolder: models });
    const asked = broken.inspect(
      await folder.file((await overPlate('ken')).toBuffer('image/jpeg')),
      await folder.work(),
    );
    await expect(asked).rejects.toSatisfy((error) => isAppError(error, 'provider-unavailable'));
    await broken.close();
  });

  /** The lower half of a face moved down by `gap` of the face's height, the mouth's inside dark. */
  async function talkingVideo(gaps: readonly number[]): Promise<InputFile> {
    const still = await overPlate('timur');
    const { points } = await storedFace('timur');
    const [lip = [0, 0], left = [0, 0], right = [0, 0], chin = [0, 0], top = [0, 0]] = [
      13, 78, 308, 152, 10,
    ].map((i) => points[i]);
    const seam = lip[1] + 3;
    const frames = gaps.map((gap) => {
      const canvas = createCanvas(still.width, still.height);
      const context = canvas.getContext('2d');
      context.drawImage(still, 0, 0);
      const shift = gap * (chin[1] - top[1]);
      context.drawImage(
        still,
        0,
        seam,
        still.width,
        still.height - seam,
        0,
        seam + shift,
        still.width,
        still.height - seam,
      );
      context.fillStyle = '#301010';
      context.beginPath();
      context.ellipse(
        (left[0] + right[0]) / 2,
        seam + shift / 2,
        (right[0] - left[0]) / 2.2,
        shift / 2,
        0,
        0,
        7,
      );
      context.fill();
      return scaledTo(canvas, 540);
    });
    return await videoOf(frames);
  }

  async function videoOf(frames: readonly Canvas[]): Promise<InputFile> {
    const { workFolder } = await folder.work();
    for (const [i, frame] of frames.entries()) {
      await writeFile(join(workFolder, `${i}.jpg`), frame.toBuffer('image/jpeg', 92));
    }
    await ffmpeg.run({
      args: [
        '-framerate',
        '25',
        '-i',
        '%d.jpg',
        '-vf',
        'crop=trunc(iw/2)*2:trunc(ih/2)*2',
        '-pix_fmt',
        'yuv420p',
        'clip.mp4',
      ],
      cwd: workFolder,
      timeoutMs: 30_000,
    });
    const path = join(workFolder, 'clip.mp4');
    return await folder.file(await readFile(path), 'video/mp4');
  }
});

/** Pearson's. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = (p: readonly number[], q: readonly number[], mp: number, mq: number) =>
    p.reduce((sum, value, i) => sum + (value - mp) * ((q[i] ?? 0) - mq), 0);
  return product(a, b, meanA, meanB) / Math.sqrt(product(a, a, meanA, meanA) * product(b, b, meanB, meanB));
}
