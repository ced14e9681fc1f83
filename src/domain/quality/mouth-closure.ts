import type { SpeechPhoneme } from '../speech/speech.ts';
import type { MouthTrace } from './sync.ts';

export interface ClosureReading {
  /** p, b and m for which a face was seen. */
  readonly sounds: number;
  readonly closed: number;
  /** `closed` over `sounds`; 1 where the text has none of them. */
  readonly rate: number;
  /** Indices into the phonemes of those that stayed open. */
  readonly open: readonly number[];
}

export interface StillnessReading {
  /** Frames inside pauses, away from their edges. */
  readonly frames: number;
  /** 0–1: those in which the mouth rests; 1 where there is no pause. */
  readonly stillShare: number;
}

const bilabial = /^[pbm]/;
/** What counts as closed and as resting, as a share of how wide the clip's mouth opens (its 90th percentile). */
const closedShare = 0.35;
const restingShare = 0.2;
const closureReachFrames = 2;
/** A mouth needs this long to come to rest and to get ready again. */
const pauseEdgeSeconds = 0.12;

/** Lips meet in every p, b and m: the gap's minimum within two frames of the sound's middle is below 35 % of p90. */
export function measureClosures(read: MouthTrace, phonemes: readonly SpeechPhoneme[]): ClosureReading {
  const limit = closedShare * wideOpen(read);
  const open: number[] = [];
  let sounds = 0;
  for (const [index, phoneme] of phonemes.entries()) {
    if (!bilabial.test(phoneme.ipa)) continue;
    const middle = frameAt(read, (phoneme.startSeconds + phoneme.endSeconds) / 2);
    const seen = seenGaps(read, middle - closureReachFrames, middle + closureReachFrames);
    if (seen.length === 0) continue;
    sounds += 1;
    if (Math.min(...seen) >= limit) open.push(index);
  }
  const closed = sounds - open.length;
  return { sounds, closed, rate: sounds === 0 ? 1 : closed / sounds, open };
}

/** In pauses the mouth rests: its gap stays below 20 % of p90, but for 120 ms at either end. */
export function measureStillness(read: MouthTrace, phonemes: readonly SpeechPhoneme[]): StillnessReading {
  const limit = restingShare * wideOpen(read);
  const gaps = phonemes
    .filter((phoneme) => phoneme.ipa === '')
    .flatMap((pause) => {
      const first = Math.ceil(framePosition(read, pause.startSeconds + pauseEdgeSeconds));
      const last = Math.floor(framePosition(read, pause.endSeconds - pauseEdgeSeconds));
      return seenGaps(read, first, last);
    });
  const still = gaps.filter((gap) => gap < limit).length;
  return { frames: gaps.length, stillShare: gaps.length === 0 ? 1 : still / gaps.length };
}

function framePosition(read: MouthTrace, seconds: number): number {
  return (seconds - (read.startSeconds ?? 0)) * read.framesPerSecond - 0.5;
}

function frameAt(read: MouthTrace, seconds: number): number {
  return Math.round(framePosition(read, seconds));
}

function seenGaps(read: MouthTrace, first: number, last: number): readonly number[] {
  const gaps = last < 0 ? [] : read.gaps.slice(Math.max(0, first), last + 1);
  return gaps.filter((gap) => gap !== null);
}

function wideOpen(read: MouthTrace): number {
  const sorted = read.gaps.filter((gap) => gap !== null).sort((left, right) => left - right);
  return sorted[Math.floor(0.9 * (sorted.length - 1))] ?? 0;
}
