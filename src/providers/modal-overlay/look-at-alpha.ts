import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { stageInput, untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import type { WorkContext } from '../../ports/work.ts';

/** Frames a second at which heads are made, and an overlay is compared with one. */
export const headFramesPerSecond = 25;
/** Cells of a frame's alpha, on each side. */
const side = 24;
const cells = side * side;
const opaque = 245;
const solid = 128;
const alpha = `alphaextract,scale=${side}:${side}:flags=area,format=gray`;
const timeoutMs = 120_000;
/** Ten minutes: what comes after them is not read. */
const mostSeconds = 600;

export interface AlphaLook {
  readonly frames: number;
  /** Of all cells of all frames: those through which something behind is seen. */
  readonly transparentShare: number;
  /** Those that show the person. */
  readonly solidShare: number;
}

/** Decodes the whole video for what its alpha channel really says; a video without one is opaque throughout. */
export async function lookAtAlpha(
  video: { readonly path: string; readonly mime: 'video/webm' | 'video/quicktime' },
  ffmpeg: Ffmpeg,
  context: WorkContext,
): Promise<AlphaLook> {
  const name = 'alpha-look';
  await stageInput(context.workFolder, name, video.path);
  // ffmpeg's own VP9 decoder throws the alpha channel away.
  const options = video.mime === 'video/webm' ? ['-c:v', 'libvpx-vp9'] : [];
  let frames = 0;
  let transparent = 0;
  let solids = 0;
  let at = 0;
  await ffmpeg.run({
    args: [
      ...untrustedInput({ name, mime: video.mime, options }),
      ...['-t', String(mostSeconds), '-an', '-sn', '-vsync', '0'],
      ...['-vf', `fps=${headFramesPerSecond},format=yuva420p,${alpha}`],
      ...['-f', 'rawvideo', 'pipe:1'],
    ],
    cwd: context.workFolder,
    signal: context.signal,
    timeoutMs,
    readOutput: async (stream) => {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        for (const value of chunk) {
          if (value < opaque) transparent += 1;
          if (value >= solid) solids += 1;
        }
        at += chunk.length;
        frames = Math.floor(at / cells);
      }
    },
  });
  const all = Math.max(1, at);
  return { frames, transparentShare: transparent / all, solidShare: solids / all };
}
