import { open, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Size } from '../domain/geometry.ts';
import type { MediaProbe } from '../domain/media/media-probe.ts';
import { AppError, isAppError } from '../kernel/errors.ts';
import type { Ffmpeg } from '../platform/ffmpeg/ffmpeg.ts';
import { stageInput } from '../platform/ffmpeg/untrusted-input.ts';
import { guardedFetch } from '../platform/http/guarded-fetch.ts';
import type { Network } from '../platform/http/public-network.ts';
import type { MediaProbePort } from '../ports/media-probe.ts';
import type { Overlay, OverlayPort } from '../ports/overlay.ts';
import type { InputFile, WorkContext } from '../ports/work.ts';
import { writeCircleMasks } from './circle-mask.ts';
import { type AlphaSource, encodingArguments, overlayFramesPerSecond } from './encode-overlay.ts';
import type { OverlayOrder } from './overlay-order.ts';

export interface OverlayMaker {
  readonly ffmpeg: Ffmpeg;
  readonly mediaProbe: MediaProbePort;
  /** Finds the person or the face. */
  readonly overlay: OverlayPort;
  /** Where videos may be fetched from. */
  readonly network: Network;
}

export const videoLimits = { bytes: 200_000_000, seconds: 180, longerSide: 2160 } as const;
const fetchTimeoutMs = 120_000;
const fetchSilenceMs = 30_000;
const msPerSecondOfVideo = 60_000;

/** The file with alpha, in the work folder. Throws `link-refused`, `invalid-media`, `cancelled` and what the engines throw. */
export async function makeOverlay(
  order: OverlayOrder,
  maker: OverlayMaker,
  context: WorkContext,
): Promise<string> {
  const path = join(context.workFolder, 'video');
  await guardedFetch(order.videoUrl, {
    destination: path,
    ...{ maxBytes: videoLimits.bytes, totalTimeoutMs: fetchTimeoutMs, idleTimeoutMs: fetchSilenceMs },
    ...{ signal: context.signal, network: maker.network },
  });
  const { size: bytes } = await stat(path);
  const guess = { path, sha256: '', mime: await mimeOf(path), bytes };
  const probe = await maker.mediaProbe.probe(guess, context);
  const video = { ...guess, mime: mimes[probe.container] };
  const size = evenSize(probe);
  const overlay = await foundOverlay(order, video, { size, probe }, maker, context);
  return await encode(order, video, overlay, { size, probe }, maker, context);
}

interface Measures {
  readonly size: Size;
  readonly probe: MediaProbe;
}

const mimes = { mp4: 'video/mp4', mov: 'video/quicktime', webm: 'video/webm' } as const;

/** The probe looks at the file itself; this only has to name it. */
async function mimeOf(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('hex') === '1a45dfa3' ? mimes.webm : mimes.mp4;
  } finally {
    await file.close();
  }
}

/** Coders want even sides. */
function evenSize({ size, durationSeconds }: MediaProbe): Size {
  const longer = Math.max(size.width, size.height);
  if (longer > videoLimits.longerSide) {
    throw new AppError(
      'invalid-media',
      `The video is ${size.width}×${size.height}; at most ${videoLimits.longerSide} pixels a side are taken.`,
    );
  }
  if (durationSeconds > videoLimits.seconds) {
    const found = Math.round(durationSeconds);
    throw new AppError(
      'invalid-media',
      `The video lasts ${found} s; at most ${videoLimits.seconds} are taken.`,
    );
  }
  return { width: size.width - (size.width % 2), height: size.height - (size.height % 2) };
}

async function foundOverlay(
  { shape, circle }: OverlayOrder,
  video: InputFile,
  { size, probe }: Measures,
  { overlay }: OverlayMaker,
  context: WorkContext,
): Promise<Overlay> {
  const head = { video, size, durationSeconds: probe.durationSeconds };
  const work = await overlay.start({ head, shape, circle }, context);
  if (work.status !== 'completed')
    throw new Error('the overlay of this machine is finished when it is started');
  return work.result.overlay;
}

async function encode(
  { container }: OverlayOrder,
  video: InputFile,
  overlay: Overlay,
  { size, probe: { durationSeconds } }: Measures,
  { ffmpeg }: OverlayMaker,
  context: WorkContext,
): Promise<string> {
  const { workFolder, signal } = context;
  const target = join(workFolder, `overlay.${container}`);
  const name = 'overlay-source';
  await stageInput(workFolder, name, video.path);
  try {
    await ffmpeg.run({
      args: encodingArguments({
        ...{ video: { name, mime: video.mime }, alpha: alphaOf(overlay, size) },
        ...{ size, durationSeconds, container, target },
      }),
      ...{ cwd: workFolder, signal, timeoutMs: 60_000 + durationSeconds * msPerSecondOfVideo },
      ...(overlay.kind === 'circle' && {
        writeInput: (input) => {
          const frames = Math.ceil(durationSeconds * overlayFramesPerSecond);
          const { circle, track = [] } = overlay;
          return writeCircleMasks(input, {
            circle,
            track,
            size,
            frames,
            framesPerSecond: overlayFramesPerSecond,
          });
        },
      }),
    });
  } catch (error) {
    if (!isAppError(error, 'process-failed')) throw error;
    throw new AppError('invalid-media', 'The video is damaged and could not be read to its end.', {
      cause: error,
    });
  }
  return target;
}

function alphaOf(overlay: Overlay, size: Size): AlphaSource {
  if (overlay.kind === 'circle') return { frames: size };
  if (overlay.kind === 'matte') return { matte: basename(overlay.mattePath) };
  throw new Error('the overlay of this machine is a circle or a matte');
}
