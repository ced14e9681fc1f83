import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { FrameFormat } from '../../domain/ad/ad.ts';
import type { FaceMesh } from '../../domain/face/face-mesh.ts';
import type { Box } from '../../domain/geometry.ts';
import type { SpeechTrack } from '../../domain/speech/speech.ts';
import { mouthMotion } from '../../domain/viseme/mouth-motion.ts';
import { visemeEvents } from '../../domain/viseme/viseme-events.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { matteArguments, samplesArguments, videoArguments } from './encoding.ts';
import type { FaceFrame } from './face-frame.ts';
import { createFramePainter, type FramePainter, type PainterPose } from './frame-painter.ts';
import { frameLoudness } from './loudness.ts';
import { performanceOf } from './performance.ts';
import { buildScene, type Scene } from './scene.ts';

/** What a clip is made from; survives being sent to a thread. */
export interface ClipRequest {
  readonly assetsFolder: string;
  readonly portraitPath: string;
  readonly face: FaceMesh;
  readonly mattePath?: string;
  readonly backgroundPath?: string;
  readonly audioPath: string;
  readonly track: SpeechTrack;
  readonly frame: FrameFormat;
  readonly seed: number;
  readonly workFolder: string;
}

export interface ClipResult {
  readonly videoPath: string;
  readonly mattePath?: string;
  readonly durationSeconds: number;
  readonly faceBox: Box;
  readonly mouthGaps: readonly number[];
  readonly warnings: readonly string[];
}

export interface ClipContext {
  readonly ffmpeg: Ffmpeg;
  readonly signal: AbortSignal;
  reportProgress(fraction: number): void;
}

const samplesPerSecond = 8000;
/** Small faces and turned ones still work, less well. */
const smallInterOcularPx = 45;
const turnedYaw = 0.26;

export async function renderClip(request: ClipRequest, context: ClipContext): Promise<ClipResult> {
  const scene = await buildScene(request);
  const poses = await posesOf(request, scene, context);
  const painter = createFramePainter(scene);
  const videoPath = join(request.workFolder, 'head.mp4');
  const mattePath = join(request.workFolder, 'head-matte.mp4');
  const gaps: number[] = [];
  const show = framesTo(poses, painter, gaps, context);
  const timeoutMs = 60_000 + request.track.durationSeconds * 30_000;
  const { durationSeconds } = request.track;
  const common = { cwd: request.workFolder, signal: context.signal, timeoutMs };
  const encodings = [
    context.ffmpeg.run({
      ...common,
      args: videoArguments(request.frame, request.audioPath, durationSeconds, videoPath),
      writeInput: show.writeFrames,
    }),
  ];
  if (painter.matte) {
    const size = { width: request.frame.width / 2, height: request.frame.height / 2 };
    encodings.push(
      context.ffmpeg.run({
        ...common,
        args: matteArguments(size, request.frame.framesPerSecond, mattePath),
        writeInput: show.writeMattes,
      }),
    );
  }
  await allEnded(encodings);
  return {
    videoPath,
    ...(painter.matte && { mattePath }),
    durationSeconds,
    faceBox: faceBoxOf(scene.rig.face),
    mouthGaps: gaps,
    warnings: warningsOf(scene.rig.face),
  };
}

async function posesOf(
  request: ClipRequest,
  scene: Scene,
  context: ClipContext,
): Promise<readonly PainterPose[]> {
  const { track, frame } = request;
  const { output } = await context.ffmpeg.run({
    args: samplesArguments(request.audioPath, samplesPerSecond),
    cwd: request.workFolder,
    signal: context.signal,
    timeoutMs: 60_000,
    keepOutputBytes: Math.ceil((track.durationSeconds + 1) * samplesPerSecond) * 2,
  });
  const samples = new Int16Array(
    output.buffer.slice(output.byteOffset, output.byteOffset + (output.length & ~1)),
  );
  const events = visemeEvents(track);
  const mouth = mouthMotion(events, {
    framesPerSecond: frame.framesPerSecond,
    durationSeconds: track.durationSeconds,
    loudness: frameLoudness(samples, samplesPerSecond, frame.framesPerSecond),
  });
  return performanceOf(mouth, events, {
    framesPerSecond: frame.framesPerSecond,
    seed: request.seed,
    photoYaw: request.face.angle.yaw,
    isCutout: scene.plate !== undefined,
    hasGlasses: scene.hasGlasses,
  });
}

/** Two readers take the same frames in step: the next one is painted when both have the last. */
function framesTo(
  poses: readonly PainterPose[],
  painter: FramePainter,
  gaps: number[],
  context: ClipContext,
) {
  const matteInput = Promise.withResolvers<Writable>();
  const mattesWritten = Promise.withResolvers<void>();
  return {
    writeMattes: async (input: Writable): Promise<void> => {
      matteInput.resolve(input);
      await mattesWritten.promise;
    },
    writeFrames: async (input: Writable): Promise<void> => {
      try {
        const matteTo = painter.matte && (await matteInput.promise);
        for (const [at, pose] of poses.entries()) {
          if (context.signal.aborted) break;
          gaps.push(painter.paint(pose));
          await Promise.all([
            written(input, painter.frame.bytes),
            matteTo && painter.matte && written(matteTo, painter.matte),
          ]);
          context.reportProgress((at + 1) / poses.length);
        }
      } finally {
        mattesWritten.resolve();
      }
    },
  };
}

/** Settles also when the reader is gone: its exit code tells why. */
function written(input: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (input.destroyed) resolve();
    else input.write(bytes, () => resolve());
  });
}

/** No process outlives the others' failure. */
async function allEnded(runs: readonly Promise<unknown>[]): Promise<void> {
  const ends = await Promise.allSettled(runs);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

function faceBoxOf(face: FaceFrame): Box {
  const xs = face.points.slice(0, 468).map(([x]) => x);
  const ys = face.points.slice(0, 468).map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function warningsOf(face: FaceFrame): readonly string[] {
  const warnings: string[] = [];
  if (face.interOcular < smallInterOcularPx) {
    warnings.push(
      `The eyes are ${Math.round(face.interOcular)} pixels apart in the frame; the mouth looks soft below ${smallInterOcularPx}.`,
    );
  }
  if (Math.abs(face.yaw) > turnedYaw) {
    const degrees = Math.round((Math.abs(face.yaw) * 180) / Math.PI);
    warnings.push(`The face is turned by about ${degrees} degrees, so the head keeps still.`);
  }
  return warnings;
}
