import type { SpokenUnit } from '../../domain/script/reading/spoken-unit.ts';
import type { SpeechWord, TimeSpan, TimingQuality } from '../../domain/speech/speech.ts';
import { wordTimes } from '../../domain/speech/word-times.ts';
import { evenTimes, placeTimes } from './character-times.ts';
import { unusable } from './service-api.ts';
import type { SpokenPart } from './speech-answer.ts';
import { audibleSpan, soundRate, trimmed } from './speech-sound.ts';
import type { SpokenText, TextPart } from './spoken-text.ts';

/** The MP3's frames end a little before or after what was said. */
const lostSeconds = 0.3;
/** Nobody speaks faster: what is shorter has been cut off. */
const mostLettersPerSecond = 30;

export interface HeardPart {
  readonly part: TextPart;
  readonly spoken: Pick<SpokenPart, 'alignments'>;
  readonly samples: Float32Array;
}

export interface HeardSpeech {
  readonly samples: Float32Array;
  readonly words: readonly SpeechWord[];
  readonly spans: readonly (TimeSpan | undefined)[];
  readonly durationSeconds: number;
  readonly timing: TimingQuality;
}

/**
 * The parts one after the other without long silence around them, and when each typed word is heard. Throws
 * `provider-answer-unusable` where a sound is shorter than its text or its own times.
 */
export function heardSpeech(
  script: string,
  units: readonly SpokenUnit[],
  spoken: SpokenText,
  parts: readonly HeardPart[],
): HeardSpeech {
  const pieces: Float32Array[] = [];
  const spans: (TimeSpan | undefined)[] = [];
  let now = 0;
  let timing: TimingQuality = 'characters';
  for (const heard of parts) {
    const times = timesOf(heard, spoken);
    if (!times.isTold) timing = 'estimated';
    const { samples, cutSeconds } = trimmed(heard.samples);
    const seconds = samples.length / soundRate;
    const moved = (at: number) => now + Math.max(0, Math.min(seconds, at - cutSeconds));
    for (const span of times.spans) {
      spans.push(span && { startSeconds: moved(span.startSeconds), endSeconds: moved(span.endSeconds) });
    }
    pieces.push(samples);
    now += seconds;
  }
  return {
    samples: joined(pieces),
    words: wordTimes(script, units, spans, now),
    spans,
    durationSeconds: now,
    timing,
  };
}

function timesOf({ part, spoken, samples }: HeardPart, { places }: SpokenText) {
  const own = places
    .slice(part.firstUnit, part.endUnit)
    .map(({ from, to }) => ({ from: from - part.from, to: to - part.from }));
  const sound = audibleSpan(samples) ?? { startSeconds: 0, endSeconds: 0 };
  const seconds = samples.length / soundRate;
  const letters = own.reduce((sum, { from, to }) => sum + to - from, 0);
  if (letters > (sound.endSeconds - sound.startSeconds) * mostLettersPerSecond) throw cutShort();
  for (const alignment of spoken.alignments) {
    const spans = placeTimes(part.text, own, alignment);
    if (!spans) continue;
    const last = spans.findLast((span) => span !== undefined);
    if ((last?.startSeconds ?? 0) > seconds || (last?.endSeconds ?? 0) > seconds + lostSeconds)
      throw cutShort();
    return { spans: spans.map((span) => span && within(sound, span)), isTold: true };
  }
  return { spans: evenTimes(part.text, own, sound), isTold: false };
}

/** The first character's time has the silence before it, the last one's what is behind. */
function within(sound: TimeSpan, { startSeconds, endSeconds }: TimeSpan): TimeSpan {
  const inside = (at: number) => Math.max(sound.startSeconds, Math.min(sound.endSeconds, at));
  return { startSeconds: inside(startSeconds), endSeconds: inside(endSeconds) };
}

function cutShort() {
  return unusable('its sound ends before its text does', 'audio-cut-short');
}

function joined(pieces: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
