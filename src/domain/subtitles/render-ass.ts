import type { FrameFormat } from '../ad/ad.ts';
import type { Box } from '../geometry.ts';
import type { TimeSpan } from '../speech/speech.ts';
import {
  assAlpha,
  assColour,
  assNumber,
  assTimeOfFrame,
  escapeAss,
  frameAt,
  roundedRectangle,
} from './ass-text.ts';
import { isAttached } from './attached-sign.ts';
import { fontMetrics, subtitleFonts } from './fonts.ts';
import {
  type CueLayout,
  inkAboveEm,
  inkBelowEm,
  layoutCue,
  type PlacedWord,
  platePadding,
  spokenPlatePadding,
} from './layout-cue.ts';
import { emojiScale, type TextRun } from './measure-text.ts';
import { type Colour, type SubtitleTheme, subtitleTheme } from './subtitle-theme.ts';
import type { SubtitleCue, SubtitleTrack } from './subtitle-track.ts';

export interface RenderedSubtitles {
  /** A whole ASS script for a frame of the given size; libass needs the folder of the bundled fonts beside it. */
  readonly ass: string;
  /** Characters that no bundled font has; they were left out. */
  readonly missingGlyphs: readonly string[];
  /** All that each cue draws. A cue of which nothing can be drawn has none. */
  readonly boxes: readonly { readonly cueIndex: number; readonly box: Box }[];
}

/** Frames from `from` up to `to`, without it. */
interface FrameSpan {
  readonly from: number;
  readonly to: number;
}

interface CueDrawing {
  readonly theme: SubtitleTheme;
  readonly layout: CueLayout;
  readonly span: FrameSpan;
  readonly framesPerSecond: number;
}

const springMs = 90;
const growMs = 70;
const settleMs = 90;
const springFrom = 92;
const plateRadiusEm = 0.22;
const spokenPlateRadiusEm = 0.18;
const layers = { plate: 0, spokenPlate: 1, word: 2, spokenWord: 3 } as const;

/**
 * Draws a track: every word stands at a place of its own, computed from the fonts' metrics, so what is drawn never
 * leaves the safe area. Cues and words start in the frame nearest to their time.
 * @throws `invalid-arguments` for a theme that there is not.
 */
export function renderAss(track: SubtitleTrack, frame: FrameFormat): RenderedSubtitles {
  const theme = subtitleTheme(track.theme);
  const events: string[] = [];
  const boxes: { cueIndex: number; box: Box }[] = [];
  const missingGlyphs = new Set<string>();
  track.cues.forEach((cue, cueIndex) => {
    const words = cue.words.map(({ text }) => text);
    const layout = layoutCue(words, { frame, theme, position: cue.position ?? track.position });
    for (const glyph of layout.missingGlyphs) missingGlyphs.add(glyph);
    const span = spanOf(cue, track.cues[cueIndex + 1], frame.framesPerSecond);
    if (layout.words.length === 0 || span.to <= span.from) return;
    events.push(...drawCue(cue, { theme, layout, span, framesPerSecond: frame.framesPerSecond }));
    boxes.push({ cueIndex, box: layout.box });
  });
  return {
    ass: [...header(frame, theme), ...events, ''].join('\n'),
    missingGlyphs: [...missingGlyphs],
    boxes,
  };
}

function spanOf(cue: SubtitleCue, next: SubtitleCue | undefined, framesPerSecond: number): FrameSpan {
  const to = frameAt(cue.endSeconds, framesPerSecond);
  const limit = next ? frameAt(next.startSeconds, framesPerSecond) : Number.POSITIVE_INFINITY;
  return { from: frameAt(cue.startSeconds, framesPerSecond), to: Math.min(to, limit) };
}

function header(frame: FrameFormat, theme: SubtitleTheme): string[] {
  const { family } = subtitleFonts[theme.fontId];
  return [
    '[Script Info]',
    'ScriptType: v4.00+',
    `PlayResX: ${frame.width}`,
    `PlayResY: ${frame.height}`,
    // 2: no line is ever broken by libass.
    'WrapStyle: 2',
    'ScaledBorderAndShadow: yes',
    'YCbCr Matrix: TV.709',
    '',
    '[V4+ Styles]',
    'Format: Name,Fontname,Fontsize,PrimaryColour,SecondaryColour,OutlineColour,BackColour,Bold,Italic,Underline,StrikeOut,ScaleX,ScaleY,Spacing,Angle,BorderStyle,Outline,Shadow,Alignment,MarginL,MarginR,MarginV,Encoding',
    `Style: Word,${family},100,&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,5,0,0,0,1`,
    '',
    '[Events]',
    'Format: Layer,Start,End,Style,Name,MarginL,MarginR,MarginV,Effect,Text',
  ];
}

