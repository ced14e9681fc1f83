import { chain, type FilterChain, filter, overlay, renderFilterGraph } from './filter-graph.ts';
import { fillChains } from './fill-chains.ts';
import type { Place } from './measure.ts';
import { untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import type { StagedVideo } from './staged-video.ts';
import type { BackgroundPlan, VideoPlan } from '../../domain/montage/video-plan.ts';

const roundFile = 'round';
const timeoutMs = 120_000;
/** Nothing of it is seen twice coded: finer than the eye, and cheap to read back. */
const encoding = [
  ...['-an', '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'fastdecode', '-crf', '12'],
  ...['-pix_fmt', 'yuv420p', '-f', 'mp4', '-y'],
];

export interface DrawnRound {
  readonly background: BackgroundPlan;
  readonly file: StagedVideo;
}

/**
 * One round of a looped background, fitted to the frame: from behind its first moments to its last ones, which give
 * way to the first. Repeated, it has no seam; and each of its frames is fitted once, however often it goes round.
 */
export async function drawRound(
  { ffmpeg, folder, signal }: Place,
  { frame, scaling }: VideoPlan,
  background: BackgroundPlan,
  { video, options }: { readonly video: StagedVideo; readonly options: readonly string[] },
): Promise<DrawnRound | undefined> {
  const { round } = background;
  if (!round) return undefined;
  const frames = (seconds: number) => Math.round(seconds * frame.framesPerSecond);
  const rate = filter('fps', { fps: frame.framesPerSecond, start_time: 0 });
  const isFast = background.framesPerSecond > frame.framesPerSecond;
  const filled = fillChains({
    input: '0:v',
    output: 'filled',
    before: [filter('setpts', { expr: 'PTS-STARTPTS' }), ...(isFast ? [rate] : [])],
    fill: background.fill,
    source: background.size,
    frame,
    scaling,
    highDynamicRange: background.highDynamicRange,
  });
  const graph = [...filled, ...roundChains(frames(round.fadeSeconds), frames(round.roundSeconds), rate)];
  const args = [
    ...['-filter_complex_threads', '1'],
    ...untrustedInput({ ...video, options }),
    ...['-filter_complex', renderFilterGraph(graph), '-map', '[round]'],
    ...[...encoding, '-r', String(frame.framesPerSecond), roundFile],
  ];
  await ffmpeg.run({ args, cwd: folder, signal, timeoutMs });
  return {
    file: { name: roundFile, mime: 'video/mp4' },
    background: {
      ...background,
      size: frame,
      fill: {
        crop: { x: 0, y: 0, width: frame.width, height: frame.height },
        at: { x: 0, y: 0, width: frame.width, height: frame.height },
        blurred: false,
      },
      framesPerSecond: frame.framesPerSecond,
      highDynamicRange: false,
      isRound: true,
    },
  };
}

function roundChains(fade: number, round: number, rate: ReturnType<typeof filter>): FilterChain[] {
  const own = filter('setpts', { expr: 'PTS-STARTPTS' });
  const whole = round + fade;
  const held = [
    rate,
    filter('tpad', { stop_mode: 'clone', stop_duration: 1 }),
    filter('trim', { end_frame: whole }),
    filter('format', { pix_fmts: 'yuv420p' }),
    filter('split', { outputs: 3 }),
  ];
  const going = [
    filter('trim', { start_frame: round }),
    own,
    filter('format', { pix_fmts: 'yuva420p' }),
    filter('fade', { type: 'out', start_frame: 0, nb_frames: fade, alpha: 1 }),
  ];
  return [
    { inputs: ['filled'], filters: held, outputs: ['forMiddle', 'forGoing', 'forComing'] },
    chain(['forMiddle'], [filter('trim', { start_frame: fade, end_frame: round }), own], 'middle'),
    chain(['forGoing'], going, 'going'),
    chain(['forComing'], [filter('trim', { end_frame: fade }), own], 'coming'),
    chain(['coming', 'going'], [overlay({ x: 0, y: 0 }, 'pass')], 'changing'),
    chain(['middle', 'changing'], [filter('concat', { n: 2, v: 1, a: 0 })], 'round'),
  ];
}
