export interface TimeSpan {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** A word as the user typed it, punctuation at its ends included in `from`–`to`, with the time it is heard. */
export interface SpeechWord extends TimeSpan {
  readonly text: string;
  /** UTF-16 range in the script as typed: `script.slice(from, to) === text`. Words cover every non-space character. */
  readonly from: number;
  readonly to: number;
}

export interface SpeechPhoneme extends TimeSpan {
  /** IPA without stress marks; an empty string is a pause. */
  readonly ipa: string;
  readonly stressed: boolean;
  /** Index into the words; -1 for a pause between them. */
  readonly word: number;
}

/**
 * Where the times come from: the engine's own events, the engine's characters, our aligner (some 20 ms median
 * error), or a guess from letters.
 */
export type TimingQuality = 'exact' | 'characters' | 'aligned' | 'estimated';

/** What was said and when; the audio itself is a file beside it. Times are seconds from the audio's first sample. */
export interface SpeechTrack {
  readonly text: string;
  readonly language: string;
  readonly voiceId: string;
  readonly durationSeconds: number;
  readonly words: readonly SpeechWord[];
  /** Absent where the engine knows none: the talking head then derives shapes from the words' letters. */
  readonly phonemes?: readonly SpeechPhoneme[];
  readonly timing: TimingQuality;
}
