import type { Point } from '../geometry.ts';

/**
 * The part of the head video that the circle shows. Radius is a fraction of the head picture's shorter side
 * (0.05–0.6), centre a fraction of its width and height (0–1), as users type them.
 */
export interface HeadCircle {
  readonly radius: number;
  readonly centre: Point;
}

/** Where a circle that follows a face is at one moment of the head video; between two of them it moves evenly. */
export interface CircleKeyframe extends HeadCircle {
  readonly atSeconds: number;
}
