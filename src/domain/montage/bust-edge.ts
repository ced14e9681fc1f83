import type { Point, Size } from '../geometry.ts';

/** The rightmost part of a person in one row of the head picture, in its pixels. */
export interface RightmostRun {
  readonly left: number;
  readonly right: number;
  /** Where the body left of it ends, when there is a gap between the two. */
  readonly bodyRight?: number;
}

/**
 * The outline that a bust gets where the head picture cuts the body off at its right: two quadratic curves, from the
 * shoulder round to the upper arm, and down to the picture's lower edge. In pixels of the head picture.
 */
export interface BustEdge {
  readonly shoulder: Point;
  readonly shoulderControl: Point;
  readonly arm: Point;
  readonly armControl: Point;
  readonly foot: Point;
}

/** Of the picture's width. */
const shares = {
  touches: 0.985,
  /** How far before the edge the shoulder begins to turn. */
  turn: 0.2,
  /** How far below the shoulder's end the arm begins. */
  armBelow: 0.26,
  /** The arm's distance from the edge, where it begins and at the lower edge. */
  inset: { top: 0.008, foot: 0.06, most: 0.11 },
  /** An arm that begins right of this shows too little of itself. */
  sliver: 0.91,
  /** The body sways; the outline begins this much outside the shoulder. */
  sway: 0.004,
} as const;
/** Of an arm that stands free of the body: no more is taken from its width. */
const mostOfArm = 0.3;
/** Falling per width. A steeper shoulder is an arm already; a flatter one would leave a corner. */
const slopes = { least: 0.35, most: 4 } as const;

/**
 * `rows` are evenly spaced from the picture's top to its bottom; one without a person is undefined. No edge is needed
 * for a person who is inside the picture.
 */
export function bustEdge(head: Size, rows: readonly (RightmostRun | undefined)[]): BustEdge | undefined {
  const limit = head.width * shares.touches;
  const touches = (row: number) => (rows[row]?.right ?? 0) >= limit;
  const lowest = rows.findLastIndex((_, row) => touches(row));
  if (lowest < 0) return undefined;
  let first = lowest;
  while (first > 0 && touches(first - 1)) first -= 1;
  const shoulder = shoulderOf(head, rows, first);
  const armX = head.width * (1 - shares.inset.top);
  const cornerY = shoulder.y + (armX - shoulder.x) * shoulder.slope;
  const room = head.height - cornerY;
  const arm = { x: armX, y: cornerY + Math.min(head.width * shares.armBelow, room * 0.5) };
  return {
    shoulder: { x: shoulder.x, y: shoulder.y },
    shoulderControl: { x: armX, y: cornerY },
    arm,
    armControl: { x: armX, y: arm.y + (head.height - arm.y) * 0.45 },
    foot: { x: armX - footInset(rows, first, lowest, head.width), y: head.height },
  };
}

/** The point of the outline at which it begins to turn, a little outside of it, and how steeply it falls there. */
function shoulderOf(
  { width, height }: Size,
  rows: readonly (RightmostRun | undefined)[],
  first: number,
): Point & { readonly slope: number } {
  const rowHeight = height / rows.length;
  const turn = width * shares.turn;
  const rightOf = (row: number) => Math.max(rows[row]?.right ?? 0, width - turn);
  let row = first;
  while (row > 0 && rightOf(row) > width - turn && (first - row) * rowHeight < turn) row -= 1;
  const x = rightOf(row);
  let next = row + 1;
  while (next < first && rightOf(next) < (x + width) / 2) next += 1;
  const fall = ((next - row) * rowHeight) / Math.max(1, rightOf(next) - x);
  const slope = Math.max(slopes.least, Math.min(slopes.most, fall));
  const outside = (width * shares.sway) / Math.hypot(1, slope);
  return { x: Math.min(x + outside * slope, width), y: Math.max(0, row * rowHeight - outside), slope };
}

/** A thin arm stays an arm; a sliver of one, with the background between it and the body, is left out where it can be. */
function footInset(
  rows: readonly (RightmostRun | undefined)[],
  first: number,
  lowest: number,
  width: number,
): number {
  const touching = rows.slice(first, lowest + 1).filter((run) => run !== undefined);
  const body = touching.findLast(({ left }) => left >= width * shares.sliver)?.bodyRight ?? 0;
  if (width - body <= width * shares.inset.most) return width - body;
  const narrowest = touching.reduce((least, run) => Math.min(least, run.right - run.left), width);
  return Math.min(width * shares.inset.foot, narrowest * mostOfArm);
}
