import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Box, Size } from '../../domain/geometry.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import type { Loudness } from '../../ports/montage.ts';
import { pictureEncoding } from './encoding.ts';
import { alphaDecoder, type StagedVideo } from './video-command.ts';

interface Place {
  readonly ffmpeg: Ffmpeg;
  readonly folder: string;
  readonly signal: AbortSignal;
}

const timeoutMs = 60_000;

const coverSeconds = { from: 0.4, length: 0.8, perSecond: 10 } as const;
/** Telegram's limit for the longer side of a thumbnail. */
const coverSide = 320;

export interface FinishedClip {
  readonly clip: string;
  readonly cover: string;
  readonly frame: Size;
  readonly durationSeconds: number;
}

/**
 * Loudness of a clip's sound as it will be decoded, by ffmpeg's own EBU R128 meter, and in the same run its cover: the
 * most usual frame of the first second, in which a blink or a wide open mouth is the exception.
 */
export async function coverAndLoudness(
  { ffmpeg, folder, signal }: Place,
  { clip, cover, frame, durationSeconds }: FinishedClip,
): Promise<Loudness> {
  const from = Math.min(coverSeconds.from, durationSeconds / 3);
  const length = Math.min(coverSeconds.length, durationSeconds / 3);
  const frames = Math.max(1, Math.floor(length * coverSeconds.perSecond));
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

const lookWidth = 90;
/** A matte's noise is below, a person's body above. */
const personThreshold = 96;
/** Of the picture: how far a person sways beyond what the looked-at frames show. */
const swayMargin = 0.03;

/** Where a person's shape is written: in a grey video's brightness, or in the alpha channel of a colour video. */
export type ShapeKind = 'matte' | 'alpha';

/** libvpx knows no key frames: of its videos a part is looked at. */
const lookOptions: Readonly<Record<ShapeKind, readonly string[]>> = {
  matte: ['-skip_frame', 'nokey'],
  alpha: ['-t', '1'],
};

/** Where the person is in the looked-at frames, with some room; nothing when there is none. */
export async function personBounds(
  place: Place,
  shape: StagedVideo,
  kind: ShapeKind,
  size: Size,
): Promise<Box | undefined> {
  const height = Math.round((lookWidth * size.height) / size.width);
  const output = 'shape.gray';
  const decoder = kind === 'alpha' ? alphaDecoder(shape) : [];
  const input = untrustedInput({ ...shape, options: [...decoder, ...lookOptions[kind]] });
  const scale = `${kind === 'alpha' ? 'alphaextract,' : ''}scale=${lookWidth}:${height}:flags=area,format=gray`;
  const args = [...input, '-vf', scale, '-vsync', '0', '-f', 'rawvideo', '-y', output];
  await place.ffmpeg.run({ args, cwd: place.folder, signal: place.signal, timeoutMs });
  const pixels = await readFile(join(place.folder, output));
  const columns: number[] = [];
  const rows: number[] = [];
  pixels.forEach((value, index) => {
    if (value < personThreshold) return;
    const inFrame = index % (lookWidth * height);
    columns.push(inFrame % lookWidth);
    rows.push(Math.floor(inFrame / lookWidth));
  });
  if (columns.length === 0) return undefined;
  return widened(extent(columns), extent(rows), { width: lookWidth, height }, size);
}

function extent(values: readonly number[]): readonly [number, number] {
  return values.reduce<[number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, 0],
  );
}

function widened(
  columns: readonly [number, number],
  rows: readonly [number, number],
  looked: Size,
  size: Size,
): Box {
  const scale = size.width / looked.width;
  const margin = swayMargin * size.width;
  const left = Math.max(0, columns[0] * scale - margin);
  const top = Math.max(0, rows[0] * scale - margin);
  const right = Math.min(size.width, (columns[1] + 1) * scale + margin);
  const bottom = Math.min(size.height, (rows[1] + 1) * scale);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
