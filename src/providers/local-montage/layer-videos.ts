import type { CutPlan } from '../../domain/montage/video-plan.ts';
import { untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import type { LayerFile, MontageLayers } from '../../ports/montage-layers.ts';
import { cutLayerChains } from './body-graph.ts';
import { chain, filter, renderFilterGraph } from './filter-graph.ts';
import type { PreparedVideo, Workplace } from './prepare.ts';
import { alphaDecoder } from './staged-video.ts';
import { writeLayer } from './write-layer.ts';

/** A head's own rate: more frames would only repeat some of them. */
const headFramesPerSecond = 25;

/** Apple ProRes 4444, alpha without loss. Coarser than its usual size, which nobody sees after the renderer's coder. */
const photographed = [
  ...['-c:v', 'prores_ks', '-profile:v', '4444', '-pix_fmt', 'yuva444p10le', '-alpha_bits', '8'],
  ...['-vendor', 'apl0', '-qscale:v', '18'],
  ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-f', 'mov'],
];
/** QuickTime Animation: without loss, and small where little changes from frame to frame. */
const drawn = ['-c:v', 'qtrle', '-pix_fmt', 'argb', '-f', 'mov'];

/** The circle or cut-out as a video with an alpha channel. */
export async function drawCutLayer(
  place: Workplace,
  { plan, files }: PreparedVideo,
  cut: CutPlan,
): Promise<LayerFile> {
  const inputs: string[][] = [];
  const add = (input: string[]): string => `${inputs.push(input) - 1}:v`;
  const addShape = (): string => {
    if (files.matte) return add(untrustedInput(files.matte));
    if (files.alphaVideo) {
      return add(untrustedInput({ ...files.alphaVideo, options: alphaDecoder(files.alphaVideo) }));
    }
    return add(['-i', `file:${files.circleMask}`]);
  };
  const sources = {
    head: add(untrustedInput(files.head)),
    shape: addShape(),
    ...(files.feather && { feather: add(['-i', `file:${files.feather}`]) }),
  };
  const framesPerSecond = Math.min(headFramesPerSecond, plan.frame.framesPerSecond);
  const graph = cutLayerChains({ ...plan, frame: { ...plan.frame, framesPerSecond } }, cut, sources);
  return await writeLayer(place, {
    file: 'cut.mov',
    mime: 'video/quicktime',
    args: [...inputs.flat(), '-filter_complex', renderFilterGraph(graph), '-map', '[layer]'],
    encoding: [...photographed, '-r', String(framesPerSecond)],
    seconds: plan.timeline.durationSeconds,
  });
}

/** All subtitles as a video that is clear where no text is, no larger than they are. */
export async function drawSubtitleLayer(
  place: Workplace,
  { plan, files: { subtitles } }: PreparedVideo,
): Promise<MontageLayers['subtitles']> {
  if (!subtitles) return undefined;
  const { fileName, at, span } = subtitles.part;
  const { framesPerSecond } = plan.frame;
  const from = Math.floor(span.startSeconds * framesPerSecond);
  const to = Math.ceil(span.endSeconds * framesPerSecond);
  const last = Math.round(plan.join.totalSeconds * framesPerSecond);
  const frames = Math.max(1, Math.min(to, last) - from);
  const startSeconds = from / framesPerSecond;
  const clear = {
    ...{ c: 'black@0', s: `${at.width}x${at.height}` },
    ...{ r: framesPerSecond, d: frames / framesPerSecond },
  };
  const graph = chain(
    [],
    [
      filter('color', clear),
      filter('format', { pix_fmts: 'rgba' }),
      filter('setpts', { expr: `PTS+${startSeconds.toFixed(6)}/TB` }),
      filter('ass', { filename: fileName, fontsdir: subtitles.fontsFolder, alpha: 1 }),
      // libass mixes its colours with the clear black around them; a straight alpha wants them whole.
      filter('format', { pix_fmts: 'gbrap' }),
      filter('unpremultiply', { inplace: 1 }),
      filter('setpts', { expr: 'PTS-STARTPTS' }),
      filter('trim', { end_frame: frames }),
    ],
    'layer',
  );
  const layer = await writeLayer(place, {
    file: 'subtitles.mov',
    mime: 'video/quicktime',
    args: ['-filter_complex', renderFilterGraph([graph]), '-map', '[layer]'],
    encoding: [...drawn, '-r', String(framesPerSecond)],
    seconds: frames / framesPerSecond,
  });
  return { ...layer, at, startSeconds, seconds: frames / framesPerSecond };
}
