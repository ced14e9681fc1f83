import type { Box, Size } from '../geometry.ts';
import type { SubtitlePosition } from '../subtitles/subtitle-track.ts';
import { even, safeArea } from './safe-area.ts';

/** Of the frame's shorter side. */
const circleDiameter = { whole: 0.4, afterLeadIn: 0.36 } as const;

/**
 * Where the circle stands: the upper left corner of the safe area, as viewers know it, or the lower left one when the
 * subtitles are at the top. The ring and its shadow reach a little further.
 */
export function placeCircle(frame: Size, subtitles: SubtitlePosition | undefined, afterLeadIn: boolean): Box {
  const safe = safeArea(frame);
  const shorter = Math.min(frame.width, frame.height);
  const side = even(shorter * (afterLeadIn ? circleDiameter.afterLeadIn : circleDiameter.whole));
  const ring = even(ringWidth(side));
  const x = safe.x + ring;
  const y = subtitles === 'top' ? safe.y + safe.height - side - ring : safe.y + ring;
  return { x: even(x), y: even(y), width: side, height: side };
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

const cutoutScale = 0.55;

/**
 * Where a cut-out person stands: at the lower left, feet of the bust flush with the frame's lower edge, the head
 * picture scaled to 0.55 of the frame's height. `person` bounds the visible person in the head picture.
 */
export function placeCutout(frame: Size, head: Size, person: Box): { readonly crop: Box; readonly at: Box } {
  const scale = Math.min((frame.height * cutoutScale) / head.height, (frame.width * 0.8) / person.width);
  const crop = evenBox(person, head);
  const width = even(crop.width * scale);
  const height = even(crop.height * scale);
  const cutAtLeft = crop.x <= head.width * 0.01;
  const x = cutAtLeft ? 0 : even(frame.width * 0.02);
  return { crop, at: { x, y: frame.height - height, width, height } };
}

/** The smallest box of even numbers around `box` that stays inside `picture`. */
function evenBox(box: Box, picture: Size): Box {
  const x = 2 * Math.floor(Math.max(0, box.x) / 2);
  const y = 2 * Math.floor(Math.max(0, box.y) / 2);
  const right = Math.min(picture.width, 2 * Math.ceil((box.x + box.width) / 2));
  const bottom = Math.min(picture.height, 2 * Math.ceil((box.y + box.height) / 2));
  return { x, y, width: right - x, height: bottom - y };
}
