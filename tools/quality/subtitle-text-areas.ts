import type { FrameFormat } from '../../src/domain/ad/ad.ts';
import type { Box } from '../../src/domain/geometry.ts';
import { isAttached } from '../../src/domain/subtitles/attached-sign.ts';
import {
  type CueLayout,
  inkAboveEm,
  inkBelowEm,
  layoutCue,
  type PlacedWord,
  platePadding,
  spokenPlatePadding,
} from '../../src/domain/subtitles/layout-cue.ts';
import { type Colour, type SubtitleTheme, subtitleTheme } from '../../src/domain/subtitles/subtitle-theme.ts';
import type { SubtitleCue, SubtitleTrack } from '../../src/domain/subtitles/subtitle-track.ts';

/** Where words stand, which colours their strokes have, and whether an opaque plate of the theme lies behind them. */
export interface TextArea {
  readonly box: Box;
  readonly colours: readonly (readonly number[])[];
  readonly onPlate: boolean;
}

/** In em: what a word grows or leans beyond its own width. */
const wordMarginEm = 0.12;

/** The words' own areas, one after the other; the colours of a spoken word are not looked for beside it. */
export function textAreas(
  cue: SubtitleCue,
  seconds: number,
  { track, frame }: { readonly track: SubtitleTrack; readonly frame: FrameFormat },
): TextArea[] {
  const theme = subtitleTheme(track.theme);
  const texts = cue.words.map(({ text }) => text);
  const layout = layoutCue(texts, { frame, theme, position: cue.position ?? track.position });
  const em = layout.sizePixels;
  // A lone sign stands on the plate of the word before it.
  const spoken = cue.words.findLastIndex(
    ({ text, startSeconds }, index) => index === 0 || (startSeconds <= seconds + 1e-6 && !isAttached(text)),
  );
  const next = cue.words.findIndex(({ text }, index) => index > spoken && !isAttached(text));
  const resting = [theme.text, theme.emphasis, ...(theme.saidText ? [theme.saidText] : [])];
  return layout.words.map((placed) => {
    const isSpoken = placed.word >= spoken && (next === -1 || placed.word < next);
    const stands = theme.spokenPlate !== undefined && cue.wordTimed && isSpoken;
    const colours = stands
      ? [theme.spokenText]
      : theme.spokenPlate
        ? resting
        : [...resting, theme.spokenText];
    const margin = wordMarginEm * em;
    const onPlate = theme.plate !== undefined || stands;
    const { above, below } = onPlate
      ? plateEdges(theme, placed, layout)
      : {
          above: placed.baseline - (inkAboveEm + wordMarginEm) * em,
          below: placed.baseline + (inkBelowEm + wordMarginEm) * em,
        };
    return {
      box: { x: placed.x - margin, y: above, width: placed.width + 2 * margin, height: below - above },
      colours: colours.map(channels),
      onPlate,
    };
  });
}

/** Within it everything is the plate's or the word's; dark hair just above a plate would pass for dark letters. */
function plateEdges(theme: SubtitleTheme, word: PlacedWord, { lines, sizePixels: em }: CueLayout) {
  const line = lines[word.line];
  if (theme.plate && line) {
    return {
      above: line.y - platePadding.topEm * em,
      below: line.y + line.height + platePadding.bottomEm * em,
    };
  }
  return {
    above: word.baseline - (inkAboveEm + spokenPlatePadding.topEm) * em,
    below: word.baseline + (inkBelowEm + spokenPlatePadding.bottomEm) * em,
  };
}

function channels(colour: Colour): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
