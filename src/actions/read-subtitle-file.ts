import { readFile } from 'node:fs/promises';
import { parseSubtitleFile } from '../domain/subtitles/parse-subtitle-file.ts';
import type { SubtitleCue } from '../domain/subtitles/subtitle-track.ts';
import { uploadedFile } from './keep-upload.ts';

const maxSubtitleBytes = 1_000_000;

export async function readSubtitleFile(
  path: string,
  maxSeconds: number,
): Promise<{ cues: readonly SubtitleCue[]; warnings: readonly string[] }> {
  await uploadedFile({ path, what: 'subtitle file', maxBytes: maxSubtitleBytes }, 'text/plain');
  return parseSubtitleFile(await readFile(path), { maxSeconds });
}
