import type { MouthFrame } from '../../domain/viseme/mouth-motion.ts';
import { isVowelViseme } from '../../domain/viseme/phoneme-visemes.ts';
import type { VisemeEvent } from '../../domain/viseme/viseme.ts';
import type { PainterPose } from './frame-painter.ts';
import { seededRandom, slowWave } from './random.ts';

export interface PerformanceOptions {
  readonly framesPerSecond: number;
  readonly seed: number;
  /** Radians the photo itself is turned by; the more, the calmer the head. */
  readonly photoYaw: number;
  /** A cut-out may move more: nothing behind it bends. */
  readonly isCutout: boolean;
  readonly hasGlasses: boolean;
}

/** A face that is turned by this much (radians) keeps still: more would tear its far cheek. */
const stillAtYaw = 0.3;
const photoCalm = 0.65;

/** The whole person's motion, frame by frame: mouth as given; blinks, brows and head by the seed and the stresses. */
export function performanceOf(
  mouth: readonly MouthFrame[],
  events: readonly VisemeEvent[],
  options: PerformanceOptions,
): readonly PainterPose[] {
  const random = seededRandom(options.seed);
  const durationSeconds = mouth.length / options.framesPerSecond;
  const blinks = blinkTimes(random, durationSeconds);
  const stresses = events.filter((event) => event.stressed && isVowelViseme(event.viseme));
  const beats = stresses.map((event) => ({
    seconds: (event.startSeconds + event.endSeconds) / 2,
    brow: random() < 0.4 ? 0.25 + 0.35 * random() : 0,
    nod: 0.3 + 0.7 * random(),
  }));
  const wave = {
    yaw: slowWave(random, 4.3),
    pitch: slowWave(random, 3.7),
    roll: slowWave(random, 5.1),
    shiftX: slowWave(random, 5.9),
    lean: slowWave(random, 7.3),
    brow: slowWave(random, 6.1),
  };
  const calm = Math.max(0, 1 - Math.abs(options.photoYaw) / stillAtYaw) * (options.isCutout ? 1 : photoCalm);
  const brows = options.hasGlasses ? 0.15 : 1;
  return mouth.map((frame, at): PainterPose => {
    const seconds = at / options.framesPerSecond;
    const nod = pulse(beats, seconds, 0.16, (beat) => beat.nod);
    const brow = pulse(beats, seconds, 0.2, (beat) => beat.brow);
    const breath = Math.sin((seconds * 2 * Math.PI) / 3.9);
    return {
      units: {
        ...frame.weights,
        'brows-up': brows * Math.max(0, 0.5 * brow + 0.1 * wave.brow(seconds)),
        blink: blinkAt(blinks, seconds),
        'brows-inner-up': brows * Math.max(0, 0.12 * wave.brow(seconds + 3)),
      },
      lipsTogether: Math.max(frame.closure, 0.88 * frame.activity),
      closure: frame.closure,
      tongue: frame.tongue,
      head: {
        yaw: calm * 0.062 * wave.yaw(seconds),
        pitch: calm * (0.03 * wave.pitch(seconds) + 0.028 * nod),
        roll: calm * 0.024 * wave.roll(seconds),
        shiftX: calm * 0.03 * wave.shiftX(seconds),
        shiftY: calm * (0.012 * breath + 0.02 * nod),
        size: 1 + calm * 0.008 * wave.lean(seconds),
      },
    };
  });
}

interface Beat {
  readonly seconds: number;
}

/** The strongest of the beats near this time, each a bell. */
function pulse<B extends Beat>(
  beats: readonly B[],
  seconds: number,
  width: number,
  height: (beat: B) => number,
): number {
  let value = 0;
  for (const beat of beats) {
    const distance = (seconds - beat.seconds) / width;
    if (Math.abs(distance) < 3) value = Math.max(value, height(beat) * Math.exp(-distance * distance));
  }
  return value;
}

/** Every 2 to 5 s, now and then a double one. */
function blinkTimes(random: () => number, durationSeconds: number): readonly number[] {
  const times: number[] = [];
  for (let seconds = 0.7 + random() * 1.6; seconds < durationSeconds; seconds += 2 + 3 * random()) {
    times.push(seconds);
    if (random() < 0.12) times.push(seconds + 0.34);
  }
  return times;
}

/** Lids fall in 80 ms, stay 40 ms, rise in 160 ms. */
function blinkAt(times: readonly number[], seconds: number): number {
  let shut = 0;
  for (const time of times) {
    const since = seconds - time;
    if (since < -0.08 || since > 0.2) continue;
    const share = since < 0 ? 1 + since / 0.08 : since < 0.04 ? 1 : 1 - (since - 0.04) / 0.16;
    shut = Math.max(shut, share * share * (3 - 2 * share));
  }
  return shut;
}
