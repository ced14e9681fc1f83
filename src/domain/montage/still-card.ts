import type { Box, Point, Size } from '../geometry.ts';
import { blockTop, safeArea } from '../subtitles/safe-area.ts';
import type { SubtitlePosition } from '../subtitles/subtitle-track.ts';
import { placeCircle } from './placement.ts';
import type { Timeline } from './timeline.ts';

/** What a picture of an ad's settings is to show: all of it, or one thing from near by. */
export type StillSubject = 'ad' | 'subtitles' | 'circle' | 'mark';

/**
 * A card in landscape: a chat shows a tall picture so large that the words and the buttons below push it off a phone.
 * Pixels.
 */
const card = { width: 1200, mostHeight: 800, padding: 24, gap: 24 } as const;
const room: Size = {
  width: card.width - 2 * card.padding,
  height: card.mostHeight - 2 * card.padding,
};
/** Intro and outro beside the scenes of the ad itself. */
const bookendScale = 0.6;
/** Wider than this, scenes stand one below the other. */
const widestInRow = 1.3;

export interface StoryCard extends Size {
  readonly scenes: readonly Box[];
  readonly intro?: Box;
  readonly outro?: Box;
}

/** Where the scenes of an ad stand, with what comes before and after it smaller beside them. */
export function storyCard(
  frame: Size,
  has: { readonly scenes: number; readonly intro: boolean; readonly outro: boolean },
): StoryCard {
  return frame.width / frame.height > widestInRow ? columns(frame, has) : row(frame, has);
}

type Story = Parameters<typeof storyCard>[1];

function row(frame: Size, has: Story): StoryCard {
  const scales = [
    ...(has.intro ? [bookendScale] : []),
    ...Array.from({ length: has.scenes }, () => 1),
    ...(has.outro ? [bookendScale] : []),
  ];
  const ratio = frame.width / frame.height;
  const gaps = (scales.length - 1) * card.gap;
  const all = scales.reduce((sum, scale) => sum + scale, 0);
  const height = Math.min(room.height, (room.width - gaps) / (all * ratio));
  let x = (card.width - all * height * ratio - gaps) / 2;
  const boxes = scales.map((scale) => {
    const size = { width: height * ratio * scale, height: height * scale };
    const box = { x, y: card.padding + (height - size.height) / 2, ...size };
    x += size.width + card.gap;
    return box;
  });
  return named(boxes, has, height);
}

/** The scenes, and beside them intro and outro. */
function columns(frame: Size, has: Story): StoryCard {
  const ratio = frame.width / frame.height;
  const hasSide = has.intro || has.outro;
  const gaps = (has.scenes - 1) * card.gap;
  const width = Math.min(
    hasSide ? (room.width - card.gap) / (1 + bookendScale) : room.width,
    ((room.height - gaps) / has.scenes) * ratio,
  );
  const size = { width, height: width / ratio };
  const side = { width: width * bookendScale, height: size.height * bookendScale };
  const sides = Number(has.intro) + Number(has.outro);
  const left = (card.width - width - (hasSide ? card.gap + side.width : 0)) / 2;
  const height = Math.max(stacked(has.scenes, size), stacked(sides, side));
  const stack = (count: number, each: Size, x: number): Box[] =>
    Array.from({ length: count }, (_, at) => ({
      ...{ x, ...each },
      y: card.padding + (height - stacked(count, each)) / 2 + at * (each.height + card.gap),
    }));
  const beside = stack(sides, side, left + width + card.gap);
  const boxes = [
    ...beside.slice(0, Number(has.intro)),
    ...stack(has.scenes, size, left),
    ...beside.slice(Number(has.intro)),
  ];
  return named(boxes, has, height);
}

function stacked(count: number, { height }: Size): number {
  return count === 0 ? 0 : count * height + (count - 1) * card.gap;
}

function named(boxes: readonly Box[], has: Story, contentHeight: number): StoryCard {
  const rounded = boxes.map(whole);
  const first = has.intro ? 1 : 0;
  const intro = has.intro ? rounded[0] : undefined;
  const outro = has.outro ? rounded.at(-1) : undefined;
  return {
    ...{ width: card.width, height: Math.round(contentHeight) + 2 * card.padding },
    scenes: rounded.slice(first, first + has.scenes),
    ...(intro && { intro }),
    ...(outro && { outro }),
  };
}

export interface CloseUpCard extends Size {
  readonly frame: Box;
  readonly closeUp: Box;
  /** What the close-up shows, in pixels of the frame. */
  readonly source: Box;
}