function drawCue(cue: SubtitleCue, drawing: CueDrawing): string[] {
  const plates = drawing.theme.plate ? linePlates(drawing, drawing.theme.plate) : [];
  return [...plates, ...drawing.layout.words.flatMap((word) => drawWord(word, cue, drawing))];
}

/** One event for each state of a word: before it is spoken, while, and after. */
function drawWord(word: PlacedWord, cue: SubtitleCue, drawing: CueDrawing): string[] {
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
  return events.filter((event) => event !== '');
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

function wordEvent(drawn: DrawnWord, span: FrameSpan, drawing: CueDrawing): string {
  const { word, state } = drawn;
  const { theme, layout } = drawing;
  const em = layout.sizePixels;
  const { ascent, descent } = extents(word.runs, em, theme);
  const x = assNumber(word.x + word.width / 2);
  const y = assNumber(word.baseline + (descent - ascent) / 2);
  const onPlate = state === 'spoken' && theme.spokenOutline !== undefined;
  const outline = onPlate ? theme.spokenOutline : theme.outline.colour;
  const tags = [
    `\\pos(${x},${y})`,
    // The word's own first letter says where it begins.
    ...(word.direction === 'rtl' ? ['\\fe-1'] : []),
    ...colours(drawn, span, drawing),
    `\\bord${assNumber(theme.outline.widthEm * em)}\\3c${assColour(outline)}`,
    ...(theme.outline.blurEm > 0 ? [`\\blur${assNumber(theme.outline.blurEm * em)}`] : []),
    ...(theme.shadow.depthEm > 0 && !onPlate
      ? [
          `\\xshad0\\yshad${assNumber(theme.shadow.depthEm * em)}`,
          `\\4c${assColour(theme.shadow.colour)}\\4a${assAlpha(theme.shadow.transparency)}`,
        ]
      : []),
    ...motion(state, span, drawing),
  ];
  const layer = state === 'spoken' ? layers.spokenWord : layers.word;
  return event(layer, span, drawing, `{${tags.join('')}}${runsText(word.runs, em)}`);
}

function colours(
  { word, state, emphasised, sounds }: DrawnWord,
  span: FrameSpan,
  drawing: CueDrawing,
): string[] {
  const { theme, framesPerSecond } = drawing;
  const waiting = emphasised ? theme.emphasis : theme.text;
  if (state === 'waiting') return [`\\1c${assColour(waiting)}`];
  if (state === 'said') return [`\\1c${assColour(theme.saidText ?? waiting)}`];
  const filled = `\\1c${assColour(theme.spokenText)}`;
  // libass fills from the left, whatever the script.
  if (!theme.fillsUp || !sounds || word.direction === 'rtl') return [filled];
  const shownSeconds = (span.to - span.from) / framesPerSecond;
  const seconds = Math.min(shownSeconds, sounds.endSeconds - sounds.startSeconds);
  return [filled, `\\2c${assColour(waiting)}`, `\\kf${Math.max(1, Math.round(seconds * 100))}`];
}

/** A spoken word shoots up and settles; a cue's first words spring up with it. */
function motion(state: WordState, span: FrameSpan, { theme, span: cueSpan }: CueDrawing): string[] {
  const springs = theme.entrance === 'spring' && span.from === cueSpan.from;
  const percent = (scale: number) => Math.round(scale * 100);
  const target = state === 'spoken' ? percent(theme.spokenScale) : 100;
  const peak = state === 'spoken' && theme.spokenPeak ? percent(theme.spokenPeak) : target;
  const start = springs ? springFrom : 100;
  if (start === target && peak === target) return [];
  const ms = springs ? springMs : growMs;
  const settling = peak === target ? [] : [`\\t(${ms},${ms + settleMs},\\fscx${target}\\fscy${target})`];
  return [`\\fscx${start}\\fscy${start}\\t(0,${ms},\\fscx${peak}\\fscy${peak})`, ...settling];
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

function linePlates(drawing: CueDrawing, colour: Colour): string[] {
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

function spokenPlate(word: PlacedWord, span: FrameSpan, drawing: CueDrawing, colour: Colour): string {
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
  drawing: CueDrawing,
): string {
  const place = `\\an7\\pos(${assNumber(box.x)},${assNumber(box.y)})`;
  const shape = roundedRectangle(box.width, box.height, radius);
  return event(layer, span, drawing, `{${place}\\1c${assColour(colour)}\\p1}${shape}`);
}

/** An empty span gives no event. */
function event(layer: number, span: FrameSpan, { framesPerSecond }: CueDrawing, text: string): string {
  if (span.to <= span.from) return '';
  const start = assTimeOfFrame(span.from, framesPerSecond);
  const end = assTimeOfFrame(span.to, framesPerSecond);
  return `Dialogue: ${layer},${start},${end},Word,,0,0,0,,${text}`;
}
