import { AppError } from '../../kernel/errors.ts';
import { mediaProblem } from '../media/media-problem.ts';
import { drawableText } from './measure-text.ts';
import { defaultSubtitleTheme, isSubtitleTheme, subtitleThemes } from './subtitle-theme.ts';

const written = /[\p{L}\p{N}]/u;

export type Undrawable = 'nothing' | 'some' | 'all';

/**
 * How much of some texts no bundled font can draw: none of it, some letters or signs, or every letter. A theme that has
 * gone is taken for the default one.
 */
export function undrawable(texts: readonly string[], theme: string): Undrawable {
  const { fontId } = subtitleThemes[isSubtitleTheme(theme) ? theme : defaultSubtitleTheme];
  const drawn = texts.map((text) => drawableText(text, fontId));
  if (drawn.every(({ missingGlyphs }) => missingGlyphs.length === 0)) return 'nothing';
  const shows = drawn.some(({ runs }) => runs.some(({ text }) => written.test(text)));
  return shows ? 'some' : 'all';
}

/** @throws `invalid-subtitles` where not a letter of the texts can be drawn. */
export function requireDrawable(texts: readonly string[], theme: string): Undrawable {
  const found = undrawable(texts, theme);
  if (found !== 'all') return found;
  throw new AppError(
    'invalid-subtitles',
    'No letter of the subtitles can be drawn; the fonts have Latin, Cyrillic, Greek, Hebrew and Arabic letters.',
    { details: mediaProblem('subtitles-no-font', {}) },
  );
}
