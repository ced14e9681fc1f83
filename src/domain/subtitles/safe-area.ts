import type { Box, Size } from '../geometry.ts';
import type { SubtitlePosition } from './subtitle-track.ts';

/** Fractions of the frame's width (left, right) and height (top, bottom) that are not free. */
export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/**
 * What each network's buttons, captions and bars cover of a 1080×1920 clip. The networks publish no common table and
 * move their buttons: these are the wider ones of the figures that creators' guides measured in 2025 and 2026.
 */
export const networkInsets = {
  tiktok: { top: 130 / 1920, right: 140 / 1080, bottom: 370 / 1920, left: 60 / 1080 },
  reels: { top: 220 / 1920, right: 120 / 1080, bottom: 450 / 1920, left: 65 / 1080 },
  shorts: { top: 140 / 1920, right: 120 / 1080, bottom: 400 / 1920, left: 60 / 1080 },
} as const satisfies Record<string, Insets>;

/** Feeds show other shapes whole, with their buttons outside: title-safe margins are enough. */
const plainInsets: Insets = { top: 0.06, right: 0.06, bottom: 0.06, left: 0.06 };
/** 4:5 is cut from the middle of a 9:16 placement by some feeds, so it gets more air at the sides. */
const portraitInsets: Insets = { top: 0.07, right: 0.08, bottom: 0.08, left: 0.08 };

/** Frames narrower than this are played full screen on a phone, under the network's buttons. */
const widestFullScreenRatio = 0.65;

export function safeArea(frame: Size): Box {
  const insets = insetsFor(frame);
  const x = insets.left * frame.width;
  const y = insets.top * frame.height;
  return {
    x,
    y,
    width: frame.width - x - insets.right * frame.width,
    height: frame.height - y - insets.bottom * frame.height,
  };
}

/** The widest block that is safe while it stands in the middle of the frame, as subtitles do. */
export function centredSafeWidth(frame: Size): number {
  const { left, right } = insetsFor(frame);
  return frame.width * (1 - 2 * Math.max(left, right));
}

/** Where a block of the given height starts. Bottom and top lean on the safe area's edges. */
export function blockTop(frame: Size, position: SubtitlePosition, blockHeight: number): number {
  const safe = safeArea(frame);
  if (position === 'top') return safe.y;
  if (position === 'middle') return safe.y + (safe.height - blockHeight) / 2;
  return safe.y + safe.height - blockHeight;
}

function insetsFor(frame: Size): Insets {
  const ratio = frame.width / frame.height;
  if (ratio < widestFullScreenRatio) return strictest(Object.values(networkInsets));
  return ratio < 1 ? portraitInsets : plainInsets;
}

function strictest(all: readonly Insets[]): Insets {
  return {
    top: Math.max(...all.map(({ top }) => top)),
    right: Math.max(...all.map(({ right }) => right)),
    bottom: Math.max(...all.map(({ bottom }) => bottom)),
    left: Math.max(...all.map(({ left }) => left)),
  };
}
