import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { frameOfAspect } from '../../domain/ad/ad.ts';
import { mediaProblem } from '../../domain/media/media-problem.ts';
import { cuesFromFile } from '../../domain/subtitles/cues-from-file.ts';
import { mostSubtitleBytes } from '../../domain/subtitles/parse-subtitles.ts';
import { requireDrawable } from '../../domain/subtitles/undrawable.ts';
import type { SentFile } from '../../domain/task/task.ts';
import { AppError } from '../../kernel/errors.ts';
import { keepUpload, uploadedFile } from '../keep-upload.ts';
import { requireMontageSource } from '../montage/montage-source.ts';
import type { TaskWork } from './task-work.ts';

/** Takes an SRT or WebVTT file for a video, if a viewer would see something of it while the video speaks. */
export const checkSubtitlesTask: TaskWork<'check-subtitles'> = async (tools, personId, task, context) => {
  const { productionId, file } = task;
  const { parts } = tools;
  const person = { owner: personId, isOperator: false };
  checkClaims(file);
  const { results, settings } = await requireMontageSource(parts, person, productionId);
  const path = join(context.workFolder, 'subtitles.txt');
  await tools.fetchSentFile(file, path, context.signal);
  const upload = await readable(path);
  const { theme, aspect } = settings;
  const { durationSeconds } = results.of('speech').value.track;
  const { cues, warningIds } = cuesFromFile(await readFile(path), {
    frame: frameOfAspect[aspect],
    theme,
    durationSeconds,
  });
  const drawn = requireDrawable(
    cues.flatMap(({ words }) => words.map(({ text }) => text)),
    theme,
  );
  return {
    kind: 'check-subtitles',
    productionId,
    file: await keepUpload(parts, person, upload),
    cues: cues.length,
    warnings: [...warningIds, ...(drawn === 'some' ? (['missing-glyphs'] as const) : [])],
  };
};

/** What is sent as a picture or a video is none; all else is looked at, since people name such files as they like. */
function checkClaims(file: SentFile): void {
  if (file.kind !== 'document') {
    throw new AppError('invalid-subtitles', `A ${file.kind} is no subtitle file; SRT and WebVTT are.`, {
      details: mediaProblem('subtitles-not-text', {}),
    });
  }
  if ((file.bytes ?? 0) > mostSubtitleBytes) throw tooBig(file.bytes ?? 0);
}

/** As `uploadedFile`, but told as a fault of subtitles. */
async function readable(path: string) {
  try {
    return await uploadedFile({ path, what: 'subtitle file', maxBytes: mostSubtitleBytes }, 'text/plain');
  } catch (error) {
    const { problem } = error instanceof AppError ? error.details : {};
    if (problem === 'too-big') throw tooBig(mostSubtitleBytes + 1);
    if (problem !== 'empty') throw error;
    throw new AppError('invalid-subtitles', 'The subtitle file is empty.', {
      cause: error,
      details: mediaProblem('subtitles-empty', {}),
    });
  }
}

function tooBig(found: number): AppError {
  const allowed = mostSubtitleBytes / 1024;
  return new AppError(
    'invalid-subtitles',
    `The subtitle file has ${Math.ceil(found / 1024)} kB; at most ${allowed} kB are allowed.`,
    { details: mediaProblem('subtitles-too-big', { allowed }) },
  );
}
