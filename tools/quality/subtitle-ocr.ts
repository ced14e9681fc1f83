import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameFormat } from '../../src/domain/ad/ad.ts';
import type { Box } from '../../src/domain/geometry.ts';
import { layoutCue } from '../../src/domain/subtitles/layout-cue.ts';
import { subtitleTheme } from '../../src/domain/subtitles/subtitle-theme.ts';
import type { SubtitleCue, SubtitleTrack } from '../../src/domain/subtitles/subtitle-track.ts';
import { runProcess } from '../../src/platform/process/run-process.ts';
import { type GreyPicture, halved, padded, portableGreyMap, withoutThinInk } from './grey-picture.ts';
import { readChosenFrames } from './subtitle-frames.ts';
import { type TextArea, textAreas } from './subtitle-text-areas.ts';

export interface CueReading {
  readonly expected: string;
  readonly read: string;
  readonly wrongCharacters: number;
}

export interface TextReading {
  readonly cues: readonly CueReading[];
  /** Wrong characters over expected ones, all cues together. */
  readonly characterErrorRate: number;
}

const tesseractLanguages: Readonly<Record<string, string>> = { ru: 'rus', en: 'eng' };
const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/nonexistent', OMP_THREAD_LIMIT: '1' };

export interface OcrJob {
  readonly ffmpegPath: string;
  readonly videos: readonly [withSubtitles: string, without: string];
  readonly track: SubtitleTrack;
  readonly cues: readonly { readonly cue: SubtitleCue; readonly box: Box }[];
  readonly frame: FrameFormat;
  /** ISO 639-1. */
  readonly language: string;
  readonly workFolder: string;
}

/** Whether tesseract and its data for the language are installed. */
export async function canRead(language: string): Promise<boolean> {
  const data = tesseractLanguages[language];
  if (!data) return false;
  try {
    const { output } = await runProcess('tesseract', ['--list-langs'], {
      env,
      timeoutMs: 20_000,
      keepOutputBytes: 10_000,
    });
    return output.toString('utf8').split('\n').includes(data);
  } catch {
    return false;
  }
}

/** Reads every cue back from a frame in its middle, from what the subtitles changed in the picture. */
export async function readTexts(job: OcrJob): Promise<TextReading> {
  const middles = job.cues.map(({ cue }) => middleFrame(cue, job.frame.framesPerSecond));
  const [drawn, plain] = [
    await readChosenFrames(job.ffmpegPath, job.videos[0], job.frame, middles),
    await readChosenFrames(job.ffmpegPath, job.videos[1], job.frame, middles),
  ];
  const readings: CueReading[] = [];
  for (const [index, { cue, box }] of job.cues.entries()) {
    const [picture, behind] = [drawn.get(middles[index] ?? 0), plain.get(middles[index] ?? 0)];
    if (!picture || !behind) continue;
    const areas = textAreas(cue, (middles[index] ?? 0) / job.frame.framesPerSecond, job);
    const ink = inkOf({ picture, behind, width: job.frame.width, box, areas });
    blankEmoji(ink, cue, box, job);
    const expected = normalised(cue.words.map(({ text }) => text).join(' '));
    if (expected === '') continue;
    const em = emPixels(cue, job);
    const letters = withoutThinInk(ink, em > largestEm ? 2 : 1);
    const read = normalised(await recognise(em > largestEm ? halved(letters) : letters, job));
    readings.push({ expected, read, wrongCharacters: editDistance(expected, read) });
  }
  const wrong = readings.reduce((sum, { wrongCharacters }) => sum + wrongCharacters, 0);
  const characters = readings.reduce((sum, { expected }) => sum + expected.length, 0);
  return { cues: readings, characterErrorRate: characters === 0 ? 1 : wrong / characters };
}

function middleFrame(cue: SubtitleCue, framesPerSecond: number): number {
  return Math.floor(((cue.startSeconds + cue.endSeconds) / 2) * framesPerSecond);
}

interface Crop {
  readonly picture: Uint8Array;
  readonly behind: Uint8Array;
  readonly width: number;
  readonly box: Box;
  readonly areas: readonly TextArea[];
}

/** Levels by which a pixel must have come nearer to a text colour: less is noise of the encoder. */
const leastApproach = 9;
/** Distance of colours, in levels: chroma is coded at half the resolution. */
const nearColour = 90;

/**
 * Black where the picture shows one of the theme's text colours, white elsewhere. Over cloth of nearly the same colour
 * only part of a stroke comes nearer to it: then the rest of the stroke is taken too, as far as its outline closes it
 * off. What runs out into the background is left alone, so letters without an outline stay unread.
 */
