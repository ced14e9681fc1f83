import { mediaProblem } from '../../domain/media/media-problem.ts';
import { isAppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { stageInput, untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import type { WorkContext } from '../../ports/work.ts';
import { refuse } from './judge-media.ts';

const timeoutMs = 20_000;
const inputName = 'probed';
const lookSide = 16;
/** As ffmpeg names the transfer curves of PQ and HLG in a stream's description. */
const highDynamicRange = /\b(smpte2084|arib-std-b67)\b/;

/**
 * Decodes the first picture as the montage will: what can't be decoded is refused now and not after the speech is
 * paid. The decoder sees a high dynamic range in the stream itself, where a container may be silent about it.
 */
export async function decodeFirstPicture(
  ffmpeg: Ffmpeg,
  video: { readonly path: string; readonly mime: string },
  { workFolder, signal }: WorkContext,
): Promise<{ readonly highDynamicRange: boolean }> {
  await stageInput(workFolder, inputName, video.path);
  const args = [
    ...untrustedInput({ name: inputName, mime: video.mime, options: ['-threads', '1'] }),
    ...['-map', '0:v:0', '-frames:v', '1', '-vf', `scale=${lookSide}:${lookSide},format=gray`],
    ...['-f', 'rawvideo', 'pipe:1'],
  ];
  try {
    const pixels = lookSide * lookSide;
    const run = {
      args,
      cwd: workFolder,
      signal,
      timeoutMs,
      logLevel: 'info',
      keepOutputBytes: pixels,
    } as const;
    const { output, errorTail } = await ffmpeg.run(run);
    if (output.length < pixels) throw undecodable();
    return { highDynamicRange: highDynamicRange.test(errorTail) };
  } catch (error) {
    if (isAppError(error, 'process-failed') || isAppError(error, 'timed-out')) throw undecodable(error);
    throw error;
  }
}

function undecodable(cause?: unknown) {
  return refuse(
    'The video has no picture that can be decoded; it may be damaged. Export it again as MP4 (H.264).',
    mediaProblem('broken', {}),
    cause,
  );
}
