import { readFile } from 'node:fs/promises';
import { frameOfAspect } from '../../domain/ad/ad.ts';
import { cuesFromFile } from '../../domain/subtitles/cues-from-file.ts';
import { cuesFromSpeech } from '../../domain/subtitles/cues-from-speech.ts';
import { cuesFromTexts } from '../../domain/subtitles/cues-from-texts.ts';
import type { SubtitleTrack } from '../../domain/subtitles/subtitle-track.ts';
import type { FilesPort } from '../../ports/files.ts';
import type { StepInput } from './step-definition.ts';

/** What stands on the screen when, and what of the user's own file had to be changed. */
export async function orderedSubtitles(
  files: FilesPort,
  input: StepInput,
): Promise<{ track: SubtitleTrack | undefined; warnings: readonly string[] }> {
  const { subtitles: ordered, aspect } = input.order;
  if (ordered.kind === 'none') return { track: undefined, warnings: [] };
  const { theme, position } = ordered;
  const options = { frame: frameOfAspect[aspect], theme };
  const speech = input.earlier('speech').value.track;
  if (ordered.kind === 'auto') {
    return { track: { cues: cuesFromSpeech(speech, options), theme, position }, warnings: [] };
  }
  if (ordered.kind === 'edited') {
    const { cues, warnings } = cuesFromTexts(ordered.cues, speech, options);
    return { track: { cues, theme, position }, warnings };
  }
  const content = await readFile((await files.open(ordered.file.key)).path);
  const { cues, warnings } = cuesFromFile(content, { ...options, durationSeconds: speech.durationSeconds });
  return { track: { cues, theme, position }, warnings };
}