function inkOf({ picture, behind, width, box, areas }: Crop): GreyPicture {
  const size = { width: Math.floor(box.width), height: Math.floor(box.height) };
  const nears = new Uint8Array(size.width * size.height);
  const comes = new Uint8Array(size.width * size.height);
  for (const area of areas) {
    const [left, top] = [Math.round(area.box.x - box.x), Math.round(area.box.y - box.y)];
    for (let y = Math.max(0, top); y < Math.min(size.height, top + area.box.height); y++) {
      for (let x = Math.max(0, left); x < Math.min(size.width, left + area.box.width); x++) {
        const at = ((y + Math.round(box.y)) * width + x + Math.round(box.x)) * 3;
        for (const colour of area.colours) {
          const now = distance(picture, at, colour);
          if (now >= nearColour) continue;
          nears[y * size.width + x] = 1;
          const came = distance(behind, at, colour) - now >= leastApproach;
          if (came || area.onPlate) comes[y * size.width + x] = 1;
        }
      }
    }
  }
  return { ...size, pixels: withWholeStrokes({ ...size, pixels: nears }, comes) };
}

/** Share of a stroke's pixels that must have come nearer to a text colour. */
const leastShareOfStroke = 0.3;

/** Ink where `comes`, and in every connected area of `nears` of which enough `comes`. */
function withWholeStrokes(nears: GreyPicture, comes: Uint8Array): Uint8Array {
  const ink = comes.map((came) => (came ? 0 : 255));
  const waiting = nears.pixels.slice();
  for (let at = 0; at < waiting.length; at++) {
    if (!waiting[at]) continue;
    const area = takeArea({ ...nears, pixels: waiting }, at);
    const came = area.filter((place) => comes[place]).length;
    if (came >= leastShareOfStroke * area.length) for (const place of area) ink[place] = 0;
  }
  return ink;
}

/** The places that hang together with `start`, edge to edge; they are wiped out. */
function takeArea({ width, pixels }: GreyPicture, start: number): number[] {
  const area = [start];
  pixels[start] = 0;
  for (let next = 0; next < area.length; next++) {
    const at = area[next] ?? start;
    const [left, right] = [at % width > 0 ? at - 1 : -1, at % width < width - 1 ? at + 1 : -1];
    for (const place of [left, right, at - width, at + width]) {
      if (!pixels[place]) continue;
      pixels[place] = 0;
      area.push(place);
    }
  }
  return area;
}

function distance(picture: Uint8Array, at: number, colour: readonly number[]): number {
  return Math.hypot(...colour.map((level, channel) => (picture[at + channel] ?? 0) - level));
}

/** Letters some 35 pixels high with soft edges suit tesseract best. */
const largestEm = 65;

function emPixels(cue: SubtitleCue, { track, frame }: OcrJob): number {
  const theme = subtitleTheme(track.theme);
  const words = cue.words.map(({ text }) => text);
  return layoutCue(words, { frame, theme, position: track.position }).sizePixels;
}

/** Emoji are drawn, but no letters. */
function blankEmoji(ink: GreyPicture, cue: SubtitleCue, box: Box, { track, frame }: OcrJob): void {
  const words = cue.words.map(({ text }) => text);
  const layout = layoutCue(words, { frame, theme: subtitleTheme(track.theme), position: track.position });
  const em = layout.sizePixels;
  for (const word of layout.words) {
    let x = word.x;
    for (const run of word.runs) {
      const width = run.widthEm * em;
      if (run.fontId === 'emoji') {
        const area = { x: x - box.x, y: word.baseline - em - box.y, width, height: 1.3 * em };
        blank(ink, area);
      }
      x += width;
    }
  }
}

function blank(ink: GreyPicture, area: Box): void {
  for (let y = Math.max(0, Math.floor(area.y)); y < Math.min(ink.height, area.y + area.height); y++) {
    const from = Math.max(0, Math.floor(area.x));
    ink.pixels.fill(
      255,
      y * ink.width + from,
      y * ink.width + Math.min(ink.width, Math.ceil(area.x + area.width)),
    );
  }
}

/** A block of text; then, since heavy letters are sometimes taken for no text at all, one line that is read unseen. */
const segmentationModes = ['6', '13'];

async function recognise(ink: GreyPicture, { workFolder, language }: OcrJob): Promise<string> {
  const path = join(workFolder, 'cue.pgm');
  await writeFile(path, portableGreyMap(padded(ink, 24)));
  for (const mode of segmentationModes) {
    const args = [path, '-', '-l', tesseractLanguages[language] ?? 'eng', '--psm', mode, '--dpi', '150'];
    const limits = { env, timeoutMs: 60_000, keepOutputBytes: 10_000 };
    const text = (await runProcess('tesseract', args, limits)).output.toString('utf8');
    if (text.trim() !== '') return text;
  }
  return '';
}

/** Case, quotes, dashes and the rouble sign are beyond tesseract's data or taste; the letters are what is judged. */
function normalised(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F|\u200D/gu, '')
      .replaceAll('ё', 'е')
      .replaceAll('₽', 'р')
      .replace(/[«»“”„"]|<<|>>|''/g, '"')
      .replace(/[’‘`]/g, "'")
      .replace(/[—–]/g, '-')
      .replaceAll('…', '...')
      // How wide a gap must be to be a space is tesseract's guess, worst around digits.
      .replace(/\s+/g, '')
  );
}

/** Levenshtein's distance. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [row, character] of [...left].entries()) {
    const current = [row + 1];
    for (let column = 0; column < right.length; column++) {
      const substituted = (previous[column] ?? 0) + (character === right[column] ? 0 : 1);
      current.push(Math.min((previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1, substituted));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
