import { joinedAdvanceEm } from './arabic-joining.ts';
import { type FontId, fontMetrics } from './fonts.ts';
import { directionOf } from './reading-direction.ts';

/** Neighbouring characters that are drawn in one font. */
export interface TextRun {
  readonly fontId: FontId;
  readonly text: string;
  /** Width in em of the text font, whatever font draws the run. */
  readonly widthEm: number;
}

export interface DrawableText {
  readonly runs: readonly TextRun[];
  readonly widthEm: number;
  /** What no bundled font has; it takes no room. */
  readonly missingGlyphs: readonly string[];
}

/** Emoji fill their em; at this size they stand as high as the capitals beside them. */
export const emojiScale = 0.82;

/** Characters that only join, vary or direct others: nothing is drawn for them. */
const silent =
  /[\p{Cc}\p{Variation_Selector}\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\p{Emoji_Modifier}\u{E0000}-\u{E007F}]|\u20E3/u;
/** Two letters that the emoji font draws as one flag. */
const flagLetter = /[\u{1F1E6}-\u{1F1FF}]/u;
/** Keeps two Arabic letters apart that would be joined, as Persian wants it. */
const nonJoiner = '\u200C';
const greek = /\p{Script=Greek}/u;
const lookAlikes: Readonly<Record<string, string>> = { '\u2010': '-', '\u2011': '-' };
const unusualSpace = /(?! )\s/u;

const advanceTables = new Map<FontId, ReadonlyMap<number, number>>();

/** Width in pixels at an em of `sizePixels`, without kerning, which libass leaves off as well. */
export function measureText(text: string, fontId: FontId, sizePixels: number): number {
  return drawableText(text, fontId).widthEm * sizePixels;
}

/**
 * What of a text can be drawn and by which fonts: the given one, else Montserrat, which has most signs, else another. A
 * word of Hebrew or Arabic is Rubik's, signs included, so that it is one run whose order libass finds; one of Greek is
 * Manrope's, since others have a few of its letters as signs.
 */
export function drawableText(text: string, fontId: FontId): DrawableText {
  const runs: TextRun[] = [];
  const missingGlyphs: string[] = [];
  const preferred = directionOf(text) === 'rtl' ? 'rubik' : greek.test(text) ? 'manrope' : fontId;
  let pendingFlagLetter = false;
  const characters = [...text.normalize('NFC')];
  for (const [index, original] of characters.entries()) {
    const character = lookAlikes[original] ?? (unusualSpace.test(original) ? ' ' : original);
    if (character === nonJoiner && runs.at(-1)?.fontId === 'rubik') append(runs, 'rubik', character, 0);
    if (silent.test(character)) continue;
    const drawnBy = fontOf(character, preferred);
    if (drawnBy === undefined) {
      if (!missingGlyphs.includes(original)) missingGlyphs.push(original);
      continue;
    }
    const isFlagLetter = flagLetter.test(character);
    const completesFlag: boolean = isFlagLetter && pendingFlagLetter;
    pendingFlagLetter = isFlagLetter && !completesFlag;
    const widthEm = joinedAdvanceEm(character, characters[index + 1]) ?? advanceEm(character, drawnBy);
    append(runs, drawnBy, character, completesFlag ? 0 : widthEm);
  }
  return { runs, widthEm: runs.reduce((sum, run) => sum + run.widthEm, 0), missingGlyphs };
}

function append(runs: TextRun[], fontId: FontId, text: string, widthEm: number): void {
  const last = runs.at(-1);
  if (last?.fontId !== fontId) {
    runs.push({ fontId, text, widthEm });
    return;
  }
  runs[runs.length - 1] = { fontId, text: last.text + text, widthEm: last.widthEm + widthEm };
}

function fontOf(character: string, preferred: FontId): FontId | undefined {
  const candidates: readonly FontId[] = [preferred, 'montserrat', 'rubik', 'manrope', 'emoji'];
  return candidates.find((fontId) => advancesOf(fontId).has(codePoint(character)));
}

function advanceEm(character: string, fontId: FontId): number {
  const advance = advancesOf(fontId).get(codePoint(character)) ?? 0;
  return (advance / fontMetrics[fontId].unitsPerEm) * (fontId === 'emoji' ? emojiScale : 1);
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function advancesOf(fontId: FontId): ReadonlyMap<number, number> {
  const known = advanceTables.get(fontId);
  if (known) return known;
  const table = new Map<number, number>();
  for (const [first = 0, ...advances] of fontMetrics[fontId].advances) {
    advances.forEach((advance, index) => {
      table.set(first + index, advance);
    });
  }
  advanceTables.set(fontId, table);
  return table;
}
