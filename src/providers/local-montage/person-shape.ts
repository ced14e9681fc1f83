import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Box, Size } from '../../domain/geometry.ts';
import { bustEdge, type RightmostRun } from '../../domain/montage/bust-edge.ts';
import type { PersonShape } from '../../domain/montage/video-plan.ts';
import { untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import type { Place } from './measure.ts';
import { alphaDecoder, type StagedVideo } from './staged-video.ts';

const timeoutMs = 60_000;
const lookWidth = 180;
/** A matte's noise is below, a person's body above. */
const personThreshold = 96;
/** Of the picture: how far a person sways beyond what the looked-at frames show. */
const swayMargin = 0.03;

/** Where a person's shape is written: in a grey video's brightness, or in the alpha channel of a colour video. */
export type ShapeKind = 'matte' | 'alpha';

/**
 * The key frames of a matte: a person who stands needs one, and one who walks has some in each second. The coder of an
 * alpha video made elsewhere may know none, so all of it is read.
 */
const looks: Readonly<Record<ShapeKind, { readonly options: readonly string[]; readonly filters: string }>> =
  {
    matte: { options: ['-skip_frame', 'nokey'], filters: '' },
    alpha: { options: [], filters: 'fps=2:start_time=0:round=up,alphaextract,' },
  };

/** Where the person is in the looked-at frames; nothing when there is none. */
export async function personShape(
  place: Place,
  shape: StagedVideo,
  kind: ShapeKind,
  size: Size,
): Promise<PersonShape | undefined> {
  const looked = { width: lookWidth, height: Math.round((lookWidth * size.height) / size.width) };
  const rows = runsOf(await look(place, shape, kind, looked), looked);
  const seen = rows.flatMap((run, row) => (run ? [{ ...run, row }] : []));
  const [first] = seen;
  const last = seen.at(-1);
  if (!first || !last) return undefined;
  const left = seen.reduce((least, { outerLeft }) => Math.min(least, outerLeft), lookWidth);
  const right = seen.reduce((most, run) => Math.max(most, run.right), 0);
  const scale = size.width / looked.width;
  const inPicture = rows.map((run) => run && scaled(run, scale));
  const edge = bustEdge(size, inPicture);
  const bounds = widened([left, right], [first.row, last.row + 1], scale, size);
  return { bounds, ...(edge && { edge }) };
}

async function look(place: Place, shape: StagedVideo, kind: ShapeKind, size: Size): Promise<Buffer> {
  const output = 'shape.gray';
  const decoder = kind === 'alpha' ? alphaDecoder(shape) : [];
  const { options, filters } = looks[kind];
  const input = untrustedInput({ ...shape, options: [...decoder, ...options] });
  const scale = `${filters}scale=${size.width}:${size.height}:flags=area,format=gray`;
  const args = [...input, '-vf', scale, '-vsync', '0', '-f', 'rawvideo', '-y', output];
  await place.ffmpeg.run({ args, cwd: place.folder, signal: place.signal, timeoutMs });
  return await readFile(join(place.folder, output));
}

interface LookedRun extends RightmostRun {
  /** Where the row's leftmost part of the person begins. */
  readonly outerLeft: number;
}

/** Row by row what any of the frames shows of the person. */
function runsOf(pixels: Buffer, { width, height }: Size): (LookedRun | undefined)[] {
  const union = new Uint8Array(width * height);
  pixels.forEach((value, index) => {
    if (value >= personThreshold) union[index % union.length] = 1;
  });
  return Array.from({ length: height }, (_, row) => {
    const line = union.subarray(row * width, (row + 1) * width);
    const last = line.lastIndexOf(1);
    if (last < 0) return undefined;
    const gap = line.subarray(0, last).lastIndexOf(0);
    const body = line.subarray(0, gap + 1).lastIndexOf(1);
    const bodyRight = body < 0 ? {} : { bodyRight: body + 1 };
    return { outerLeft: line.indexOf(1), left: gap + 1, right: last + 1, ...bodyRight };
  });
}

function scaled({ left, right, bodyRight }: RightmostRun, scale: number): RightmostRun {
  const body = bodyRight === undefined ? {} : { bodyRight: bodyRight * scale };
  return { left: left * scale, right: right * scale, ...body };
}

function widened(
  columns: readonly [number, number],
  rows: readonly [number, number],
  scale: number,
  size: Size,
): Box {
  const margin = swayMargin * size.width;
  const left = Math.max(0, columns[0] * scale - margin);
  const top = Math.max(0, rows[0] * scale - margin);
  const right = Math.min(size.width, columns[1] * scale + margin);
  const bottom = Math.min(size.height, rows[1] * scale);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
