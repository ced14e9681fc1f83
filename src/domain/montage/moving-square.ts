import type { Box, Size } from '../geometry.ts';
import type { CircleKeyframe } from '../overlay/circle.ts';

/** In pixels of the head picture; between two of them the square moves evenly. */
export interface SquareKeyframe {
  readonly atSeconds: number;
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** The squares that a moving circle is cut from, and the part of the picture that holds them all, in even pixels. */
export function movingSquare(
  track: readonly CircleKeyframe[],
  picture: Size,
): { readonly crop: Box; readonly motion: readonly SquareKeyframe[] } {
  const shorter = Math.min(picture.width, picture.height);
  const motion = track.map(({ atSeconds, radius, centre }): SquareKeyframe => {
    const side = 2 * Math.min(radius * shorter, shorter / 2);
    return {
      atSeconds,
      x: inside(centre.x * picture.width - side / 2, picture.width - side),
      y: inside(centre.y * picture.height - side / 2, picture.height - side),
      side,
    };
  });
  const [left, right] = extent(motion, (square) => square.x, picture.width);
  const [top, bottom] = extent(motion, (square) => square.y, picture.height);
  return { crop: { x: left, y: top, width: right - left, height: bottom - top }, motion };
}

function extent(
  motion: readonly SquareKeyframe[],
  start: (square: SquareKeyframe) => number,
  length: number,
): [number, number] {
  const least = Math.min(...motion.map(start));
  const most = Math.max(...motion.map((square) => start(square) + square.side));
  return [2 * Math.floor(least / 2), Math.min(length, 2 * Math.ceil(most / 2))];
}

function inside(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
