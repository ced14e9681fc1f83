/**
 * Meters D and E: whether a finished clip's subtitles can be read, come with their words, stand inside the safe areas and
 * miss no glyph. They look at the decoded picture and at libass's log, not at what the renderer meant to do.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameFormat } from '../../src/domain/ad/ad.ts';
import { renderAss } from '../../src/domain/subtitles/render-ass.ts';
import type { SubtitleTrack } from '../../src/domain/subtitles/subtitle-track.ts';
import { type GlyphReading, readGlyphs } from './subtitle-glyphs.ts';
import { type CueReading, canRead, readTexts } from './subtitle-ocr.ts';
import { readPixels } from './subtitle-pixels.ts';

export interface SubtitleMeterJob {
  readonly ffmpegPath: string;
  /** The clip, and the same clip rendered without subtitles: same size, same frames. */
  readonly withSubtitles: string;
  readonly without: string;
  readonly track: SubtitleTrack;
  readonly frame: FrameFormat;
  /** ISO 639-1. */
  readonly language: string;
  readonly fontFolder: string;
}

export interface SubtitleMeasures {
  /** Meter D; null where tesseract or its language data is not installed. */
  readonly text: { readonly characterErrorRate: number; readonly worstCues: readonly CueReading[] } | null;
  /** Largest distance, in frames, of a cue's appearance from its first word's start; null: some cue never came. */
  readonly worstStartErrorFrames: number | null;
  /** Share of all changed pixels, in all frames. */
  readonly insideSafeArea: number;
  /** Meter E. */
  readonly glyphs: GlyphReading;
  readonly cues: number;
  /** What missed its bar, one whole sentence each; empty is a pass. */
  readonly failures: readonly string[];
}

export const subtitleBars = { characterErrorRate: 0.03, startErrorFrames: 1, insideSafeArea: 1 } as const;
/** Exact times fall between frames; 1e-6 is for the arithmetic. */
const tolerance = 1e-6;

export async function measureSubtitles(job: SubtitleMeterJob): Promise<SubtitleMeasures> {
  const workFolder = await mkdtemp(join(tmpdir(), 'subtitle-meters-'));
  try {
    return await measureIn(workFolder, job);
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

async function measureIn(workFolder: string, job: SubtitleMeterJob): Promise<SubtitleMeasures> {
  const { ffmpegPath, track, frame, language, fontFolder } = job;
  const videos = [job.withSubtitles, job.without] as const;
  const rendered = renderAss(track, frame);
  const cues = rendered.boxes.flatMap(({ cueIndex, box }) => {
    const cue = track.cues[cueIndex];
    return cue ? [{ cue, box }] : [];
  });
  const pixels = await readPixels(ffmpegPath, videos, frame, cues);
  const durationSeconds = Math.max(0.5, ...track.cues.map(({ endSeconds }) => endSeconds));
  const glyphs = await readGlyphs({
    ffmpegPath,
    ass: rendered.ass,
    fontFolder,
    frame,
    durationSeconds,
    workFolder,
  });
  const reading = (await canRead(language))
    ? await readTexts({ ffmpegPath, videos, track, cues, frame, language, workFolder })
    : undefined;
  const measures = {
    text: reading
      ? { characterErrorRate: reading.characterErrorRate, worstCues: worstOf(reading.cues) }
      : null,
    worstStartErrorFrames: worstStart(pixels.startErrorFrames),
    insideSafeArea: pixels.insideSafeArea,
    glyphs,
    cues: cues.length,
  };
  return { ...measures, failures: failuresOf(measures) };
}

function worstOf(cues: readonly CueReading[]): CueReading[] {
  return cues
    .filter(({ wrongCharacters }) => wrongCharacters > 0)
    .sort((left, right) => right.wrongCharacters - left.wrongCharacters)
    .slice(0, 5);
}

function worstStart(errors: readonly (number | null)[]): number | null {
  if (errors.length === 0 || errors.includes(null)) return null;
  return Math.max(...errors.map((error) => Math.abs(error ?? 0)));
}

function failuresOf(measures: Omit<SubtitleMeasures, 'failures'>): string[] {
  const { text, worstStartErrorFrames, insideSafeArea, glyphs } = measures;
  const failures: string[] = [];
  if (text && text.characterErrorRate > subtitleBars.characterErrorRate) {
    failures.push(`${(text.characterErrorRate * 100).toFixed(1)} % of the characters are read back wrong.`);
  }
  if (worstStartErrorFrames === null) failures.push('A cue never appears.');
  else if (worstStartErrorFrames > subtitleBars.startErrorFrames + tolerance) {
    failures.push(`A cue appears ${worstStartErrorFrames.toFixed(1)} frames off its first word.`);
  }
  if (insideSafeArea < subtitleBars.insideSafeArea) {
    failures.push(`${((1 - insideSafeArea) * 100).toFixed(2)} % of what is drawn is outside the safe area.`);
  }
  if (glyphs.missing.length > 0) failures.push(`Glyphs are missing: ${glyphs.missing.join(', ')}.`);
  if (glyphs.foreignFonts.length > 0) {
    failures.push(`Fonts that are not bundled were used: ${glyphs.foreignFonts.join(', ')}.`);
  }
  return failures;
}
