import { AppError } from '../../kernel/errors.ts';
import { mediaProblem } from '../media/media-problem.ts';
import { drawableText } from './measure-text.ts';
import { subtitleTheme } from './subtitle-theme.ts';
import type { SubtitleCue } from './subtitle-track.ts';

const written = /[\p{L}\p{N}]/u;

/** What no bundled font can draw. */
function undrawable(cues: readonly SubtitleCue[], theme: string): 'nothing' | 'some' | 'all' {
  const { fontId } = subtitleTheme(theme);
  const texts = cues.flatMap(({ words }) => words.map(({ text }) => text));
  const drawn = texts.map((text) => drawableText(text, fontId));
  if (drawn.every(({ missingGlyphs }) => missingGlyphs.length === 0)) return 'nothing';
  const shows = drawn.some(({ runs }) => runs.some(({ text }) => written.test(text)));
  return shows ? 'some' : 'all';
}

/** How much of the cues can't be drawn; throws `invalid-subtitles` where all of it. */
export function requireDrawable(cues: readonly SubtitleCue[], theme: string): 'nothing' | 'some' {
  const drawn = undrawable(cues, theme);
  if (drawn !== 'all') return drawn;
  throw new AppError(
    'invalid-subtitles',
    'No letter of the subtitles can be drawn; the fonts have Latin, Cyrillic, Greek, Hebrew and Arabic letters.',
    { details: mediaProblem('subtitles-no-font', {}) },
  );
}
