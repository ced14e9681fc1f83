import type { EditedCue } from '../ad/ad-order.ts';
import type { SubtitleCue } from './subtitle-track.ts';

/** A cue as a person types it: its words with stars around those that stand out. */
export function typedCue({ startSeconds, endSeconds, words }: SubtitleCue): EditedCue {
  const text = words.map(({ text: word, emphasised }) => (emphasised ? `*${word}*` : word)).join(' ');
  return { startSeconds, endSeconds, text };
}

/** Whether there is anything to see in it, and nothing that is half a character or none at all. */
export function isWritten(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0') && /[^\p{C}\p{Z}]/u.test(text);
}