export interface ShownSettings {
  readonly timeline: Timeline;
  readonly position: SubtitlePosition | undefined;
  readonly isLabelled: boolean;
}

/** In a wide frame subtitles are large enough, and a close-up would not be larger. */
const tallestForSubtitles = 0.7;
const leastCloseUp = 600;

/**
 * The whole frame, and one thing of it from near by. Undefined where nothing would be seen better, or where it can't be
 * told without the face where it stands: what is ordered at the top leaves a forehead that reaches up to it.
 */
export function closeUpCard(
  frame: Size,
  subject: Exclude<StillSubject, 'ad'>,
  settings: ShownSettings,
): CloseUpCard | undefined {
  const ratio = frame.width / frame.height;
  const { timeline, position } = settings;
  if (subject === 'subtitles' && (ratio > tallestForSubtitles || !position)) return undefined;
  if (subject === 'subtitles' && position === 'top' && timeline.overlaidHead === 'none') return undefined;
  if (subject === 'mark' && position === 'top' && timeline.headAloneSeconds > 0) return undefined;
  const free = room.width - card.gap;
  const width = Math.min(room.height * ratio, free - leastCloseUp);
  const height = width / ratio;
  const closeUp = {
    x: card.padding + width + card.gap,
    y: card.padding,
    ...{ width: free - width, height: room.height },
  };
  const source = sourceOf(frame, subject, settings, closeUp.width / closeUp.height);
  return {
    ...{ width: card.width, height: card.mostHeight },
    frame: whole({ x: card.padding, y: card.padding + (room.height - height) / 2, width, height }),
    closeUp: whole(closeUp),
    source,
  };
}

/** The circle with the air around it. */
const circleAir = 1.3;
/** Of the frame's width: a line is wider than a badge. */
const markWidth = { badge: 0.6, line: 0.8 } as const;

function sourceOf(
  frame: Size,
  subject: Exclude<StillSubject, 'ad'>,
  settings: ShownSettings,
  ratio: number,
): Box {
  if (subject === 'subtitles') {
    return boxAround(subtitlesMiddle(frame, settings), frame.width, frame, ratio);
  }
  if (subject === 'circle') {
    const { timeline, position, isLabelled } = settings;
    const circle = placeCircle(frame, position, {
      afterLeadIn: timeline.headAloneSeconds > 0,
      besideLabel: isLabelled,
    });
    const side = circle.width * circleAir;
    const middle = { x: circle.x + circle.width / 2, y: circle.y + circle.height / 2 };
    return boxAround(middle, Math.max(side, side * ratio), frame, ratio);
  }
  const share = settings.isLabelled ? markWidth.line : markWidth.badge;
  return boxAround(markMiddle(frame, settings), frame.width * share, frame, ratio);
}

/** Two lines high. */
const subtitlesHeight = 0.1;

/** As `clearOfFace` moves them; those in the middle are below where a whole head has its face there. */
function subtitlesMiddle(frame: Size, { timeline, position }: ShownSettings): Point {
  const height = frame.height * subtitlesHeight;
  const middleOf = (place: SubtitlePosition) => blockTop(frame, place, height) + height / 2;
  const at = (y: number): Point => ({ x: frame.width / 2, y });
  const { overlaidHead } = timeline;
  if (position === 'middle' && overlaidHead === 'none') {
    return at((middleOf('middle') + middleOf('bottom')) / 2);
  }
  if (position === 'bottom' && overlaidHead === 'cutout') return at(middleOf('middle'));
  return at(middleOf(position ?? 'bottom'));
}

function markMiddle(frame: Size, { position, isLabelled }: ShownSettings): Point {
  const safe = safeArea(frame);
  const y = position === 'top' ? safe.y + safe.height : safe.y;
  return { x: isLabelled ? frame.width / 2 : safe.x + safe.width, y };
}

/** Of that width where it fits, moved so that it stays within the frame. */
function boxAround(middle: Point, wantedWidth: number, frame: Size, ratio: number): Box {
  const width = Math.min(wantedWidth, frame.width, frame.height * ratio);
  const height = width / ratio;
  const within = (at: number, length: number, most: number) =>
    Math.min(Math.max(0, at - length / 2), most - length);
  return {
    x: within(middle.x, width, frame.width),
    y: within(middle.y, height, frame.height),
    ...{ width, height },
  };
}

function whole({ x, y, width, height }: Box): Box {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}
