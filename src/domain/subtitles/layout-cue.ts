import type { Box, Size } from '../geometry.ts';
import { isAttached } from './attached-sign.ts';
import { drawableText, type TextRun } from './measure-text.ts';
import { breakFault, endsClause } from './phrase-bonds.ts';
import { type Direction, directionOf, isRightToLeft, visualOrder } from './reading-direction.ts';
import { blockTop, centredSafeWidth } from './safe-area.ts';
import { largestScale, type SubtitleTheme, shownText } from './subtitle-theme.ts';
import type { SubtitlePosition } from './subtitle-track.ts';

/** A word, or a piece of one that is wider than the frame allows, where it stands in the frame. */
export interface PlacedWord {
  /** Index into the cue's words. */
  readonly word: number;
  /** A dash or an emoji that goes with the word before it. */
  readonly attached: boolean;
  readonly runs: readonly TextRun[];
  readonly direction: Direction;
  readonly line: number;
  /** Left edge of the first glyph's advance. */
  readonly x: number;
  readonly width: number;
  readonly baseline: number;
}

export interface CueLayout {
  /** Size of the em. */
  readonly sizePixels: number;
  readonly words: readonly PlacedWord[];
  /** Ink of each line without outline and plate, at the most that glyphs of these fonts take. */
  readonly lines: readonly Box[];
  /** All that is drawn: glyphs, outline, shadow, plates, the growth of a spoken word. */
  readonly box: Box;
  readonly missingGlyphs: readonly string[];
}

export interface LayoutStyle {
  readonly frame: Size;
  readonly theme: SubtitleTheme;
  readonly position: SubtitlePosition;
}

/** In em: capitals with accents reach this high, descenders this low, in every bundled font. */
export const inkAboveEm = 0.96;
export const inkBelowEm = 0.28;
/** In em, beyond the ink of a line, to all sides. */
export const platePadding = { sideEm: 0.3, topEm: 0.02, bottomEm: 0.04 } as const;
export const spokenPlatePadding = { sideEm: 0.14, topEm: -0.06, bottomEm: -0.04 } as const;

/** Of a single letter. */
const widestEm = 1.2;
const lineHeightEm = 1.2;
/** Below this share of its size a text is no longer read on a phone: words are cut instead. */
const smallestShrink = 0.45;
const shrinkStep = 0.95;
const unnoticedShrink = 0.9;
/** How much less even, in em, lines may be for the sake of words that belong together, and of a clause's end. */
const bondEm = 2.4;
const clauseEm = 0.9;
/** Of the longer line. */
const orphanShare = 0.4;

/** Between the outlines of two words. */
const leastGapEm = 0.07;
/** Between words of which one may stand on a plate. */
const plateGapEm = 0.34;
/** A word of this length that grows must not touch its neighbours. */
const growthEm = 1.4;

interface Piece {
  readonly word: number;
  /** No line begins with it. */
  readonly attached: boolean;
  /** As typed: tells which words belong together, and its direction. */
  readonly text: string;
  readonly direction: Direction;
  readonly runs: readonly TextRun[];
  readonly widthEm: number;
}

/** Em of the theme's text in this frame: about 5 % of a phone's height, a little more of a lower frame's. */
export function fullSizePixels(frame: Size, theme: SubtitleTheme): number {
  const share = frame.width * 9 < frame.height * 6 ? 0.053 : frame.width < frame.height ? 0.058 : 0.068;
  return Math.round(frame.height * share * theme.sizeScale);
}

export type LayoutFault = 'none' | 'torn phrase' | 'short line' | 'too wide';

/** The worst of how the words stand in two lines at nearly full size: a tenth less is not noticed between cues. */
export function layoutFault(words: readonly string[], frame: Size, theme: SubtitleTheme): LayoutFault {
  const pieces = words.map((text, word) => pieceOf(text, word, theme));
  const size = fullSizePixels(frame, theme) * unnoticedShrink;
  const lines = bestLines(pieces, roomPixels(frame, theme, size) / size, theme);
  if (!lines) return 'too wide';
  if (hasShortLine(lines, theme)) return 'short line';
  const [upper, lower] = [lines[0]?.at(-1), lines[1]?.[0]];
  return upper && lower && breakFault(upper.text, lower.text) === 1 ? 'torn phrase' : 'none';
}

