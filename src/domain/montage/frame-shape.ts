import type { Size } from '../geometry.ts';

/** Chroma is stored for pairs of pixels: sizes and places of layers are even. */
export function even(pixels: number): number {
  return 2 * Math.round(pixels / 2);
}

/** Such as 9:16, which players show full-screen with their controls above it. */
export function isVertical(frame: Size): boolean {
  return frame.height / frame.width > 1.5;
}
