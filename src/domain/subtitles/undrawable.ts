import { drawableText } from './measure-text.ts';
import { subtitleTheme } from './subtitle-theme.ts';
import type { SubtitleCue } from './subtitle-track.ts';

const written = /[\p{L}\p{N}]/u;

/** How much of some cues no bundled font can draw: none of it, some letters or signs, or every letter. */
export function undrawable(cues: readonly SubtitleCue[], theme: string): 'nothing' | 'some' | 'all' {
  const { fontId } = subtitleTheme(theme);
  const texts = cues.flatMap(({ words }) => words.map(({ text }) => text));
  const drawn = texts.map((text) => drawableText(text, fontId));
  if (drawn.every(({ missingGlyphs }) => missingGlyphs.length === 0)) return 'nothing';
  const shows = drawn.some(({ runs }) => runs.some(({ text }) => written.test(text)));
  return shows ? 'some' : 'all';
}
