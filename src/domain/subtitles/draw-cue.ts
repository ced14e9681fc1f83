import type { Box, Point } from '../geometry.ts';
import type { TimeSpan } from '../speech/speech.ts';
import { assAlpha, assColour, assNumber, escapeAss, frameAt, roundedRectangle } from './ass-text.ts';
import { isAttached } from './attached-sign.ts';
import { fontMetrics, subtitleFonts } from './fonts.ts';
import {
  type CueLayout,
  inkAboveEm,
  inkBelowEm,
  type PlacedWord,
  platePadding,
  spokenPlatePadding,
} from './layout-cue.ts';
import { emojiScale, type TextRun } from './measure-text.ts';
import type { Colour, SubtitleTheme } from './subtitle-theme.ts';
import type { SubtitleCue } from './subtitle-track.ts';

/** Frames from `from` up to `to`, without it. */
export interface FrameSpan {
  readonly from: number;
  readonly to: number;
}

export interface CueDrawing {
  readonly theme: SubtitleTheme;
  readonly layout: CueLayout;
  readonly span: FrameSpan;
  readonly framesPerSecond: number;
  /** Of the canvas in the frame. */
  readonly origin: Point;
}

/** Something that libass draws in every frame of a span. */
export interface DrawnEvent {
  readonly layer: number;
  readonly span: FrameSpan;
  /** Override tags and text. */
  readonly text: string;
  /** From the span's beginning on it grows, shrinks or is filled for so many frames. */
  readonly movingFrames: number;
}

const springMs = 90;
const growMs = 70;
const settleMs = 90;
const springFrom = 92;
const plateRadiusEm = 0.22;
const spokenPlateRadiusEm = 0.18;
const layers = { plate: 0, spokenPlate: 1, word: 2, spokenWord: 3 } as const;

/** One event for each state of a word, and one for each plate. */
export function drawCue(cue: SubtitleCue, drawing: CueDrawing): DrawnEvent[] {
  const plates = drawing.theme.plate ? linePlates(drawing, drawing.theme.plate) : [];
  return [...plates, ...drawing.layout.words.flatMap((word) => drawWord(word, cue, drawing))];
}

/** One event for each state of a word: before it is spoken, while, and after. */
function drawWord(word: PlacedWord, cue: SubtitleCue, drawing: CueDrawing): DrawnEvent[] {
  const { span, theme } = drawing;
  const emphasised = cue.words[word.word]?.emphasised === true;
  const drawn = (state: WordState, when: FrameSpan) =>
    wordEvent({ word, state, emphasised, sounds: cue.words[word.word] }, when, drawing);
  if (!cue.wordTimed) return [drawn('waiting', span)];
  const spoken = spokenSpan(cue, word.word, drawing);
  const events = [
    drawn('waiting', { from: span.from, to: spoken.from }),
    drawn('spoken', spoken),
    drawn('said', { from: spoken.to, to: span.to }),
  ];
  if (theme.spokenPlate) events.push(spokenPlate(word, spoken, drawing, theme.spokenPlate));
  return events.filter(({ span }) => span.to > span.from);
}

/** From the word's start to the next one's, so that one word is always lit; a lone dash or emoji with its word. */
function spokenSpan(cue: SubtitleCue, index: number, { span, framesPerSecond }: CueDrawing): FrameSpan {
  const startOf = (at: number) => {
    const start = frameAt(cue.words[at]?.startSeconds ?? cue.startSeconds, framesPerSecond);
    return Math.min(span.to, Math.max(span.from, start));
  };
  const head = cue.words.findLastIndex(({ text }, at) => at <= index && !isAttached(text));
  const next = cue.words.findIndex(({ text }, at) => at > index && !isAttached(text));
  const from = head <= 0 ? span.from : startOf(head);
  return { from, to: next === -1 ? span.to : Math.max(from, startOf(next)) };
}

