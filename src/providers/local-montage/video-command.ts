import { untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import type { DrawingOptions } from './encoding.ts';
import { renderFilterGraph } from './filter-graph.ts';
import { type Sources, videoGraph, type Window } from './video-graph.ts';
import { alphaDecoder, type StagedVideo } from './staged-video.ts';
import type { VideoPlan } from './video-plan.ts';

/** What the picture is drawn from, all in the working folder; pictures are PNG files of our own. */
export interface VideoFiles {
  readonly head: StagedVideo;
  readonly background?: StagedVideo;
  readonly matte?: StagedVideo;
  readonly alphaVideo?: StagedVideo;
  readonly circleMask?: string;
  readonly ring?: string;
  readonly feather?: string;
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
  const args: string[] = [...options.global];
  let inputs = 0;
  const at = window.fromSeconds;
  const backgroundAt = Math.max(0, at - plan.timeline.headAloneSeconds);
  const add = (input: readonly string[]): string => {
    args.push(...input);
    return `${inputs++}:v`;
  };
  const addVideo = (video: StagedVideo, seekSeconds: number, extra: readonly string[] = []): string => {
    const seek = seekSeconds > 0 ? ['-ss', seekSeconds.toFixed(6)] : [];
    return add(untrustedInput({ ...video, options: [...extra, ...seek] }));
  };
  const addBackground = (video: StagedVideo): string => {
    const { seekSeconds, looping } = backgroundSeek(plan, backgroundAt);
    return addVideo(video, seekSeconds, [...options.background, ...looping]);
  };
  const addPicture = (name: string): string => add(['-i', `file:${name}`]);

  const head = addVideo(files.head, at, options.head);
  const sources: Sources = {
    head,
    ...(files.background && plan.background && { background: addBackground(files.background) }),
    ...(files.matte && { shape: addVideo(files.matte, at, options.head) }),
    ...(files.alphaVideo && { shape: addVideo(files.alphaVideo, at, alphaDecoder(files.alphaVideo)) }),
    ...(files.circleMask && { shape: addPicture(files.circleMask) }),
    ...(files.ring && { ring: addPicture(files.ring) }),
    ...(files.feather && { feather: addPicture(files.feather) }),
    ...(files.mark && { mark: addPicture(files.mark) }),
  };
  args.push('-filter_complex', renderFilterGraph(videoGraph(plan, sources, window)));
  return { args, nextInput: inputs };
}

/** Where in the background's own file the window begins, and whether the file is repeated. */
function backgroundSeek(
  { background }: VideoPlan,
  shownSeconds: number,
): { readonly seekSeconds: number; readonly looping: readonly string[] } {
  if (!background || background.fit.kind === 'still') return { seekSeconds: 0, looping: [] };
  if (background.fit.kind === 'stretch')
    return { seekSeconds: shownSeconds / background.fit.factor, looping: [] };
  if (background.fit.kind === 'trim') return { seekSeconds: shownSeconds, looping: [] };
  return { seekSeconds: shownSeconds % background.durationSeconds, looping: ['-stream_loop', '-1'] };
}
