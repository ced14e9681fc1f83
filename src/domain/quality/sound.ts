import type { SpeechTrack, TimeSpan } from '../speech/speech.ts';

/** Three samples in a row at full scale are a wave that was cut off, not one that just touches it. */
const clippedSamples = 3;
const fullScale = 0.999;

/** How often the wave is cut off at full scale (±1). */
export function countClippedRuns(samples: Float32Array): number {
  let runs = 0;
  let length = 0;
  for (const sample of samples) {
    length = Math.abs(sample) >= fullScale ? length + 1 : 0;
    if (length === clippedSamples) runs += 1;
  }
  return runs;
}

/** Spans of at least `minSeconds` in which no sample reaches `thresholdDbfs`. */
export function findSilences(
  samples: Float32Array,
  samplesPerSecond: number,
  thresholdDbfs: number,
  minSeconds: number,
): readonly TimeSpan[] {
  const threshold = 10 ** (thresholdDbfs / 20);
  const silences: TimeSpan[] = [];
  let start = 0;
  for (let index = 0; index <= samples.length; index += 1) {
    const sample = samples[index];
    if (sample !== undefined && Math.abs(sample) < threshold) continue;
    const [startSeconds, endSeconds] = [start / samplesPerSecond, index / samplesPerSecond];
    if (endSeconds - startSeconds >= minSeconds) silences.push({ startSeconds, endSeconds });
    start = index + 1;
  }
  return silences;
}

/** The longest part of a silence, in seconds, that lies between the first and the last word of one sentence. */
export function longestSilenceInSentence(silences: readonly TimeSpan[], track: SpeechTrack): number {
  const sentences = sentenceSpans(track);
  let longest = 0;
  for (const silence of silences) {
    for (const sentence of sentences) {
      const start = Math.max(silence.startSeconds, sentence.startSeconds);
      const end = Math.min(silence.endSeconds, sentence.endSeconds);
      longest = Math.max(longest, end - start);
    }
  }
  return longest;
}

const endsSentence = /[.!?…][^\p{L}\p{N}]*$/u;

function sentenceSpans(track: SpeechTrack): readonly TimeSpan[] {
  const spans: TimeSpan[] = [];
  let first = 0;
  for (const [index, word] of track.words.entries()) {
    const next = track.words[index + 1];
    const lineEnds = next !== undefined && track.text.slice(word.to, next.from).includes('\n');
    if (next && !lineEnds && !endsSentence.test(word.text)) continue;
    const startSeconds = track.words[first]?.startSeconds ?? word.startSeconds;
    spans.push({ startSeconds, endSeconds: word.endSeconds });
    first = index + 1;
  }
  return spans;
}
