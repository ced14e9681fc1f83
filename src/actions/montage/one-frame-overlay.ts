import { join } from 'node:path';
import { stageInput, untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import type { OverlayInput } from '../../ports/montage.ts';
import type { OverlayRequest } from '../../ports/overlay.ts';
import type { InputFile, WorkContext } from '../../ports/work.ts';
import { uploadedFile } from '../keep-upload.ts';
import type { ActionParts } from '../parts.ts';

export interface FrameOverlayParts extends Pick<ActionParts, 'ffmpeg'> {
  readonly local: Pick<ActionParts['local'], 'overlay'>;
}

const timeoutMs = 60_000;
const framesPerSecond = 25;

/**
 * The overlay as it is at one moment of the head, without a look at the rest of it: for a still, and good for nothing
 * else. Heads whose face or matte is known cost nothing.
 */
export async function oneFrameOverlay(
  parts: FrameOverlayParts,
  request: OverlayRequest,
  atSeconds: number,
  context: WorkContext,
): Promise<OverlayInput> {
  const looked = overlayIsKnown(request)
    ? request
    : { ...request, head: await frozenHead(parts, request, atSeconds, context) };
  const work = await parts.local.overlay.start(looked, context);
  if (work.status !== 'completed') throw new Error('the built-in overlay is made when it is started');
  const { overlay } = work.result;
  if (overlay.kind === 'circle') return { kind: 'circle', circle: overlay.circle };
  if (overlay.kind === 'alpha-video') throw new Error('the built-in overlay makes no alpha video');
  if (request.head.matte) return { kind: 'matte', matte: request.head.matte };
  const path = await repeated(parts, overlay.mattePath, atSeconds, context);
  return { kind: 'matte', matte: await clipAt(path) };
}

/** True where nothing must be looked at to make it. */
export function overlayIsKnown({ shape, circle, head }: OverlayRequest): boolean {
  return shape === 'circle' ? circle !== 'auto' || head.faceBox !== undefined : head.matte !== undefined;
}

async function frozenHead(
  { ffmpeg }: FrameOverlayParts,
  { head }: OverlayRequest,
  atSeconds: number,
  { workFolder, signal }: WorkContext,
): Promise<OverlayRequest['head']> {
  await stageInput(workFolder, 'whole-head', head.video.path);
  const path = join(workFolder, 'one-frame.mp4');
  await ffmpeg.run({
    args: [
      ...untrustedInput({
        name: 'whole-head',
        mime: head.video.mime,
        // As the still decodes it: the frame is the same, and what the deblocking would smooth is shrunk away.
        options: [
          ...['-threads', '1', '-skip_loop_filter', 'all', '-skip_frame', 'noref'],
          '-ss',
          atSeconds.toFixed(3),
        ],
      }),
      ...['-an', '-frames:v', '1', '-r', String(framesPerSecond), '-c:v', 'libx264', '-preset', 'ultrafast'],
      ...['-crf', '12', '-threads', '1', '-y', path],
    ],
    cwd: workFolder,
    signal,
    timeoutMs,
  });
  return { ...head, video: await clipAt(path), durationSeconds: 1 / framesPerSecond };
}

/** The same frame from the beginning to that moment and a little on, copied and not coded again. */
async function repeated(
  { ffmpeg }: FrameOverlayParts,
  path: string,
  atSeconds: number,
  { workFolder, signal }: WorkContext,
): Promise<string> {
  const target = join(workFolder, 'matte-repeated.mp4');
  const times = Math.ceil((atSeconds + 0.2) * framesPerSecond);
  await ffmpeg.run({
    args: ['-stream_loop', String(times), '-i', `file:${path}`, '-c', 'copy', '-y', target],
    cwd: workFolder,
    signal,
    timeoutMs,
  });
  return target;
}

async function clipAt(path: string): Promise<InputFile> {
  return await uploadedFile({ path, what: 'frame', maxBytes: Number.POSITIVE_INFINITY }, 'video/mp4');
}
