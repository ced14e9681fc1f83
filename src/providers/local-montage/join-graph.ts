import { outroStartSeconds } from '../../domain/montage/join-plan.ts';
import { fillChains } from './fill-chains.ts';
import { chain, type Filter, type FilterChain, filter, overlay } from './filter-graph.ts';
import type { ClipPlan, VideoPlan } from '../../domain/montage/video-plan.ts';
import type { Window } from './window.ts';

export interface JoinSources {
  readonly intro?: string;
  readonly outro?: string;
}

/** Frames of a window in which a clip is seen, from its own `first` on. */
export interface SeenFrames {
  readonly first: number;
  /** Before or after the speech part. */
  readonly alone: number;
  /** Over the speech part, growing transparent or opaque. */
  readonly fading: number;
  /** How much of that change lies before the window. */
  readonly alreadyFaded: number;
  /** Where in the drawn part of the speech part the change begins. */
  readonly intoBody: number;
}

/** Which frames of the intro a window shows; undefined where none. */
export function seenOfIntro({ join, frame }: VideoPlan, window: Window): SeenFrames | undefined {
  if (!join.intro) return undefined;
  const frames = (seconds: number) => Math.round(seconds * frame.framesPerSecond);
  const [from, to] = [frames(window.fromSeconds), frames(window.toSeconds)];
  const [bodyStart, end] = [frames(join.bodyStartSeconds), frames(join.intro.seconds)];
  const shown = Math.min(to, end) - from;
  if (shown <= 0) return undefined;
  const alone = Math.max(0, Math.min(bodyStart - from, shown));
  return {
    first: from,
    alone,
    fading: shown - alone,
    alreadyFaded: Math.max(0, from - bodyStart),
    intoBody: 0,
  };
}

/** The same of the outro. */
export function seenOfOutro({ join, frame }: VideoPlan, window: Window): SeenFrames | undefined {
  if (!join.outro) return undefined;
  const frames = (seconds: number) => Math.round(seconds * frame.framesPerSecond);
  const start = frames(outroStartSeconds(join));
  const from = Math.max(frames(window.fromSeconds), start);
  const to = Math.min(frames(window.toSeconds), frames(join.totalSeconds));
  if (to - from <= 0) return undefined;
  const bodyEnd = frames(join.bodyStartSeconds + join.bodySeconds);
  const fading = Math.max(0, Math.min(bodyEnd - from, to - from));
  const bodyFrom = frames(Math.max(window.fromSeconds, join.bodyStartSeconds));
  const alone = to - from - fading;
  return { first: from - start, alone, fading, alreadyFaded: from - start, intoBody: from - bodyFrom };
}

/** Intro, `[body]` where the window shows any of it, and outro, one after the other: `[picture]`. */
export function joinChains(
  plan: VideoPlan,
  sources: JoinSources,
  window: Window,
  hasBody: boolean,
): FilterChain[] {
  const chains: FilterChain[] = [];
  const parts: string[] = [];
  let body = 'body';
  const lay = (above: string, output: string) => {
    chains.push(chain([body, above], [overlay({ x: 0, y: 0 }, 'pass')], output));
    body = output;
  };
  const intro = seenOfIntro(plan, window);
  if (intro && plan.intro && sources.intro) {
    chains.push(...clipChains(plan, plan.intro, sources.intro, 'intro', intro));
    if (intro.alone > 0) parts.push('introAlone');
    if (intro.fading > 0) lay('introFading', 'afterIntro');
  }
  const outro = seenOfOutro(plan, window);
  if (outro && plan.outro && sources.outro) {
    chains.push(...clipChains(plan, plan.outro, sources.outro, 'outro', outro));
    if (outro.fading > 0) lay('outroFading', 'beforeOutro');
  }
  if (hasBody) parts.push(body);
  if (outro && outro.alone > 0) parts.push('outroAlone');
  const joined: Filter =
    parts.length > 1 ? filter('concat', { n: parts.length, v: 1, a: 0 }) : filter('null');
  return [...chains, chain(parts, [joined], 'picture')];
}

/** The clip in the frame, as `<name>Alone` and `<name>Fading`, as far as it is seen as either. */
function clipChains(
  plan: VideoPlan,
  clip: ClipPlan,
  source: string,
  name: 'intro' | 'outro',
  seen: SeenFrames,
): FilterChain[] {
  const { alone, fading } = seen;
  const shown = alone + fading;
  const rate = filter('fps', { fps: plan.frame.framesPerSecond, start_time: 0 });
  const isFast = clip.framesPerSecond > plan.frame.framesPerSecond;
  const branches = [...(alone > 0 ? [`${name}ForAlone`] : []), ...(fading > 0 ? [`${name}ForFading`] : [])];
  const isFirst = name === 'intro';
  const chains = fillChains({
    input: source,
    output: `${name}Filled`,
    before: [filter('setpts', { expr: 'PTS-STARTPTS' }), ...(isFast ? [rate] : [])],
    fill: clip.fill,
    source: clip.size,
    frame: plan.frame,
    scaling: plan.scaling,
    highDynamicRange: clip.highDynamicRange,
  });
  const timed = [
    ...(isFast ? [] : [rate]),
    filter('tpad', { stop_mode: 'clone', stop_duration: shown / plan.frame.framesPerSecond }),
    filter('trim', { end_frame: shown }),
    filter('format', { pix_fmts: 'yuv420p' }),
    filter('split', { outputs: branches.length }),
  ];
  chains.push({ inputs: [`${name}Filled`], filters: timed, outputs: branches });
  const own = filter('setpts', { expr: 'PTS-STARTPTS' });
  if (alone > 0) {
    const cut = isFirst ? { end_frame: alone } : { start_frame: fading };
    chains.push(chain([`${name}ForAlone`], [filter('trim', cut), own], `${name}Alone`));
  }
  if (fading > 0) {
    const cut = isFirst ? { start_frame: alone } : { end_frame: fading };
    const filters = [filter('trim', cut), own, ...fade(plan, name, seen)];
    chains.push(chain([`${name}ForFading`], filters, `${name}Fading`));
  }
  return chains;
}

/** Growing transparent at the beginning of the speech part, or opaque at its end. */
function fade({ join, frame }: VideoPlan, name: 'intro' | 'outro', seen: SeenFrames): Filter[] {
  const isFirst = name === 'intro';
  const seconds = (frames: number) => frames / frame.framesPerSecond;
  const moved = (by: number) => filter('setpts', { expr: `PTS+round(${by.toFixed(6)}/TB)` });
  const already = seconds(seen.alreadyFaded);
  const whole = (isFirst ? join.intro : join.outro)?.fadeSeconds ?? 0;
  return [
    filter('format', { pix_fmts: 'yuva420p' }),
    ...(already > 0 ? [moved(already)] : []),
    filter('fade', { type: isFirst ? 'out' : 'in', start_time: 0, duration: whole, alpha: 1 }),
    moved(seconds(seen.intoBody) - already),
  ];
}
