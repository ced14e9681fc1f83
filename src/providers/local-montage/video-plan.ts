import type { FrameFormat } from '../../domain/ad/ad.ts';
import type { Box, Point, Size } from '../../domain/geometry.ts';
import type { BustEdge } from '../../domain/montage/bust-edge.ts';
import { type BackgroundFit, fitBackground } from '../../domain/montage/background-fit.ts';
import { type FrameFill, fillWithBackground, fillWithHead } from '../../domain/montage/fill-frame.ts';
import { placeCircle, placeCutout, ringBox } from '../../domain/montage/placement.ts';
import { backgroundSeconds, planTimeline, type Timeline } from '../../domain/montage/timeline.ts';
import { circleSquare } from '../../domain/overlay/auto-circle.ts';
import type { MontageRequest } from '../../ports/montage.ts';
import { movingSquare, type SquareKeyframe } from '../../domain/montage/moving-square.ts';
import type { PersonShape } from './person-shape.ts';

/** Everything that the picture is made from, as numbers. */
export interface VideoPlan {
  readonly frame: FrameFormat;
  readonly timeline: Timeline;
  readonly head: Size;
  readonly headFill: FrameFill;
  /** Bilinear saves a fourteenth of a preview's work, and at its size nobody sees it. */
  readonly scaling: 'bicubic' | 'bilinear';
  readonly background?: BackgroundPlan;
  readonly cut?: CutPlan;
  /** Where the picture of the circle's ring and shadow stands. */
  readonly ringAt?: Box;
  readonly subtitles?: SubtitlesPlan;
  readonly mark?: MarkPlan;
}

export interface BackgroundPlan {
  readonly fit: BackgroundFit;
  readonly fill: FrameFill;
  readonly size: Size;
  readonly durationSeconds: number;
  readonly framesPerSecond: number;
  readonly highDynamicRange: boolean;
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

export interface SubtitlesPlan {
  /** Both in the working folder. */
  readonly fileName: string;
  readonly fontsFolder: string;
}

export interface MarkPlan {
  readonly at: Point;
  readonly untilSeconds: number;
}

const previewShorterSide = 540;
const previewFramesPerSecond = 25;

export function frameOf(request: Pick<MontageRequest, 'frame' | 'quality'>): FrameFormat {
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
export function planVideo(request: MontageRequest, person: PersonShape | undefined): VideoPlan {
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
  return {
    frame,
    timeline: background ? timeline : { ...timeline, headAloneSeconds: timeline.durationSeconds },
    head,
    headFill: fillWithHead(head, frame, request.head.faceBox),
    scaling: request.quality === 'preview' ? 'bilinear' : 'bicubic',
    ...(background && { background }),
    ...(cut && { cut }),
    ...(cut && isCircle(cut) && { ringAt: ringBox(cut.at) }),
  };
}

function planBackground(
  request: MontageRequest,
  timeline: Timeline,
  frame: Size,
): BackgroundPlan | undefined {
  const probe = request.background?.probe;
  if (request.format === 'talking_head' || !probe) return undefined;
  return {
    fit: fitBackground(probe.durationSeconds, backgroundSeconds(timeline)),
    fill: fillWithBackground(probe.size, frame),
    size: probe.size,
    durationSeconds: probe.durationSeconds,
    framesPerSecond: probe.framesPerSecond,
    highDynamicRange: probe.highDynamicRange,
  };
}

function planCut(
  request: MontageRequest,
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
  if (overlay.kind === 'alpha-video') return { source: 'alpha', crop, at };
  return { source: 'matte', crop, at, ...(person?.edge && { edge: person.edge }) };
}

export function isCircle(cut: CutPlan): boolean {
  return cut.source === 'circle' || cut.isRound === true;
}

/** True where the head is seen in a circle and nowhere else. */
export function headIsSmall({ cut, timeline }: VideoPlan): boolean {
  return cut?.source === 'circle' && timeline.headAloneSeconds === 0;
}
