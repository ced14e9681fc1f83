import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Box, Size } from '../../domain/geometry.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import type { Loudness } from '../../ports/montage.ts';
import type { StagedVideo } from './video-command.ts';

interface Place {
  readonly ffmpeg: Ffmpeg;
  readonly folder: string;
  readonly signal: AbortSignal;
}

const timeoutMs = 60_000;

/** Loudness of a file's sound as it will be decoded, by ffmpeg's own EBU R128 meter. */
export async function measureLoudness({ ffmpeg, folder, signal }: Place, name: string): Promise<Loudness> {
  const args = [
    '-i',
    `file:${name}`,
    '-map',
    '0:a',
    '-af',
    'ebur128=peak=true:framelog=verbose',
    '-f',
    'null',
    '-',
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

/** Where the matte is white in its key frames, with some room; nothing when there is no person in it. */
export async function personBounds(place: Place, matte: StagedVideo, size: Size): Promise<Box | undefined> {
  const height = Math.round((lookWidth * size.height) / size.width);
  const output = 'matte.gray';
  const input = untrustedInput({ ...matte, options: ['-skip_frame', 'nokey'] });
  const scale = `scale=${lookWidth}:${height}:flags=area,format=gray`;
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
