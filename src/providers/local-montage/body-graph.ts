import type { Point } from '../../domain/geometry.ts';
import { fillChains } from './fill-chains.ts';
import { followSquare } from './follow-square.ts';
import { chain, cropTo, type FilterChain, filter, overlay } from './filter-graph.ts';
import type { CutPlan, VideoPlan } from '../../domain/montage/video-plan.ts';
import type { Window } from './window.ts';

/** Which stream of which input each part comes from, such as `0:v`. */
export interface BodySources {
  readonly head: string;
  readonly background?: string;
  readonly shape?: string;
  readonly ring?: string;
  /** Grey: what of the shape is kept. */
  readonly feather?: string;
}

interface Drawing {
  readonly plan: VideoPlan;
  readonly sources: BodySources;
  readonly window: Window;
  /** The window reaches into the time before the background comes. */
  readonly hasHeadAlone: boolean;
  /** The window reaches into the time when the head gives way. */
  readonly hasFade: boolean;
}

/** Head, background and overlay: from the plan's inputs to the picture `[body]`; times are those of the speech. */
export function bodyChains(plan: VideoPlan, sources: BodySources, window: Window): FilterChain[] {
  const { headAloneSeconds, fadeSeconds } = plan.timeline;
  const drawing: Drawing = {
    plan,
    sources,
    window,
    hasHeadAlone: window.fromSeconds < headAloneSeconds,
    hasFade: fadeSeconds > 0 && window.fromSeconds < headAloneSeconds + fadeSeconds,
  };
  const hasComposite = plan.background !== undefined && window.toSeconds > headAloneSeconds;
  if (!hasComposite) return headAlone(drawing, sources.head, window.toSeconds, 'body');
  const chains = headBranches(drawing);
  if (!drawing.hasHeadAlone) return [...chains, ...compositeChains(drawing, 'body')];
  const joined = chain(['alone', 'composite'], [filter('concat', { n: 2, v: 1, a: 0 })], 'body');
  return [...chains, ...compositeChains(drawing, 'composite'), joined];
}

/** The head's frames go to as many branches as show it at one time or another. */
function headBranches(drawing: Drawing): FilterChain[] {
  const { plan, sources, hasHeadAlone, hasFade } = drawing;
  const branches = [
    ...(hasHeadAlone ? ['forAlone'] : []),
    ...(hasFade ? ['forFade'] : []),
    ...(plan.cut && plan.cut.source !== 'alpha' ? ['forCut'] : []),
  ];
  if (branches.length === 0) return [];
  const split = filter('split', { outputs: branches.length });
  return [
    { inputs: [sources.head], filters: [split], outputs: branches },
    ...(hasHeadAlone ? headAlone(drawing, 'forAlone', plan.timeline.headAloneSeconds, 'alone') : []),
    ...(hasFade ? fadingHead(drawing) : []),
  ];
}

/** The head over the whole frame, held on its last frame where the speech is longer by a little. */
function headAlone(drawing: Drawing, input: string, toSeconds: number, result: string): FilterChain[] {
  const { plan, window } = drawing;
  const rate = plan.frame.framesPerSecond;
  const seconds = toSeconds - window.fromSeconds;
  return [
    ...fillChains({
      input,
      output: 'aloneFilled',
      before: [filter('setpts', { expr: 'PTS-STARTPTS' })],
      fill: plan.headFill,
      source: plan.head,
      frame: plan.frame,
      scaling: plan.scaling,
    }),
    chain(
      ['aloneFilled'],
      [
        filter('tpad', { stop_mode: 'clone', stop_duration: 2 }),
        filter('fps', { fps: rate, start_time: 0 }),
        filter('trim', { end_frame: Math.max(1, Math.round(seconds * rate)) }),
        filter('format', { pix_fmts: 'yuv420p' }),
      ],
      result,
    ),
  ];
}

