import { loopedMoment } from '../../domain/montage/loop.ts';
import { untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import type { BodySources } from './body-graph.ts';
import type { DrawingOptions } from './encoding.ts';
import { renderFilterGraph } from './filter-graph.ts';
import { type SeenFrames, seenOfIntro, seenOfOutro } from './join-graph.ts';
import { alphaDecoder, type StagedVideo } from './staged-video.ts';
import { type Sources, type SubtitleFiles, videoGraph } from './video-graph.ts';
import type { ClipPlan, VideoPlan } from '../../domain/montage/video-plan.ts';
import { bodyWindow, type Window } from './window.ts';

/** What the picture is drawn from, all in the working folder; pictures are PNG files of our own. */
export interface VideoFiles {
  readonly head: StagedVideo;
  readonly background?: StagedVideo;
  readonly intro?: StagedVideo;
  readonly outro?: StagedVideo;
  readonly matte?: StagedVideo;
  readonly alphaVideo?: StagedVideo;
  readonly circleMask?: string;
  readonly ring?: string;
  readonly feather?: string;
  readonly subtitles?: SubtitleFiles;
  readonly mark?: string;
}

export interface DrawnVideo {
  /** Inputs and `-filter_complex`; the picture is `[v]`. */
  readonly args: readonly string[];
  /** The number that the next input would get. */
  readonly nextInput: number;
}

/** The inputs, from the moment that the window begins, and the graph that draws the window. */
export function drawVideo(
  plan: VideoPlan,
  files: VideoFiles,
  window: Window,
  options: DrawingOptions,
): DrawnVideo {
  const inputs = new Inputs(options);
  const body = bodyWindow(plan, window);
  const bookend = (file?: StagedVideo, clip?: ClipPlan, seen?: SeenFrames) =>
    file &&
    clip &&
    seen &&
    inputs.video(file, seekIn(clip, seen.first / plan.frame.framesPerSecond), options.bookend);
  const bodySources = body && addBody(inputs, plan, files, body);
  const intro = bookend(files.intro, plan.intro, seenOfIntro(plan, window));
  const outro = bookend(files.outro, plan.outro, seenOfOutro(plan, window));
  const sources: Sources = {
    ...(bodySources && { body: bodySources }),
    ...(intro && { intro }),
    ...(outro && { outro }),
    ...(files.subtitles && { subtitles: files.subtitles }),
    ...(files.mark && { mark: inputs.picture(files.mark) }),
  };
  const graph = renderFilterGraph(videoGraph(plan, sources, window));
  return { args: [...inputs.args, '-filter_complex', graph], nextInput: inputs.count };
}

/** Whatever frame is shown at a moment began up to its own length before it. */
function seekIn({ framesPerSecond }: ClipPlan, atSeconds: number): number {
  return Math.max(0, atSeconds - 1 / framesPerSecond);
}

/** Inputs in the order in which they are added, each by the name of its picture. */
class Inputs {
  readonly args: string[];
  readonly options: DrawingOptions;
  count = 0;

  constructor(options: DrawingOptions) {
    this.options = options;
    this.args = [...options.global];
  }

  video(file: StagedVideo, seekSeconds: number, extra: readonly string[] = []): string {
    const seek = seekSeconds > 0 ? ['-ss', seekSeconds.toFixed(6)] : [];
    return this.#add(untrustedInput({ ...file, options: [...extra, ...seek] }));
  }

  picture(name: string): string {
    return this.#add(['-i', `file:${name}`]);
  }

  #add(input: readonly string[]): string {
    this.args.push(...input);
    return `${this.count++}:v`;
  }
}

function addBody(inputs: Inputs, plan: VideoPlan, files: VideoFiles, body: Window): BodySources {
  const at = body.fromSeconds;
  const { head: headOptions, background: backgroundOptions } = inputs.options;
  const addBackground = (video: StagedVideo): string => {
    const shownSeconds = Math.max(0, at - plan.timeline.headAloneSeconds);
    const { seekSeconds, looping } = backgroundSeek(plan, shownSeconds);
    return inputs.video(video, seekSeconds, [...backgroundOptions, ...looping]);
  };
  const head = inputs.video(files.head, at, headOptions);
  return {
    head,
    ...(files.background && plan.background && { background: addBackground(files.background) }),
    ...(files.matte && { shape: inputs.video(files.matte, at, headOptions) }),
    ...(files.alphaVideo && { shape: inputs.video(files.alphaVideo, at, alphaDecoder(files.alphaVideo)) }),
    ...(files.circleMask && { shape: inputs.picture(files.circleMask) }),
    ...(files.ring && { ring: inputs.picture(files.ring) }),
    ...(files.feather && { feather: inputs.picture(files.feather) }),
  };
}

/** Where in the background's own file the window begins, and whether the file is repeated. */
function backgroundSeek(
  { background }: VideoPlan,
  shownSeconds: number,
): { readonly seekSeconds: number; readonly looping: readonly string[] } {
  if (!background || background.fit.kind === 'still') return { seekSeconds: 0, looping: [] };
  if (background.fit.kind === 'stretch')
    return { seekSeconds: shownSeconds / background.fit.factor, looping: [] };
  if (!background.round) return { seekSeconds: shownSeconds, looping: [] };
  if (!background.isRound) {
    return { seekSeconds: loopedMoment(background.round, shownSeconds), looping: [] };
  }
  return {
    seekSeconds: shownSeconds % background.round.roundSeconds,
    looping: ['-stream_loop', '-1'],
  };
}