/** Breaks, shrinks and places one cue's words. What no font has is left out and reported. */
export function layoutCue(words: readonly string[], style: LayoutStyle): CueLayout {
  const { frame, theme } = style;
  const missingGlyphs = [
    ...new Set(words.flatMap((text) => drawableText(shownText(text, theme), theme.fontId).missingGlyphs)),
  ];
  const pieces = words
    .map((text, word) => pieceOf(text, word, theme))
    .filter((piece) => piece.runs.length > 0);
  const { lines, sizePixels } = shrinkToFit(pieces, frame, theme);
  return { ...place(lines, sizePixels, style), sizePixels, missingGlyphs };
}

function shrinkToFit(
  pieces: readonly Piece[],
  frame: Size,
  theme: SubtitleTheme,
): { lines: readonly (readonly Piece[])[]; sizePixels: number } {
  const full = fullSizePixels(frame, theme);
  const roomAt = (size: number) => roomPixels(frame, theme, size) / size;
  const atFull = bestLines(pieces, roomAt(full), theme);
  if (atFull && hasShortLine(atFull, theme)) {
    const sizePixels = Math.min(full, (full * roomAt(full)) / grownWidthEm(pieces, theme));
    if (sizePixels >= full * unnoticedShrink) return { lines: [pieces], sizePixels };
  }
  for (let size = full; size >= full * smallestShrink; size *= shrinkStep) {
    const lines = bestLines(pieces, roomAt(size), theme);
    if (lines) return { lines, sizePixels: size };
  }
  for (let size = full * smallestShrink; ; size *= shrinkStep) {
    const cut = pieces.flatMap((piece) => cutToWidth(piece, roomAt(size) / largestScale(theme)));
    const lines = bestLines(cut, roomAt(size), theme);
    if (lines) return { lines, sizePixels: size };
  }
}

/** One line where it fits, else the most even two, the upper one rather the shorter. */
function bestLines(pieces: readonly Piece[], roomEm: number, theme: SubtitleTheme): Piece[][] | undefined {
  const width = (line: readonly Piece[]) => grownWidthEm(line, theme);
  if (width(pieces) <= roomEm) return [[...pieces]];
  let best: { lines: Piece[][]; cost: number } | undefined;
  for (let cut = 1; cut < pieces.length; cut++) {
    if (pieces[cut]?.attached) continue;
    const lines = [pieces.slice(0, cut), pieces.slice(cut)];
    const [upper = 0, lower = 0] = lines.map(width);
    if (Math.max(upper, lower) > roomEm) continue;
    const cost =
      Math.abs(upper - lower) + (upper > lower ? 0.3 : 0) + breakCostEm(pieces[cut - 1], pieces[cut]);
    if (!best || cost < best.cost) best = { lines, cost };
  }
  return best?.lines;
}

function breakCostEm(left: Piece | undefined, right: Piece | undefined): number {
  if (!left || !right || left.word === right.word) return 0;
  return bondEm * breakFault(left.text, right.text) - (endsClause(left.text) ? clauseEm : 0);
}

/** A short word alone on a line looks left behind. */
function hasShortLine(lines: readonly (readonly Piece[])[], theme: SubtitleTheme): boolean {
  const widths = lines.map((line) => lineWidthEm(line, spaceEm(theme)));
  return Math.min(...widths) < orphanShare * Math.max(...widths);
}

/** A line whose widest word is growing at one of its ends, around its own middle. */
function grownWidthEm(line: readonly Piece[], theme: SubtitleTheme): number {
  const widest = Math.max(0, ...line.map(({ widthEm }) => widthEm));
  return lineWidthEm(line, spaceEm(theme)) + (largestScale(theme) - 1) * widest;
}

function lineWidthEm(line: readonly Piece[], space: number): number {
  return line.reduce((sum, piece, index) => {
    return sum + piece.widthEm + (index > 0 && line[index - 1]?.word !== piece.word ? space : 0);
  }, 0);
}

function cutToWidth(piece: Piece, roomEm: number): Piece[] {
  if (piece.widthEm <= roomEm) return [piece];
  // Even ones: nothing of a word is left behind on a line of its own.
  const evenEm = piece.widthEm / Math.ceil(piece.widthEm / roomEm) + widestEm / 2;
  const cutEm = Math.min(roomEm, evenEm);
  const cuts: Piece[] = [];
  for (const run of piece.runs) {
    for (const character of run.text) {
      const drawn = drawableText(character, run.fontId).runs;
      const widthEm = drawn.reduce((sum, { widthEm }) => sum + widthEm, 0);
      const last = cuts.at(-1);
      if (last && last.widthEm + widthEm <= cutEm) {
        cuts[cuts.length - 1] = {
          ...last,
          runs: joined(last.runs, drawn),
          widthEm: last.widthEm + widthEm,
        };
      } else cuts.push({ ...piece, attached: false, runs: drawn, widthEm });
    }
  }
  return cuts;
}

