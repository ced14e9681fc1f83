import type { EditedCue } from '../ad/ad-order.ts';
import type { SpeechTrack } from '../speech/speech.ts';
import type { CueOptions } from './cues-from-speech.ts';
import { cuesFromFile, type FileCues } from './cues-from-file.ts';
import type { SubtitleCue } from './subtitle-track.ts';
import { writeSrt } from './write-srt.ts';

/**
 * Cues whose texts were typed by a person. Where a cue has as many words as are spoken in its time, each is lit when
 * its spoken one is heard.
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
  const file = cuesFromFile(content, { ...options, durationSeconds: speech.durationSeconds });
  return { ...file, cues: file.cues.map((cue) => litBySpeech(cue, speech)) };
}

function litBySpeech(cue: SubtitleCue, { words }: SpeechTrack): SubtitleCue {
  const spoken = words.filter(({ text, startSeconds, endSeconds }) => {
    const middle = (startSeconds + endSeconds) / 2;
    return text.trim() !== '' && middle >= cue.startSeconds && middle < cue.endSeconds;
  });
  if (spoken.length !== cue.words.length) return cue;
  const lit = cue.words.map((word, index) => ({
    ...word,
    startSeconds: Math.max(cue.startSeconds, spoken[index]?.startSeconds ?? 0),
    endSeconds: Math.min(cue.endSeconds, spoken[index]?.endSeconds ?? 0),
  }));
  return { ...cue, words: lit, wordTimed: true };
}
