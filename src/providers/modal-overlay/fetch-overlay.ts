import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Size } from '../../domain/geometry.ts';
import { isAppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { downloadResult } from '../../platform/service/download-result.ts';
import type { MediaProbePort } from '../../ports/media-probe.ts';
import type { Overlay } from '../../ports/overlay.ts';
import type { InputFile, WorkContext } from '../../ports/work.ts';
import { headFramesPerSecond, lookAtAlpha } from './look-at-alpha.ts';
import { serviceName, unusable } from './problems.ts';

/** What an overlay has to be in step with. */
export interface HeadMeasures {
  readonly size: Size;
  readonly durationSeconds: number;
}

export interface FetchTools {
  readonly ffmpeg: Ffmpeg;
  readonly mediaProbe: MediaProbePort;
  /** Results may lie on this machine. */
  readonly allowLoopback: boolean;
  /** A server of the operator's own may be in a private network, and serve what it made by itself. */
  readonly ownOrigin: string;
}

type AlphaVideo = Extract<Overlay, { kind: 'alpha-video' }>;

/** A minute of ProRes 4444 at 1080p has some 550 MB, of which heads have a part; VP9 has a twentieth. */
const maxBytes = 400_000_000;
const timeoutMs = 240_000;
/** Below these shares of a video's cells there is nothing to see through, or nobody to see. */
const leastTransparent = 0.005;
const leastSolid = 0.005;
/** A coder may round a side to even. */
const mostAspectError = 0.02;

/**
 * Fetches what the endpoint made and sees that it is what was asked for: a video with an alpha channel that shows
 * somebody, of the head's shape and length. Throws `provider-answer-unusable` where it isn't.
 */
export async function fetchOverlay(
  url: string,
  head: HeadMeasures,
  tools: FetchTools,
  context: WorkContext,
): Promise<AlphaVideo> {
  const fetched = join(context.workFolder, 'fetched-overlay');
  const { signal } = context;
  const { bytes } = await downloadResult({
    ...{ service: serviceName, url, destination: fetched, maxBytes, timeoutMs, signal },
    ...{ allowLoopback: tools.allowLoopback, ownOrigin: tools.ownOrigin },
  });
  const { mime, extension } = await containerOf(fetched);
  const videoPath = join(context.workFolder, `overlay${extension}`);
  await rename(fetched, videoPath);
  const video = { path: videoPath, sha256: '', mime, bytes };
  await requireHeadsShape(video, head, tools, context);
  await requirePersonInStep(videoPath, mime, head, tools, context);
  return { kind: 'alpha-video', videoPath, mime };
}

/** By the first bytes, whatever name or type the file was given. */
async function containerOf(
  path: string,
): Promise<{ readonly mime: AlphaVideo['mime']; readonly extension: string }> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(12), 0, 12, 0);
    const first = buffer.subarray(0, bytesRead);
    if (first.subarray(0, 4).toString('hex') === '1a45dfa3')
      return { mime: 'video/webm', extension: '.webm' };
    if (/^(ftyp|moov|wide|mdat|free)$/.test(first.subarray(4, 8).toString('latin1'))) {
      return { mime: 'video/quicktime', extension: '.mov' };
    }
  } finally {
    await file.close();
  }
  throw unusable('overlay-unreadable', 'it is neither a WebM nor a QuickTime file');
}

async function requireHeadsShape(
  video: InputFile,
  head: HeadMeasures,
  { mediaProbe }: FetchTools,
  context: WorkContext,
): Promise<void> {
  const { size, rotation } = await mediaProbe.probe(video, context).catch((error: unknown) => {
    if (!isAppError(error, 'invalid-media')) throw error;
    throw unusable('overlay-unreadable', 'its file is damaged or of an unknown kind');
  });
  const ratio = size.width / size.height / (head.size.width / head.size.height);
  if (rotation === 0 && Math.abs(ratio - 1) <= mostAspectError) return;
  const found = `${size.width}×${size.height}`;
  const wanted = `${head.size.width}×${head.size.height}`;
  throw unusable('overlay-shape', `its picture is ${found}, where the head's is ${wanted}`, {
    found,
    wanted,
  });
}

async function requirePersonInStep(
  path: string,
  mime: AlphaVideo['mime'],
  { durationSeconds }: HeadMeasures,
  { ffmpeg }: FetchTools,
  context: WorkContext,
): Promise<void> {
  const look = await lookAtAlpha({ path, mime }, ffmpeg, context).catch((error: unknown) => {
    if (!isAppError(error, 'process-failed')) throw error;
    throw unusable('overlay-unreadable', 'it breaks off while it is read');
  });
  const wanted = Math.round(durationSeconds * headFramesPerSecond);
  if (Math.abs(look.frames - wanted) > 1) {
    const found = look.frames;
    throw unusable('overlay-length', `it has ${found} frames, where the head has ${wanted}`, {
      found,
      wanted,
    });
  }
  if (look.transparentShare < leastTransparent) {
    throw unusable('overlay-opaque', 'it has no alpha channel, or one that hides nothing');
  }
  if (look.solidShare < leastSolid) throw unusable('overlay-empty', 'nobody is left in it');
}