function joined(left: readonly TextRun[], right: readonly TextRun[]): TextRun[] {
  const last = left.at(-1);
  const first = right[0];
  if (!last || !first || last.fontId !== first.fontId) return [...left, ...right];
  const merged = {
    fontId: last.fontId,
    text: last.text + first.text,
    widthEm: last.widthEm + first.widthEm,
  };
  return [...left.slice(0, -1), merged, ...right.slice(1)];
}

function pieceOf(text: string, word: number, theme: SubtitleTheme): Piece {
  const { runs, widthEm } = drawableText(shownText(text, theme), theme.fontId);
  return { word, attached: word > 0 && isAttached(text), text, direction: directionOf(text), runs, widthEm };
}

function spaceEm(theme: SubtitleTheme): number {
  const between = 2 * theme.outline.widthEm + leastGapEm + growthEm * (theme.spokenScale - 1);
  return Math.max(drawableText(' ', theme.fontId).widthEm, between, theme.spokenPlate ? plateGapEm : 0);
}

/** How far what is drawn reaches beyond the glyphs' own ink, in em. */
function reachEm(theme: SubtitleTheme): { side: number; above: number; below: number } {
  const growth = (largestScale(theme) - 1) / 2;
  const ink = theme.outline.widthEm + theme.outline.blurEm * 2;
  const plate = theme.plate ? platePadding : theme.spokenPlate ? spokenPlatePadding : undefined;
  return {
    side: Math.max(ink, plate?.sideEm ?? 0),
    above: Math.max(ink, plate?.topEm ?? 0) + growth,
    below: Math.max(ink + theme.shadow.depthEm, plate?.bottomEm ?? 0) + growth,
  };
}

function roomPixels(frame: Size, theme: SubtitleTheme, sizePixels: number): number {
  return centredSafeWidth(frame) - 2 * reachEm(theme).side * sizePixels;
}

function place(
  lines: readonly (readonly Piece[])[],
  sizePixels: number,
  style: LayoutStyle,
): Omit<CueLayout, 'sizePixels' | 'missingGlyphs'> {
  const { frame, theme, position } = style;
  const reach = reachEm(theme);
  const inkEm = inkAboveEm + inkBelowEm + (lines.length - 1) * lineHeightEm;
  const height = (inkEm + reach.above + reach.below) * sizePixels;
  const top = blockTop(frame, position, height);
  const firstBaseline = top + (reach.above + inkAboveEm) * sizePixels;
  const space = spaceEm(theme);
  const words: PlacedWord[] = [];
  const lineBoxes: Box[] = [];
  const base: Direction = isRightToLeft(lines.flat()) ? 'rtl' : 'ltr';
  lines.forEach((line, index) => {
    const width = lineWidthEm(line, space) * sizePixels;
    const baseline = firstBaseline + index * lineHeightEm * sizePixels;
    const left = (frame.width - width) / 2;
    let x = left;
    const shown = visualOrder(line, base);
    const places = new Map<Piece, number>();
    shown.forEach((piece, at) => {
      if (at > 0 && shown[at - 1]?.word !== piece.word) x += space * sizePixels;
      places.set(piece, x);
      x += piece.widthEm * sizePixels;
    });
    for (const piece of line) {
      const { word, attached, runs, direction } = piece;
      const at = { x: places.get(piece) ?? left, width: piece.widthEm * sizePixels, baseline };
      words.push({ word, attached, runs, direction, line: index, ...at });
    }
    const y = baseline - inkAboveEm * sizePixels;
    lineBoxes.push({ x: left, y, width, height: (inkAboveEm + inkBelowEm) * sizePixels });
  });
  const widestEm = Math.max(0, ...lines.map((line) => grownWidthEm(line, theme)));
  const boxWidth = (widestEm + 2 * reach.side) * sizePixels;
  return {
    words,
    lines: lineBoxes,
    box: { x: (frame.width - boxWidth) / 2, y: top, width: boxWidth, height },
  };
}
