import { mouthShapes, type MouthUnit, mouthUnits } from './mouth-shapes.ts';
import { isVowelViseme } from './phoneme-visemes.ts';
import type { VisemeEvent } from './viseme.ts';

export interface MouthFrame {
  readonly weights: Readonly<Record<MouthUnit, number>>;
  /** 0 at rest, 1 while talking: brings together the lips of a photo that smiles with parted lips. */
  readonly activity: number;
  /** 1 where the lips must touch, as in p, b and m. */
  readonly closure: number;
  readonly tongue: number;
}

export interface MouthMotionOptions {
  readonly framesPerSecond: number;
  readonly durationSeconds: number;
  /** Loudness of each frame, 0–1, 0.5 being the speech's own middle; the jaw follows it a little. */
  readonly loudness?: readonly number[];
}

/** Lips move before the sound they make is heard. */
const leadSeconds = 0.03;
const secondsOfRise = 0.036;
const riseOfLength = 0.52;
/** Of the jaw's opening that loudness may add or take. */
const loudnessShare = 0.3;
const activityRiseSeconds = 0.12;

/** Shape weights of every frame, blended by dominance functions after Cohen and Massaro (1993), with true closures. */
export function mouthMotion(
  events: readonly VisemeEvent[],
  options: MouthMotionOptions,
): readonly MouthFrame[] {
  const frameCount = Math.ceil(options.durationSeconds * options.framesPerSecond - 1e-6);
  const led = events.map((event) => ({
    ...event,
    startSeconds: event.startSeconds - leadSeconds,
    endSeconds: event.endSeconds - leadSeconds,
  }));
  const closures = closureCurves(led, frameCount, options.framesPerSecond);
  const frames: MouthFrame[] = [];
  let first = 0;
  for (let frame = 0; frame < frameCount; frame += 1) {
    const seconds = frame / options.framesPerSecond;
    while (first < led.length && (led[first] as VisemeEvent).endSeconds < seconds - 1) first += 1;
    const near = [];
    for (let at = first; at < led.length; at += 1) {
      const event = led[at] as VisemeEvent;
      if (event.startSeconds > seconds + 1) break;
      near.push(event);
    }
    const blended = blend(near, seconds);
    frames.push(
      closed(blended, {
        lips: closures.lips[frame] ?? 0,
        labiodental: closures.labiodental[frame] ?? 0,
        loudness: options.loudness?.[frame] ?? 0.5,
        activity: activityAt(near, seconds),
      }),
    );
  }
  return frames;
}

interface Blend {
  readonly weights: Record<MouthUnit, number>;
  readonly tongue: number;
}

function blend(events: readonly VisemeEvent[], seconds: number): Blend {
  const weights = Object.fromEntries(mouthUnits.map((unit) => [unit, 0])) as Record<MouthUnit, number>;
  let total = 0.04;
  let tongue = 0;
  for (const event of events) {
    const half = (event.endSeconds - event.startSeconds) / 2;
    const distance = (seconds - event.startSeconds - half) / (secondsOfRise + half * riseOfLength);
    if (Math.abs(distance) > 3) continue;
    const shape = mouthShapes[event.viseme];
    const dominance = shape.dominance * Math.exp(-distance * distance);
    total += dominance;
    tongue += dominance * shape.tongue;
    for (const unit of mouthUnits) {
      weights[unit] +=
        dominance * (shape.weights[unit] ?? 0) * (unit === 'mouth-open' ? openingOf(event) : 1);
    }
  }
  for (const unit of mouthUnits) weights[unit] /= total;
  return { weights, tongue: tongue / total };
}

function openingOf(event: VisemeEvent): number {
  if (!isVowelViseme(event.viseme)) return 1;
  return event.stressed ? 1.12 : 0.88;
}

/** Closures are set apart from the blend: in it a short p between two vowels would never shut the lips. */
function closureCurves(events: readonly VisemeEvent[], frameCount: number, framesPerSecond: number) {
  const lips = new Array<number>(frameCount).fill(0);
  const labiodental = new Array<number>(frameCount).fill(0);
  for (const event of events) {
    const curve = event.viseme === 'PP' ? lips : event.viseme === 'FF' ? labiodental : undefined;
    if (!curve) continue;
    const centre = (event.startSeconds + event.endSeconds) / 2;
    const half = Math.max(0.03, (event.endSeconds - event.startSeconds) / 2) * 0.6;
    const from = Math.max(0, Math.floor((centre - 0.3) * framesPerSecond));
    const to = Math.min(frameCount - 1, Math.ceil((centre + 0.3) * framesPerSecond));
    for (let frame = from; frame <= to; frame += 1) {
      const beyond = Math.max(0, Math.abs(frame / framesPerSecond - centre) - half);
      curve[frame] = Math.max(curve[frame] ?? 0, Math.exp(-((beyond / 0.04) ** 2)));
    }
    const nearest = Math.min(frameCount - 1, Math.max(0, Math.round(centre * framesPerSecond)));
    if (frameCount > 0) curve[nearest] = 1;
  }
  return { lips, labiodental };
}

interface Constraint {
  readonly lips: number;
  readonly labiodental: number;
  readonly loudness: number;
  readonly activity: number;
}

const heldByClosure: ReadonlySet<MouthUnit> = new Set(['press', 'mouth-eversion']);
const heldByLabiodental: ReadonlySet<MouthUnit> = new Set(['ff', 'mouth-elevation']);

function closed(blended: Blend, constraint: Constraint): MouthFrame {
  const free = 1 - Math.max(constraint.lips, constraint.labiodental * 0.8);
  const weights = { ...blended.weights };
  for (const unit of mouthUnits) {
    if (heldByClosure.has(unit)) continue;
    weights[unit] *= heldByLabiodental.has(unit) ? 1 - constraint.lips : free;
  }
  weights['mouth-open'] *= 1 + loudnessShare * (constraint.loudness - 0.5);
  weights.ff = Math.max(weights.ff, 0.85 * constraint.labiodental * (1 - constraint.lips));
  weights.press = Math.max(weights.press, 0.6 * constraint.lips);
  return { weights, activity: constraint.activity, closure: constraint.lips, tongue: blended.tongue };
}

/** 1 inside speech; within a pause it falls with the distance from the nearest sound. */
function activityAt(events: readonly VisemeEvent[], seconds: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const event of events) {
    if (event.viseme === 'sil') continue;
    nearest = Math.min(nearest, Math.max(event.startSeconds - seconds, seconds - event.endSeconds, 0));
  }
  return Math.exp(-((nearest / activityRiseSeconds) ** 2));
}
