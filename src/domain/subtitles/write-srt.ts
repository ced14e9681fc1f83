import type { SubtitleCue } from './subtitle-track.ts';

/** Cues as an SRT file in UTF-8, which `parseSubtitles` reads back with the same times (to 1 ms) and words. */
export function writeSrt(cues: readonly SubtitleCue[]): string {
  return cues
    .map((cue, index) => {
      const text = cue.words.map((word) => safeText(word.text)).join(' ');
      return `${index + 1}\n${srtTime(cue.startSeconds)} --> ${srtTime(cue.endSeconds)}\n${text}\n`;
    })
    .join('\n');
}

/** Players read tags and entities in SRT; an arrow would be taken for times. */
function safeText(text: string): string {
  return text
    .replace(/&(?=[a-z#][a-z0-9]*;)/gi, '&amp;')
    .replace(/<(?=[/a-z\d])/gi, '&lt;')
    .replace(/-->/g, '--&gt;');
}

function srtTime(seconds: number): string {
  const total = Math.round(seconds * 1000);
  const pad = (value: number, digits: number) => String(value).padStart(digits, '0');
  const [hours, minutes] = [Math.floor(total / 3_600_000), Math.floor(total / 60_000) % 60];
  return `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(Math.floor(total / 1000) % 60, 2)},${pad(total % 1000, 3)}`;
}
