import { bandPass } from './band-pass.ts';
import { pearson, refinedPeak } from './correlation.ts';

/** How far a mouth is open, frame by frame. */
export interface MouthTrace {
  readonly framesPerSecond: number;
  /** Inner-lip gap over face height; null where no face was seen. */
  readonly gaps: readonly (number | null)[];
  /** When the first frame is shown; 0 unless said otherwise. */
  readonly startSeconds?: number;
}

export interface SyncReading {
  /** Positive: the mouth moves later than it was meant to. */
  readonly offsetMs: number;
  /** Pearson's r at that offset, after band-passing both curves: 1 is the same movement. */
  readonly correlation: number;
  readonly correlationAtZero: number;
  /** Seconds that both curves cover. */
  readonly comparedSeconds: number;
  /** 0–1: frames in which no face was seen; they are bridged by a straight line. */
  readonly missingShare: number;
}

/** Both curves are compared at this rate: 4 ms a step, refined below it by a parabola through the peak. */
const stepsPerSecond = 250;
/** Speech opens and closes the mouth at 0.4–8 Hz; slower is a drift of the reading, faster its noise. */
const speechBandHz = { low: 0.4, high: 8 };
const maxOffsetSeconds = 0.6;
/** Less than this beyond the searched offsets on either side can't tell a match from an accident. */
const minComparedSeconds = 2;
const minSeenFrames = 25;

/**
 * Meter A: the mouth read back from decoded frames against the curve that it was meant to follow, over offsets of
 * ±600 ms. Undefined where there is too little to compare: less than 2 s, or a face in fewer than 25 frames.
 */
export function measureSync(read: MouthTrace, intended: MouthTrace): SyncReading | undefined {
  const seen = read.gaps.filter((gap) => gap !== null).length;
  const from = Math.max(firstCentre(read), firstCentre(intended));
  const to = Math.min(lastCentre(read), lastCentre(intended));
  if (seen < minSeenFrames || to - from < minComparedSeconds) return undefined;
  const readCurve = speechMovement(read, from, to);
  const intendedCurve = speechMovement(intended, from, to);
  const reach = Math.round(maxOffsetSeconds * stepsPerSecond);
  const scores = Float64Array.from({ length: 2 * reach + 1 }, (_, index) =>
    pearson(readCurve, intendedCurve, index - reach),
  );
  const peak = refinedPeak(scores);
  return {
    offsetMs: ((peak.at - reach) / stepsPerSecond) * 1000,
    correlation: peak.value,
    correlationAtZero: scores[reach] ?? 0,
    comparedSeconds: to - from,
    missingShare: 1 - seen / read.gaps.length,
  };
}

/** The time that a frame stands for is its middle, so that curves of different rates can be compared. */
function firstCentre(trace: MouthTrace): number {
  return (trace.startSeconds ?? 0) + 0.5 / trace.framesPerSecond;
}

function lastCentre(trace: MouthTrace): number {
  return firstCentre(trace) + (trace.gaps.length - 1) / trace.framesPerSecond;
}

function speechMovement(trace: MouthTrace, from: number, to: number): Float64Array {
  const gaps = bridged(trace.gaps);
  const start = firstCentre(trace);
  const steps = Math.floor((to - from) * stepsPerSecond) + 1;
  const curve = Float64Array.from({ length: steps }, (_, step) =>
    valueAt(gaps, (from - start + step / stepsPerSecond) * trace.framesPerSecond),
  );
  return bandPass(curve, stepsPerSecond, speechBandHz.low, speechBandHz.high);
}

function valueAt(values: Float64Array, position: number): number {
  const left = Math.min(values.length - 1, Math.max(0, Math.floor(position)));
  const right = Math.min(values.length - 1, left + 1);
  const share = Math.min(1, Math.max(0, position - left));
  return (values[left] ?? 0) * (1 - share) + (values[right] ?? 0) * share;
}

/** Straight lines where no face was seen; the nearest value before the first and after the last. */
function bridged(gaps: readonly (number | null)[]): Float64Array {
  const seen = gaps.flatMap((gap, index) => (gap === null ? [] : [{ gap, index }]));
  const values = new Float64Array(gaps.length);
  let next = 0;
  for (let index = 0; index < gaps.length; index += 1) {
    while (next < seen.length - 1 && (seen[next]?.index ?? 0) < index) next += 1;
    const after = seen[next];
    const before = seen[Math.max(0, (after?.index ?? 0) > index ? next - 1 : next)];
    const span = (after?.index ?? 0) - (before?.index ?? 0);
    const share = span > 0 ? Math.min(1, Math.max(0, (index - (before?.index ?? 0)) / span)) : 0;
    values[index] = (before?.gap ?? 0) * (1 - share) + (after?.gap ?? 0) * share;
  }
  return values;
}
