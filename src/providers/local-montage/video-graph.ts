import type { Box } from '../../domain/geometry.ts';
import type { TimeSpan } from '../../domain/speech/speech.ts';
import { type BodySources, bodyChains } from './body-graph.ts';
import { chain, type FilterChain, filter, overlay } from './filter-graph.ts';
import { joinChains, type JoinSources } from './join-graph.ts';
import type { MarkPlan, VideoPlan } from '../../domain/montage/video-plan.ts';
import { bodyWindow, type Window } from './window.ts';

/** Which stream of which input each part comes from; the body's are there where the window shows any of it. */
export interface Sources extends JoinSources {
  readonly body?: BodySources;
  readonly subtitles?: SubtitleFiles;
  readonly mark?: string;
}

/** ASS scripts and the folder of their fonts, all in the working folder. */
export interface SubtitleFiles {
  readonly fileName: string;
  readonly fontsFolder: string;
  /** The same for the part of the frame in which anything is drawn. */
  readonly part: {
    readonly fileName: string;
    readonly at: Box;
    /** When in the clip anything is drawn. */
    readonly span: TimeSpan;
    /** The frames in which something else is drawn than in the one before, in order. */
    readonly changes: readonly number[];
  };
}

/**
 * Drawing a part by itself costs twice what drawing on the frame does, and laying it over the frame nearly nothing: it
 * pays where most frames show what the one before showed.
 */
const mostlyStillShare = 0.4;

/** From the plan's inputs to the picture `[v]`; times are those of the clip. */
export function videoGraph(plan: VideoPlan, sources: Sources, window: Window): FilterChain[] {
  const shown = bodyWindow(plan, window);
  const body = shown && sources.body ? bodyChains(plan, sources.body, shown) : [];
  const isJoined = plan.intro !== undefined || plan.outro !== undefined;
  const joined = isJoined ? joinChains(plan, sources, window, body.length > 0) : [];
  return [...body, ...joined, ...finishingChains(plan, sources, window, isJoined ? 'picture' : 'body')];
}

/** Subtitles and the disclosure mark lie above all else, intro and outro too, at the clip's own times. */
function finishingChains(plan: VideoPlan, sources: Sources, window: Window, picture: string): FilterChain[] {
  const chains: FilterChain[] = [];
  let below = picture;
  const { subtitles } = sources;
  const isWhole = window.fromSeconds === 0 && window.toSeconds >= plan.join.totalSeconds;
  if (subtitles && isWhole && isMostlyStill(subtitles, plan)) {
    chains.push(...heldText(subtitles, plan), textOver(subtitles.part.at, below));
    below = 'withText';
  } else if (subtitles) {
    const ownTime =
      window.fromSeconds > 0 ? [filter('setpts', { expr: `PTS+${window.fromSeconds}/TB` })] : [];
    const ass = filter('ass', { filename: subtitles.fileName, fontsdir: subtitles.fontsFolder });
    chains.push(chain([below], [...ownTime, ass], 'withText'));
    below = 'withText';
  }
  if (plan.mark && sources.mark) {
    const enable = whenShown(plan.mark, window);
    if (enable !== undefined) {
      const laid = overlay(plan.mark.at, 'repeat');
      const options = { ...laid.options, ...(enable !== 'always' && { enable }) };
      chains.push(chain([below, sources.mark], [{ name: laid.name, options }], 'marked'));
      below = 'marked';
    }
  }
  return [
    ...chains,
    chain([below], [filter('setsar', { sar: '1' }), filter('format', { pix_fmts: 'yuv420p' })], 'v'),
  ];
}

function isMostlyStill({ part }: SubtitleFiles, { join, frame }: VideoPlan): boolean {
  return part.changes.length < mostlyStillShare * join.totalSeconds * frame.framesPerSecond;
}

/** The text on a clear ground, drawn only in the frames in which it changes: `[text]`. */
function heldText({ part, fontsFolder }: SubtitleFiles, { join, frame }: VideoPlan): FilterChain[] {
  const { width, height } = part.at;
  const clear = { c: 'black@0', s: `${width}x${height}`, r: frame.framesPerSecond, d: join.totalSeconds };
  const filters = [
    filter('color', clear),
    filter('format', { pix_fmts: 'yuva444p' }),
    filter('select', { expr: `eq(n,0)+${spans(part.changes)}` }),
    filter('ass', { filename: part.fileName, fontsdir: fontsFolder, alpha: 1 }),
    // libass mixes its colours with the black around them; overlay wants them whole.
    filter('unpremultiply', { inplace: 1 }),
    filter('format', { pix_fmts: 'yuva420p' }),
  ];
  return [chain([], filters, 'text')];
}

function textOver(at: Box, below: string): FilterChain {
  return chain([below, 'text'], [overlay(at, 'repeat')], 'withText');
}

/** Frame numbers as an expression: one term for each run of them. */
function spans(frames: readonly number[]): string {
  const runs: { from: number; to: number }[] = [];
  for (const frame of frames) {
    const last = runs.at(-1);
    if (last?.to === frame - 1) last.to = frame;
    else runs.push({ from: frame, to: frame });
  }
  return runs.map(({ from, to }) => (from === to ? `eq(n,${from})` : `between(n,${from},${to})`)).join('+');
}

/** An expression of ffmpeg's; undefined for never. A still is of one moment. */
function whenShown({ spans }: MarkPlan, { fromSeconds, toSeconds }: Window): string | undefined {
  const seen = spans.filter((span) => span.startSeconds < toSeconds && fromSeconds < span.endSeconds);
  if (seen.length === 0) return undefined;
  const coversAll = (span: TimeSpan) => span.startSeconds <= fromSeconds && span.endSeconds >= toSeconds;
  if (fromSeconds > 0 || seen.some(coversAll)) return 'always';
  return seen.map(({ startSeconds, endSeconds }) => `gte(t,${startSeconds})*lt(t,${endSeconds})`).join('+');
}
