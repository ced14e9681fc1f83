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

/** An ASS script and the folder of its fonts, both in the working folder. */
export interface SubtitleFiles {
  readonly fileName: string;
  readonly fontsFolder: string;
}

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
  if (subtitles) {
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

/** An expression of ffmpeg's; undefined for never. A still is of one moment. */
function whenShown({ spans }: MarkPlan, { fromSeconds, toSeconds }: Window): string | undefined {
  const seen = spans.filter((span) => span.startSeconds < toSeconds && fromSeconds < span.endSeconds);
  if (seen.length === 0) return undefined;
  const coversAll = (span: TimeSpan) => span.startSeconds <= fromSeconds && span.endSeconds >= toSeconds;
  if (fromSeconds > 0 || seen.some(coversAll)) return 'always';
  return seen.map(({ startSeconds, endSeconds }) => `gte(t,${startSeconds})*lt(t,${endSeconds})`).join('+');
}
