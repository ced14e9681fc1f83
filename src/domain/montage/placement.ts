import type { Box, Point, Size } from '../geometry.ts';
import { safeArea } from '../subtitles/safe-area.ts';
import type { SubtitlePosition } from '../subtitles/subtitle-track.ts';
import { even, isVertical } from './frame-shape.ts';

/** Of the frame's shorter side. Above subtitles in the middle of a low frame there is less room. */
const circleDiameter = { whole: 0.4, afterLeadIn: 0.36, aboveMiddle: 0.29 } as const;

/** Of the frame's shorter side: a line of disclosure and the air below it. */
const labelRoom = 0.075;

/**
 * Where the circle stands: the upper left corner of the safe area, as viewers know it, or the lower left one when the
 * subtitles are at the top. The ring and its shadow reach a little further. A line of disclosure takes its room from the
 * circle where the frame is too narrow for both side by side.
 */
export function placeCircle(
  frame: Size,
  subtitles: SubtitlePosition | undefined,
  { afterLeadIn, besideLabel }: { readonly afterLeadIn: boolean; readonly besideLabel: boolean },
): Box {
  const safe = safeArea(frame);
  const shorter = Math.min(frame.width, frame.height);
  const usual = afterLeadIn ? circleDiameter.afterLeadIn : circleDiameter.whole;
  const isLow = subtitles === 'middle' && !isVertical(frame);
  const room = besideLabel && frame.width <= frame.height ? even(shorter * labelRoom) : 0;
  const side = even(shorter * (isLow ? Math.min(usual, circleDiameter.aboveMiddle) : usual)) - room;
  const ring = 2 * Math.ceil(ringWidth(side) / 2);
  const x = safe.x + ring;
  const y =
    subtitles === 'top' ? downToEven(safe.y + safe.height) - side - ring - room : safe.y + ring + room;
  return { x: 2 * Math.ceil(x / 2), y: 2 * Math.ceil(y / 2), width: side, height: side };
}

/** Of the frame's height: two lines of subtitles of every theme, and the air above them. */
const twoLines = { vertical: 0.175, other: 0.22 } as const;

/**
 * Where the sign of generation stands: at the upper edge of the safe area, or at its lower one when the subtitles are
 * above, or over them where they are now above and now below; a badge in the right corner, a line in the middle.
 */
export function placeMark(
  frame: Size,
  mark: Size,
  side: 'right' | 'middle',
  subtitles: readonly SubtitlePosition[],
): Point {
  const safe = safeArea(frame);
  const x = side === 'right' ? safe.x + safe.width - mark.width : (frame.width - mark.width) / 2;
  if (!subtitles.includes('top')) return { x: downToEven(x), y: 2 * Math.ceil(safe.y / 2) };
  const share = isVertical(frame) ? twoLines.vertical : twoLines.other;
  const room = subtitles.includes('bottom') ? share * frame.height : 0;
  return { x: downToEven(x), y: downToEven(safe.y + safe.height - mark.height - room) };
}

/** Pixels of the ring around a circle of this diameter. */
export function ringWidth(diameter: number): number {
  return Math.max(2, diameter * 0.016);
}

/** The circle with its ring and the shadow around it. */
export function ringBox(circle: Box): Box {
  const margin = even(circle.width * 0.09);
  return {
    x: circle.x - margin,
    y: circle.y - margin,
    width: circle.width + 2 * margin,
    height: circle.height + 2 * margin,
  };
}

export interface CutoutPlace {
  /** Of the head picture. */
  readonly crop: Box;
  readonly at: Box;
}

/** Of the frame's height. In a vertical clip two lines of subtitles in the middle then stand above the head. */
const cutoutHeight = { vertical: 0.495, other: 0.58 } as const;
const cutoutWidthAtMost = 0.78;

/**
 * Where a cut-out person stands: at the lower left, the bust flush with the frame's lower edge. `person` bounds the
 * visible person in the head picture; whoever is cut by its left edge stands at the frame's left edge.
 */
export function placeCutout(frame: Size, head: Size, person: Box): CutoutPlace {
  const crop = evenBox(person, head);
  const height = frame.height * (isVertical(frame) ? cutoutHeight.vertical : cutoutHeight.other);
  const scale = Math.min(height / crop.height, (frame.width * cutoutWidthAtMost) / crop.width);
  const size = { width: even(crop.width * scale), height: even(crop.height * scale) };
  const isCutAtLeft = crop.x <= head.width * 0.01;
  const x = isCutAtLeft ? 0 : even(frame.width * 0.02);
  return { crop, at: { x, y: frame.height - size.height, ...size } };
}

/** The smallest box of even numbers around `box` that stays inside `picture`. */
export function evenBox(box: Box, picture: Size): Box {
  const x = 2 * Math.floor(Math.max(0, box.x) / 2);
  const y = 2 * Math.floor(Math.max(0, box.y) / 2);
  const right = Math.min(picture.width, 2 * Math.ceil((box.x + box.width) / 2));
  const bottom = Math.min(picture.height, 2 * Math.ceil((box.y + box.height) / 2));
  return { x, y, width: right - x, height: bottom - y };
}

function downToEven(pixels: number): number {
  return 2 * Math.floor(pixels / 2);
}