type WordState = 'waiting' | 'spoken' | 'said';

interface DrawnWord {
  readonly word: PlacedWord;
  readonly state: WordState;
  readonly emphasised: boolean;
  /** When the word is heard. */
  readonly sounds: TimeSpan | undefined;
}

function wordEvent(drawn: DrawnWord, span: FrameSpan, drawing: CueDrawing): DrawnEvent {
  const { word, state } = drawn;
  const { theme, layout } = drawing;
  const em = layout.sizePixels;
  const { ascent, descent } = extents(word.runs, em, theme);
  const x = assNumber(word.x + word.width / 2 - drawing.origin.x);
  const y = assNumber(word.baseline + (descent - ascent) / 2 - drawing.origin.y);
  const filling = fillSeconds(drawn, span, drawing);
  const moving = motion(state, span, drawing);
  const onPlate = state === 'spoken' && theme.spokenOutline !== undefined;
  const outline = onPlate ? theme.spokenOutline : theme.outline.colour;
  const tags = [
    `\\pos(${x},${y})`,
    // The word's own first letter says where it begins.
    ...(word.direction === 'rtl' ? ['\\fe-1'] : []),
    ...colours(drawn, filling, theme),
    `\\bord${assNumber(theme.outline.widthEm * em)}\\3c${assColour(outline)}`,
    ...(theme.outline.blurEm > 0 ? [`\\blur${assNumber(theme.outline.blurEm * em)}`] : []),
    ...(theme.shadow.depthEm > 0 && !onPlate
      ? [
          `\\xshad0\\yshad${assNumber(theme.shadow.depthEm * em)}`,
          `\\4c${assColour(theme.shadow.colour)}\\4a${assAlpha(theme.shadow.transparency)}`,
        ]
      : []),
    ...moving.tags,
  ];
  const layer = state === 'spoken' ? layers.spokenWord : layers.word;
  const seconds = Math.max(filling, moving.seconds);
  const movingFrames = seconds > 0 ? Math.ceil(seconds * drawing.framesPerSecond) + 1 : 0;
  return { layer, span, movingFrames, text: `{${tags.join('')}}${runsText(word.runs, em)}` };
}

function colours({ state, emphasised }: DrawnWord, filling: number, theme: SubtitleTheme): string[] {
  const waiting = emphasised ? theme.emphasis : theme.text;
  if (state === 'waiting') return [`\\1c${assColour(waiting)}`];
  if (state === 'said') return [`\\1c${assColour(theme.saidText ?? waiting)}`];
  const filled = `\\1c${assColour(theme.spokenText)}`;
  if (filling === 0) return [filled];
  return [filled, `\\2c${assColour(waiting)}`, `\\kf${Math.max(1, Math.round(filling * 100))}`];
}

/** How long the spoken word is being filled; 0 where it changes at once. */
function fillSeconds(
  { word, state, sounds }: DrawnWord,
  span: FrameSpan,
  { theme, framesPerSecond }: CueDrawing,
): number {
  // libass fills from the left, whatever the script.
  if (state !== 'spoken' || !theme.fillsUp || !sounds || word.direction === 'rtl') return 0;
  return Math.max(
    0.01,
    Math.min((span.to - span.from) / framesPerSecond, sounds.endSeconds - sounds.startSeconds),
  );
}

interface Motion {
  readonly tags: readonly string[];
  readonly seconds: number;
}

