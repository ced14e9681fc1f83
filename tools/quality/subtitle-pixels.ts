import type { FrameFormat } from '../../src/domain/ad/ad.ts';
import type { Box } from '../../src/domain/geometry.ts';
import { safeArea } from '../../src/domain/subtitles/safe-area.ts';
import type { SubtitleCue } from '../../src/domain/subtitles/subtitle-track.ts';
import { readDifference } from './subtitle-frames.ts';

export interface PixelReading {
  /** Frames from each cue's first word to the frame in which its text appears: negative is early. Null: never seen. */
  readonly startErrorFrames: readonly (number | null)[];
  /** Share of the changed pixels, of all frames, that lie inside the safe area. */
  readonly insideSafeArea: number;
  readonly changedPixels: number;
}

/** Grey levels: two encodings of one noisy picture differ by less. */
const changed = 40;
/** The grey level of no change. */
const equal = 128;
/** Frames before and after a cue's start that are looked at. */
const windowFrames = 7;
/** 0–1: two different texts in one place are less alike. */
const mostLikeness = 0.9;

interface CueWatch {
  readonly start: number;
  readonly from: number;
  readonly to: number;
  /** Of the cue's box: how much brighter each changed pixel became, 0 for the others. */
  readonly changes: Map<number, Int8Array>;
}

/** Compares the videos with and without subtitles: when each cue's text comes, and where anything was drawn. */
export async function readPixels(
  ffmpegPath: string,
  videos: readonly [withSubtitles: string, without: string],
  frame: FrameFormat,
  cues: readonly { readonly cue: SubtitleCue; readonly box: Box }[],
): Promise<PixelReading> {
  const watches = cues.map(({ cue }, at) => watchOf(cue, cues[at - 1]?.cue, frame.framesPerSecond));
  const width = frame.width / 2;
  const safe = safeArea(frame);
  let changedPixels = 0;
  let inside = 0;
  await readDifference(ffmpegPath, videos, frame, (difference, index) => {
    watches.forEach((watch, at) => {
      const box = cues[at]?.box;
      if (box && index >= watch.from && index <= watch.to)
        watch.changes.set(index, changesIn(difference, width, box));
    });
    for (let at = 0; at < difference.length; at++) {
      if (Math.abs((difference[at] ?? equal) - equal) <= changed) continue;
      changedPixels++;
      const x = (at % width) * 2 + 1;
      const y = Math.floor(at / width) * 2 + 1;
      if (x >= safe.x && x <= safe.x + safe.width && y >= safe.y && y <= safe.y + safe.height) inside++;
    }
  });
  return {
    startErrorFrames: watches.map(startError),
    insideSafeArea: changedPixels === 0 ? 0 : inside / changedPixels,
    changedPixels,
  };
}

/** Never reaches back over the start of the cue before: three texts have no one frame that parts them. */
function watchOf(cue: SubtitleCue, before: SubtitleCue | undefined, framesPerSecond: number): CueWatch {
  const start = cue.startSeconds * framesPerSecond;
  const first = Math.round(start);
  const last = Math.round(cue.endSeconds * framesPerSecond) - 1;
  return {
    start,
    from: Math.max(0, first - windowFrames, Math.round((before?.startSeconds ?? 0) * framesPerSecond)),
    to: Math.min(last, first + windowFrames),
    changes: new Map(),
  };
}

function changesIn(difference: Uint8Array, width: number, box: Box): Int8Array {
  const [left, top, right, bottom] = [box.x, box.y, box.x + box.width, box.y + box.height].map((value) =>
    Math.round(value / 2),
  ) as [number, number, number, number];
  const changes = new Int8Array((right - left) * (bottom - top));
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const brighter = (difference[y * width + x] ?? equal) - equal;
      if (Math.abs(brighter) > changed) changes[(y - top) * (right - left) + x - left] = brighter;
    }
  }
  return changes;
}

/**
 * The frame that best parts the window into two different texts: pictures on either side are unlike those on the other,
 * and like each other. A word that lights up or text that springs up leaves pictures of one text more alike than those
 * of two. Without such a frame the text was always there.
 */
function startError(watch: CueWatch): number | null {
  const frames = [...watch.changes.keys()].sort((left, right) => left - right);
  const pictures = frames.map((index) => watch.changes.get(index) ?? new Int8Array());
  if (!pictures.at(-1)?.some((change) => change !== 0)) return null;
  const likeness = pictures.map((left, row) => pictures.slice(0, row).map((right) => overlap(left, right)));
  let best = { at: 0, contrast: 0 };
  for (let at = 1; at < frames.length; at++) {
    const across = mean(likeness.slice(at).flatMap((row) => row.slice(0, at)));
    const within = [...likeness.slice(0, at), ...likeness.slice(at).map((row) => row.slice(at))].flat();
    const contrast = (within.length === 0 ? 1 : mean(within)) - across;
    if (across < mostLikeness && contrast > best.contrast) best = { at, contrast };
  }
  return (frames[best.at] ?? watch.from) - watch.start;
}

/** What two pictures changed alike over all that they changed; two that changed nothing are alike. */
function overlap(left: Int8Array, right: Int8Array): number {
  let shared = 0;
  let all = 0;
  for (let at = 0; at < left.length; at++) {
    const [one, other] = [left[at] ?? 0, right[at] ?? 0];
    const sameWay = one * other > 0;
    shared += sameWay ? Math.min(Math.abs(one), Math.abs(other)) : 0;
    all += sameWay ? Math.max(Math.abs(one), Math.abs(other)) : Math.abs(one) + Math.abs(other);
  }
  return all === 0 ? 1 : shared / all;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
