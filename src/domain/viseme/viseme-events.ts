import type { SpeechTrack } from '../speech/speech.ts';
import { visemesOfWord } from './letter-visemes.ts';
import { isVowelViseme, visemesOfPhoneme } from './phoneme-visemes.ts';
import type { VisemeEvent, VisemeShare } from './viseme.ts';

/** The shapes of a whole speech in the order of time: from its sounds, or from its words' letters where none are known. */
export function visemeEvents(track: SpeechTrack): readonly VisemeEvent[] {
  if (track.phonemes && track.phonemes.length > 0) {
    return track.phonemes.flatMap((sound) =>
      laidOut(visemesOfPhoneme(sound.ipa), sound.startSeconds, sound.endSeconds, sound.stressed),
    );
  }
  return track.words.flatMap((word) =>
    laidOut(visemesOfWord(word.text), word.startSeconds, word.endSeconds, false).map((event) => ({
      ...event,
      stressed: isVowelViseme(event.viseme),
    })),
  );
}

function laidOut(
  shares: readonly VisemeShare[],
  startSeconds: number,
  endSeconds: number,
  stressed: boolean,
): VisemeEvent[] {
  let at = startSeconds;
  return shares.map(([viseme, share]) => {
    const from = at;
    at += (endSeconds - startSeconds) * share;
    return { viseme, stressed, startSeconds: from, endSeconds: at };
  });
}