/** The same picture once more, growing transparent over the composite that follows. */
function fadingHead({ plan, window }: Drawing): FilterChain[] {
  const { headAloneSeconds, fadeSeconds } = plan.timeline;
  const from = Math.max(0, headAloneSeconds - window.fromSeconds);
  const alreadyFading = Math.max(0, window.fromSeconds - headAloneSeconds);
  const endFrame = Math.max(1, Math.round(fadeSeconds * plan.frame.framesPerSecond));
  return [
    ...fillChains({
      input: 'forFade',
      output: 'fadeFilled',
      before: [
        filter('trim', { start: from, end: from + fadeSeconds }),
        filter('setpts', { expr: `PTS-STARTPTS+${alreadyFading}/TB` }),
      ],
      fill: plan.headFill,
      source: plan.head,
      frame: plan.frame,
      scaling: plan.scaling,
    }),
    chain(
      ['fadeFilled'],
      [
        // A picture that stands in its blur tells no duration: its last frame would be over at once.
        filter('tpad', { stop_mode: 'clone', stop_duration: fadeSeconds }),
        filter('fps', { fps: plan.frame.framesPerSecond }),
        filter('trim', { end_pts: endFrame }),
        filter('format', { pix_fmts: 'yuva420p' }),
        filter('fade', { type: 'out', start_time: 0, duration: fadeSeconds, alpha: 1 }),
        ...(alreadyFading > 0 ? [filter('setpts', { expr: 'PTS-STARTPTS' })] : []),
      ],
      'fading',
    ),
  ];
}

/** Background, cut-out or circle, fading head: from `headAloneSeconds` on, its own time beginning at 0. */
function compositeChains(drawing: Drawing, result: string): FilterChain[] {
  const { plan, sources, window } = drawing;
  const { headAloneSeconds } = plan.timeline;
  const from = Math.max(0, headAloneSeconds - window.fromSeconds);
  const seconds = window.toSeconds - Math.max(window.fromSeconds, headAloneSeconds);
  const chains = backgroundChains(drawing, seconds);
  let below = 'background';
  const lay = (above: string, at: Point, output: string, atEnd: 'repeat' | 'pass' = 'repeat') => {
    chains.push(chain([below, above], [overlay(at, atEnd)], output));
    below = output;
  };
  if (plan.cut) {
    chains.push(...cutChains(drawing, plan.cut, from));
    lay('cut', plan.cut.at, 'withCut');
    if (plan.ringAt && sources.ring) lay(sources.ring, plan.ringAt, 'withRing');
  }
  if (drawing.hasFade) lay('fading', { x: 0, y: 0 }, 'faded', 'pass');
  const frames = Math.max(1, Math.round(seconds * plan.frame.framesPerSecond));
  const cut = [filter('trim', { end_frame: frames }), filter('format', { pix_fmts: 'yuv420p' })];
  return [...chains, chain([below], cut, result)];
}

function backgroundChains({ plan, sources }: Drawing, seconds: number): FilterChain[] {
  const { background } = plan;
  if (!background || !sources.background) return [];
  const rate = filter('fps', { fps: plan.frame.framesPerSecond, start_time: 0 });
  const speed = background.fit.kind === 'stretch' ? background.fit.factor : 1;
  const still = background.fit.kind === 'still' ? [filter('loop', { loop: -1, size: 1 })] : [];
  const fast = background.framesPerSecond > plan.frame.framesPerSecond;
  return [
    ...fillChains({
      input: sources.background,
      output: 'backgroundFilled',
      // Dropping frames pays before scaling, doubling them after it.
      before: [
        filter('setpts', { expr: speed === 1 ? 'PTS-STARTPTS' : `(PTS-STARTPTS)*${speed.toFixed(6)}` }),
        ...(fast ? [rate] : []),
      ],
      fill: background.fill,
      source: background.size,
      frame: plan.frame,
      scaling: plan.scaling,
      highDynamicRange: background.highDynamicRange,
    }),
    chain(
      ['backgroundFilled'],
      [
        ...still,
        ...(fast && still.length === 0 ? [] : [rate]),
        filter('tpad', { stop_mode: 'clone', stop_duration: Math.max(1, seconds) }),
      ],
      'background',
    ),
  ];
}

