import { isCentred, wholePictureAt } from '../../domain/montage/fill-frame.ts';
import { backgroundSeconds } from '../../domain/montage/timeline.ts';
import type { ClipPlan, VideoPlan } from '../../domain/montage/video-plan.ts';
import { untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import type { LayerFile, RendererLimits, ShownVideo } from '../../ports/montage-layers.ts';
import { fillChains } from './fill-chains.ts';
import { chain, filter, renderFilterGraph } from './filter-graph.ts';
import type { PreparedVideo, Workplace } from './prepare.ts';
import type { StagedVideo } from './staged-video.ts';
import { writeLayer } from './write-layer.ts';

/** Coded once more by the renderer: finer than the eye. */
const encoding = [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '16', '-pix_fmt', 'yuv420p'],
  ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-color_range', 'tv'],
  ...['-f', 'mp4'],
];
const sound = ['-c:a', 'aac', '-b:a', '192k', '-ar', '48000', '-ac', '2'];

interface Fitting {
  readonly name: ShownVideo;
  readonly clip: ClipPlan;
  readonly video: StagedVideo;
  readonly seconds: number;
  readonly isStill: boolean;
}

/** The videos of a clip that a renderer elsewhere couldn't place by itself, fitted to the frame. */
export async function fitVideos(
  place: Workplace,
  prepared: PreparedVideo,
  limits: RendererLimits,
): Promise<Partial<Record<ShownVideo, LayerFile>>> {
  const fitted: Partial<Record<ShownVideo, LayerFile>> = {};
  for (const fitting of fittings(place, prepared, limits)) {
    fitted[fitting.name] = await fitToFrame(place, prepared.plan, fitting);
  }
  return fitted;
}

function fittings({ request }: Workplace, { plan, files }: PreparedVideo, limits: RendererLimits): Fitting[] {
  const { timeline, join, background, intro, outro } = plan;
  const all: Fitting[] = [];
  const add = (name: ShownVideo, clip?: ClipPlan, video?: StagedVideo, seconds = 0, isStill = false) => {
    if (clip && video && seconds > 0) all.push({ name, clip, video, seconds, isStill });
  };
  const fade = timeline.headAloneSeconds + timeline.fadeSeconds;
  const headSeconds = Math.min(timeline.durationSeconds, fade);
  const head = { fill: plan.headFill, size: plan.head, framesPerSecond: 25, highDynamicRange: false };
  const frameSeconds = 1 / plan.frame.framesPerSecond;
  if (mustBeFitted(head, limits) || request.head.durationSeconds + frameSeconds < headSeconds) {
    add('head', head, files.head, timeline.headAloneSeconds > 0 ? headSeconds : 0);
  }
  if (background) {
    const { kind } = background.fit;
    const isStill = kind === 'still';
    const shown = kind === 'trim' || isStill ? backgroundSeconds(timeline) : background.durationSeconds;
    if (isStill || mustBeFitted(background, limits)) {
      add('background', background, files.background, shown, isStill);
    }
  }
  if (intro && mustBeFitted(intro, limits)) add('intro', intro, files.intro, join.intro?.seconds);
  if (outro && mustBeFitted(outro, limits)) add('outro', outro, files.outro, join.outro?.seconds);
  return all;
}

function mustBeFitted({ fill, size, highDynamicRange }: ClipPlan, { largestPicture }: RendererLimits) {
  const { width, height } = wholePictureAt(fill, size);
  const isTooLarge = width > largestPicture.width || height > largestPicture.height;
  return fill.blurred || highDynamicRange || (isTooLarge && !isCentred(fill, size));
}

async function fitToFrame(place: Workplace, plan: VideoPlan, fitting: Fitting): Promise<LayerFile> {
  const { name, clip, video, seconds, isStill } = fitting;
  const rate = plan.frame.framesPerSecond;
  const isFast = clip.framesPerSecond > rate;
  const toRate = filter('fps', { fps: rate, start_time: 0 });
  const filled = fillChains({
    input: '0:v',
    output: 'filled',
    before: [filter('setpts', { expr: 'PTS-STARTPTS' }), ...(isFast ? [toRate] : [])],
    fill: clip.fill,
    source: clip.size,
    frame: plan.frame,
    scaling: plan.scaling,
    highDynamicRange: clip.highDynamicRange,
  });
  const timed = [
    ...(isStill ? [filter('loop', { loop: -1, size: 1 })] : []),
    ...(isFast && !isStill ? [] : [toRate]),
    filter('tpad', { stop_mode: 'clone', stop_duration: 2 }),
    filter('trim', { end_frame: Math.max(1, Math.round(seconds * rate)) }),
    filter('setsar', { sar: '1' }),
    filter('format', { pix_fmts: 'yuv420p' }),
  ];
  const graph = renderFilterGraph([...filled, chain(['filled'], timed, 'v')]);
  const isSilent = name === 'head' || isStill;
  return await writeLayer(place, {
    file: `${name}-fitted.mp4`,
    mime: 'video/mp4',
    args: [
      ...untrustedInput(video),
      '-filter_complex',
      graph,
      '-map',
      '[v]',
      ...(isSilent ? [] : ['-map', '0:a:0?']),
    ],
    encoding: [...(isSilent ? [] : [...sound, '-t', seconds.toFixed(6)]), ...encoding, '-r', String(rate)],
    seconds,
  });
}
