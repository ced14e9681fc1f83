import type { AdFormat, Disclosure, FrameFormat, Template } from '../ad/ad.ts';
import type { SourceType } from '../ad/source-type.ts';
import type { Box, Size } from '../geometry.ts';
import type { BustEdge } from './bust-edge.ts';
import { type BackgroundFit, fitBackground } from './background-fit.ts';
import {
  type AboveHead,
  type FrameFill,
  fillWithBackground,
  fillWithBookend,
  fillWithHead,
} from './fill-frame.ts';
import { type JoinPlan, planJoin } from './join-plan.ts';
import { type LoopRound, planLoop } from './loop.ts';
import { placeCircle, placeCutout, ringBox } from './placement.ts';
import { backgroundSeconds, planTimeline, type Timeline } from './timeline.ts';
import { circleSquare } from '../overlay/auto-circle.ts';
import { movingSquare, type SquareKeyframe } from './moving-square.ts';
import type { TimeSpan } from '../speech/speech.ts';
import type { MediaProbe } from '../media/media-probe.ts';
import type { CircleKeyframe, HeadCircle } from '../overlay/circle.ts';
import type { SubtitlePosition } from '../subtitles/subtitle-track.ts';

/** What of a montage's request decides how its picture is laid out. */
export interface VideoRequest {
  readonly format: AdFormat;
  readonly template?: Template;
  readonly frame: FrameFormat;
  /** 'preview' is 540 pixels on the shorter side, 25 frames per second. */
  readonly quality: 'final' | 'preview';
  readonly head: { readonly size: Size; readonly faceBox?: Box };
  readonly speech: { readonly durationSeconds: number };
  readonly overlay?:
    | {
        readonly kind: 'circle';
        readonly circle: HeadCircle;
        readonly track?: readonly CircleKeyframe[];
      }
    | { readonly kind: 'matte' | 'alpha-video' };
  readonly background?: { readonly probe: MediaProbe };
  readonly intro?: { readonly probe: MediaProbe };
  readonly outro?: { readonly probe: MediaProbe };
  readonly subtitles?: { readonly position: SubtitlePosition };
  readonly disclosure: Disclosure;
}

/** Where a person is seen in the head's picture. */
export interface PersonShape {
  /** In pixels of the head's picture, with some room for movement. */
  readonly bounds: Box;
  /** The outline to give the body where the picture's right edge cuts it off. */
  readonly edge?: BustEdge;
}

/** Everything that the picture is made from, as numbers. */
export interface VideoPlan {
  readonly frame: FrameFormat;
  readonly timeline: Timeline;
  readonly join: JoinPlan;
  readonly intro?: ClipPlan;
  readonly outro?: ClipPlan;
  readonly head: Size;
  readonly headFill: FrameFill;
  /** Bilinear saves a fourteenth of a preview's work, and at its size nobody sees it. */
  readonly scaling: 'bicubic' | 'bilinear';
  readonly background?: BackgroundPlan;
  readonly cut?: CutPlan;
  /** Where the picture of the circle's ring and shadow stands. */
  readonly ringAt?: Box;
  readonly mark?: MarkPlan;
}

/** A user's video in the frame. */
export interface ClipPlan {
  readonly fill: FrameFill;
  readonly size: Size;
  readonly framesPerSecond: number;
  readonly highDynamicRange: boolean;
}

export interface BackgroundPlan extends ClipPlan {
  readonly fit: BackgroundFit;
  readonly durationSeconds: number;
  /** Exactly where it is looped. */
  readonly round?: LoopRound;
  /** True where its file is one round already, ready to be repeated. */
  readonly isRound?: boolean;
}

/** The part of the head that lies over the background. */
export interface CutPlan {
  /** Where its shape comes from: a still circle, a video in step with the head, or an alpha video that replaces the head. */
  readonly source: 'circle' | 'matte' | 'alpha';
  readonly crop: Box;
  readonly at: Box;
  /** Where in the head picture a circle that follows a face is; all of it within `crop`. */
  readonly motion?: readonly SquareKeyframe[];
  /** An alpha video that shows a circle already. */
  readonly isRound?: boolean;
  /** In pixels of the head picture: the outline of a body that the picture's right edge cuts off. */
  readonly edge?: BustEdge;
}

export interface MarkPlan {
  readonly at: Box;
  /** When it is shown, in the clip's own times. */
  readonly spans: readonly TimeSpan[];
}

const previewShorterSide = 540;
const previewFramesPerSecond = 25;

