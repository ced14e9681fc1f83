import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assetsFolder } from '../support/cast-portrait.ts';
import { walkingHead } from '../support/walking-head.ts';
import { readEnvironment } from '../../src/platform/config/environment.ts';
import { readConfig } from '../../src/platform/config/read-config.ts';
import { resolveFfmpeg } from '../../src/platform/ffmpeg/resolve-ffmpeg.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import type { OverlayRequest } from '../../src/ports/overlay.ts';
import type { OverlayPort } from '../../src/ports/overlay.ts';
import { createLocalFaceAnalysis } from '../../src/providers/local-face/provider.ts';
import { createLocalFiles } from '../../src/providers/local-files/provider.ts';
import { createLocalOverlay } from '../../src/providers/local-overlay/provider.ts';
import { uploadedFile } from '../../src/actions/keep-upload.ts';
import { keptFrameOverlay } from '../../src/actions/montage/kept-frame-overlay.ts';

const ffmpeg = await resolveFfmpeg(readConfig(readEnvironment()).ffmpeg, silentLog);
const faceAnalysis = createLocalFaceAnalysis({ modelsFolder: join(assetsFolder, 'models'), ffmpeg });
const overlays = createLocalOverlay({ faceAnalysis });
const videoSeconds = 1;
const atSeconds = 0.5;

let folder: string;
let head: OverlayRequest['head'];
let files: Awaited<ReturnType<typeof createLocalFiles>>;
let looks = 0;
const overlay: OverlayPort = {
  ...overlays,
  start: async (request, context) => {
    looks += 1;
    return await overlays.start(request, context);
  },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frame-overlay-'));
  const { video, size } = await walkingHead(ffmpeg, folder, videoSeconds);
  const path = join(folder, 'head.mp4');
  await writeFile(path, video);
  head = {
    video: await uploadedFile({ path, what: 'head', maxBytes: 10_000_000 }, 'video/mp4'),
    ...{ size, durationSeconds: videoSeconds },
  };
  files = await createLocalFiles({ folder: join(folder, 'kept'), publicUrl: 'http://127.0.0.1:1' });
});
afterAll(async () => {
  await faceAnalysis.close();
  await rm(folder, { recursive: true, force: true });
});

async function overlayAt(shape: OverlayRequest['shape'], seconds: number, of = head) {
  const workFolder = await mkdtemp(join(folder, 'work-'));
  const context = { workFolder, signal: new AbortController().signal, reportProgress: () => undefined };
  const parts = { ffmpeg, local: { overlay }, files, scratchFolder: folder };
  return await keptFrameOverlay(parts, 'stills/a/b', { head: of, shape, circle: 'auto' }, seconds, context);
}

it('a head made elsewhere is looked at once for a shape and a moment, and the second look gets the same', async () => {
  looks = 0;
  const circle = await overlayAt('circle', atSeconds);
  const cutout = await overlayAt('cutout', atSeconds);
  expect(looks).toBe(2);
  expect(circle).toMatchObject({ kind: 'circle', circle: { radius: expect.any(Number) } });
  expect(await overlayAt('circle', atSeconds)).toEqual(circle);
  expect(await overlayAt('cutout', atSeconds)).toEqual(cutout);
  expect(looks).toBe(2);
  const later = await overlayAt('circle', 0.75);
  expect(looks).toBe(3);
  expect(later).not.toEqual(circle);
});

it('nothing is kept of a head whose face and matte are known', async () => {
  const before = await readdir(join(folder, 'kept/stills/a/b'));
  const face = { x: 100, y: 200, width: 100, height: 120 };
  await overlayAt('circle', 0.25, { ...head, faceBox: face });
  await overlayAt('cutout', 0.25, { ...head, matte: head.video });
  expect(await readdir(join(folder, 'kept/stills/a/b'))).toEqual(before);
});
