import type { Size } from '../../domain/geometry.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import type { Loudness } from '../../ports/montage.ts';
import { pictureEncoding } from './encoding.ts';

export interface Place {
  readonly ffmpeg: Ffmpeg;
  readonly folder: string;
  readonly signal: AbortSignal;
}

const timeoutMs = 60_000;

const coverSeconds = { from: 0.4, length: 0.8, perSecond: 10 } as const;
/** The filter refuses to choose from fewer; of a shorter part it takes what there is. */
const fewestToChooseFrom = 2;
/** Telegram's limit for the longer side of a thumbnail. */
const coverSide = 320;

export interface FinishedClip {
  readonly clip: string;
  readonly cover: string;
  readonly frame: Size;
  /** When the speech part is seen alone, and how long it is. */
  readonly fromSeconds: number;
  readonly durationSeconds: number;
}

/**
 * Loudness of a clip's sound as it will be decoded, by ffmpeg's own EBU R128 meter, and in the same run its cover: the
 * most usual frame of the speech part's first second, in which a blink or a wide open mouth is the exception.
 */
export async function coverAndLoudness(
  { ffmpeg, folder, signal }: Place,
  { clip, cover, frame, fromSeconds, durationSeconds }: FinishedClip,
): Promise<Loudness> {
  const from = fromSeconds + Math.min(coverSeconds.from, durationSeconds / 3);
  const length = Math.min(coverSeconds.length, durationSeconds / 3);
  const frames = Math.max(fewestToChooseFrom, Math.floor(length * coverSeconds.perSecond));
  const size = frame.height >= frame.width ? `-2:${coverSide}` : `${coverSide}:-2`;
  const pick = `fps=${coverSeconds.perSecond},scale=${size}:flags=area,thumbnail=${frames}`;
  const args = [
    ...[
      '-ss',
      from.toFixed(3),
      '-t',
      length.toFixed(3),
      '-threads',
      '1',
      '-i',
      `file:${clip}`,
      '-i',
      `file:${clip}`,
    ],
    ...['-map', '0:v', '-vf', pick, ...pictureEncoding, '-y', cover],
    ...['-map', '1:a', '-af', 'ebur128=peak=true:framelog=verbose', '-f', 'null', '-'],
  ];
  const { errorTail } = await ffmpeg.run({ args, cwd: folder, signal, timeoutMs, logLevel: 'info' });
  const summary = errorTail.slice(errorTail.lastIndexOf('Summary:'));
  const integrated = /I:\s+(-?[\d.]+|-inf) LUFS/.exec(summary)?.[1];
  const truePeak = /Peak:\s+(-?[\d.]+|-inf) dBFS/.exec(summary)?.[1];
  if (integrated === undefined || truePeak === undefined) {
    throw new AppError('internal', 'The loudness meter gave no summary of the finished sound.');
  }
  return { integrated: decibels(integrated), truePeak: decibels(truePeak) };
}

/** JSON has no minus infinity; the meter's floor stands for silence. */
function decibels(text: string): number {
  return text === '-inf' ? -120 : Number(text);
}
