import type { Box, Size } from '../../domain/geometry.ts';
import { type FrameFill, isCentred, wholePictureAt } from '../../domain/montage/fill-frame.ts';
import type { Placement } from './edit.ts';

/** A tenth of a millisecond is far below a frame, and keeps sums of floats from writing 0.30000000000000004. */
export function time(seconds: number): number {
  return Number(Math.max(0, seconds).toFixed(4));
}

const fraction = (part: number): number => Number(part.toFixed(6));

/** A picture that has exactly the pixels of its place. */
export function inPlace(at: Box, frame: Size): Placement {
  return { fit: 'none', position: 'topLeft', offset: offsetOf(at, frame) };
}

/**
 * A video that covers the frame. Off its middle it stands in a box of its whole size that reaches beyond the frame: what
 * the vendor's `crop` of an asset is a fraction of, its pages don't say.
 */
export function coveringFrame(
  { fill, size }: { readonly fill: FrameFill; readonly size: Size },
  frame: Size,
  isFitted: boolean,
): Placement {
  if (isFitted || isCentred(fill, size)) return { fit: 'crop' };
  const whole = wholePictureAt(fill, size);
  return {
    fit: 'crop',
    width: Math.round(whole.width),
    height: Math.round(whole.height),
    position: 'topLeft',
    offset: offsetOf(whole, frame),
  };
}

function offsetOf({ x, y }: Box, frame: Size): { readonly x: number; readonly y: number } {
  // Upwards is positive; `+ 0` makes a plain zero of a negative one.
  return { x: fraction(x / frame.width) + 0, y: fraction(-y / frame.height) + 0 };
}

/** Of the schema: boxes can't be larger. */
export const largestBox: Size = { width: 3840, height: 2160 };
