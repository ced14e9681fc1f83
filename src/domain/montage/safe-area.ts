import type { Box, Size } from '../geometry.ts';

/**
 * The part of a frame that no player of TikTok, Reels or Shorts covers with its own buttons and texts, as even pixels.
 * Vertical clips: the union of the three apps' published margins. Other shapes are shown in feeds, without controls above the picture.
 */
export function safeArea(frame: Size): Box {
  const vertical = isVertical(frame);
  const left = even(frame.width * (vertical ? 0.06 : 0.045));
  const right = even(frame.width * (vertical ? 0.12 : 0.045));
  const top = even(frame.height * (vertical ? 0.13 : 0.05));
  const bottom = even(frame.height * (vertical ? 0.2 : 0.06));
  return { x: left, y: top, width: frame.width - left - right, height: frame.height - top - bottom };
}

export function even(pixels: number): number {
  return 2 * Math.round(pixels / 2);
}

/** Such as 9:16, which players show full-screen with their controls above it. */
export function isVertical(frame: Size): boolean {
  return frame.height / frame.width > 1.5;
}
