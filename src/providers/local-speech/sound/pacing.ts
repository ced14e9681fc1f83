import type { EnginePhone, SentenceAudio } from '../engines/sentence-audio.ts';

/** A whole script as one stretch of sound; phones in seconds from its first sample, pauses included. */
export interface PacedSpeech {
  readonly samples: Float32Array;
  readonly sampleRate: number;
  readonly phones: readonly EnginePhone[];
  readonly durationSeconds: number;
}

const leadSeconds = 0.06;
const tailSeconds = 0.25;
const sentenceGapSeconds = 0.36;
/** The longest pause inside a sentence: a comma's. */
const longestPauseSeconds = 0.26;
/** Kept around speech where silence is cut, so that no plosive or fading vowel is clipped. */
const onsetSeconds = 0.03;
const releaseSeconds = 0.05;
const fadeSeconds = 0.008;

interface Stretch {
  /** Seconds of the sentence's own time. */
  readonly from: number;
  readonly to: number;
  readonly phones: readonly EnginePhone[];
  /** Silence that goes before it in the result. */
  readonly gapSeconds: number;
}

/**
 * Puts sentences one after the other and brings every pause to a natural length: engines leave up to a second where a
 * person takes a breath. Sound is only ever cut inside pauses; the phones' times move with it.
 */
export function paceSentences(sentences: readonly SentenceAudio[]): PacedSpeech {
  const sampleRate = sentences[0]?.sampleRate ?? 16_000;
  const pieces: { readonly samples: Float32Array; readonly at: number }[] = [];
  const phones: EnginePhone[] = [];
  let now = 0;
  sentences.forEach((sentence, index) => {
    for (const stretch of stretchesOf(sentence, index === 0 ? leadSeconds : sentenceGapSeconds)) {
      now += stretch.gapSeconds;
      const shift = now - stretch.from;
      pieces.push({ samples: cut(sentence, stretch), at: Math.round(now * sampleRate) });
      for (const phone of stretch.phones) {
        const startSeconds = Math.max(now, phone.startSeconds + shift);
        const endSeconds = Math.max(startSeconds, Math.min(phone.endSeconds, stretch.to) + shift);
        phones.push({ ...phone, startSeconds, endSeconds });
      }
      now += stretch.to - stretch.from;
    }
  });
  const durationSeconds = now + tailSeconds;
  const samples = new Float32Array(Math.round(durationSeconds * sampleRate));
  for (const piece of pieces) samples.set(piece.samples.subarray(0, samples.length - piece.at), piece.at);
  return { samples, sampleRate, phones: withPauses(phones, durationSeconds), durationSeconds };
}

/** Every moment belongs to a phone or to a pause: gaps become pauses. */
function withPauses(phones: readonly EnginePhone[], durationSeconds: number): readonly EnginePhone[] {
  const filled: EnginePhone[] = [];
  let end = 0;
  const pauseUntil = (startSeconds: number) => {
    if (startSeconds - end <= 0) return;
    filled.push({ ipa: '', stressed: false, startSeconds: end, endSeconds: startSeconds, unit: -1 });
  };
  for (const phone of phones) {
    pauseUntil(phone.startSeconds);
    filled.push(phone);
    end = phone.endSeconds;
  }
  pauseUntil(durationSeconds);
  return filled;
}

/** The parts of a sentence between its pauses that are too long; shorter pauses stay as the engine made them. */
function stretchesOf(sentence: SentenceAudio, gapBefore: number): readonly Stretch[] {
  const end = sentence.samples.length / sentence.sampleRate;
  const groups: EnginePhone[][] = [];
  let pauseSeconds = Number.POSITIVE_INFINITY;
  for (const phone of sentence.phones) {
    if (phone.ipa === '') {
      pauseSeconds += phone.endSeconds - phone.startSeconds;
      continue;
    }
    if (pauseSeconds > longestPauseSeconds) groups.push([]);
    groups.at(-1)?.push(phone);
    pauseSeconds = 0;
  }
  let last = 0;
  return groups.map((phones, index) => {
    const first = phones[0] as EnginePhone;
    const next = groups[index + 1]?.[0];
    const ends = phones.at(-1)?.endSeconds ?? 0;
    const from = Math.max(last, first.startSeconds - onsetSeconds);
    const to = soundEnd(sentence, ends, Math.min(end, next ? next.startSeconds - onsetSeconds : end));
    last = to;
    const gap = index === 0 ? gapBefore - onsetSeconds : longestPauseSeconds - onsetSeconds - releaseSeconds;
    return { from, to, phones, gapSeconds: Math.max(0, gap) };
  });
}

/** Where a stretch has really died away: formant engines let vowels ring past their mark. */
function soundEnd(sentence: SentenceAudio, phoneEnd: number, limit: number): number {
  const window = Math.round(0.01 * sentence.sampleRate);
  const latest = Math.min(limit, phoneEnd + 0.15);
  let end = Math.min(limit, phoneEnd + releaseSeconds);
  for (let at = end; at < latest; at += 0.01) {
    const start = Math.round(at * sentence.sampleRate);
    let energy = 0;
    for (let index = start; index < start + window; index += 1) energy += (sentence.samples[index] ?? 0) ** 2;
    // −46 dBFS: below it a short fade is not heard as a cut.
    if (Math.sqrt(energy / window) < 0.005) break;
    end = Math.min(latest, at + 0.01);
  }
  return end;
}

function cut(sentence: SentenceAudio, { from, to }: Stretch): Float32Array {
  const { samples, sampleRate } = sentence;
  const piece = samples.slice(Math.round(from * sampleRate), Math.round(to * sampleRate));
  const fade = Math.min(Math.round(fadeSeconds * sampleRate), piece.length >> 1);
  for (let index = 0; index < fade; index += 1) {
    const gain = index / fade;
    piece[index] = (piece[index] ?? 0) * gain;
    piece[piece.length - 1 - index] = (piece[piece.length - 1 - index] ?? 0) * gain;
  }
  return piece;
}