/** A spoken word shoots up and settles; a cue's first words spring up with it. */
function motion(state: WordState, span: FrameSpan, { theme, span: cueSpan }: CueDrawing): Motion {
  const springs = theme.entrance === 'spring' && span.from === cueSpan.from;
  const percent = (scale: number) => Math.round(scale * 100);
  const target = state === 'spoken' ? percent(theme.spokenScale) : 100;
  const peak = state === 'spoken' && theme.spokenPeak ? percent(theme.spokenPeak) : target;
  const start = springs ? springFrom : 100;
  if (start === target && peak === target) return { tags: [], seconds: 0 };
  const ms = springs ? springMs : growMs;
  const settling = peak === target ? [] : [`\\t(${ms},${ms + settleMs},\\fscx${target}\\fscy${target})`];
  const seconds = (settling.length > 0 ? ms + settleMs : ms) / 1000;
  const growing = `\\fscx${start}\\fscy${start}\\t(0,${ms},\\fscx${peak}\\fscy${peak})`;
  return { tags: [growing, ...settling], seconds };
}

/** The line's ascent and descent as libass takes them: the largest of the runs'. */
function extents(
  runs: readonly TextRun[],
  em: number,
  theme: SubtitleTheme,
): { ascent: number; descent: number } {
  const fonts = runs.length > 0 ? runs.map(({ fontId }) => fontId) : [theme.fontId];
  const pixels = (length: number, fontId: TextRun['fontId']) =>
    (length / fontMetrics[fontId].unitsPerEm) * em * (fontId === 'emoji' ? emojiScale : 1);
  return {
    ascent: Math.max(...fonts.map((fontId) => pixels(fontMetrics[fontId].ascent, fontId))),
    descent: Math.max(...fonts.map((fontId) => pixels(fontMetrics[fontId].descent, fontId))),
  };
}

function runsText(runs: readonly TextRun[], em: number): string {
  return runs
    .map(({ fontId, text }) => {
      const { ascent, descent, unitsPerEm } = fontMetrics[fontId];
      const size = ((ascent + descent) / unitsPerEm) * em * (fontId === 'emoji' ? emojiScale : 1);
      return `{\\fn${subtitleFonts[fontId].family}\\fs${assNumber(size)}}${escapeAss(text)}`;
    })
    .join('');
}

function linePlates(drawing: CueDrawing, colour: Colour): DrawnEvent[] {
  const em = drawing.layout.sizePixels;
  return drawing.layout.lines.map((line) => {
    const box = {
      x: line.x - platePadding.sideEm * em,
      y: line.y - platePadding.topEm * em,
      width: line.width + 2 * platePadding.sideEm * em,
      height: line.height + (platePadding.topEm + platePadding.bottomEm) * em,
    };
    return plateEvent(layers.plate, box, plateRadiusEm * em, colour, drawing.span, drawing);
  });
}

function spokenPlate(word: PlacedWord, span: FrameSpan, drawing: CueDrawing, colour: Colour): DrawnEvent {
  const em = drawing.layout.sizePixels;
  const { sideEm, topEm, bottomEm } = spokenPlatePadding;
  const before = drawing.layout.words[drawing.layout.words.indexOf(word) - 1];
  // A sign that goes with the word before it shares one plate with it.
  const joint = word.attached && before?.line === word.line ? before.x + before.width / 2 : undefined;
  const left = joint !== undefined && joint < word.x ? joint : word.x - sideEm * em;
  const wordRight = word.x + word.width;
  const right = joint !== undefined && joint > wordRight ? joint : wordRight + sideEm * em;
  const box = {
    x: left,
    y: word.baseline - (inkAboveEm + topEm) * em,
    width: right - left,
    height: (inkAboveEm + inkBelowEm + topEm + bottomEm) * em,
  };
  return plateEvent(layers.spokenPlate, box, spokenPlateRadiusEm * em, colour, span, drawing);
}

function plateEvent(
  layer: number,
  box: Box,
  radius: number,
  colour: Colour,
  span: FrameSpan,
  { origin }: CueDrawing,
): DrawnEvent {
  const place = `\\an7\\pos(${assNumber(box.x - origin.x)},${assNumber(box.y - origin.y)})`;
  const shape = roundedRectangle(box.width, box.height, radius);
  return { layer, span, movingFrames: 0, text: `{${place}\\1c${assColour(colour)}\\p1}${shape}` };
}