/** A head shrunk so far is averaged either way: the finer filter only costs more. */
const halved = 1.5;

function cutChains({ plan, sources, window }: Drawing, cut: CutPlan, fromSeconds: number): FilterChain[] {
  const shape = sources.shape ?? '';
  const size = { w: cut.at.width, h: cut.at.height };
  const timed = [
    ...(fromSeconds > 0 ? [filter('trim', { start: fromSeconds })] : []),
    filter('setpts', { expr: 'PTS-STARTPTS' }),
  ];
  const followed = cut.motion ? followSquare(cut, cut.motion, fromSeconds + window.fromSeconds) : [];
  const toPlace = filter('scale', {
    ...size,
    flags: cut.crop.width > halved * size.w ? 'bilinear' : plan.scaling,
  });
  const shaped = [...timed, cropTo(cut.crop, plan.head), ...followed, toPlace];
  const rate = filter('fps', { fps: plan.frame.framesPerSecond });
  const grey = filter('format', { pix_fmts: 'gray' });
  const transparent = filter('format', { pix_fmts: 'yuva420p' });
  const merged = chain(['colour', 'mask'], [filter('alphamerge'), rate], 'cut');
  if (cut.source === 'alpha') {
    if (!sources.feather) return [chain([shape], [...shaped, transparent, rate], 'cut')];
    const both = [...shaped, transparent, filter('split', { outputs: 2 })];
    return [
      { inputs: [shape], filters: both, outputs: ['colour', 'withAlpha'] },
      chain(['withAlpha'], [filter('alphaextract'), grey], 'hardMask'),
      ...featherChains(sources.feather),
      merged,
    ];
  }
  const maskFilters = cut.source === 'matte' ? [...shaped, grey, withoutHaze] : [grey];
  return [
    chain(['forCut'], [...shaped, transparent], 'colour'),
    chain([shape], maskFilters, sources.feather ? 'hardMask' : 'mask'),
    ...(sources.feather ? featherChains(sources.feather) : []),
    merged,
  ];
}

/** From `hardMask` to `mask`, which keeps no more than the feather lets it. */
function featherChains(feather: string): FilterChain[] {
  return [
    chain([feather], [filter('format', { pix_fmts: 'gray' })], 'feather'),
    chain(['hardMask', 'feather'], [filter('blend', { all_mode: 'multiply' })], 'mask'),
  ];
}

/** The overlaid part of the head alone, with its alpha, from when the background comes to the end: `[layer]`. */
export function cutLayerChains(plan: VideoPlan, cut: CutPlan, sources: BodySources): FilterChain[] {
  const { durationSeconds, headAloneSeconds } = plan.timeline;
  const window = { fromSeconds: 0, toSeconds: durationSeconds };
  const drawing = { plan, sources, window, hasHeadAlone: false, hasFade: false };
  const frames = Math.max(1, Math.round((durationSeconds - headAloneSeconds) * plan.frame.framesPerSecond));
  const held = [
    filter('tpad', { stop_mode: 'clone', stop_duration: 2 }),
    filter('trim', { end_frame: frames }),
  ];
  return [
    ...(cut.source === 'alpha' ? [] : [chain([sources.head], [filter('setsar', { sar: '1' })], 'forCut')]),
    ...cutChains(drawing, cut, headAloneSeconds),
    chain(['cut'], held, 'layer'),
  ];
}

/** A coded matte is never quite black beside the person, nor quite white in it: a haze that shows on dark backgrounds. */
const withoutHaze = filter('lut', { c0: 'clip((val-16)*1.14,0,255)' });
