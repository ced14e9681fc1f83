import { join } from 'node:path';
import { mouthGap } from '../../domain/face/face-geometry.ts';
import type { FaceInspection, MouthSample } from '../../domain/face/face-mesh.ts';
import type { Box, Size } from '../../domain/geometry.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { stageInput, untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import type { MouthReading } from '../../ports/face-analysis.ts';
import type { WorkContext } from '../../ports/work.ts';
import type { Square } from './sample-picture.ts';
import { inWholeFrames } from './video-frames.ts';
import type { TaskAnswer, TaskRequest } from './worker-protocol.ts';

export interface MouthTools {
  readonly ffmpeg: Ffmpeg;
  inspect(picturePath: string): Promise<FaceInspection>;
  measure(request: TaskRequest<'mouths'>): Promise<TaskAnswer<'mouths'>>;
}

/** Frames at this side show the mouth at more pixels than the model's 192, and decode fast. */
const maxCropSide = 288;
/** Room for a head that sways: the crop is this much larger than the face. */
const cropMargin = 2.1;
const framesPerQuestion = 10;
const inputName = 'mouth-input';
const timeoutMs = 600_000;

/** Reads the mouth from decoded frames: finds the face once, then decodes only what is round it. */
export async function readMouthVideo(
  reading: MouthReading,
  context: WorkContext,
  tools: MouthTools,
): Promise<readonly MouthSample[]> {
  checkTimes(reading);
  await stageInput(context.workFolder, inputName, reading.video.path);
  const first = await firstFrame(reading, context, tools);
  const faceBox = reading.faceBox ?? first.faces[0]?.box;
  const crop = cropAround(faceBox, first.picture);
  const samples: MouthSample[] = [];
  let square: Square | undefined;
  const measure = async (rgb: Uint8Array): Promise<void> => {
    const answer = await tools.measure({ rgb, ...crop.output, ...(square && { square }) });
    square = answer.square;
    for (const mesh of answer.meshes) {
      const atSeconds = reading.fromSeconds + samples.length / reading.framesPerSecond;
      samples.push({ atSeconds, gap: mesh ? mouthGap(mesh) : null });
    }
    const expected = (reading.toSeconds - reading.fromSeconds) * reading.framesPerSecond;
    context.reportProgress(Math.min(1, samples.length / expected));
  };
  await tools.ffmpeg.run({
    args: cropArguments(reading, crop),
    cwd: context.workFolder,
    signal: context.signal,
    timeoutMs,
    readOutput: (output) =>
      inWholeFrames(output, crop.output.width * crop.output.height * 3, framesPerQuestion, measure),
  });
  return samples;
}

function checkTimes({ fromSeconds, toSeconds, framesPerSecond }: MouthReading): void {
  if (fromSeconds >= 0 && toSeconds > fromSeconds && framesPerSecond > 0) return;
  throw new AppError(
    'internal',
    `A mouth can't be read from ${fromSeconds} s to ${toSeconds} s at ${framesPerSecond} frames a second.`,
  );
}

async function firstFrame(
  reading: MouthReading,
  context: WorkContext,
  tools: MouthTools,
): Promise<FaceInspection> {
  const picture = 'mouth-first-frame.png';
  await tools.ffmpeg.run({
    args: [...inputArguments(reading), '-frames:v', '1', '-an', '-y', picture],
    cwd: context.workFolder,
    signal: context.signal,
    timeoutMs,
  });
  return await tools.inspect(join(context.workFolder, picture));
}

export interface MouthCrop {
  readonly box: Box;
  readonly output: Size;
}

export function cropAround(face: Box | undefined, picture: Size): MouthCrop {
  if (!face) return scaledCrop({ x: 0, y: 0, ...picture }, 3 * maxCropSide);
  const side = Math.max(face.width, face.height) * cropMargin;
  const width = Math.min(picture.width, Math.round(side));
  const height = Math.min(picture.height, Math.round(side));
  const x = Math.round(Math.max(0, Math.min(picture.width - width, face.x + (face.width - width) / 2)));
  const y = Math.round(Math.max(0, Math.min(picture.height - height, face.y + (face.height - height) / 2)));
  return scaledCrop({ x, y, width, height }, maxCropSide * 1.4);
}

function scaledCrop(box: Box, maxSide: number): MouthCrop {
  const scale = Math.min(1, maxSide / Math.max(box.width, box.height));
  return { box, output: { width: Math.round(box.width * scale), height: Math.round(box.height * scale) } };
}

function inputArguments({ video, fromSeconds }: MouthReading): string[] {
  return untrustedInput({ name: inputName, mime: video.mime, options: ['-ss', String(fromSeconds)] });
}

export function cropArguments(reading: MouthReading, { box, output }: MouthCrop): string[] {
  const filters = [
    `fps=${reading.framesPerSecond}`,
    `crop=${box.width}:${box.height}:${box.x}:${box.y}:exact=1`,
    `scale=${output.width}:${output.height}:flags=area`,
  ];
  const duration = String(reading.toSeconds - reading.fromSeconds);
  return [
    ...inputArguments(reading),
    ...['-t', duration, '-an', '-sn', '-vf', filters.join(',')],
    ...['-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'],
  ];
}
