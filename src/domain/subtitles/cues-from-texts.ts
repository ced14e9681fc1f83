import type { EditedCue } from '../ad/ad-order.ts';
import type { SpeechTrack, TimeSpan } from '../speech/speech.ts';
import type { CueOptions } from './cues-from-speech.ts';
import { cuesFromFile, type FileCues } from './cues-from-file.ts';
import { retimeWords, type TypedWord } from './retime-words.ts';
import type { CueWord } from './subtitle-track.ts';
import { writeSrt } from './write-srt.ts';

/**
 * Cues whose texts were typed by a person. Where a cue says what is spoken in its time, each word of it is lit when it
 * is heard, also after words were added, changed or removed.
 * @throws `invalid-subtitles` for texts that can't be shown; `invalid-arguments` for an unknown theme.
 */
export function cuesFromTexts(
  edited: readonly EditedCue[],
  speech: SpeechTrack,
  options: CueOptions,
): FileCues {
  const typed = edited.map(({ text, startSeconds, endSeconds }) => ({
    ...{ startSeconds, endSeconds, wordTimed: false },
    words: text.split(/\s+/).map((word) => ({ text: word, startSeconds, endSeconds })),
  }));
  const content = new TextEncoder().encode(writeSrt(typed));
  const heard = (words: readonly TypedWord[], span: TimeSpan) => heardIn(words, span, speech);
  return cuesFromFile(content, { ...options, durationSeconds: speech.durationSeconds, heard });
}

function heardIn(
  typed: readonly TypedWord[],
  span: TimeSpan,
  { words }: SpeechTrack,
): readonly CueWord[] | undefined {
  const spoken = words.filter(({ text, startSeconds, endSeconds }) => {
    const middle = (startSeconds + endSeconds) / 2;
    return text.trim() !== '' && middle >= span.startSeconds && middle < span.endSeconds;
  });
  return retimeWords(typed, spoken, span);
}
