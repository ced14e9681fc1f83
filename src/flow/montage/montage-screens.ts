import type { ScreenName } from '../state.ts';

/** Screens that show a video with the settings at hand. */
export const montageScreens = [
  'montage',
  'templates',
  'subtitles',
  'cues',
  'cue',
  'theme',
  'position',
  'bookend',
  'circle',
  'aspect',
  'mark',
  'preview',
  'render-info',
  'render-json',
  'renew-overlay',
] as const satisfies readonly ScreenName[];