export function frameOf(request: Pick<VideoRequest, 'frame' | 'quality'>): FrameFormat {
  if (request.quality === 'final') return request.frame;
  const scale = previewShorterSide / Math.min(request.frame.width, request.frame.height);
  const scaled = (length: number) => 2 * Math.round((length * scale) / 2);
  return {
    width: scaled(request.frame.width),
    height: scaled(request.frame.height),
    framesPerSecond: previewFramesPerSecond,
  };
}

/** `person` bounds the visible person of a cut-out, in pixels of the head's picture. */
export function planVideo(request: VideoRequest, person: PersonShape | undefined): VideoPlan {
  const frame = frameOf(request);
  const timeline = planTimeline({
    format: request.format,
    template: request.template,
    durationSeconds: request.speech.durationSeconds,
    framesPerSecond: frame.framesPerSecond,
  });
  const head = request.head.size;
  const background = planBackground(request, timeline, frame);
  const cut = background && planCut(request, timeline, frame, person);
  const { intro, outro } = request;
  return {
    frame,
    join: planJoin({
      bodySeconds: timeline.durationSeconds,
      introSeconds: intro?.probe.durationSeconds,
      outroSeconds: outro?.probe.durationSeconds,
      framesPerSecond: frame.framesPerSecond,
    }),
    ...(intro && { intro: planBookend(intro, frame) }),
    ...(outro && { outro: planBookend(outro, frame) }),
    timeline: background ? timeline : { ...timeline, headAloneSeconds: timeline.durationSeconds },
    head,
    headFill: fillWithHead(head, frame, request.head.faceBox, aboveHead(request)),
    scaling: request.quality === 'preview' ? 'bilinear' : 'bicubic',
    ...(background && { background }),
    ...(cut && { cut }),
    ...(cut && isCircle(cut) && { ringAt: ringBox(cut.at) }),
  };
}

function aboveHead({ subtitles, disclosure }: VideoRequest): AboveHead {
  if (subtitles?.position === 'top') return 'subtitles';
  return disclosure === 'label' ? 'label' : 'nothing';
}

function planBackground(
  request: VideoRequest,
  timeline: Timeline,
  frame: FrameFormat,
): BackgroundPlan | undefined {
  const probe = request.background?.probe;
  if (request.format === 'talking_head' || !probe) return undefined;
  const { durationSeconds, size, framesPerSecond, highDynamicRange } = probe;
  const fit = fitBackground(durationSeconds, backgroundSeconds(timeline));
  return {
    fit,
    fill: fillWithBackground(size, frame),
    size,
    durationSeconds,
    framesPerSecond,
    highDynamicRange,
    ...(fit.kind === 'loop' && {
      round: planLoop(durationSeconds, fit.fadeSeconds, frame.framesPerSecond),
    }),
  };
}

function planBookend({ probe }: { readonly probe: MediaProbe }, frame: Size): ClipPlan {
  const { size, framesPerSecond, highDynamicRange } = probe;
  return { fill: fillWithBookend(size, frame), size, framesPerSecond, highDynamicRange };
}

function planCut(
  request: VideoRequest,
  timeline: Timeline,
  frame: Size,
  person: PersonShape | undefined,
): CutPlan | undefined {
  const { overlay, head } = request;
  if (timeline.overlaidHead === 'none' || !overlay) return undefined;
  const circlePlace = () =>
    placeCircle(frame, request.subtitles?.position, {
      afterLeadIn: timeline.headAloneSeconds > 0,
      besideLabel: request.disclosure === 'label',
    });
  if (overlay.kind === 'circle') {
    const { circle, track } = overlay;
    const moving = track && movingSquare(track, head.size);
    return { source: 'circle', crop: circleSquare(circle, head.size), at: circlePlace(), ...moving };
  }
  const visible = person?.bounds ?? { x: 0, y: 0, ...head.size };
  if (overlay.kind === 'alpha-video' && timeline.overlaidHead === 'circle') {
    return { source: 'alpha', crop: visible, at: circlePlace(), isRound: true };
  }
  const { crop, at } = placeCutout(frame, head.size, visible);
  const source = overlay.kind === 'alpha-video' ? 'alpha' : 'matte';
  return { source, crop, at, ...(person?.edge && { edge: person.edge }) };
}

export function isCircle(cut: CutPlan): boolean {
  return cut.source === 'circle' || cut.isRound === true;
}

/** True where the head is seen in a circle and nowhere else. */
export function headIsSmall({ cut, timeline }: VideoPlan): boolean {
  return cut?.source === 'circle' && timeline.headAloneSeconds === 0;
}

/** What the clip is said to be: a talking head alone is generated as a whole. */
export function sourceTypeOf({ background, intro, outro }: VideoPlan): SourceType {
  return (background ?? intro ?? outro) ? 'compositeSynthetic' : 'trainedAlgorithmicMedia';
}
