import type { FrameFormat } from '../ad/ad.ts';
import type { Box, Size } from '../geometry.ts';
import { assTimeOfFrame, frameAt } from './ass-text.ts';
import { type DrawnEvent, drawCue, type FrameSpan } from './draw-cue.ts';
import { subtitleFonts } from './fonts.ts';
import { layoutCue } from './layout-cue.ts';
import { type SubtitleTheme, subtitleTheme } from './subtitle-theme.ts';
import type { SubtitleCue, SubtitleTrack } from './subtitle-track.ts';

export interface RenderedSubtitles {
  /** A whole ASS script for a canvas of the given size; libass needs the folder of the bundled fonts beside it. */
  readonly ass: string;
  /** Characters that no bundled font has; they were left out. */
  readonly missingGlyphs: readonly string[];
  /** All that each cue draws, in the frame. A cue of which nothing can be drawn has none. */
  readonly boxes: readonly { readonly cueIndex: number; readonly box: Box }[];
  /** The frames in which something else is drawn than in the one before, in order. */
  readonly changes: readonly number[];
}

/**
 * Draws a track: every word stands at a place of its own, computed from the fonts' metrics, so what is drawn never
 * leaves the safe area. Cues and words start in the frame nearest to their time. `canvas` is the part of the frame that
 * the script is for, the whole of it by default.
 * @throws `invalid-arguments` for a theme that there is not.
 */
export function renderAss(
  track: SubtitleTrack,
  frame: FrameFormat,
  canvas: Box = { x: 0, y: 0, width: frame.width, height: frame.height },
): RenderedSubtitles {
  const theme = subtitleTheme(track.theme);
  const { framesPerSecond } = frame;
  const events: DrawnEvent[] = [];
  const boxes: { cueIndex: number; box: Box }[] = [];
  const missingGlyphs = new Set<string>();
  track.cues.forEach((cue, cueIndex) => {
    const words = cue.words.map(({ text }) => text);
    const layout = layoutCue(words, { frame, theme, position: cue.position ?? track.position });
    for (const glyph of layout.missingGlyphs) missingGlyphs.add(glyph);
    const span = spanOf(cue, track.cues[cueIndex + 1], framesPerSecond);
    if (layout.words.length === 0 || span.to <= span.from) return;
    events.push(...drawCue(cue, { theme, layout, span, framesPerSecond, origin: canvas }));
    boxes.push({ cueIndex, box: layout.box });
  });
  return {
    ass: [...header(canvas, theme), ...events.map((event) => dialogue(event, framesPerSecond)), ''].join(
      '\n',
    ),
    missingGlyphs: [...missingGlyphs],
    boxes,
    changes: changingFrames(events),
  };
}

function dialogue({ layer, span, text }: DrawnEvent, framesPerSecond: number): string {
  const start = assTimeOfFrame(span.from, framesPerSecond);
  const end = assTimeOfFrame(span.to, framesPerSecond);
  return `Dialogue: ${layer},${start},${end},Word,,0,0,0,,${text}`;
}

function changingFrames(events: readonly DrawnEvent[]): number[] {
  const frames = new Set<number>();
  for (const { span, movingFrames } of events) {
    for (let frame = span.from; frame <= Math.min(span.to, span.from + movingFrames); frame++) {
      frames.add(frame);
    }
    frames.add(span.to);
  }
  return [...frames].sort((left, right) => left - right);
}

function spanOf(cue: SubtitleCue, next: SubtitleCue | undefined, framesPerSecond: number): FrameSpan {
  const to = frameAt(cue.endSeconds, framesPerSecond);
  const limit = next ? frameAt(next.startSeconds, framesPerSecond) : Number.POSITIVE_INFINITY;
  return { from: frameAt(cue.startSeconds, framesPerSecond), to: Math.min(to, limit) };
}

function header(canvas: Size, theme: SubtitleTheme): string[] {
  const { family } = subtitleFonts[theme.fontId];
  return [
    '[Script Info]',
    'ScriptType: v4.00+',
    `PlayResX: ${canvas.width}`,
    `PlayResY: ${canvas.height}`,
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
